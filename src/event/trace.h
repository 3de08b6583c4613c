/*
 * trace.h
 *		From which field of a document each column of an event was filled.
 *
 * Only ses_explain asks for it: a sink with a trace has it kept while its events
 * are read.
 */
#ifndef SES_TRACE_H
#define SES_TRACE_H

#include "event/column.h"
#include "event/event.h"
#include "event/field.h"

struct Layout;

typedef struct Trace
{
	const struct Layout *layout;				/* that the event is read by; NULL: none */
	const Field			*fields[EVENT_COLUMNS]; /* that filled each column, or NULL */
	Event				 last;					/* the event when a field was last read */
} Trace;

extern void ses_trace_begin(Trace *trace, const Event *event);

/* To be called before fields are read: what code changed until then is no field's. */
extern void ses_trace_continue(Trace *trace, const Event *event);

/* Notes that a field was read: the columns that differ since then are its. */
extern void ses_trace_field(Trace *trace, const Event *event, const Field *field);

/* Whether a column is still what its field had. */
extern bool ses_trace_is_unchanged(const Trace *trace, const Event *event, Column column);

#endif /* SES_TRACE_H */
