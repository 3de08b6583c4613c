/*
 * writer.h
 *		Writing a definition as JSON.
 */
#ifndef SES_DEFINITION_WRITER_H
#define SES_DEFINITION_WRITER_H

#include "postgres.h"

#include "lib/stringinfo.h"

#include "walk/provider.h"

typedef struct Export
{
	StringInfo		json;
	const Provider *provider;
} Export;

extern void ses_export_add_key(Export *self, const char *key);
extern void ses_export_open_item(Export *self, char bracket);
extern void ses_export_close_item(Export *self, char bracket);
extern void ses_export_add_item(Export *self, const char *text);

/* A key with a text, unless that is NULL. */
extern void ses_export_add_text(Export *self, const char *key, const char *text);

/* A key with a flag, if the flag says something. */
extern void ses_export_add_flag(Export *self, const char *key, bool is_stated, bool value);

/* A key with a list that is ended by NULL, or has so many elements; nothing for an empty one. */
extern void ses_export_add_texts(Export *self, const char *key, const char *const *texts, int count);

/* The keys of a sign, in brackets that are open; a sign. */
extern void ses_export_add_sign_keys(Export *self, const Sign *sign);
extern void ses_export_sign(Export *self, const Sign *sign);

/* The keys of a layout, in brackets that are open. */
extern void ses_export_layout(Export *self, const Layout *layout);

#endif /* SES_DEFINITION_WRITER_H */
