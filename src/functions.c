/*
 * functions.c
 *		The functions that SQL calls: each is a sink on the same walk.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "fmgr.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/tuplestore.h"

#include "envelope.h"
#include "detection.h"
#include "event.h"
#include "inspection.h"
#include "json.h"
#include "payload.h"
#include "provider.h"
#include "redact.h"
#include "sink.h"
#include "vocabulary.h"
#include "zone.h"

/* What is defined here is what the server looks for; all else stays inside. */
#pragma GCC visibility push(default)

PG_MODULE_MAGIC;

extern void _PG_init(void);

void
_PG_init(void)
{
	ses_detection_prepare();
}

/*
 * ses_parse: all events, as rows
 */

typedef struct RowSink
{
	Sink		sink;
	Tuplestorestate *rows;
	TupleDesc	type;
} RowSink;

static void
put_row(Sink *sink, const Event *event)
{
	RowSink    *self = (RowSink *) sink;
	Datum		values[EVENT_COLUMNS];
	bool		nulls[EVENT_COLUMNS];

	for (int i = 0; i < self->type->natts; i++)
		values[i] = ses_event_datum(event, (Column) i, &nulls[i]);
	tuplestore_putvalues(self->rows, self->type, values, nulls);
}

static void
check_attribute(TupleDesc type, int i, const char *name, Oid wanted)
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
		check_attribute(type, i, "ses_event", ses_column_type((Column) i));
}

/*
 * Begins a set of rows of the type ses_event.  A query calls its function for
 * each payload: the type is found and checked in the first call, and kept.
 */
static TupleDesc
begin_set(FunctionCallInfo fcinfo)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	MemoryContext old;

	if (fcinfo->flinfo->fn_extra == NULL)
	{
		InitMaterializedSRF(fcinfo, 0);
		check_row_type(result->setDesc);
		old = MemoryContextSwitchTo(fcinfo->flinfo->fn_mcxt);
		fcinfo->flinfo->fn_extra = CreateTupleDescCopy(result->setDesc);
	}
	else
	{
		old = MemoryContextSwitchTo(result->econtext->ecxt_per_query_memory);
		result->returnMode = SFRM_Materialize;
		result->setResult = tuplestore_begin_heap((result->allowedModes & SFRM_Materialize_Random) != 0,
												  false, work_mem);
	}
	MemoryContextSwitchTo(old);
	return fcinfo->flinfo->fn_extra;
}

static RowSink
begin_rows(FunctionCallInfo fcinfo)
{
	RowSink		self = {.sink = {.wanted = ALL_COLUMNS, .take_event = put_row}};

	self.type = begin_set(fcinfo);
	self.rows = ((ReturnSetInfo *) fcinfo->resultinfo)->setResult;
	return self;
}

/* Sets the zone that the caller names, if any; returns its name where it does not exist. */
static const char *
set_zone(FunctionCallInfo fcinfo, Sink *sink)
{
	char	   *zone;

	if (PG_ARGISNULL(1))
		return NULL;
	zone = text_to_cstring(PG_GETARG_TEXT_PP(1));
	sink->zone = ses_zone_find(zone);
	return sink->zone == NULL ? zone : NULL;
}

PG_FUNCTION_INFO_V1(ses_parse);
Datum
ses_parse(PG_FUNCTION_ARGS)
{
	RowSink		self = begin_rows(fcinfo);
	const char *unknown_zone = set_zone(fcinfo, &self.sink);

	if (unknown_zone != NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("time zone \"%s\" not recognized", unknown_zone),
				 errdetail("The zone is for timestamps in the payload that carry none."),
				 errhint("Use a name such as Asia/Tokyo, or a fixed offset such as +09:00.")));
	if (!PG_ARGISNULL(0))
		ses_walk(PG_GETARG_JSONB_P(0), &self.sink);
	return (Datum) 0;
}

/*
 * ses_event_type and its kin: one column of the first event
 */

typedef struct ColumnSink
{
	Sink		sink;
	Column		column;
	MemoryContext context;		/* that the value has to live in */
	Datum		value;
	bool		is_null;
} ColumnSink;

static void
keep_column(Sink *sink, const Event *event)
{
	ColumnSink *self = (ColumnSink *) sink;
	MemoryContext old = MemoryContextSwitchTo(self->context);

	self->value = ses_event_datum(event, self->column, &self->is_null);
	MemoryContextSwitchTo(old);
}

/* Takes the column that is the answer, and the columns that it is made from. */
static Datum
first_event_column(FunctionCallInfo fcinfo, Column column, ColumnSet wanted)
{
	ColumnSink	self = {
		.sink = {.wanted = wanted, .first_only = true, .take_event = keep_column},
		.column = column,
		.context = CurrentMemoryContext,
		.is_null = true
	};

	ses_walk(PG_GETARG_JSONB_P(0), &self.sink);
	if (self.is_null)
		PG_RETURN_NULL();
	return self.value;
}

PG_FUNCTION_INFO_V1(ses_event_type);
Datum
ses_event_type(PG_FUNCTION_ARGS)
{
	return first_event_column(fcinfo, COL_EVENT_TYPE, COLUMN(COL_EVENT_TYPE));
}

PG_FUNCTION_INFO_V1(ses_provider);
Datum
ses_provider(PG_FUNCTION_ARGS)
{
	return first_event_column(fcinfo, COL_PROVIDER, COLUMN(COL_PROVIDER));
}

PG_FUNCTION_INFO_V1(ses_message_id);
Datum
ses_message_id(PG_FUNCTION_ARGS)
{
	return first_event_column(fcinfo, COL_MESSAGE_ID, COLUMN(COL_MESSAGE_ID) | COLUMN(COL_RFC_MESSAGE_ID));
}

PG_FUNCTION_INFO_V1(ses_occurred_at);
Datum
ses_occurred_at(PG_FUNCTION_ARGS)
{
	return first_event_column(fcinfo, COL_OCCURRED_AT, COLUMN(COL_OCCURRED_AT));
}

/*
 * ses_inspect: why a payload gave what it gave
 */

typedef struct InspectSink
{
	RowSink		rows;			/* of ses_parse_all */
	Inspection	inspection;
} InspectSink;

static void
count_event(Sink *sink, const Event *event)
{
	ses_inspection_take_event(&((InspectSink *) sink)->inspection, event);
}

static void
keep_outcome(Sink *sink, const Document *document, Outcome outcome,
			 const struct Provider *provider, const char *problem)
{
	ses_inspection_take_outcome(&((InspectSink *) sink)->inspection, document, outcome, provider, problem);
}

static Datum
text_or_null(const char *string, bool *is_null)
{
	*is_null = string == NULL;
	return *is_null ? (Datum) 0 : CStringGetTextDatum(string);
}

PG_FUNCTION_INFO_V1(ses_inspect);
Datum
ses_inspect(PG_FUNCTION_ARGS)
{
	InspectSink self = {
		.rows.sink = {.take_event = count_event, .take_outcome = keep_outcome},
		.inspection = {.context = CurrentMemoryContext}
	};
	const Inspection *inspection = &self.inspection;
	static const Oid types[] = {TEXTOID, TEXTOID, TEXTOID, INT4OID, TEXTOID};
	TupleDesc	type;
	Datum		values[lengthof(types)];
	bool		nulls[lengthof(types)] = {false};

	if (get_call_result_type(fcinfo, NULL, &type) != TYPEFUNC_COMPOSITE || type->natts != lengthof(types))
		elog(ERROR, "ses_inspect must return type ses_inspection");
	for (int i = 0; i < (int) lengthof(types); i++)
		check_attribute(type, i, "ses_inspection", types[i]);

	ses_walk(PG_GETARG_JSONB_P(0), &self.rows.sink);
	values[0] = CStringGetTextDatum(ses_inspection_kind(inspection));
	values[1] = text_or_null(inspection->provider != NULL ? inspection->provider->name : NULL, &nulls[1]);
	values[2] = text_or_null(inspection->envelope, &nulls[2]);
	values[3] = Int32GetDatum(inspection->events);
	values[4] = text_or_null(ses_inspection_problem(inspection), &nulls[4]);
	return HeapTupleGetDatum(heap_form_tuple(BlessTupleDesc(type), values, nulls));
}

/*
 * ses_parse_all: the rows of ses_parse, and one more for what gave none
 */

static void
put_and_count(Sink *sink, const Event *event)
{
	put_row(sink, event);
	count_event(sink, event);
}

/* The row of what is no event: it has no event_id. */
static void
put_problem(const RowSink *self, const char *kind, const struct Provider *provider, const char *problem, Slice link)
{
	Datum		values[EVENT_COLUMNS] = {0};
	bool		nulls[EVENT_COLUMNS];

	memset(nulls, true, sizeof(nulls));
	values[COL_EVENT_TYPE] = text_or_null(kind, &nulls[COL_EVENT_TYPE]);
	values[COL_PROVIDER] = text_or_null(provider != NULL ? provider->name : NULL, &nulls[COL_PROVIDER]);
	values[COL_DESCRIPTION] = text_or_null(problem, &nulls[COL_DESCRIPTION]);
	values[COL_URL] = text_or_null(link.data, &nulls[COL_URL]);
	tuplestore_putvalues(self->rows, self->type, values, nulls);
}

PG_FUNCTION_INFO_V1(ses_parse_all);
Datum
ses_parse_all(PG_FUNCTION_ARGS)
{
	InspectSink self = {.rows = begin_rows(fcinfo), .inspection = {.context = CurrentMemoryContext}};
	Sink	   *sink = &self.rows.sink;
	const Inspection *inspection = &self.inspection;
	const char *unknown_zone = set_zone(fcinfo, sink);

	sink->take_event = put_and_count;
	sink->take_outcome = keep_outcome;
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
		put_problem(&self.rows, ses_inspection_kind(inspection), inspection->provider,
					ses_inspection_problem(inspection), inspection->link);
	return (Datum) 0;
}

/*
 * ses_payload: from a request body to what to store
 */

/*
 * The longest string that a jsonb can be: beside it, there is a header of the
 * whole and one of the string.
 */
#define JSONB_MAX_STRING (JENTRY_OFFLENMASK - 2 * (int) sizeof(uint32))

PG_FUNCTION_INFO_V1(ses_payload);
Datum
ses_payload(PG_FUNCTION_ARGS)
{
	text	   *argument = PG_GETARG_TEXT_PP(0);
	Slice		body = {VARDATA_ANY(argument), VARSIZE_ANY_EXHDR(argument)};
	JsonbValue	value;
	JsonError	error;

	if (!ses_payload_read(body, &value, &error))
	{
		if (body.length > JSONB_MAX_STRING)
			body.length = pg_mbcliplen(body.data, body.length, JSONB_MAX_STRING);
		ses_json_set_string(&value, body);
	}
	PG_RETURN_JSONB_P(ses_json_to_jsonb(&value));
}

/*
 * ses_redact: a payload without an address
 */

PG_FUNCTION_INFO_V1(ses_redact);
Datum
ses_redact(PG_FUNCTION_ARGS)
{
	text	   *address = PG_GETARG_TEXT_PP(1);

	PG_RETURN_JSONB_P(ses_redact_payload(PG_GETARG_JSONB_P(0),
										 (Slice) {VARDATA_ANY(address), VARSIZE_ANY_EXHDR(address)}));
}

/*
 * ses_mapping and ses_vocabulary: the tables that the parser uses
 */

/* A row of ses_mapping(); the subtype is what led to the line, with slashes. */
static void
put_mapping(ReturnSetInfo *result, const Provider *provider, const char *event,
			const char *subtype, const Mapping *line)
{
	Datum		values[6];
	bool		nulls[6];

	values[0] = text_or_null(provider->name, &nulls[0]);
	values[1] = text_or_null(event, &nulls[1]);
	values[2] = text_or_null(subtype, &nulls[2]);
	values[3] = text_or_null(ses_event_types[line->event_type].word, &nulls[3]);
	values[4] = text_or_null(ses_bounce_classes[line->bounce_class].word, &nulls[4]);
	values[5] = text_or_null(ses_reasons[line->reason].word, &nulls[5]);
	tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
}

/* A line and its subtypes, which take from it what they leave out. */
static void
put_mappings(ReturnSetInfo *result, const Provider *provider, const char *event,
			 const char *subtype, const Mapping *line)
{
	put_mapping(result, provider, event, subtype, line);
	for (const Mapping *below = line->subtypes; below != NULL && below->name != NULL; below++)
	{
		Mapping		whole = *line;

		ses_mapping_apply(below, &whole.event_type, &whole.bounce_class, &whole.reason);
		whole.subtypes = below->subtypes;
		put_mappings(result, provider, event,
					 subtype != NULL ? psprintf("%s/%s", subtype, below->name) : below->name,
					 &whole);
	}
}

PG_FUNCTION_INFO_V1(ses_mapping);
Datum
ses_mapping(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;

	InitMaterializedSRF(fcinfo, 0);
	for (const Provider *const *provider = ses_providers; *provider != NULL; provider++)
	{
		for (const Mapping *line = (*provider)->events; line->name != NULL; line++)
			put_mappings(result, *provider, line->name, NULL, line);
	}
	return (Datum) 0;
}

static void
put_terms(ReturnSetInfo *result, const char *kind, const Term *terms, int count)
{
	Datum		values[3];
	bool		nulls[3];

	/* The first of each list is "not told". */
	for (int i = 1; i < count; i++)
	{
		values[0] = text_or_null(kind, &nulls[0]);
		values[1] = text_or_null(terms[i].word, &nulls[1]);
		values[2] = text_or_null(terms[i].meaning, &nulls[2]);
		tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
	}
}

PG_FUNCTION_INFO_V1(ses_vocabulary);
Datum
ses_vocabulary(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;

	InitMaterializedSRF(fcinfo, 0);
	put_terms(result, "event_type", ses_event_types, EVENT_TYPES);
	put_terms(result, "bounce_class", ses_bounce_classes, BOUNCE_CLASSES);
	put_terms(result, "reason", ses_reasons, REASONS);
	return (Datum) 0;
}
