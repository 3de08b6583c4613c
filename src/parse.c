/*
 * parse.c
 *		ses_parse, ses_parse_all: the events of a payload, as rows; ses_inspect:
 *		what the payload is, and what is wrong with it.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "utils/builtins.h"

#include "arguments.h"
#include "base/compat.h"
#include "rows.h"
#include "walk/envelope.h"
#include "walk/inspection.h"

SQL_FUNCTION(ses_parse);
Datum
ses_parse(PG_FUNCTION_ARGS)
{
	RowSink self = ses_rows_begin(fcinfo);

	ses_require_zone(fcinfo, &self.sink);
	ses_find_definitions(fcinfo, 2, &self.sink);
	if (!PG_ARGISNULL(0))
		ses_walk(PG_GETARG_JSONB_P(0), &self.sink);
	return (Datum) 0;
}

typedef struct InspectSink
{
	RowSink	   rows; /* of ses_parse_all */
	Inspection inspection;
} InspectSink;

static void
count_event(Sink *sink, const Event *event)
{
	ses_inspection_take_event(&((InspectSink *) sink)->inspection, event);
}

static void
keep_outcome(Sink *sink, const Document *document, Outcome outcome,
			 const Dialect *dialect, const char *problem)
{
	ses_inspection_take_outcome(&((InspectSink *) sink)->inspection, document, outcome, dialect, problem);
}

SQL_FUNCTION(ses_inspect);
Datum
ses_inspect(PG_FUNCTION_ARGS)
{
	InspectSink self = {
		.rows.sink = {.take_event = count_event, .take_outcome = keep_outcome},
		.inspection = {.context = CurrentMemoryContext},
	};
	const Inspection *inspection = &self.inspection;
	static const Oid  types[] = {TEXTOID, TEXTOID, TEXTOID, INT4OID, TEXTOID};
	TupleDesc		  type;
	Datum			  values[lengthof(types)];
	bool			  nulls[lengthof(types)] = {false};

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	if (get_call_result_type(fcinfo, NULL, &type) != TYPEFUNC_COMPOSITE || type->natts != lengthof(types))
		elog(ERROR, "ses_inspect must return type ses_inspection");
	for (int i = 0; i < (int) lengthof(types); i++)
		ses_check_attribute(type, i, "ses_inspection", types[i]);

	ses_find_definitions(fcinfo, 1, &self.rows.sink);
	ses_walk(PG_GETARG_JSONB_P(0), &self.rows.sink);
	values[0] = CStringGetTextDatum(ses_inspection_kind(inspection));
	values[1] = ses_text_or_null(inspection->dialect != NULL ? inspection->dialect->name : NULL, &nulls[1]);
	values[2] = ses_text_or_null(inspection->envelope, &nulls[2]);
	values[3] = Int32GetDatum(inspection->events);
	values[4] = ses_text_or_null(ses_inspection_problem(inspection), &nulls[4]);
	return HeapTupleGetDatum(heap_form_tuple(BlessTupleDesc(type), values, nulls));
}

/*
 * ses_parse_all: the rows of ses_parse, and one more for what gave none
 */

static void
put_and_count(Sink *sink, const Event *event)
{
	ses_rows_put(sink, event);
	count_event(sink, event);
}

/* The row of what is no event: it has no event_id. */
static void
put_problem(const RowSink *self, const char *kind, const Dialect *dialect, const char *problem, Slice link)
{
	Datum values[EVENT_COLUMNS] = {0};
	bool  nulls[EVENT_COLUMNS];

	memset(nulls, true, sizeof(nulls));
	values[COL_EVENT_TYPE] = ses_text_or_null(kind, &nulls[COL_EVENT_TYPE]);
	values[COL_PROVIDER] = ses_text_or_null(dialect != NULL ? dialect->name : NULL, &nulls[COL_PROVIDER]);
	values[COL_DESCRIPTION] = ses_text_or_null(problem, &nulls[COL_DESCRIPTION]);
	values[COL_URL] = ses_text_or_null(link.data, &nulls[COL_URL]);
	tuplestore_putvalues(self->rows, self->type, values, nulls);
}

SQL_FUNCTION(ses_parse_all);
Datum
ses_parse_all(PG_FUNCTION_ARGS)
{
	InspectSink		  self = {.rows = ses_rows_begin(fcinfo), .inspection = {.context = CurrentMemoryContext}};
	Sink			 *sink = &self.rows.sink;
	const Inspection *inspection = &self.inspection;
	const char		 *unknown_zone = ses_find_zone(fcinfo, sink);

	sink->take_event = put_and_count;
	sink->take_outcome = keep_outcome;
	ses_find_definitions(fcinfo, 2, sink);
	if (PG_ARGISNULL(0))
		return (Datum) 0;
	if (unknown_zone != NULL)
	{
		put_problem(&self.rows, "malformed", NULL,
					psprintf("Its time zone \"%s\" does not exist.", unknown_zone), NO_SLICE);
		return (Datum) 0;
	}

	ses_walk(PG_GETARG_JSONB_P(0), sink);
	if (inspection->events == 0 || inspection->problem != NULL)
		put_problem(&self.rows, ses_inspection_kind(inspection), inspection->dialect,
					ses_inspection_problem(inspection), inspection->link);
	return (Datum) 0;
}
