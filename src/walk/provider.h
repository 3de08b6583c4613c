/*
 * provider.h
 *		What a provider is to the walk: how its documents are recognized, and how
 *		they are read.
 *
 * A provider is one file under providers/, and its line in registry.h.
 */
#ifndef SES_PROVIDER_H
#define SES_PROVIDER_H

#include "event/dialect.h"
#include "event/document.h"
#include "event/layout.h"
#include "event/sink.h"

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

#define MAX_LAYOUTS 4

/* A document that is no event but about the webhook or the account, such as a test. */
typedef struct Control
{
	const Sign *sign;
	const char *clause; /* what it is, as it goes on from its place: "is a test" */
} Control;

typedef struct Provider
{
	Dialect		dialect;
	const Sign *signs; /* ended by one that names nothing */

	/*
	 * Keys that only this provider's documents have, whatever else its customers
	 * put beside them: foreign to the signs of all others.  Ended by NULL.
	 */
	const char *const *claims;

	const char	 *list;					/* the key of the list in an object that has
								 * several documents in it; NULL where an array
								 * does, or nothing */
	const Layout *layouts[MAX_LAYOUTS]; /* where things stand in its documents: the
								 * first, unless read() chooses another */

	/*
	 * Which documents each layout is of, where there are several and no read(): the
	 * first without a sign is of all that no other is of.
	 */
	const Sign *layout_signs[MAX_LAYOUTS];

	const Control *controls; /* ended by one without a sign; NULL: none.  For
							  * those without read() */

	/*
	 * Emits the document's events, where the layout alone cannot, and reports
	 * what in it is no event.  Ends early once the sink is satisfied.
	 */
	void (*read)(const struct Provider *self, const Document *document, Sink *sink);
} Provider;

#endif /* SES_PROVIDER_H */
