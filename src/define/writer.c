/*
 * writer.c
 *		Writing a definition as JSON.
 */
#include "define/writer.h"

#include "utils/json.h"

#include "base/compat.h"

/* A comma, unless what comes is the first in its brackets. */
static void
begin_item(Export *self)
{
	if (strchr("{[:", self->json->data[self->json->len - 1]) == NULL)
		appendStringInfoString(self->json, ", ");
}

void
ses_export_add_key(Export *self, const char *key)
{
	begin_item(self);
	escape_json(self->json, key);
	appendStringInfoChar(self->json, ':');
}

void
ses_export_open_item(Export *self, char bracket)
{
	begin_item(self);
	appendStringInfoChar(self->json, bracket);
}

void
ses_export_close_item(Export *self, char bracket)
{
	appendStringInfoChar(self->json, bracket);
}

void
ses_export_add_item(Export *self, const char *text)
{
	begin_item(self);
	escape_json(self->json, text);
}

void
ses_export_add_text(Export *self, const char *key, const char *text)
{
	if (text == NULL)
		return;
	ses_export_add_key(self, key);
	ses_export_add_item(self, text);
}

void
ses_export_add_flag(Export *self, const char *key, bool is_stated, bool value)
{
	if (!is_stated)
		return;
	ses_export_add_key(self, key);
	appendStringInfoString(self->json, value ? "true" : "false");
}

void
ses_export_add_texts(Export *self, const char *key, const char *const *texts, int count)
{
	if (texts == NULL || texts[0] == NULL)
		return;
	ses_export_add_key(self, key);
	ses_export_open_item(self, '[');
	for (int i = 0; i < count && texts[i] != NULL; i++)
		ses_export_add_item(self, texts[i]);
	ses_export_close_item(self, ']');
}

void
ses_export_add_sign_keys(Export *self, const Sign *sign)
{
	ses_export_add_texts(self, "keys", sign->keys, lengthof(sign->keys));
	ses_export_add_text(self, "object", sign->object);
	ses_export_add_texts(self, "foreign", sign->foreign, PG_INT32_MAX);
	ses_export_add_text(self, "member", sign->member);
	ses_export_add_text(self, "prefix", sign->prefix);
	if (sign->paths == NULL)
		return;
	ses_export_add_key(self, "has");
	ses_export_open_item(self, '[');
	for (const char *const *const *path = sign->paths; *path != NULL; path++)
	{
		ses_export_open_item(self, '[');
		for (const char *const *key = *path; *key != NULL; key++)
			ses_export_add_item(self, *key);
		ses_export_close_item(self, ']');
	}
	ses_export_close_item(self, ']');
}

void
ses_export_sign(Export *self, const Sign *sign)
{
	ses_export_open_item(self, '{');
	ses_export_add_sign_keys(self, sign);
	ses_export_close_item(self, '}');
}
