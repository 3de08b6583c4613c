/*
 * parsing.h
 *		Parsing text that holds JSON, without raising.
 */
#ifndef SES_JSON_PARSING_H
#define SES_JSON_PARSING_H

#include "postgres.h"

#include "base/slice.h"
#include "utils/jsonb.h"

/* How deep text may be nested; jsonb itself has no such bound. */
#define JSON_MAX_NESTING 256

/*
 * How large text may be that is parsed.  Together these two keep the parsed
 * tree, and the jsonb that it may become, below the limits of the server.
 */
#define JSON_MAX_LENGTH 134217727
#define JSON_MAX_VALUES 1048576

typedef struct JsonError
{
	const char *problem;   /* a clause: "it ends too early" */
	int			character; /* near which, counted from 1 */
} JsonError;

/*
 * Parses a text in the database's encoding.  Returns false, with *error set,
 * where it is not JSON, or larger than the bounds above.  In strings and keys,
 * what jsonb cannot hold is replaced.
 */
extern bool ses_json_parse(Slice text, JsonbValue *value, JsonError *error);

/*
 * Parses the first of the documents in a text, and sets *length to where it ends,
 * or where it is broken.  They may together hold as many values as the budget says, which shrinks.
 */
extern bool ses_json_parse_first(Slice text, int *budget, JsonbValue *value, int *length, JsonError *error);

/*
 * Parses a value that is text, in its place, also where it is percent-encoded:
 * forms bring as text what JSON brings as it is.  Any other value stays as it is,
 * and is well.
 */
extern bool ses_json_parse_in_place(JsonbValue *value, JsonError *error);

/* Reads a text that is a list in JSON as that list; any other value stays as it is. */
extern void ses_json_read_list(JsonbValue *value);

#endif /* SES_JSON_PARSING_H */
