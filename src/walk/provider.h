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
#include "event/sign.h"
#include "event/sink.h"

#define MAX_LAYOUTS 4

/* A document that is no event but about the webhook or the account, such as a test. */
typedef struct Control
{
	const Sign *sign;
	const char *clause; /* what it is, as it goes on from its place: "is a test" */
	const char *link;	/* the member that is a URL to be visited; NULL: there is none */
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
	 * Which documents each layout is of, where there are several: those that have one of
	 * some signs, ended like a provider's.  The first layout without signs is of all that
	 * no other is of.
	 */
	const Sign *layout_signs[MAX_LAYOUTS];

	/* The member that is the document, where it is an object: the rest is its wrapper. */
	const char *within;

	/* The member whose own members are documents, each of the type that its key states. */
	const char *members;

	/* What the type of a wrapper begins with that is the provider's own, so that others
	 * have no fields; NULL: each is. */
	const char *wrapper_type;

	const Control *controls; /* ended by one without a sign; NULL: none.  For
							  * those without read() */

	/* What only code does, for those who copy the definition; ended by NULL. */
	const char *const *only_code;

	/*
	 * Emits the document's events, where the layout alone cannot, and reports
	 * what in it is no event.  Ends early once the sink is satisfied.
	 */
	void (*read)(const struct Provider *self, Document *document, Sink *sink);
} Provider;

#endif /* SES_PROVIDER_H */
