/*
 * sign.c
 *		Loading how documents are recognized.
 */
#include "define/loader.h"

#include "json/reading.h"

/* Takes a key into the set of those that are looked for together, whose size and lengths are bounded. */
static bool
know_key(Loader *self, const char *key)
{
	if (!self->is_detected || ses_json_key_set_has(self->known_keys, slice_of(key)))
		return true;
	if (strlen(key) > JSON_KEY_SET_MAX_LENGTH)
		mistake(self, "The key is longer than %d bytes.", JSON_KEY_SET_MAX_LENGTH);
	else if (self->known_keys->count == JSON_KEY_SET_MAX)
		mistake(self, "The signs and claims of all definitions have more than %d keys.", JSON_KEY_SET_MAX);
	else
	{
		ses_json_key_set_add(self->known_keys, &key, 1);
		return true;
	}
	return false;
}

/* The texts of a list, ended by NULL. */
static const char **
load_keys(Loader *self, const JsonbValue *list)
{
	const Step	*outer = self->step;
	const char **keys = palloc0((ses_json_length(list) + 1) * sizeof(char *));
	int			 count = 0;
	JsonScan	 scan;
	JsonbValue	 element;

	ses_json_scan_light(&scan, list);
	while (ses_json_scan_next(&scan, &element))
	{
		const Step	step = {NO_SLICE, scan.index, outer};
		const char *key;

		self->step = &step;
		key = ses_load_copy(self, &element);
		if (key != NULL && know_key(self, key))
			keys[count++] = key;
	}
	self->step = outer;
	return keys;
}

void
ses_load_detected_keys(Loader *self, const DefinitionKey *key, const JsonbValue *value, void *target)
{
	*(const char *const **) ((char *) target + key->offset) = load_keys(self, value);
}

void
ses_load_claims(Loader *self, const DefinitionKey *key, const JsonbValue *value, void *target)
{
	self->is_detected = true;
	ses_load_detected_keys(self, key, value, target);
	self->is_detected = false;
}

void
ses_load_sign_keys(Loader *self, const DefinitionKey *key, const JsonbValue *value, void *target)
{
	Sign		*sign = target;
	const char **keys = load_keys(self, value);

	(void) key;
	if (ses_json_length(value) > (int) lengthof(sign->keys))
		mistake(self, "A sign has at most %d keys.", (int) lengthof(sign->keys));
	else
		memcpy(sign->keys, keys, ses_json_length(value) * sizeof(char *));
}

void
ses_load_sign_paths(Loader *self, const DefinitionKey *key, const JsonbValue *value, void *target)
{
	const Step		   *outer = self->step;
	const char *const **paths = palloc0((ses_json_length(value) + 1) * sizeof(char **));
	int					count = 0;
	JsonScan			scan;
	JsonbValue			element;

	ses_json_scan_light(&scan, value);
	while (ses_json_scan_next(&scan, &element))
	{
		const Step step = {NO_SLICE, scan.index, outer};

		self->step = &step;
		paths[count] = ses_load_keys(self, &element);
		count += paths[count] != NULL;
	}
	self->step = outer;
	*(const char *const *const **) ((char *) target + key->offset) = paths;
}

/* Whether a sign needs a key in the document itself. */
static bool
needs_key(const Sign *sign, const char *key)
{
	bool needed = (sign->object != NULL && strcmp(sign->object, key) == 0) ||
		(sign->member != NULL && strcmp(sign->member, key) == 0);

	for (int i = 0; i < (int) lengthof(sign->keys) && sign->keys[i] != NULL; i++)
		needed |= strcmp(sign->keys[i], key) == 0;
	for (const char *const *const *path = sign->paths; path != NULL && *path != NULL; path++)
		needed |= strcmp((*path)[0], key) == 0;
	return needed;
}

/*
 * A sign needs something that is looked for, or it would be in all documents; and
 * it needs nothing that is foreign, or it would be in none.
 */
static void
check_sign(Loader *self, const JsonbValue *object, const Sign *sign)
{
	JsonbValue member;

	if (sign->member != NULL && !ses_json_get(object, "prefix", &member))
		mistake(self, "The key \"prefix\" is missing: what the member begins with.");
	if (!ses_json_get(object, "keys", &member) && !ses_json_get(object, "prefix", &member))
		mistake(self, "A sign has \"keys\" or a \"prefix\".");
	else if (ses_json_get(object, "keys", &member) && ses_json_length(&member) == 0)
		mistake(self, "The list of keys is empty.");
	for (const char *const *key = sign->foreign; key != NULL && *key != NULL; key++)
	{
		if (needs_key(sign, *key))
			mistake(self, "The sign needs the key \"%s\", which is foreign to it.", ses_mistake_quote(slice_of(*key)));
	}
}

void
ses_load_sign(Loader *self, const DefinitionKey *key, const JsonbValue *value, void *target)
{
	Sign *sign = palloc0(sizeof(Sign));

	ses_load_object(self, value, OF_SIGN, 0, sign);
	check_sign(self, value, sign);
	*(const Sign **) ((char *) target + key->offset) = sign;
}

static void
load_layout_sign(Loader *self, const JsonbValue *element, int index, void *target)
{
	Sign *sign = (Sign *) target + index;

	if (!ses_json_is_object(element))
	{
		mistake(self, "The value is not an object.");
		return;
	}
	ses_load_object(self, element, OF_SIGN, 0, sign);
	check_sign(self, element, sign);
}

/* A sign, or several. */
void
ses_load_layout_signs(Loader *self, const DefinitionKey *key, const JsonbValue *value, void *target)
{
	Sign *signs = palloc0((ses_json_list_length(value) + 1) * sizeof(Sign));

	if (ses_json_is_array(value))
		ses_load_elements(self, value, MAX_LIST, load_layout_sign, signs);
	else
		load_layout_sign(self, value, 0, signs);
	*(const Sign **) ((char *) target + key->offset) = signs;
}

void
ses_load_signs(Loader *self, const DefinitionKey *key, const JsonbValue *value, void *target)
{
	const Step *outer = self->step;
	Sign	   *signs = palloc0((ses_json_length(value) + 1) * sizeof(Sign));
	JsonScan	scan;
	JsonbValue	element;

	if (ses_json_length(value) == 0)
		mistake(self, "The list is empty.");
	ses_json_scan_light(&scan, value);
	while (ses_json_scan_next(&scan, &element))
	{
		const Step step = {NO_SLICE, scan.index, outer};

		self->step = &step;
		if (!ses_json_is_object(&element))
			mistake(self, "The value is not an object.");
		else if (++*self->signs > MAX_SIGNS)
			mistake(self, "All definitions together have more than %d signs.", MAX_SIGNS);
		else
		{
			self->is_detected = true;
			ses_load_object(self, &element, OF_SIGN, 0, &signs[scan.index]);
			self->is_detected = false;
			check_sign(self, &element, &signs[scan.index]);
		}
	}
	self->step = outer;
	*(const Sign **) ((char *) target + key->offset) = signs;
}

void
ses_load_controls(Loader *self, const DefinitionKey *key, const JsonbValue *value, void *target)
{
	const Step *outer = self->step;
	Control	   *controls = palloc0((ses_json_length(value) + 1) * sizeof(Control));
	JsonScan	scan;
	JsonbValue	element;

	ses_json_scan_light(&scan, value);
	while (ses_json_scan_next(&scan, &element))
	{
		const Step step = {NO_SLICE, scan.index, outer};
		Sign	  *sign = palloc0(sizeof(Sign));

		self->step = &step;
		if (!ses_json_is_object(&element))
			mistake(self, "The value is not an object.");
		else
		{
			ses_load_object(self, &element, OF_CONTROL, OF_SIGN, &controls[scan.index]);
			ses_load_object(self, &element, OF_SIGN, ANY_OTHERS, sign);
			check_sign(self, &element, sign);
			controls[scan.index].sign = sign;
		}
	}
	self->step = outer;
	*(const Control **) ((char *) target + key->offset) = controls;
}
