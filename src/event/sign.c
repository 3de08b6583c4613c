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

/* Whether one of some keys is that of the text that is known, which needs no look-up. */
static bool
has_known(const Document *document, const char *const *keys)
{
	if (document->known.text.length == 0)
		return false;
	for (; keys != NULL && *keys != NULL; keys++)
	{
		if (ses_document_knows(document, *keys))
			return true;
	}
	return false;
}

static bool
has_keys(const Sign *sign, const Document *document)
{
	JsonbValue member;

	if (has_known(document, sign->foreign))
		return false;
	for (int i = 0; i < (int) lengthof(sign->keys) && sign->keys[i] != NULL; i++)
	{
		if (!ses_json_get(&document->value, sign->keys[i], &member))
			return false;
	}
	for (const char *const *key = sign->foreign; key != NULL && *key != NULL; key++)
	{
		if (ses_json_get(&document->value, *key, &member))
			return false;
	}
	return true;
}

static bool
has_prefix(const Sign *sign, const Document *document)
{
	Slice word = sign->member != NULL ? ses_document_text(document, sign->member) : document->type;

	return slice_starts_with(word, slice_of(sign->prefix));
}

/* The prefix is asked for first, because most of several signs differ in that. */
bool
ses_sign_is_met(const Sign *sign, const Document *document)
{
	JsonbValue object;

	return sign->is_text == (document->value.type == jbvString) &&
		(sign->prefix == NULL || has_prefix(sign, document)) && has_keys(sign, document) &&
		(sign->object == NULL || ses_json_get_object(&document->value, sign->object, &object)) &&
		(sign->paths == NULL || ses_sign_has_paths(sign, document)) && (sign->confirms == NULL || sign->confirms(document));
}

bool
ses_sign_any_is_met(const Sign *signs, Document *document)
{
	for (; !ses_sign_is_last(signs); signs++)
	{
		if (signs->prefix != NULL && signs->member != NULL)
			(void) ses_document_keep_text(document, signs->member);
		if (ses_sign_is_met(signs, document))
			return true;
	}
	return false;
}
