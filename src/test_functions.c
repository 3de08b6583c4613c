/*
 * test_functions.c
 *		What the tests ask of the library, and no user: no script declares these
 *		functions, the tests do.
 */
#include "postgres.h"

#include "fmgr.h"
#include "funcapi.h"
#include "lib/stringinfo.h"
#include "utils/builtins.h"
#include "utils/tuplestore.h"

#include "base/compat.h"
#include "walk/detection.h"
#include "walk/envelope.h"
#include "walk/registry.h"

typedef struct LineSink
{
	Sink		sink;
	ReturnSetInfo *result;
} LineSink;

static void
put_line(Sink *sink, StringInfo line)
{
	ReturnSetInfo *result = ((LineSink *) sink)->result;
	Datum		value = CStringGetTextDatum(line->data);
	bool		is_null = false;

	tuplestore_putvalues(result->setResult, result->setDesc, &value, &is_null);
}

static void
add_word(StringInfo line, const char *word)
{
	if (line->len > 0)
		appendStringInfoChar(line, '/');
	appendStringInfoString(line, word);
}

/* All providers that take a document for their own. */
static void
put_takers(Sink *sink, const Document *document)
{
	StringInfoData line;

	initStringInfo(&line);
	for (const Provider *const *provider = ses_providers; *provider != NULL; provider++)
	{
		if (ses_detection_takes(*provider, document))
			add_word(&line, (*provider)->dialect.name);
	}
	put_line(sink, &line);
}

/* The lines of the provider's tables that made an event what it is. */
static void
put_rows(Sink *sink, const Event *event)
{
	StringInfoData line;

	initStringInfo(&line);
	add_word(&line, event->dialect->name);
	for (int i = 0; i < MAX_ROWS && event->rows[i] != NULL; i++)
		add_word(&line, event->rows[i]->name);
	put_line(sink, &line);
}

static void
ignore_event(Sink *sink, const Event *event)
{
	(void) sink;
	(void) event;
}

static Datum
walk(FunctionCallInfo fcinfo, LineSink *sink)
{
	sink->result = (ReturnSetInfo *) fcinfo->resultinfo;
	InitMaterializedSRF(fcinfo, MAT_SRF_USE_EXPECTED_DESC);
	ses_walk(PG_GETARG_JSONB_P(0), &sink->sink);
	return (Datum) 0;
}

/* ses_test_takers(jsonb) returns setof text: of each document on the way, who takes it */
SQL_FUNCTION(ses_test_takers);
Datum
ses_test_takers(PG_FUNCTION_ARGS)
{
	LineSink	sink = {.sink = {.take_document = put_takers, .take_event = ignore_event}};

	return walk(fcinfo, &sink);
}

/* ses_test_lines(jsonb) returns setof text: provider/event/subtype of each event */
SQL_FUNCTION(ses_test_lines);
Datum
ses_test_lines(PG_FUNCTION_ARGS)
{
	LineSink	sink = {.sink = {.wanted = ALL_COLUMNS, .take_event = put_rows}};

	return walk(fcinfo, &sink);
}

/* Where a part stands in the document: "data.bounce"; "(wrapper)" is what is around it. */
static void
append_part(StringInfo path, const Layout *layout, int part)
{
	if (part == PART_WRAPPER)
		appendStringInfoString(path, "(wrapper).");
	if (part < PART_OWN)
		return;
	append_part(path, layout, layout->parts[part].within);
	appendStringInfo(path, "%s.", layout->parts[part].key);
}

/*
 * ses_test_fields(OUT provider text, OUT attribute integer, OUT path text) returns setof record: what
 * the tables of fields say, by the number of the attribute of ses_event
 */
SQL_FUNCTION(ses_test_fields);
Datum
ses_test_fields(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;

	InitMaterializedSRF(fcinfo, 0);
	for (const Provider *const *provider = ses_providers; *provider != NULL; provider++)
	{
		const Layout *layout = (*provider)->layouts[0];

		if (layout == NULL)
			continue;
		for (const Field *field = layout->fields; field->key != NULL; field++)
		{
			Datum		values[3];
			bool		nulls[3] = {false};
			StringInfoData path;

			initStringInfo(&path);
			append_part(&path, layout, field->part);
			appendStringInfoString(&path, field->key);
			values[0] = CStringGetTextDatum((*provider)->dialect.name);
			values[1] = Int32GetDatum(field->column + 1);
			values[2] = CStringGetTextDatum(path.data);
			tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
		}
	}
	return (Datum) 0;
}

