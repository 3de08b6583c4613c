/*
 * sign.c
 *		Whether a document has a sign, one by one.
 */
#include "event/sign.h"

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
has_prefix(const Sign *sign, const Document *document, SignText *last)
{
	Slice word = document->type;

	if (sign->member != NULL)
	{
		if (last->member == NULL || strcmp(last->member, sign->member) != 0)
			*last = (SignText) {sign->member, ses_json_get_text(&document->value, sign->member)};
		word = last->text;
	}
	return slice_starts_with(word, slice_of(sign->prefix));
}

/* The prefix is asked for first, because most of several signs differ in that. */
static bool
is_met(const Sign *sign, const Document *document, SignText *last)
{
	JsonbValue object;

	return sign->is_text == (document->value.type == jbvString) &&
		(sign->prefix == NULL || has_prefix(sign, document, last)) && has_keys(sign, &document->value) &&
		(sign->object == NULL || ses_json_get_object(&document->value, sign->object, &object)) &&
		ses_sign_has_paths(sign, document) && (sign->confirms == NULL || sign->confirms(document));
}

bool
ses_sign_is_met(const Sign *sign, const Document *document)
{
	SignText last = {NULL, NO_SLICE};

	return is_met(sign, document, &last);
}

bool
ses_sign_any_is_met(const Sign *signs, const Document *document, SignText *last)
{
	for (; !ses_sign_is_last(signs); signs++)
	{
		if (is_met(signs, document, last))
			return true;
	}
	return false;
}
