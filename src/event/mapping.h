/*
 * mapping.h
 *		From a provider's words to our vocabulary.
 *
 * A mapping is a table, one row a word, ended by a row without a name.  A
 * word may be refined by another (a bounce by its type, the type by its
 * subtype): the row then names a table of subtypes.  What a row leaves out
 * it takes from the row that it refines, so a subtype that no table knows
 * still counts as what it is a subtype of.
 *
 * ses_mapping() shows these very tables.
 */
#ifndef SES_MAPPING_H
#define SES_MAPPING_H

#include "base/slice.h"
#include "base/vocabulary.h"

typedef struct Mapping
{
	const char			 *name; /* as the provider's documentation writes it */
	EventType			  event_type;
	BounceClass			  bounce_class;
	Reason				  reason; /* left out: what the SMTP reply tells, if any */
	const struct Mapping *subtypes;
	Reason				  otherwise; /* the reason, where the reply tells none */

	/* The provider leaves it out of its own rates of bounces and complaints; its
	 * documentation says so. */
	bool is_outside_rates;

	bool is_bot; /* a program caused such events */
} Mapping;

/*
 * Words are compared without case, spaces, "_" and "-": Amazon alone writes one
 * of its events in four ways.
 */
extern bool ses_word_equals(Slice word, const char *name);

/* The row for a word; NULL where the table, or the word, is missing. */
extern const Mapping *ses_mapping_find(const Mapping *table, Slice word);

/*
 * Takes over what a row tells, and leaves the rest as it was: so a row is laid
 * over that which it refines.  Only what bounced has a class.
 */
extern void ses_mapping_apply(const Mapping *row, EventType *event_type,
							  BounceClass *bounce_class, Reason *reason);

/*
 * Writes a word in the form in which words are compared; returns its length,
 * which is at most that of the word.
 */
extern int ses_word_normalize(Slice word, char *normalized);

#endif /* SES_MAPPING_H */
