/*
 * base64.h
 *		Where base64 stands in text, and how it is written: in both alphabets of
 *		RFC 4648, in lines as in mail (RFC 2045), padded or not.
 */
#ifndef SES_BASE64_H
#define SES_BASE64_H

#include "postgres.h"

#include "base/slice.h"

/* Whether a character is a digit of either alphabet. */
extern bool ses_base64_is_digit(char c);

/*
 * How long a run of base64 is at the beginning of a text: over lines, or else
 * up to the end of the line or a slash.
 */
extern int ses_base64_length(Slice text, bool in_lines);

/* Base64 in the standard alphabet, in one line, padded. */
extern Slice ses_base64_standard(Slice base64);

/* Standard base64 in the alphabet, and with or without padding, as another; in its place. */
extern Slice ses_base64_like(Slice base64, Slice other);

#endif /* SES_BASE64_H */
