/*
 * sign.c
 *		Whether a document has a sign, one by one.
 */
#include "walk/sign.h"

#include "json/reading.h"

bool
ses_sign_has_paths(const Sign *sign, const Document *document)
{
	for (const char *const *const *path = sign->paths; path != NULL && *path != NULL; path++)
	{
		JsonbValue value = document->value;

		for (const char *const *key = *path; *key != NULL; key++)
		{
			JsonbValue object = value;

			if (!ses_json_get(&object, *key, &value))
				return false;
		}
	}
	return true;
}

static bool
has_keys(const Sign *sign, const JsonbValue *object)
{
	JsonbValue member;

	for (int i = 0; i < (int) lengthof(sign->keys) && sign->keys[i] != NULL; i++)
	{
		if (!ses_json_get(object, sign->keys[i], &member))
			return false;
	}
	for (const char *const *key = sign->foreign; key != NULL && *key != NULL; key++)
	{
		if (ses_json_get(object, *key, &member))
			return false;
	}
	return true;
}

static bool
has_prefix(const Sign *sign, const Document *document)
{
	Slice word = document->type;

	if (sign->member != NULL)
		word = ses_json_get_text(&document->value, sign->member);
	return slice_starts_with(word, slice_of(sign->prefix));
}

bool
ses_sign_is_met(const Sign *sign, const Document *document)
{
	JsonbValue object;

	return sign->is_text == (document->value.type == jbvString) && has_keys(sign, &document->value) &&
		(sign->object == NULL || ses_json_get_object(&document->value, sign->object, &object)) &&
		(sign->prefix == NULL || has_prefix(sign, document)) && ses_sign_has_paths(sign, document) &&
		(sign->confirms == NULL || sign->confirms(document));
}
