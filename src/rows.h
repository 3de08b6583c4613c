/*
 * rows.h
 *		Rows that functions return: those of type ses_event, and their values.
 */
#ifndef SES_ROWS_H
#define SES_ROWS_H

#include "postgres.h"

#include "fmgr.h"
#include "funcapi.h"
#include "utils/tuplestore.h"

#include "event/event.h"
#include "event/sink.h"

/* A sink that stores each event as a row of type ses_event. */
typedef struct RowSink
{
	Sink			 sink;
	Tuplestorestate *rows;
	TupleDesc		 type;
} RowSink;

extern RowSink ses_rows_begin(FunctionCallInfo fcinfo);
extern void	   ses_rows_put(Sink *sink, const Event *event);

/* Raises where an attribute of a type of the extension was altered by hand. */
extern void ses_check_attribute(TupleDesc type, int i, const char *name, Oid wanted);

extern Datum ses_text_or_null(const char *string, bool *is_null);

#endif /* SES_ROWS_H */
