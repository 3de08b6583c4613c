/*
 * string.h
 *		Strings of JSON text that hold escapes.
 */
#ifndef SES_JSON_STRING_H
#define SES_JSON_STRING_H

#include "postgres.h"

#include "base/slice.h"

/* Whether a character of a string, between its quotation marks, stands for itself. */
static inline bool
ses_json_is_plain(char c)
{
	return c != '"' && c != '\\' && (unsigned char) c >= ' ';
}

/*
 * Goes from a character of a string to its closing quotation mark.  NULL where
 * the string does not end, or holds what no string may.
 */
extern const char *ses_json_find_string_end(const char *next, const char *end);

/*
 * What the characters between the quotation marks of such a string stand for, in a
 * new piece of memory.  What jsonb cannot hold is replaced: U+0000, halves of
 * surrogate pairs, and characters that the database's encoding lacks.
 */
extern Slice ses_json_unescape(Slice string);

#endif /* SES_JSON_STRING_H */
