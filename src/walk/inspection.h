/*
 * inspection.h
 *		What a whole walk says of a payload: its events counted, and the gravest
 *		of what gave none.
 */
#ifndef SES_INSPECTION_H
#define SES_INSPECTION_H

#include "postgres.h"

#include "event/sink.h"

typedef struct Inspection
{
	MemoryContext  context; /* that what is kept has to live in */
	int			   events;
	int			   outcomes;
	Outcome		   outcome; /* the gravest */
	const Dialect *dialect;
	char		  *envelope;
	char		  *problem; /* of the first outcome of that gravity */
	Slice		   link;	/* the URL that wants to be visited for it */
} Inspection;

extern void ses_inspection_take_event(Inspection *self, const Event *event);
extern void ses_inspection_take_outcome(Inspection *self, const Document *document, Outcome outcome,
										const Dialect *dialect, const char *problem);

/* The kind of a payload: what it gave, if anything. */
extern const char *ses_inspection_kind(const Inspection *self);

/* The problem as a sentence, NULL when all is well. */
extern char *ses_inspection_problem(const Inspection *self);

#endif /* SES_INSPECTION_H */
