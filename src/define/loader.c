/*
 * loader.c
 *		Loading the keys of an object by the table of keys, and plain values.
 */
#include "define/loader.h"

#include "miscadmin.h"

#include "event/field.h"
#include "json/reading.h"

/* Whether a value has the type of a key, as far as can be seen from outside. */
static bool
has_type(const JsonbValue *value, KeyType type)
{
	switch (type)
	{
		case TYPE_TEXT:
			return value->type == jbvString;
		case TYPE_FLAG:
			return value->type == jbvBool;
		case TYPE_OBJECT:
		case TYPE_MAP:
		case TYPE_EVENTS:
		case TYPE_FIELDS:
			return ses_json_is_object(value);
		case TYPE_SIGNS:
			return ses_json_is_object(value) || ses_json_is_array(value);
		case TYPE_PATH:
			return value->type == jbvString || ses_json_is_array(value);
		case TYPE_TEXTS:
		case TYPE_OBJECTS:
		case TYPE_PATHS:
		case TYPE_NAMES:
		case TYPE_PLACES:
			break;
	}
	return ses_json_is_array(value);
}

static const DefinitionKey *
find_key(Slice name, int owners)
{
	for (const DefinitionKey *key = ses_definition_key_list; key->name != NULL; key++)
	{
		if ((key->owner & owners) != 0 && slice_equals(name, slice_of(key->name)))
			return key;
	}
	return NULL;
}

/* An unknown key, and which one it was probably meant to be. */
static void
refuse_key(Loader *self, Slice name, int owners)
{
	Guess guess = {.text = name};

	for (const DefinitionKey *key = ses_definition_key_list; key->name != NULL; key++)
	{
		if ((key->owner & owners) != 0)
			ses_guess_look_at(&guess, key->name);
	}
	mistake(self, "The key is unknown.%s", ses_guess_sentence(&guess));
}

/* Loads one member, at its own step. */
static void
load_member(Loader *self, const DefinitionKey *key, const JsonbValue *value, void *target)
{
	if (!has_type(value, key->type))
		mistake(self, "The value is not %s.", ses_key_type_name(key->type));
	else if (ses_json_is_array(value) && key->type != TYPE_PATH && ses_json_length(value) > MAX_LIST)
		mistake(self, "The list has more than %d elements.", MAX_LIST);
	else
		key->load(self, key, value, target);
}

static void
require_keys(Loader *self, const JsonbValue *object, int owners)
{
	JsonbValue member;

	for (const DefinitionKey *key = ses_definition_key_list; key->name != NULL; key++)
	{
		if ((key->owner & owners) != 0 && key->is_required && !ses_json_get(object, key->name, &member))
			mistake(self, "The key \"%s\" is missing.", key->name);
	}
}

void
ses_load_object(Loader *self, const JsonbValue *object, int owners, int others, void *target)
{
	const Step *outer = self->step;
	JsonScan	scan;
	JsonbValue	value;

	ses_json_scan_members(&scan, object);
	while (ses_json_scan_next(&scan, &value))
	{
		const Step			 step = {scan.key, -1, outer};
		const DefinitionKey *key = find_key(scan.key, owners);

		self->step = &step;
		if (key != NULL)
			load_member(self, key, &value, target);
		else if (others != ANY_OTHERS && find_key(scan.key, others) == NULL)
			refuse_key(self, scan.key, owners | others);
	}
	ses_json_scan_end(&scan);
	self->step = outer;
	require_keys(self, object, owners);
}

const char *
ses_load_copy(Loader *self, const JsonbValue *value)
{
	Slice text = value->type == jbvString ? ses_json_text(value) : NO_SLICE;

	if (value->type != jbvString)
		mistake(self, "The value is not a text.");
	else if (text.length == 0)
		mistake(self, "The text is empty.");
	else if (text.length > MAX_TEXT)
		mistake(self, "The text is longer than %d bytes.", MAX_TEXT);
	else
		return pnstrdup(text.data, text.length);
	return NULL;
}

int
ses_load_word(Loader *self, const JsonbValue *value, const char *kind, const char *const *words, int count)
{
	Guess guess = {.text = value->type == jbvString ? ses_json_text(value) : NO_SLICE};

	for (int i = 1; i < count; i++)
	{
		if (words[i] != NULL && slice_equals(guess.text, slice_of(words[i])))
			return i;
	}
	for (int i = 1; i < count; i++)
	{
		if (words[i] != NULL)
			ses_guess_look_at(&guess, words[i]);
	}
	mistake(self, "\"%s\" is no %s.%s", ses_mistake_quote(guess.text), kind, ses_guess_sentence(&guess));
	return 0;
}

void
ses_load_elements(Loader *self, const JsonbValue *list, int bound, LoadElement load, void *target)
{
	const Step *outer = self->step;
	JsonScan	scan;
	JsonbValue	element;

	if (ses_json_length(list) > bound)
	{
		mistake(self, "The list has more than %d elements.", bound);
		return;
	}
	ses_json_scan_light(&scan, list);
	while (ses_json_scan_next(&scan, &element))
	{
		const Step step = {NO_SLICE, scan.index, outer};

		self->step = &step;
		load(self, &element, scan.index, target);
	}
	self->step = outer;
}

void
ses_load_text(Loader *self, const DefinitionKey *key, const JsonbValue *value, void *target)
{
	*(const char **) ((char *) target + key->offset) = ses_load_copy(self, value);
}

void
ses_load_flag(Loader *self, const DefinitionKey *key, const JsonbValue *value, void *target)
{
	(void) self;
	*(bool *) ((char *) target + key->offset) = value->val.boolean;
}

void
ses_load_ignored(Loader *self, const DefinitionKey *key, const JsonbValue *value, void *target)
{
	(void) self;
	(void) key;
	(void) value;
	(void) target;
}

/* The keys of a path that is a list, or the words between dots. */
static int
split_path(Loader *self, const JsonbValue *value, const char **keys)
{
	Slice	   rest = NO_SLICE;
	JsonScan   scan;
	JsonbValue element;
	int		   count = 0;

	if (value->type == jbvString)
	{
		const char *path = ses_load_copy(self, value);

		rest = path != NULL ? slice_of(path) : NO_SLICE;
		while (count < MAX_STEPS && rest.data != NULL)
		{
			int	  dot = slice_find(rest, '.');
			Slice key = dot >= 0 ? slice_until(rest, dot) : rest;

			rest = dot >= 0 ? slice_from(rest, dot + 1) : NO_SLICE;
			keys[count++] = pnstrdup(key.data, key.length);
		}
	}
	else
	{
		ses_json_scan_light(&scan, value);
		while (count < MAX_STEPS && ses_json_scan_next(&scan, &element))
			keys[count++] = ses_load_copy(self, &element);
		rest.data = ses_json_length(value) > MAX_STEPS ? "" : NULL;
	}
	if (rest.data != NULL)
		mistake(self, "The path has more than %d keys.", MAX_STEPS);
	return rest.data != NULL ? 0 : count;
}

const char **
ses_load_keys(Loader *self, const JsonbValue *value)
{
	const char **keys = palloc0((MAX_STEPS + 1) * sizeof(char *));
	int			 count;

	if (value->type != jbvString && !ses_json_is_array(value))
	{
		mistake(self, "The value is not a path: a text, or a list of texts.");
		return NULL;
	}
	count = split_path(self, value, keys);
	for (int i = 0; i < count; i++)
	{
		if (keys[i] == NULL)
			return NULL;
		if (keys[i][0] == '\0')
		{
			mistake(self, "The path has an empty key.");
			return NULL;
		}
	}
	if (count == 0 && ses_json_is_array(value) && ses_json_length(value) == 0)
		mistake(self, "The path is empty.");
	return count > 0 ? keys : NULL;
}
