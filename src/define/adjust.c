/*
 * adjust.c
 *		Loading what a layout says of events beside its fields.
 */
#include "define/loader.h"

#include "json/reading.h"

static void
load_type(Loader *self, const JsonbValue *element, int index, void *target)
{
	(void) index;
	((Only *) target)->types |= ses_load_type_bit(self, element);
}

/* The types of an attribute. */
static void
load_only(Loader *self, Slice name, const JsonbValue *types, Only *only)
{
	if (!ses_load_column(name, &only->column))
		ses_load_refuse_column(self, name);
	else if (!ses_json_is_array(types) || ses_json_length(types) == 0)
		mistake(self, "The value is not a list of event types.");
	else
		ses_load_elements(self, types, EVENT_TYPES, load_type, only);
}

void
ses_load_only(Loader *self, const DefinitionKey *key, const JsonbValue *value, void *target)
{
	const Step *outer = self->step;
	Only	   *only = palloc0((EVENT_COLUMNS + 1) * sizeof(Only));
	int			count = 0;
	JsonScan	scan;
	JsonbValue	types;

	ses_json_scan_members(&scan, value);
	while (count < EVENT_COLUMNS && ses_json_scan_next(&scan, &types))
	{
		const Step step = {scan.key, -1, outer};

		self->step = &step;
		load_only(self, scan.key, &types, &only[count]);
		count += only[count].types != 0;
	}
	ses_json_scan_end(&scan);
	self->step = outer;
	*(const Only **) ((char *) target + key->offset) = only;
}

void
ses_load_hint_path(Loader *self, const DefinitionKey *key, const JsonbValue *value, void *target)
{
	HintDraft *draft = target;
	Member	   member = {0, NULL};

	(void) key;
	if (!ses_load_member(self, draft->layout, value, &member))
		return;
	draft->hint.part = member.part;
	draft->hint.key = member.key;
}

void
ses_load_hint_word(Loader *self, const DefinitionKey *key, const JsonbValue *value, void *target)
{
	const char *word = ses_load_copy(self, value);

	for (const char *c = word; c != NULL && *c != '\0'; c++)
	{
		if (to_lower(*c) != *c)
		{
			mistake(self, "The word is not in lower case.");
			break;
		}
	}
	*(const char **) ((char *) target + key->offset) = word;
}

static void
load_hint(Loader *self, const JsonbValue *element, int index, void *target)
{
	LayoutDraft *layout = target;
	HintDraft	 draft = {.layout = layout};

	if (!ses_json_is_object(element))
		mistake(self, "The value is not an object.");
	else
		ses_load_object(self, element, OF_HINT, 0, &draft);
	((Hint *) layout->layout.hints)[index] = draft.hint;
}

void
ses_load_hints(Loader *self, const DefinitionKey *key, const JsonbValue *value, void *target)
{
	LayoutDraft *draft = target;

	(void) key;
	draft->layout.hints = palloc0((ses_json_length(value) + 1) * sizeof(Hint));
	ses_load_elements(self, value, MAX_LIST, load_hint, draft);
}

/* The keys of a list, ended by NULL. */
typedef struct OwnKeys
{
	const char **keys;
	int			 count;
} OwnKeys;

static void
load_own_key(Loader *self, const JsonbValue *element, int index, void *target)
{
	OwnKeys	   *own = target;
	const char *key = ses_load_copy(self, element);

	(void) index;
	if (key == NULL)
		return;
	if (strlen(key) > JSON_KEY_SET_MAX_LENGTH)
		mistake(self, "The key is longer than %d bytes.", JSON_KEY_SET_MAX_LENGTH);
	else
		own->keys[own->count++] = key;
}

void
ses_load_own_keys(Loader *self, const DefinitionKey *key, const JsonbValue *value, void *target)
{
	LayoutDraft *draft = target;
	OwnKeys		 own = {palloc0((ses_json_length(value) + 1) * sizeof(char *)), 0};

	(void) key;
	ses_load_elements(self, value, JSON_KEY_SET_MAX, load_own_key, &own);
	draft->layout.own_keys = own.keys;
	draft->layout.own_set = palloc0(sizeof(JsonKeySet));
}
