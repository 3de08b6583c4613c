/*
 * usage.c
 *		What of a document a provider's tables do not mention, and what of a sign it lacks.
 *
 * Paths are compared as text with dots between the keys: what is mentioned may
 * be a whole object, and of an object that is not, each member is looked at.
 */
#include "define/usage.h"

#include "lib/stringinfo.h"

#include "json/reading.h"

/* Deeper objects are reported as a whole. */
#define MAX_DEPTH 10

static void
mention(Mentions *self, const char *path)
{
	if (self->count == self->room)
	{
		self->room = Max(64, self->room * 2);
		self->paths = self->paths == NULL ? palloc(self->room * sizeof(char *)) :
											repalloc(self->paths, self->room * sizeof(char *));
	}
	self->paths[self->count++] = path;
}

static void
mention_all(Mentions *self, const char *const *keys, int count)
{
	for (int i = 0; i < count && keys != NULL && keys[i] != NULL; i++)
		mention(self, keys[i]);
}

/* A member of a part; of one that differs from event to event, for each event. */
static void
mention_member(Mentions *self, const Layout *layout, Member member)
{
	StringInfoData path;

	if (member.key == NULL || member.part < 0 || member.part == PART_WRAPPER)
		return;
	if (member.part != 0 && member.part == layout->event_part)
	{
		for (const EventPart *own = layout->event_parts; own != NULL && own->event != NULL; own++)
			mention(self, psprintf("%s.%s", own->key, member.key));
		return;
	}
	initStringInfo(&path);
	ses_layout_append_path(&path, layout, NULL, member.part);
	appendStringInfoString(&path, member.key);
	mention(self, path.data);
}

static void
mention_sign(Mentions *self, const Sign *sign)
{
	if (sign == NULL)
		return;
	mention_all(self, sign->keys, (int) lengthof(sign->keys));
	if (sign->member != NULL)
		mention(self, sign->member);
}

static void
mention_signs(Mentions *self, const Sign *signs)
{
	for (; signs != NULL && !ses_sign_is_last(signs); signs++)
		mention_sign(self, signs);
}

static void
mention_layout(Mentions *self, const Layout *layout)
{
	const Naming *naming = layout->naming;

	for (const Field *field = layout->fields; field->key != NULL; field++)
		mention_member(self, layout, (Member) {field->part, field->key});
	for (int i = 0; i < MAX_SUBTYPES; i++)
		mention_member(self, layout, layout->subtypes[i]);
	mention_all(self, layout->names, (int) lengthof(layout->names));
	for (; naming != NULL && (naming->word.key != NULL || naming->constant != NULL); naming++)
	{
		mention_member(self, layout, naming->word);
		mention_member(self, layout, naming->kind);
		mention_sign(self, naming->when);
	}
	for (const EventPart *own = layout->event_parts; own != NULL && own->event != NULL; own++)
	{
		for (int i = 0; i < (int) lengthof(own->subtypes) && own->subtypes[i] != NULL; i++)
			mention(self, psprintf("%s.%s", own->key, own->subtypes[i]));
		if (own->recipients != NULL)
			mention(self, psprintf("%s.%s", own->key, own->recipients));
	}
	mention_member(self, layout, layout->recipients);
	mention_member(self, layout, layout->list_id);
	for (int i = 0; i < MAX_LISTED && layout->candidates[i].key != NULL; i++)
		mention_member(self, layout, (Member) {layout->candidates[i].part, layout->candidates[i].key});
	for (int i = PART_OWN; i < MAX_PARTS && layout->parts[i].key != NULL; i++)
	{
		if (layout->forms[i] != PART_OBJECT)
			mention_member(self, layout, (Member) {layout->parts[i].within, layout->parts[i].key});
		if (layout->forms[i] == PART_FIRST)
			mention_member(self, layout, (Member) {layout->parts[i].within, psprintf("%s[]", layout->parts[i].key)});
	}
	for (const Hint *hint = layout->hints; hint != NULL && hint->type != NO_EVENT_TYPE; hint++)
		mention_member(self, layout, (Member) {hint->part, hint->key});
	if (layout->lists != NULL)
		mention(self, layout->lists);
}

void
ses_mentions_collect(Mentions *self, const Provider *provider)
{
	mention_signs(self, provider->signs);
	for (int i = 0; i < MAX_LAYOUTS && provider->layouts[i] != NULL; i++)
	{
		mention_signs(self, provider->layout_signs[i]);
		mention_layout(self, provider->layouts[i]);
	}
}

/* Whether a path is mentioned itself; an object may be mentioned as a sign only. */
static bool
is_mentioned(const Mentions *self, const char *path)
{
	for (int i = 0; i < self->count; i++)
	{
		if (strcmp(self->paths[i], path) == 0)
			return true;
	}
	return false;
}

/* Whether some path leads through an object. */
static bool
leads_on(const Mentions *self, const char *path)
{
	size_t length = strlen(path);

	for (int i = 0; i < self->count; i++)
	{
		if (strncmp(self->paths[i], path, length) == 0 && self->paths[i][length] == '.')
			return true;
	}
	return false;
}

/* Whether paths can lead through a value: an object, or a list whose first element, which it becomes, is read. */
static bool
has_members(const Mentions *self, const char *path, JsonbValue *value)
{
	JsonbValue list = *value;

	return ses_json_is_object(value) ||
		(ses_json_is_array(&list) && is_mentioned(self, psprintf("%s[]", path)) &&
		 ses_json_get_first(&list, value) && ses_json_is_object(value));
}

static void
find_unused(const Mentions *self, const JsonbValue *object, const char *prefix, int depth,
			UnusedMember take, void *context)
{
	JsonScan   scan;
	JsonbValue value;

	ses_json_scan_members(&scan, object);
	while (ses_json_scan_next(&scan, &value))
	{
		char	  *path = psprintf("%s%.*s", prefix, scan.key.length, scan.key.data);
		JsonbValue inner = value;
		bool	   leads = has_members(self, path, &inner) && leads_on(self, path);

		if (leads && depth < MAX_DEPTH)
			find_unused(self, &inner, psprintf("%s.", path), depth + 1, take, context);
		else if (!leads && !is_mentioned(self, path))
			take(context, path, &value);
	}
	ses_json_scan_end(&scan);
}

void
ses_mentions_find_unused(const Mentions *self, const JsonbValue *document, UnusedMember take, void *context)
{
	if (ses_json_is_object(document))
		find_unused(self, document, "", 0, take, context);
}

/* The path of keys that lead nowhere in an object; NULL where they lead to a value. */
static char *
find_missing_path(const char *const *keys, const JsonbValue *object)
{
	JsonbValue	   value = *object;
	bool		   is_found = true;
	StringInfoData path;

	initStringInfo(&path);
	for (int i = 0; keys[i] != NULL; i++)
	{
		JsonbValue outer = value;

		appendStringInfo(&path, "%s%s", i > 0 ? "." : "", keys[i]);
		is_found = is_found && ses_json_get(&outer, keys[i], &value);
	}
	return is_found ? NULL : path.data;
}

/* The same of its keys, which are looked for first. */
static const char *
find_key_lack(const Sign *sign, const JsonbValue *object)
{
	JsonbValue value;

	for (int i = 0; i < (int) lengthof(sign->keys) && sign->keys[i] != NULL; i++)
	{
		if (!ses_json_get(object, sign->keys[i], &value))
			return psprintf("There is no key \"%s\".", sign->keys[i]);
	}
	for (const char *const *key = sign->foreign; key != NULL && *key != NULL; key++)
	{
		if (ses_json_get(object, *key, &value))
			return psprintf("There is the foreign key \"%s\".", *key);
	}
	return NULL;
}

const char *
ses_sign_find_lack(const Sign *sign, const Document *document)
{
	const JsonbValue *object = &document->value;
	const char		 *lack = find_key_lack(sign, object);
	JsonbValue		  value;

	if (lack != NULL)
		return lack;
	if (sign->object != NULL && !ses_json_get_object(object, sign->object, &value))
		return psprintf("The value of \"%s\" is not an object.", sign->object);
	if (sign->prefix != NULL && sign->member == NULL && !slice_starts_with(document->type, slice_of(sign->prefix)))
		return psprintf("No envelope states a type that begins with \"%s\".", sign->prefix);
	if (sign->prefix != NULL && sign->member != NULL &&
		!slice_starts_with(ses_json_get_text(object, sign->member), slice_of(sign->prefix)))
		return psprintf("The text of \"%s\" does not begin with \"%s\".", sign->member, sign->prefix);
	for (const char *const *const *path = sign->paths; path != NULL && *path != NULL; path++)
	{
		char *missing = find_missing_path(*path, object);

		if (missing != NULL)
			return psprintf("There is no \"%s\".", missing);
	}
	return NULL;
}

/* A part of a document, if it is an object under keys that are the same in all documents. */
static bool
find_plain_part(const Layout *layout, const Document *document, int part, JsonbValue *value)
{
	JsonbValue outer;

	if (part == PART_WRAPPER)
		*value = document->wrapper;
	else if (part == PART_DOCUMENT)
		*value = document->value;
	else
		return part != layout->event_part && part != layout->recipient_part && layout->forms[part] == PART_OBJECT &&
			find_plain_part(layout, document, layout->parts[part].within, &outer) &&
			ses_json_get(&outer, layout->parts[part].key, value);
	return true;
}

static bool
is_only_of_some(const Layout *layout, Column column)
{
	const Only *only = layout->only;

	while (only != NULL && only->types != 0 && only->column != column)
		only++;
	return only != NULL && only->types != 0;
}

bool
ses_field_find_refused(const Layout *layout, const Document *document, const Field *field, JsonbValue *value)
{
	JsonbValue object;

	/* Words that are no reply become the description, and only says itself whose a value is not. */
	if (field->form == AS_REPLY || is_only_of_some(layout, field->column) ||
		!find_plain_part(layout, document, field->part, &object) || !ses_json_get(&object, field->key, value))
		return false;
	return value->type != jbvNull && !(value->type == jbvString && value->val.string.len == 0) &&
		!((ses_json_is_array(value) || ses_json_is_object(value)) && ses_json_length(value) == 0);
}
