/*
 * wrapper.h
 *		The kinds of objects that others wrap documents in.
 */
#ifndef SES_WRAPPER_H
#define SES_WRAPPER_H

#include "event/document.h"

/* A kind of wrapper: how an object is known to be one, and what it holds. */
typedef struct Wrapper
{
	const char *name;		  /* in ses_inspect; NULL for what only leads to
								 * a wrapper */
	const char *about;		  /* what it is, and who sends it */
	const char *marks[2];	  /* keys that such an object has */
	const char *within;		  /* the list that it is an element of; NULL: any */
	const char *content;	  /* the key of what is inside; a list is several */
	bool		is_base64;	  /* the content is text in base64 */
	bool		may_be_empty; /* an empty list is sent to test the endpoint */

	/* What it says of its content: the keys of a Document's members. */
	const char *source;
	const char *type;
	const char *time;
} Wrapper;

/* All of them, in the order in which they are looked for; ended by one without marks. */
extern const Wrapper ses_wrappers[];

/* The kind of wrapper that a document is, else NULL. */
extern const Wrapper *ses_wrapper_find(const Document *document);

#endif /* SES_WRAPPER_H */
