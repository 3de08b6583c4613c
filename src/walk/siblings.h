/*
 * siblings.h
 *		Of which provider a document is by those that stand beside it in a list.
 *
 * A provider sends its events together.  What no sign recognizes is of the provider
 * that its siblings are of, if that can read it.
 */
#ifndef SES_SIBLINGS_H
#define SES_SIBLINGS_H

#include "event/document.h"
#include "walk/provider.h"
#include "walk/detection.h"

/* Those in one list, of definitions as well: the first so many are asked. */
#define MAX_SIBLING_PROVIDERS 32

/* A list of documents, and the providers of those that signs recognize. */
typedef struct Siblings
{
	const JsonbValue  *list;	/* an array, or an object whose keys are indexes */
	const ProviderSet *defined; /* providers given as data, or NULL */
	bool			   is_read; /* only where an element asks for it */
	int				   count;
	const Provider	  *providers[MAX_SIBLING_PROVIDERS]; /* in the order of the list */
} Siblings;

/* Whether a key is an index in decimal digits, as PHP writes those of an array. */
extern bool ses_siblings_is_index(Slice key);

/*
 * The first provider among the siblings of a document that can read it; NULL where
 * there is none.  For a document that no sign recognizes.
 */
extern const Provider *ses_siblings_provider(const Document *document);

#endif /* SES_SIBLINGS_H */
