/*
 * sign.h
 *		What shows that a document is of a kind, and whether one has it.
 *
 * Detection asks for the signs of all providers together.  The functions are for the
 * few that are asked for once a document's provider is known.
 */
#ifndef SES_SIGN_H
#define SES_SIGN_H

#include "event/document.h"

/*
 * One way to recognize a provider's document: by the keys of its object, by a
 * word in it, or by the type that the wrapper states.  All that a sign names has
 * to hold.  No other provider's documents have it: a test shows every fixture to
 * every provider.
 */
typedef struct Sign
{
	const char		  *keys[4]; /* all of which the object has */
	const char		  *object;	/* one of them, whose value is an object */
	const char *const *foreign; /* none of which it has, ended by NULL; NULL:
								 * any may be there */

	/*
	 * What the text of a member begins with; of the wrapper's type, where no
	 * member is named.
	 */
	const char *member;
	const char *prefix;

	/*
	 * Members of its members that there are, too: each a list of keys, ended by
	 * NULL, and after the last a NULL.  NULL: none has to be there.
	 */
	const char *const *const *paths;

	bool is_text; /* the document is text, and no object */

	/* What else has to hold that only code can tell. */
	bool (*confirms)(const Document *document);
} Sign;

/* Whether a sign is the one that ends a table. */
static inline bool
ses_sign_is_last(const Sign *sign)
{
	return sign->keys[0] == NULL && sign->prefix == NULL && sign->confirms == NULL;
}

/* Whether all members are there that a sign has paths to. */
extern bool ses_sign_has_paths(const Sign *sign, const Document *document);

/*
 * Whether a document has a sign; one of some, which end with the last.  The text that
 * those name is kept in the document.
 */
extern bool ses_sign_is_met(const Sign *sign, const Document *document);
extern bool ses_sign_any_is_met(const Sign *signs, Document *document);

#endif /* SES_SIGN_H */
