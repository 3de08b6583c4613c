/*
 * attributes.c
 *		ses_event_type, ses_provider, ses_message_id, ses_occurred_at: one attribute of
 *		the first event.
 */
#include "postgres.h"

#include "arguments.h"
#include "base/compat.h"
#include "event/event.h"
#include "event/sink.h"
#include "walk/envelope.h"

typedef struct ColumnSink
{
	Sink		  sink;
	Column		  column;
	MemoryContext context; /* that the value has to live in */
	Datum		  value;
	bool		  is_null;
} ColumnSink;

static void
keep_column(Sink *sink, const Event *event)
{
	ColumnSink	 *self = (ColumnSink *) sink;
	MemoryContext old = MemoryContextSwitchTo(self->context);

	self->value = ses_event_datum(event, self->column, &self->is_null);
	MemoryContextSwitchTo(old);
}

/* Takes the column that is the answer, and the columns that it is made from. */
static Datum
first_event_column(FunctionCallInfo fcinfo, Column column, ColumnSet wanted)
{
	ColumnSink self = {
		.sink = {.wanted = wanted, .first_only = true, .take_event = keep_column},
		.column = column,
		.context = CurrentMemoryContext,
		.is_null = true,
	};

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	ses_find_definitions(fcinfo, 1, &self.sink);
	ses_walk(PG_GETARG_JSONB_P(0), &self.sink);
	if (self.is_null)
		PG_RETURN_NULL();
	return self.value;
}

SQL_FUNCTION(ses_event_type);
Datum
ses_event_type(PG_FUNCTION_ARGS)
{
	return first_event_column(fcinfo, COL_EVENT_TYPE, COLUMN(COL_EVENT_TYPE));
}

SQL_FUNCTION(ses_provider);
Datum
ses_provider(PG_FUNCTION_ARGS)
{
	return first_event_column(fcinfo, COL_PROVIDER, COLUMN(COL_PROVIDER));
}

SQL_FUNCTION(ses_message_id);
Datum
ses_message_id(PG_FUNCTION_ARGS)
{
	return first_event_column(fcinfo, COL_MESSAGE_ID, COLUMN(COL_MESSAGE_ID) | COLUMN(COL_RFC_MESSAGE_ID));
}

SQL_FUNCTION(ses_occurred_at);
Datum
ses_occurred_at(PG_FUNCTION_ARGS)
{
	return first_event_column(fcinfo, COL_OCCURRED_AT, COLUMN(COL_OCCURRED_AT));
}
