/*
 * layout.h
 *		Where things stand in a provider's document, and reading it by that.
 *
 * Most providers send an object for an event, with objects in it: a layout names
 * those, and where among them the words stand that say what the event is.  All
 * else is the table of fields.
 */
#ifndef SES_LAYOUT_H
#define SES_LAYOUT_H

#include "postgres.h"

#include "lib/stringinfo.h"

#include "event/dialect.h"
#include "event/document.h"
#include "event/event.h"
#include "event/field.h"

struct Sink;

/*
 * An object in a document.  The first two every document has: itself, and what it
 * is wrapped in.  The others a provider numbers from PART_OWN.
 */
typedef struct Part
{
	int			within;			/* another part, that comes before */
	const char *key;
} Part;

enum
{
	PART_DOCUMENT, PART_WRAPPER, PART_OWN
};

#define MAX_PARTS 12

/* A member of a part; no key: none. */
typedef struct Member
{
	int			part;
	const char *key;
} Member;

typedef struct Layout
{
	const char *name;			/* of the documents that have it, where a provider
								 * has several: "inbound"; NULL: most of them */
	Part		parts[MAX_PARTS];	/* those from PART_OWN; ended by one without a key */
	const char *names[2];		/* the members of the document that name the
								 * event: the first that there is does */

	/*
	 * What refines it, each what the one before has a table for; where that has
	 * none, or is not known, both are of one table.
	 */
	Member		subtypes[4];
	int			details;		/* the part that the event has as details */
	const Field *fields;

	/* Fills in what no table can tell; of which type the event is, stays. */
	void		(*finish) (Event *event, const JsonbValue *parts);

	/*
	 * Lists those one of whom is meant, where no field names the recipient.  A
	 * text may hold several, with commas between them.
	 */
	void		(*list_candidates) (const JsonbValue *parts, JsonbValue *list);
} Layout;

/* Reads a document that is one event. */
extern void ses_layout_read(const Layout *layout, const Dialect *dialect,
							const Document *document, struct Sink *sink);

/* The same, where the name of the event does not stand in one place. */
extern void ses_layout_read_named(const Layout *layout, const Dialect *dialect,
								  const Document *document, struct Sink *sink, Slice name);

/* Appends where the members of a part stand: "data.bounce."; "(wrapper)." is what is around the document. */
extern void ses_layout_append_path(StringInfo path, const Layout *layout, int part);

#endif							/* SES_LAYOUT_H */
