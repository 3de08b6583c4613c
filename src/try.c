/*
 * try.c
 *		ses_try: what a definition makes of samples.
 *
 * The rows of ses_explain for each sample, then what of the samples no path of the
 * definition leads to, and which of its rows no sample met.
 */
#include "postgres.h"

#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/tuplestore.h"

#include "base/compat.h"
#include "define/definitions.h"
#include "define/usage.h"
#include "explain.h"
#include "json/building.h"
#include "json/reading.h"
#include "rows.h"
#include "walk/envelope.h"

enum
{
	TRY_SAMPLE,
	TRY_EVENT,
	TRY_FINDING,
	TRY_NAME,
	TRY_VALUE,
	TRY_SOURCE,
	TRY_RULE,
	TRY_COLUMNS
};

/* Rows of tables that were met, each once. */
typedef struct Met
{
	const void **rows;
	int			 count;
	int			 room;
} Met;

typedef struct TryState
{
	int				sample; /* counted from 1; 0: no row is of one sample alone */
	int				event;
	Mentions		mentions;
	const Provider *provider;
	bool			is_alone; /* it is the only one that is tried */
	Met				met;
	MemoryContext	context; /* of what is kept from sample to sample */
} TryState;

typedef struct TrySink
{
	ExplainSink explain;
	TryState   *state;

	/* That of the sink of ses_explain. */
	void (*take_outcome)(Sink *sink, const Document *document, Outcome outcome, const Dialect *dialect,
						 const char *problem);
} TrySink;

/* A longer value is cut, because a row is to be read. */
#define MAX_VALUE 200

static void
put_finding(const TrySink *self, bool is_of_event, const char *finding, const char *name, const char *value,
			const char *source, const char *rule)
{
	const TryState *state = self->state;
	Datum			values[TRY_COLUMNS];
	bool			nulls[TRY_COLUMNS];

	values[TRY_SAMPLE] = Int32GetDatum(state->sample);
	nulls[TRY_SAMPLE] = state->sample == 0;
	values[TRY_EVENT] = Int32GetDatum(state->event);
	nulls[TRY_EVENT] = !is_of_event;
	values[TRY_FINDING] = ses_text_or_null(finding, &nulls[TRY_FINDING]);
	values[TRY_NAME] = ses_text_or_null(name, &nulls[TRY_NAME]);
	values[TRY_VALUE] = ses_text_or_null(value, &nulls[TRY_VALUE]);
	values[TRY_SOURCE] = ses_text_or_null(source, &nulls[TRY_SOURCE]);
	values[TRY_RULE] = ses_text_or_null(rule, &nulls[TRY_RULE]);
	tuplestore_putvalues(self->explain.result->setResult, self->explain.result->setDesc, values, nulls);
}

static void
put_explained(const ExplainSink *explain, const pg_uuid_t *event_id, const char *attribute, const char *value,
			  const char *source, const char *rule)
{
	const TrySink *self = (const TrySink *) explain;

	put_finding(self, event_id != NULL, event_id != NULL ? "attribute" : "document", attribute, value, source, rule);
}

static void
meet(TryState *state, const void *row)
{
	for (int i = 0; i < state->met.count; i++)
	{
		if (state->met.rows[i] == row)
			return;
	}
	if (state->met.count == state->met.room)
	{
		MemoryContext old = MemoryContextSwitchTo(state->context);

		state->met.room = Max(64, state->met.room * 2);
		state->met.rows = state->met.rows == NULL ? palloc(state->met.room * sizeof(void *)) :
													repalloc(state->met.rows, state->met.room * sizeof(void *));
		MemoryContextSwitchTo(old);
	}
	state->met.rows[state->met.count++] = row;
}

static bool
is_met(const TryState *state, const void *row)
{
	for (int i = 0; i < state->met.count; i++)
	{
		if (state->met.rows[i] == row)
			return true;
	}
	return false;
}

/* The text of a value, cut. */
static char *
show_value(const JsonbValue *value)
{
	JsonbValue copy = *value;
	Slice	   slice = ses_json_text(&copy);

	/* What is in an object that no path leads through is what to write paths for. */
	if (ses_json_is_object(value) || ses_json_is_array(value))
	{
		char *text = ses_explain_json(ses_json_to_jsonb(&copy));

		slice = slice_of(text != NULL ? text : ses_json_is_object(value) ? "{...}" :
																		   "[...]");
	}
	else if (value->type == jbvNull)
		slice = SLICE("null");
	return slice.length > 0 ? pnstrdup(slice.data, pg_mbcliplen(slice.data, slice.length, MAX_VALUE)) : NULL;
}

/* The path of a field in the documents of a layout. */
static char *
field_path(const Layout *layout, const Field *field)
{
	StringInfoData path;

	initStringInfo(&path);
	ses_layout_append_path(&path, layout, NULL, field->part);
	appendStringInfoString(&path, field->key);
	return path.data;
}

/* Values that paths lead to, of attributes that the event does not have. */
static void
put_refused(const TrySink *self, const Event *event)
{
	const Layout *layout = self->explain.trace.layout;
	JsonbValue	  value;
	bool		  is_null;

	if (layout == NULL || event->dialect != &self->state->provider->dialect)
		return;
	for (const Field *field = layout->fields; field->key != NULL; field++)
	{
		(void) ses_event_datum(event, field->column, &is_null);
		if (is_null && ses_field_find_refused(layout, event->document, field, &value))
			put_finding(self, true, "refused", ses_columns[field->column].name, show_value(&value), field_path(layout, field),
						psprintf("field as %s", ses_field_form_name(field->form)));
	}
}

static void
take_event(Sink *sink, const Event *event)
{
	TrySink *self = (TrySink *) sink;

	self->state->event++;
	ses_explain_event(sink, event);
	put_refused(self, event);
	for (int i = 0; i < MAX_ROWS && event->rows[i] != NULL; i++)
		meet(self->state, event->rows[i]);
	for (int i = 0; i < EVENT_COLUMNS; i++)
	{
		if (self->explain.trace.fields[i] != NULL)
			meet(self->state, self->explain.trace.fields[i]);
	}
}

static void
put_unused(void *context, const char *path, const JsonbValue *value)
{
	put_finding(context, false, "unused", NULL, show_value(value), path, NULL);
}

/* Why none of the signs is that of a document. */
static void
put_signs(const TrySink *self, const Document *document)
{
	const Sign *signs = self->state->provider->signs;

	for (int i = 0; !ses_sign_is_last(&signs[i]); i++)
		put_finding(self, false, "document", "sign", ses_sign_find_lack(&signs[i], document), psprintf("$.signs[%d]", i), "not met");
}

static void
take_document(Sink *sink, const Document *document)
{
	TrySink *self = (TrySink *) sink;
	Document copy = *document;

	ses_explain_document(sink, document);
	if (ses_detection_sign(self->state->provider, document, sink->defined) != NULL)
		ses_mentions_find_unused(&self->state->mentions, &document->value, put_unused, self);
	else if (self->state->is_alone && ses_detect(&copy, sink->defined) != NULL)
		put_signs(self, document);
}

static void
take_outcome(Sink *sink, const Document *document, Outcome outcome, const Dialect *dialect, const char *problem)
{
	TrySink *self = (TrySink *) sink;

	self->take_outcome(sink, document, outcome, dialect, problem);
	if (self->state->is_alone && outcome == OUTCOME_UNRECOGNIZED && ses_json_is_object(&document->value))
		put_signs(self, document);
}

/* Rows of a table of events, and of their subtypes, by their place in the definition. */
static void
put_mappings(const TrySink *self, const Mapping *rows, const Step *outer)
{
	const Step subtypes = {SLICE("subtypes"), -1, outer};

	for (const Mapping *row = rows; row->name != NULL; row++)
	{
		const Step step = {slice_of(row->name), -1, outer->outer == NULL ? outer : &subtypes};

		put_finding(self, false, is_met(self->state, row) ? "met" : "not met", row->name,
					ses_event_types[row->event_type].word, ses_step_path(&step), "mapping");
		if (row->subtypes != NULL)
			put_mappings(self, row->subtypes, &step);
	}
}

static void
put_fields(const TrySink *self, const Layout *layout)
{
	for (const Field *field = layout->fields; field->key != NULL; field++)
	{
		put_finding(self, false, is_met(self->state, field) ? "met" : "not met", ses_columns[field->column].name, NULL,
					field_path(layout, field), "field");
	}
}

/* What is no finding of one sample. */
static void
put_tables(TrySink *self)
{
	const Provider *provider = self->state->provider;
	const Step		events = {SLICE("events"), -1, NULL};

	self->state->sample = 0;
	put_mappings(self, provider->dialect.events, &events);
	for (int i = 0; i < MAX_LAYOUTS && provider->layouts[i] != NULL; i++)
		put_fields(self, provider->layouts[i]);
}

/* Walks over each sample: the elements of an array, or the one that there is. */
static void
walk_samples(TrySink *self, Jsonb *samples)
{
	MemoryContext each = AllocSetContextCreate(CurrentMemoryContext, "ses_events sample", ALLOCSET_DEFAULT_SIZES);
	JsonScan	  scan;
	JsonbValue	  root;
	JsonbValue	  sample;

	ses_json_root(samples, &root);
	ses_json_scan_light(&scan, &root);
	while (ses_json_scan_next(&scan, &sample))
	{
		MemoryContext old = MemoryContextSwitchTo(each);

		self->state->sample++;
		self->state->event = 0;
		ses_walk(ses_json_to_jsonb(&sample), &self->explain.sink);
		MemoryContextSwitchTo(old);
		MemoryContextReset(each);
	}
	MemoryContextDelete(each);
}

SQL_FUNCTION(ses_try);
Datum
ses_try(PG_FUNCTION_ARGS)
{
	TryState	 state = {.context = CurrentMemoryContext};
	TrySink		 self = {.explain = {.put = put_explained, .result = (ReturnSetInfo *) fcinfo->resultinfo}, .state = &state};
	Mistakes	*mistakes = palloc0(sizeof(Mistakes));
	ProviderSet *set;

	InitMaterializedSRF(fcinfo, 0);
	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		return (Datum) 0;
	set = ses_definitions_load(PG_GETARG_JSONB_P(0), mistakes);
	for (int i = 0; i < Min(mistakes->count, MAX_MISTAKES); i++)
		put_finding(&self, false, "mistake", NULL, mistakes->list[i].problem, mistakes->list[i].path, NULL);
	if (set == NULL || mistakes->count > 0)
		return (Datum) 0;

	/* It is what is tried, whatever a built-in provider recognizes. */
	set->is_first = true;
	ses_explain_begin(&self.explain);
	self.explain.sink.defined = set;
	self.explain.sink.take_event = take_event;
	self.explain.sink.take_document = take_document;
	self.take_outcome = self.explain.sink.take_outcome;
	self.explain.sink.take_outcome = take_outcome;
	state.provider = set->providers[0];
	state.is_alone = set->providers[1] == NULL;
	ses_mentions_collect(&state.mentions, state.provider);
	walk_samples(&self, PG_GETARG_JSONB_P(1));
	put_tables(&self);
	return (Datum) 0;
}
