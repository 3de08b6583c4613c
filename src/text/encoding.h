/*
 * encoding.h
 *		From bytes of the outside to text of the database, without raising.
 *
 * The server's own conversions raise for what they cannot represent, and a
 * webhook must not.  What these functions return is in the database's
 * encoding, allocated in the current memory context or borrowed from what
 * they were given.
 */
#ifndef SES_ENCODING_H
#define SES_ENCODING_H

#include "postgres.h"

#include "base/slice.h"
#include "mb/pg_wchar.h"

/*
 * Each returns false where the bytes are not what they are said to be, or
 * where the database's encoding cannot hold them.
 */
extern bool ses_text_from_utf8(Slice utf8, Slice *text);
extern bool ses_utf8_from_text(Slice text, Slice *utf8);

/*
 * Bytes that should be UTF-8 as text, whatever they are.  What is not UTF-8, zero
 * bytes, and characters that the database's encoding lacks are replaced: by
 * U+FFFD, or by a question mark in an encoding that lacks U+FFFD.  Text is at
 * most three times as long as the bytes.  Of what is inside a jsonb, that is
 * less than the server can allocate.
 */
extern Slice ses_text_from_bytes(Slice bytes);

/* The same for the content of base64.  False where it is not base64. */
extern bool ses_text_from_base64(Slice base64, Slice *text);

/*
 * Writes a character by its number, replaced likewise, and returns its length:
 * MAX_MULTIBYTE_CHAR_LEN at most.
 */
extern int ses_text_put_character(pg_wchar character, char *to);

/* Base64 to bytes of any kind, in a new piece of memory. */
extern bool ses_bytes_from_base64(Slice base64, Slice *bytes);

/* Bytes of any kind to base64, in a new piece of memory. */
extern Slice ses_base64_from_bytes(Slice bytes);

#endif /* SES_ENCODING_H */
