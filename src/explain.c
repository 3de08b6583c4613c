/*
 * explain.c
 *		ses_explain: why each attribute of each event is what it is.
 *
 * Another sink on the same walk: it keeps a trace of the fields that an event
 * was filled from, and looks up which row of the provider's tables decided.
 */
#include "postgres.h"

#include "funcapi.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/datetime.h"
#include "utils/lsyscache.h"
#include "utils/tuplestore.h"
#include "utils/uuid.h"

#include "arguments.h"
#include "base/compat.h"
#include "event/layout.h"
#include "event/sink.h"
#include "event/trace.h"
#include "explain.h"
#include "json/reading.h"
#include "mail/client.h"
#include "rows.h"
#include "walk/detection.h"
#include "walk/envelope.h"
#include "walk/registry.h"
#include "walk/wrapper.h"

/* How many bytes of JSON are shown: more than the metadata of most messages. */
#define MAX_JSON 8192

enum
{
	EXPLAIN_EVENT_ID,
	EXPLAIN_ATTRIBUTE,
	EXPLAIN_VALUE,
	EXPLAIN_SOURCE,
	EXPLAIN_RULE,
	EXPLAIN_COLUMNS
};

static void
put_row(const ExplainSink *self, const pg_uuid_t *event_id, const char *attribute, const char *value,
		const char *source, const char *rule)
{
	self->put(self, event_id, attribute, value, source, rule);
}

/* A row of ses_explain. */
static void
store_row(const ExplainSink *self, const pg_uuid_t *event_id, const char *attribute, const char *value,
		  const char *source, const char *rule)
{
	Datum values[EXPLAIN_COLUMNS];
	bool  nulls[EXPLAIN_COLUMNS];

	nulls[EXPLAIN_EVENT_ID] = event_id == NULL;
	values[EXPLAIN_EVENT_ID] = UUIDPGetDatum(event_id);
	values[EXPLAIN_ATTRIBUTE] = ses_text_or_null(attribute, &nulls[EXPLAIN_ATTRIBUTE]);
	values[EXPLAIN_VALUE] = ses_text_or_null(value, &nulls[EXPLAIN_VALUE]);
	values[EXPLAIN_SOURCE] = ses_text_or_null(source, &nulls[EXPLAIN_SOURCE]);
	values[EXPLAIN_RULE] = ses_text_or_null(rule, &nulls[EXPLAIN_RULE]);
	tuplestore_putvalues(self->result->setResult, self->result->setDesc, values, nulls);
}

/*
 * What is found on the way: envelopes, and the providers that recognize a
 * document.  More than one would be a fault of their signs.
 */

static void
append_clause(StringInfo rule, const char *clause, const char *word)
{
	appendStringInfo(rule, "%s%s%s", rule->len > 0 ? ", " : "", clause, word);
}

/* By which keys and words a sign recognizes a document: "key eventType, key mail". */
static char *
sign_rule(const Sign *sign)
{
	StringInfoData rule;

	initStringInfo(&rule);
	for (int i = 0; i < (int) lengthof(sign->keys) && sign->keys[i] != NULL; i++)
		append_clause(&rule, "key ", sign->keys[i]);
	if (sign->prefix != NULL)
	{
		append_clause(&rule, sign->member != NULL ? sign->member : "type of the envelope", " begins with ");
		appendStringInfoString(&rule, sign->prefix);
	}
	for (const char *const *const *path = sign->paths; path != NULL && *path != NULL; path++)
	{
		append_clause(&rule, "path ", (*path)[0]);
		for (int i = 1; (*path)[i] != NULL; i++)
			appendStringInfo(&rule, ".%s", (*path)[i]);
	}
	if (sign->is_text)
		append_clause(&rule, "text", "");
	if (sign->confirms != NULL)
		append_clause(&rule, "content", "");
	return rule.data;
}

static char *
wrapper_rule(const Wrapper *wrapper)
{
	StringInfoData rule;

	initStringInfo(&rule);
	for (int i = 0; i < (int) lengthof(wrapper->marks) && wrapper->marks[i] != NULL; i++)
		append_clause(&rule, "key ", wrapper->marks[i]);
	if (wrapper->word != NULL)
		append_clause(&rule, wrapper->marks[0], psprintf(" is %s", wrapper->word));
	if (wrapper->of != NULL)
		append_clause(&rule, "key in elements ", wrapper->of);
	if (wrapper->within != NULL)
		append_clause(&rule, "element of ", wrapper->within);
	return rule.data;
}

/* Those of some providers that recognize a document; false where no one does. */
static bool
put_signs(const ExplainSink *self, const Document *document, const char *path,
		  const Provider *const *providers, const ProviderSet *defined)
{
	bool is_recognized = false;

	for (const Provider *const *provider = providers; *provider != NULL; provider++)
	{
		const Sign *sign = ses_detection_sign(*provider, document, defined);

		if (sign == NULL)
			continue;
		put_row(self, NULL, "provider", (*provider)->dialect.name, path, sign_rule(sign));
		is_recognized = true;
	}
	return is_recognized;
}

void
ses_explain_document(Sink *sink, const Document *document)
{
	const ExplainSink *self = (const ExplainSink *) sink;
	const char		  *path = document->layer != NULL ? ses_document_path(document, NULL) : NULL;
	bool			   is_recognized;
	Found			   found;

	is_recognized = put_signs(self, document, path, ses_providers, NULL);
	if (sink->defined != NULL)
		is_recognized |= put_signs(self, document, path, sink->defined->providers, sink->defined);
	if (is_recognized || !ses_json_is_object(&document->value))
		return;
	found = ses_find_unsigned(document, sink->defined);
	if (found.provider != NULL)
		put_row(self, NULL, "provider", found.provider->dialect.name, path, "siblings");
	else if (found.wrapper.name != NULL)
		put_row(self, NULL, "envelope", found.wrapper.name, path, wrapper_rule(&found.wrapper));
}

static void
put_outcome(Sink *sink, const Document *document, Outcome outcome, const Dialect *dialect, const char *problem)
{
	static const char *const rules[] = {
		[OUTCOME_CONTROL] = "control",
		[OUTCOME_MALFORMED] = "malformed",
		[OUTCOME_UNRECOGNIZED] = "unrecognized",
	};

	(void) dialect;
	put_row((ExplainSink *) sink, NULL, "problem", psprintf("%s.", problem),
			document->layer != NULL ? ses_document_path(document, NULL) : NULL, rules[outcome]);
}

/*
 * Each attribute of an event.
 */

/* A number of eight bytes can have 131,072 digits. */
char *
ses_explain_json(Jsonb *json)
{
	JsonbIterator	  *iterator = JsonbIteratorInit(&json->root);
	JsonbIteratorToken token;
	JsonbValue		   value;

	if (VARSIZE(json) > MAX_JSON)
		return NULL;
	while ((token = JsonbIteratorNext(&iterator, &value, false)) != WJB_DONE)
	{
		if ((token == WJB_ELEM || token == WJB_VALUE) && value.type == jbvNumeric && ses_json_text(&value).length == 0)
			return NULL;
	}
	return JsonbToCString(NULL, &json->root, VARSIZE(json));
}

/* A value as text, which depends on no setting: times are in UTC. */
static char *
value_text(Column column, Datum value)
{
	Oid			 output;
	bool		 is_varlena;
	struct pg_tm tm;
	fsec_t		 fsec;
	char		 text[MAXDATELEN + 1];

	switch (ses_columns[column].kind)
	{
		case KIND_ANSWER:
			return pstrdup(DatumGetBool(value) ? "true" : "false");
		case KIND_TIME:
			if (timestamp2tm(DatumGetTimestampTz(value), NULL, &tm, &fsec, NULL, NULL) != 0)
				return NULL;
			tm.tm_isdst = 0; /* without which no zone is written */
			EncodeDateTime(&tm, fsec, true, 0, NULL, USE_ISO_DATES, text);
			return pstrdup(text);
		case KIND_JSON:
			return column == COL_DETAILS ? NULL : ses_explain_json(DatumGetJsonbP(value));
		default:
			getTypeOutputInfo(ses_column_type(column), &output, &is_varlena);
			return OidOutputFunctionCall(output, value);
	}
}

/* The rows of the provider's tables that classified an event, up to one of them. */
static char *
mapping_rule(const Event *event, int last)
{
	StringInfoData rule;

	initStringInfo(&rule);
	appendStringInfoString(&rule, "mapping ");
	for (int i = 0; i <= last; i++)
		appendStringInfo(&rule, "%s%s", i > 0 ? "/" : "", event->rows[i]->name);
	return rule.data;
}

/* The last of those rows that sets a column; -1 where none does. */
static int
deciding_row(const Event *event, Column column)
{
	int deciding = -1;

	for (int i = 0; i < MAX_ROWS && event->rows[i] != NULL; i++)
	{
		const Mapping *row = event->rows[i];

		if ((column == COL_EVENT_TYPE) ||
			((column == COL_BOUNCE_CLASS || column == COL_PROVIDER_CLASS) && row->bounce_class != NO_BOUNCE_CLASS) ||
			(column == COL_REASON && row->reason == event->reason))
			deciding = i;
	}
	return deciding;
}

/* The rule by which a reply was judged, and the provider's row where that decided. */
static const char *
reply_rule(const Event *event, const Verdict *verdict)
{
	char *rule = palloc(MAX_RULE);
	int	  row = deciding_row(event, COL_REASON);

	if (verdict->rule == RULE_PROVIDER)
		return row >= 0 ? mapping_rule(event, row) : "code of the provider";
	if (verdict->rule == RULE_OTHERWISE)
		return "mapping without a reply";
	ses_verdict_rule(verdict, rule);
	return rule;
}

static const char *
decision_rule(const Event *event, Column column)
{
	int		row = deciding_row(event, column);
	Verdict verdict;

	if (column == COL_EVENT_TYPE)
		return row >= 0 ? mapping_rule(event, row) : "no mapping";
	if (column == COL_PROVIDER_CLASS)
		return row >= 0 ? mapping_rule(event, row) : "code of the provider";
	ses_event_judge(event, &verdict);
	if (column == COL_REASON)
		return reply_rule(event, &verdict);
	if (verdict.is_temporary)
		return "temporary";
	if (verdict.reason != NO_REASON && event->bounce_class != event->provider_class)
		return psprintf("reason %s", ses_reasons[event->reason].word);
	return row >= 0 ? mapping_rule(event, row) : "no rule";
}

/* The pattern that names the operator of a mailbox: "host *.google.com". */
static const char *
mailbox_rule(const Event *event)
{
	const MailboxPattern *pattern = ses_event_mailbox(event);

	return psprintf("%s %.*s", ses_mailbox_sign_name(pattern->rule->sign), pattern->text.length, pattern->text.data);
}

/* The rule by which an agent was read: "agent word Thunderbird". */
static const char *
client_rule(const Event *event, Column column)
{
	ClientMatch match;

	if (column == COL_ACTOR && event->is_bot == ANSWER_YES)
		return "is_bot";
	match = ses_client_find(event->event_type, event->user_agent);
	return psprintf("agent %s %s", ses_client_place(match.rule->place), match.rule->pattern);
}

/* The rule of a column that no field filled, or not alone. */
static const char *
other_rule(const ExplainSink *self, const Event *event, Column column)
{
	switch (column)
	{
		case COL_EVENT_ID:
			return "identity";
		case COL_PROVIDER:
			return "sign";
		case COL_PROVIDER_EVENT:
			return "name";
		case COL_EVENT_TYPE:
		case COL_BOUNCE_CLASS:
		case COL_REASON:
		case COL_PROVIDER_CLASS:
			return decision_rule(event, column);
		case COL_ACTOR:
		case COL_CLIENT:
			return client_rule(event, column);
		case COL_CANDIDATES:
			return event->candidates == 1 ? "certain" : "list of recipients";
		case COL_RECIPIENT:
			return "list of recipients";
		case COL_DETAILS:
			return "document";
		case COL_MAILBOX_PROVIDER:
			return mailbox_rule(event);
		case COL_OCCURRED_AT:
			if (event->occurred_at == event->document->time && self->trace.last.occurred_at == NO_TIME)
				return "time of the envelope";
			break;
		case COL_MESSAGE_ID:
			if (slice_equals(event->message_id, event->rfc_message_id))
				return "rfc_message_id";
			break;
		default:
			break;
	}
	return "code of the provider";
}

/*
 * Where in the payload a column's value stands, "Message.bounce.timestamp"; NULL
 * where it stands in no single place, or is the payload itself.
 */
static char *
source_of(const ExplainSink *self, const Event *event, Column column)
{
	const Field	  *field = self->trace.fields[column];
	const Layout  *layout = self->trace.layout;
	StringInfoData path;

	if (field == NULL && column != COL_DETAILS)
		return NULL;
	initStringInfo(&path);
	if (event->document->layer != NULL)
		appendStringInfo(&path, "%s.", ses_document_path(event->document, NULL));
	if (layout != NULL)
		ses_layout_append_path(&path, layout, event->rows[0], field != NULL ? field->part : layout->details);
	if (field != NULL)
		appendStringInfoString(&path, field->key);
	else if (path.len > 0)
		path.data[--path.len] = '\0'; /* the dot */
	return path.len > 0 ? path.data : NULL;
}

static void
put_attribute(const ExplainSink *self, const Event *event, Column column)
{
	const Field *field = self->trace.fields[column];
	bool		 is_null;
	Datum		 value = ses_event_datum(event, column, &is_null);
	const char	*rule;

	if (is_null)
		return;
	if (field != NULL && ses_trace_is_unchanged(&self->trace, event, column))
		rule = field->form == AS_SENT ? "field" : psprintf("field as %s", ses_field_form_name(field->form));
	else
		rule = other_rule(self, event, column);
	put_row(self, &event->event_id, ses_columns[column].name, value_text(column, value),
			source_of(self, event, column), rule);
}

void
ses_explain_event(Sink *sink, const Event *event)
{
	for (int i = 0; i < EVENT_COLUMNS; i++)
		put_attribute((ExplainSink *) sink, event, (Column) i);
}

void
ses_explain_begin(ExplainSink *self)
{
	self->sink = (Sink) {
		.wanted = ALL_COLUMNS,
		.trace = &self->trace,
		.take_document = ses_explain_document,
		.take_event = ses_explain_event,
		.take_outcome = put_outcome,
	};
}

SQL_FUNCTION(ses_explain);
Datum
ses_explain(PG_FUNCTION_ARGS)
{
	ExplainSink self = {.put = store_row, .result = (ReturnSetInfo *) fcinfo->resultinfo};

	ses_explain_begin(&self);
	InitMaterializedSRF(fcinfo, 0);
	ses_require_zone(fcinfo, &self.sink);
	ses_find_definitions(fcinfo, 2, &self.sink);
	if (!PG_ARGISNULL(0))
		ses_walk(PG_GETARG_JSONB_P(0), &self.sink);
	return (Datum) 0;
}
