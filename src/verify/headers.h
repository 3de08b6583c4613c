/*
 * headers.h
 *		The headers of a request, as jsonb.
 *
 * They are an object of names and values, in which a value may be a list of
 * values; or a list of pairs of name and value; or a list in which names and values
 * alternate.  These are the forms in which Node.js and Python have them.  Names are
 * case-insensitive (RFC 9110, section 5.1).
 */
#ifndef SES_HEADERS_H
#define SES_HEADERS_H

#include "postgres.h"

#include "base/slice.h"
#include "utils/jsonb.h"

/* Whether a value can hold headers. */
extern bool ses_headers_are_valid(const JsonbValue *headers);

/*
 * Finds a header by its name in lower case, and returns how many different values it
 * has: 0 to 2, where 2 is two or more.  *value is set to the first, without blanks around.
 */
extern int ses_headers_find(const JsonbValue *headers, Slice name, Slice *value);

#endif /* SES_HEADERS_H */
