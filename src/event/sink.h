/*
 * sink.h
 *		Where a walk over a payload brings what it finds.
 *
 * ses_parse, ses_event_type, ses_inspect and the other readers are sinks on the same
 * walk: they differ in which columns they want and in what they do with them.
 */
#ifndef SES_SINK_H
#define SES_SINK_H

#include "postgres.h"
#include "pgtime.h"

#include "base/compat.h"
#include "event/budget.h"
#include "event/document.h"
#include "event/event.h"

/* What a part of a payload is that gave no event. */
typedef enum Outcome
{
	OUTCOME_CONTROL,   /* a set-up message */
	OUTCOME_MALFORMED, /* known, but its content is broken */
	OUTCOME_UNRECOGNIZED
} Outcome;

typedef struct Sink
{
	ColumnSet				  wanted;	  /* the columns that will be read; providers may
								 * leave the others empty */
	pg_tz					 *zone;		  /* of times without a zone; NULL: the
								 * provider's home zone */
	const struct ProviderSet *defined;	  /* providers given as data; NULL: none */
	bool					  first_only; /* events after the first are of no interest */
	bool					  satisfied;  /* the sink has what it wants: end the walk */

	Budget budget; /* of the whole payload */

	/* Notes which fields the events are filled from; NULL: of no interest. */
	struct Trace *trace;

	/*
	 * Given each document before anybody reads it; NULL: of no interest.
	 */
	void (*take_document)(struct Sink *sink, const Document *document);

	/* Given each event in turn.  What it borrows is gone when this returns. */
	void (*take_event)(struct Sink *sink, const Event *event);

	/*
	 * Given each part that is no event; NULL: of no interest.  The problem is a
	 * sentence without its full stop, in the current memory context.
	 */
	void (*take_outcome)(struct Sink *sink, const Document *document, Outcome outcome,
						 const Dialect *dialect, const char *problem);
} Sink;

/*
 * Tells a sink why a document, or one of its members, gave no event.  The
 * format makes a clause that goes on from the name of the place: "is not …".
 */
extern void ses_report(Sink *sink, const Document *document, Outcome outcome,
					   const Dialect *dialect, const char *key,
					   const char *format, ...) printf_like(6, 7);

#endif /* SES_SINK_H */
