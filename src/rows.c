/*
 * rows.c
 *		Rows that functions return.
 */
#include "postgres.h"

#include "arguments.h"
#include "rows.h"

#include "funcapi.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

Datum
ses_text_or_null(const char *string, bool *is_null)
{
	*is_null = string == NULL;
	return *is_null ? (Datum) 0 : CStringGetTextDatum(string);
}

void
ses_rows_put(Sink *sink, const Event *event)
{
	RowSink *self = (RowSink *) sink;
	Datum	 values[EVENT_COLUMNS];
	bool	 nulls[EVENT_COLUMNS];

	for (int i = 0; i < self->type->natts; i++)
		values[i] = ses_event_datum(event, (Column) i, &nulls[i]);
	tuplestore_putvalues(self->rows, self->type, values, nulls);
}

void
ses_check_attribute(TupleDesc type, int i, const char *name, Oid wanted)
{
	if (TupleDescAttr(type, i)->attisdropped || TupleDescAttr(type, i)->atttypid != wanted)
		ereport(ERROR,
				(errcode(ERRCODE_DATATYPE_MISMATCH),
				 errmsg("attribute %d of type \"%s\" is not of type %s", i + 1, name, format_type_be(wanted)),
				 errhint("The type was altered by hand. Recreate the extension.")));
}

/*
 * The installed type may be that of an earlier version, and then has fewer
 * attributes than the library knows.
 */
static void
check_row_type(TupleDesc type)
{
	if (type->natts > EVENT_COLUMNS)
		ereport(ERROR,
				(errcode(ERRCODE_DATATYPE_MISMATCH),
				 errmsg("type \"ses_event\" has more attributes than the installed library knows"),
				 errdetail("The type has %d attributes, the library knows %d.", type->natts, EVENT_COLUMNS),
				 errhint("Install the library that belongs to the extension's version and reconnect, "
						 "or run ALTER EXTENSION ses_events UPDATE.")));

	for (int i = 0; i < type->natts; i++)
		ses_check_attribute(type, i, "ses_event", ses_column_type((Column) i));
}

/*
 * Begins a set of rows of the type ses_event.  A query calls its function for
 * each payload: the type is found and checked in the first call, and kept.
 */
static TupleDesc
begin_set(FunctionCallInfo fcinfo)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	CallMemory	  *memory = ses_call_memory(fcinfo);
	MemoryContext  old;

	if (memory->type == NULL)
	{
		InitMaterializedSRF(fcinfo, 0);
		check_row_type(result->setDesc);
		old = MemoryContextSwitchTo(fcinfo->flinfo->fn_mcxt);
		memory->type = CreateTupleDescCopy(result->setDesc);
	}
	else
	{
		old = MemoryContextSwitchTo(result->econtext->ecxt_per_query_memory);
		result->returnMode = SFRM_Materialize;
		result->setResult = tuplestore_begin_heap((result->allowedModes & SFRM_Materialize_Random) != 0,
												  false, work_mem);
	}
	MemoryContextSwitchTo(old);
	return memory->type;
}

RowSink
ses_rows_begin(FunctionCallInfo fcinfo)
{
	RowSink self = {.sink = {.wanted = ALL_COLUMNS, .take_event = ses_rows_put}};

	self.type = begin_set(fcinfo);
	self.rows = ((ReturnSetInfo *) fcinfo->resultinfo)->setResult;
	return self;
}
