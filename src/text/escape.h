/*
 * escape.h
 *		Characters that are escaped, in any of the ways of text in text.
 *
 * Sources: RFC 3986, section 2.1 (percent-encoding); RFC 8259, section 7
 * (escapes of JSON); RFC 2045, section 6.7 (quoted-printable); RFC 2047,
 * section 4.2 (the same in headers).
 *
 * Pure C: nothing of the server is needed here.
 */
#ifndef SES_ESCAPE_H
#define SES_ESCAPE_H

#include "base/slice.h"

/*
 * The length of an escape at an offset, and what it stands for; 0 where there is
 * none, or it stands for more than a byte.  What is escaped twice has %25 for
 * its %, or two backslashes for its one.
 */
extern int ses_escape_read(Slice text, int at, int *character);

/* The bytes of a character in UTF-8. */
#define UTF8_ROOM 4

/*
 * The same for a character beyond ASCII in JSON, which is written in UTF-8.  It may be
 * a pair of escapes; what no text can hold is U+FFFD, as the reader of JSON has it.
 */
extern int ses_escape_read_utf8(Slice text, int at, char *utf8, int *utf8_length);

/* How long a line break is at an offset, as it is or escaped; 0 where there is none. */
extern int ses_escape_line_break(Slice text, int at);

/* How long a line break inside quoted-printable is; 0 where there is none. */
extern int ses_escape_soft_break(Slice text, int at);

#endif /* SES_ESCAPE_H */
