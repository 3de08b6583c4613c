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

/*
 * Each returns false where the bytes are not what they are said to be, or
 * where the database's encoding cannot hold them.
 */
extern bool ses_text_from_utf8(Slice utf8, Slice *text);
extern bool ses_utf8_from_text(Slice text, Slice *utf8);
extern bool ses_text_from_base64(Slice base64, Slice *text);

/* Base64 to bytes of any kind, in a new piece of memory. */
extern bool ses_bytes_from_base64(Slice base64, Slice *bytes);

/* Bytes of any kind to base64, in a new piece of memory. */
extern Slice ses_base64_from_bytes(Slice bytes);

/* Whether the database can hold what the \u escapes of a JSON text stand for. */
extern bool ses_json_escapes_fit(Slice json);

#endif /* SES_ENCODING_H */
