/*
 * trace.c
 *		From which field of a document each column of an event was filled.
 *
 * One field may fill several columns, as a reply does, and code may change a
 * column later.  So the columns are compared, and no setter has to know of this.
 */
#include "event/trace.h"

void
ses_trace_begin(Trace *trace, const Event *event)
{
	trace->layout = NULL;
	memset(trace->fields, 0, sizeof(trace->fields));
	trace->last = *event;
}

bool
ses_trace_is_unchanged(const Trace *trace, const Event *event, Column column)
{
	size_t offset = ses_columns[column].offset;

	return memcmp((const char *) event + offset, (const char *) &trace->last + offset,
				  ses_column_size(column)) == 0;
}

void
ses_trace_continue(Trace *trace, const Event *event)
{
	for (int i = 0; i < EVENT_COLUMNS; i++)
	{
		if (!ses_trace_is_unchanged(trace, event, (Column) i))
			trace->fields[i] = NULL;
	}
	trace->last = *event;
}

void
ses_trace_field(Trace *trace, const Event *event, const Field *field)
{
	for (int i = 0; i < EVENT_COLUMNS; i++)
	{
		if (!ses_trace_is_unchanged(trace, event, (Column) i))
			trace->fields[i] = field;
	}
	trace->last = *event;
}
