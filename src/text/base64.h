/*
 * base64.h
 *		Where base64 stands in text, and how it is written: in both alphabets of
 *		RFC 4648, in lines as in mail (RFC 2045), padded or not.
 */
#ifndef SES_BASE64_H
#define SES_BASE64_H

#include "postgres.h"

#include "base/slice.h"

/* How far a run of base64 goes. */
typedef enum Base64Extent
{
	BASE64_PIECE,	   /* up to the end of the line or a slash */
	BASE64_LINES,	   /* over lines */
	BASE64_SOFT_LINES, /* over lines, and what quoted-printable breaks: "=" may be the padding, too */
} Base64Extent;

/*
 * How long a run of base64 is at the beginning of a text.  A digit may be escaped
 * as in JSON or in forms, and so may a line break.
 */
extern int ses_base64_length(Slice text, Base64Extent extent);

/* Whether a text begins with a digit of base64. */
extern bool ses_base64_begins(Slice text);

/* How much of a text that begins otherwise is no digit. */
extern int ses_base64_gap(Slice text);

/*
 * Whether a text is nothing but base64 of the standard alphabet with blanks in it,
 * which are left out where an envelope is read.
 */
extern bool ses_base64_is_spread(Slice text);

/* How long so many digits of base64 are, with what is between them. */
extern int ses_base64_skip(Slice base64, int digits);

/* Base64 in the standard alphabet, in one line, padded. */
extern Slice ses_base64_standard(Slice base64);

/* Standard base64 in the alphabet, and with or without padding and percent signs, as another. */
extern Slice ses_base64_like(Slice base64, Slice other);

#endif /* SES_BASE64_H */
