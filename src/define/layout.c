/*
 * layout.c
 *		Loading where things stand in a provider's documents.
 *
 * A path is a list of keys.  All but the last lead to a part of the layout, which
 * is added when a path first leads there, so a part comes after that which it is in.
 */
#include "define/loader.h"

#include "json/keys.h"
#include "json/reading.h"

/* The part of a key in another part, which is added if it is not there; -1 where there is no room. */
static int
find_or_add_part(Loader *self, LayoutDraft *draft, int within, const char *key)
{
	Part *parts = draft->layout.parts;

	for (int i = PART_OWN; i < draft->parts; i++)
	{
		if (parts[i].within == within && strcmp(parts[i].key, key) == 0)
			return i;
	}
	if (draft->parts == MAX_PARTS)
	{
		mistake(self, "The paths of the layout lead through more than %d objects.", MAX_PARTS - PART_OWN);
		return -1;
	}
	parts[draft->parts] = (Part) {within, key};
	return draft->parts++;
}

/* The part that the first key of a path names, if it is a word in brackets; PART_DOCUMENT for others. */
static int
first_part(Loader *self, LayoutDraft *draft, const char *key)
{
	if (strcmp(key, "(wrapper)") == 0)
		return PART_WRAPPER;
	if (strcmp(key, KEY_OF_EVENT) == 0 && draft->layout.event_part != 0)
		return draft->layout.event_part;
	if (strcmp(key, KEY_OF_RECIPIENT) == 0 && draft->layout.recipient_part != 0)
		return draft->layout.recipient_part;
	if (strcmp(key, KEY_OF_EVENT) == 0)
		mistake(self, "The layout has no event_parts, so no path begins with (event).");
	else if (strcmp(key, KEY_OF_RECIPIENT) == 0)
		mistake(self, "The layout has no list of recipients, so no path begins with (recipient).");
	else
		return PART_DOCUMENT;
	return -1;
}

/* The part that some keys lead to; -1, and a mistake, where none can be. */
static int
find_part(Loader *self, LayoutDraft *draft, const char **keys, int count)
{
	int part = count > 0 ? first_part(self, draft, keys[0]) : PART_DOCUMENT;

	for (int i = part == PART_DOCUMENT ? 0 : 1; i < count && part >= 0; i++)
	{
		if (part != 0 && part == draft->layout.recipient_part)
		{
			mistake(self, "A path from (recipient) has one key more.");
			return -1;
		}
		part = find_or_add_part(self, draft, part, keys[i]);
	}
	return part;
}

static bool
is_bracketed(const char *key)
{
	return strcmp(key, "(wrapper)") == 0 || strcmp(key, KEY_OF_EVENT) == 0 || strcmp(key, KEY_OF_RECIPIENT) == 0;
}

bool
ses_load_member(Loader *self, LayoutDraft *draft, const JsonbValue *value, Member *member)
{
	const char **keys = ses_load_keys(self, value);
	int			 count = ses_json_count_keys((const char *const *) keys);

	if (count == 0)
		return false;
	if (count == 1 && is_bracketed(keys[0]))
	{
		mistake(self, "The path has no key behind %s.", keys[0]);
		return false;
	}
	member->part = find_part(self, draft, keys, count - 1);
	member->key = keys[count - 1];
	return member->part >= 0;
}

void
ses_load_list_id(Loader *self, const DefinitionKey *key, const JsonbValue *value, void *target)
{
	LayoutDraft *draft = target;
	Member		 member = {0, NULL};

	(void) key;
	if (ses_load_member(self, draft, value, &member))
		draft->layout.list_id = member;
}

void
ses_load_details(Loader *self, const DefinitionKey *key, const JsonbValue *value, void *target)
{
	LayoutDraft *draft = target;
	const char **keys = ses_load_keys(self, value);
	int			 part = keys != NULL ? find_part(self, draft, keys, ses_json_count_keys((const char *const *) keys)) : -1;

	(void) key;
	if (part >= 0)
		draft->layout.details = part;
}

static void
load_subtype(Loader *self, const JsonbValue *element, int index, void *target)
{
	LayoutDraft *draft = target;

	(void) ses_load_member(self, draft, element, &draft->layout.subtypes[index]);
}

void
ses_load_places(Loader *self, const DefinitionKey *key, const JsonbValue *value, void *target)
{
	(void) key;
	ses_load_elements(self, value, MAX_SUBTYPES, load_subtype, target);
}

void
ses_load_recipients(Loader *self, const DefinitionKey *key, const JsonbValue *value, void *target)
{
	LayoutDraft *draft = target;

	(void) key;
	(void) ses_load_member(self, draft, value, &draft->layout.recipients);
}

/* 1 for each, 2 for one. */
static int
load_concern(Loader *self, const JsonbValue *value)
{
	static const char *const words[] = {NULL, "each", "one"};

	return ses_load_word(self, value, "concern: each or one", words, lengthof(words));
}

void
ses_load_concern(Loader *self, const DefinitionKey *key, const JsonbValue *value, void *target)
{
	(void) key;
	((LayoutDraft *) target)->layout.is_for_each = load_concern(self, value) == 1;
}

void
ses_load_part_concern(Loader *self, const DefinitionKey *key, const JsonbValue *value, void *target)
{
	(void) key;
	((EventPart *) target)->concern = load_concern(self, value) == 2 ? ONE_OF_THEM : EACH_OF_THEM;
}

void
ses_load_part_subtypes(Loader *self, const DefinitionKey *key, const JsonbValue *value, void *target)
{
	EventPart *own = target;
	JsonScan   scan;
	JsonbValue element;

	(void) key;
	if (ses_json_length(value) > (int) lengthof(own->subtypes))
	{
		mistake(self, "The list has more than %d elements.", (int) lengthof(own->subtypes));
		return;
	}
	ses_json_scan_light(&scan, value);
	while (ses_json_scan_next(&scan, &element))
		own->subtypes[scan.index] = ses_load_copy(self, &element);
}

void
ses_load_event_parts(Loader *self, const DefinitionKey *key, const JsonbValue *value, void *target)
{
	LayoutDraft *draft = target;
	const Step	*outer = self->step;
	EventPart	*table = palloc0((Min(ses_json_length(value), MAX_LIST) + 1) * sizeof(EventPart));
	JsonScan	 scan;
	JsonbValue	 element;

	(void) key;
	ses_json_scan_members(&scan, value);
	while (ses_json_scan_next(&scan, &element))
	{
		const Step	   step = {scan.key, -1, outer};
		const Mapping *row = ses_mapping_find(self->provider->dialect.events, scan.key);

		self->step = &step;
		if (scan.index >= MAX_LIST)
			mistake(self, "There are more than %d event parts.", MAX_LIST);
		else if (row == NULL)
			mistake(self, "There is no such event.");
		else if (!ses_json_is_object(&element))
			mistake(self, "The value is not an object.");
		else
			ses_load_object(self, &element, OF_EVENT_PART, 0, &table[scan.index]);
		if (scan.index >= MAX_LIST)
			break;
		table[scan.index].event = row != NULL ? row->name : "";
	}
	ses_json_scan_end(&scan);
	self->step = outer;
	draft->layout.event_parts = table;
}

void
ses_load_half_name(Loader *self, const DefinitionKey *key, const JsonbValue *value, void *target)
{
	(void) key;
	ses_load_object(self, value, OF_HALF_NAME, 0, &((LayoutDraft *) target)->layout.half_name);
}

/* Lists of those one of whom is meant, while one is loaded: the offsets in the table of keys are those of Listed. */
typedef struct ListedDraft
{
	Listed		 listed;
	LayoutDraft *draft;
} ListedDraft;

void
ses_load_candidates_path(Loader *self, const DefinitionKey *key, const JsonbValue *value, void *target)
{
	ListedDraft *listed = target;
	Member		 member = {0, NULL};

	(void) key;
	if (!ses_load_member(self, listed->draft, value, &member))
		return;
	listed->listed.part = member.part;
	listed->listed.key = member.key;
}

/* A list of candidates: its path, or an object with that. */
static void
load_listed(Loader *self, const JsonbValue *element, int index, void *target)
{
	ListedDraft listed = {.draft = target};

	if (ses_json_is_object(element))
		ses_load_object(self, element, OF_CANDIDATES, 0, &listed);
	else
		ses_load_candidates_path(self, NULL, element, &listed);
	listed.draft->layout.candidates[index] = listed.listed;
}

void
ses_load_candidates(Loader *self, const DefinitionKey *key, const JsonbValue *value, void *target)
{
	(void) key;
	ses_load_elements(self, value, MAX_LISTED, load_listed, target);
}

/* Sets the form of the part that a path leads to. */
static void
load_form(Loader *self, LayoutDraft *draft, const JsonbValue *path, PartForm form)
{
	const char **keys = ses_load_keys(self, path);
	int			 part = keys != NULL ? find_part(self, draft, keys, ses_json_count_keys((const char *const *) keys)) : -1;

	if (part < 0)
		return;
	if (part < PART_OWN || part == draft->layout.event_part || part == draft->layout.recipient_part)
		mistake(self, "The path has no key behind %s.", keys[0]);
	else if (draft->layout.forms[part] != PART_OBJECT)
		mistake(self, "The path is in first_elements and in headers.");
	else
		draft->layout.forms[part] = form;
}

static void
load_first_element(Loader *self, const JsonbValue *element, int index, void *target)
{
	(void) index;
	load_form(self, target, element, PART_FIRST);
}

void
ses_load_first_elements(Loader *self, const DefinitionKey *key, const JsonbValue *value, void *target)
{
	(void) key;
	ses_load_elements(self, value, MAX_PARTS, load_first_element, target);
}

static void
load_header_list(Loader *self, const JsonbValue *element, int index, void *target)
{
	(void) index;
	load_form(self, target, element, PART_HEADERS);
}

void
ses_load_headers(Loader *self, const DefinitionKey *key, const JsonbValue *value, void *target)
{
	(void) key;
	ses_load_elements(self, value, MAX_PARTS, load_header_list, target);
}

/* Whether a list of recipients stands anywhere in a layout. */
static bool
has_recipients(const JsonbValue *object)
{
	JsonScan   scan;
	JsonbValue parts;
	JsonbValue part;
	bool	   found = ses_json_get(object, "recipients", &part);

	if (found || !ses_json_get_object(object, "event_parts", &parts))
		return found;
	ses_json_scan_members(&scan, &parts);
	while (!found && ses_json_scan_next(&scan, &parts))
		found = ses_json_get(&parts, "recipients", &part);
	ses_json_scan_end(&scan);
	return found;
}

bool
ses_load_has_layout(const JsonbValue *object)
{
	JsonbValue value;

	for (const DefinitionKey *key = ses_definition_key_list; key->name != NULL; key++)
	{
		if (key->owner == OF_LAYOUT && ses_json_get(object, key->name, &value))
			return true;
	}
	return false;
}

void
ses_load_layout(Loader *self, const JsonbValue *object, int others, int index)
{
	LayoutDraft *draft = palloc0(sizeof(LayoutDraft));
	JsonbValue	 value;

	draft->parts = PART_OWN;
	if (ses_json_get(object, "event_parts", &value))
		draft->layout.event_part = find_or_add_part(self, draft, PART_DOCUMENT, KEY_OF_EVENT);
	if (has_recipients(object))
		draft->layout.recipient_part = find_or_add_part(self, draft, PART_DOCUMENT, KEY_OF_RECIPIENT);
	ses_load_object(self, object, OF_LAYOUT, others, draft);
	if (!ses_json_get(object, "names", &value) && !ses_json_get(object, "lists", &value))
		mistake(self, "The key \"names\" is missing: where the name of the event stands.");
	if (draft->layout.fields == NULL)
		draft->layout.fields = palloc0(sizeof(Field));
	self->provider->layouts[index] = &draft->layout;
	self->provider->layout_signs[index] = draft->sign;
}
