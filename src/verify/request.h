/*
 * request.h
 *		A request as it was received, and where things stand in it.
 *
 * Texts are in the database's encoding, and borrowed.
 */
#ifndef SES_REQUEST_H
#define SES_REQUEST_H

#include "postgres.h"

#include "base/slice.h"
#include "utils/jsonb.h"
#include "verify/scheme.h"

typedef struct Request
{
	JsonbValue headers; /* jbvNull: none */
	Slice	   body;
	Slice	   url;		 /* empty: not known */
	bool	   is_read;	 /* the document was read from the body */
	JsonbValue document; /* what ses_payload returns for the body; null where that is not an object */
} Request;

/*
 * Each of these returns NULL, and sets *value to what is not empty, or returns the
 * problem as a sentence.
 */
extern const char *ses_request_header(const Request *request, const char *name, Slice *value);
extern const char *ses_request_member(Request *request, const Scheme *scheme, const char *name, Slice *value);

/* The value at a place, the whole header where it is a list. */
extern const char *ses_request_find(Request *request, const Scheme *scheme, const Place *place, Slice *value);

/* Whether the object of a scheme has a member, but null. */
extern bool ses_request_has_member(Request *request, const Scheme *scheme, const char *name);

/*
 * Takes the next element of a list that has a prefix, from the front; false where
 * the list has no more.  Without a prefix, or a separator, the whole list is the element.
 */
extern bool ses_request_next(Slice *list, char separator, const char *prefix, Slice *element);

/*
 * The value of a parameter in the query of the URL, as it is written there.
 */
extern const char *ses_request_parameter(const Request *request, Slice name, Slice *value);

#endif /* SES_REQUEST_H */
