/*
 * wrapper.h
 *		The kinds of objects that others wrap documents in.
 */
#ifndef SES_WRAPPER_H
#define SES_WRAPPER_H

#include "event/document.h"

/*
 * A kind of wrapper: how an object is known to be one, and what it holds.  What is
 * in an object in it has a path with dots, "message.data".
 */
typedef struct Wrapper
{
	const char *name;		  /* in ses_inspect; NULL for what only leads to
								 * a wrapper */
	const char *about;		  /* what it is, and who sends it */
	const char *marks[3];	  /* keys that such an object has */
	const char *word;		  /* the text of the first of them; NULL: any */
	const char *of;			  /* a key of the first element of its list; NULL: any */
	const char *within;		  /* the list that it is an element of; NULL: any */
	const char *beyond;		  /* the member that this list is in; NULL: any */
	const char *content;	  /* the path of what is inside; a list is several */
	bool		is_base64;	  /* the content is text in base64, or gzip in that */
	const char *base64_key;	  /* the member that says whether it is */
	bool		may_be_empty; /* an empty list is sent to test the endpoint */

	/*
	 * Its keys are words that anybody uses.  So it is one only where nothing beside
	 * them names an event, which would be that of an unknown provider, and where the
	 * content can be a document.
	 */
	bool is_general;

	/* What it says of its content: the paths of a Document's members. */
	const char *source;
	const char *type;
	const char *time;
} Wrapper;

/* All of them, in the order in which they are looked for; ended by one without marks. */
extern const Wrapper ses_wrappers[];

/* The kind of wrapper that a document is, else NULL. */
extern const Wrapper *ses_wrapper_find(const Document *document);

/* A member of an object by its path; a JSON null where it has no such member. */
extern bool ses_wrapper_get(const JsonbValue *object, const char *path, JsonbValue *member);

/* Whether a value may be a document or several: an object, a list, or text like JSON or a form. */
extern bool ses_wrapper_is_content(const JsonbValue *value);

/*
 * Whether an object may hold documents under a word that anybody uses: there is one,
 * or an empty list alone, and no member names an event.
 */
extern bool ses_wrapper_may_hold(const JsonbValue *object, const JsonbValue *content);

#endif /* SES_WRAPPER_H */
