/*
 * event.c
 *		One event for one recipient: its columns, and how they become a row's.
 */
#include "event/event.h"

#include <arpa/inet.h>

#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/inet.h"
#include "utils/timestamp.h"

#include "json/building.h"
#include "json/reading.h"
#include "event/sink.h"
#include "mail/smtp.h"
#include "text/zone.h"

/* What providers allow is at most a few dozens. */
#define USUAL_RECIPIENTS 50
#define MAX_RECIPIENTS 1000
#define MAX_BYTES_IN_ROWS (64 * 1024 * 1024)

#define MEMBER(member) offsetof(Event, member)

const ColumnInfo ses_columns[EVENT_COLUMNS] = {
	[COL_EVENT_ID] = {KIND_UUID, MEMBER(event_id)},
	[COL_OCCURRED_AT] = {KIND_TIME, MEMBER(occurred_at)},
	[COL_EVENT_TYPE] = {KIND_EVENT_TYPE, MEMBER(event_type)},
	[COL_PROVIDER] = {KIND_PROVIDER, MEMBER(dialect)},
	[COL_PROVIDER_EVENT] = {KIND_TEXT, MEMBER(provider_event)},
	[COL_PROVIDER_EVENT_ID] = {KIND_TEXT, MEMBER(provider_event_id)},
	[COL_MESSAGE_ID] = {KIND_TEXT, MEMBER(message_id)},
	[COL_RFC_MESSAGE_ID] = {KIND_TEXT, MEMBER(rfc_message_id)},
	[COL_RECIPIENT] = {KIND_TEXT, MEMBER(recipient)},
	[COL_CANDIDATES] = {KIND_INTEGER, MEMBER(candidates)},
	[COL_SENDER] = {KIND_TEXT, MEMBER(sender)},
	[COL_SUBJECT] = {KIND_TEXT, MEMBER(subject)},
	[COL_SENT_AT] = {KIND_TIME, MEMBER(sent_at)},
	[COL_BOUNCE_CLASS] = {KIND_BOUNCE_CLASS, MEMBER(bounce_class)},
	[COL_REASON] = {KIND_REASON, MEMBER(reason)},
	[COL_SMTP_CODE] = {KIND_INTEGER, MEMBER(smtp_code)},
	[COL_SMTP_STATUS] = {KIND_TEXT, MEMBER(smtp_status)},
	[COL_SMTP_RESPONSE] = {KIND_TEXT, MEMBER(smtp_response)},
	[COL_DESCRIPTION] = {KIND_TEXT, MEMBER(description)},
	[COL_REMOTE_MTA] = {KIND_TEXT, MEMBER(remote_mta)},
	[COL_URL] = {KIND_TEXT, MEMBER(url)},
	[COL_IP_ADDRESS] = {KIND_INET, MEMBER(ip_address)},
	[COL_USER_AGENT] = {KIND_TEXT, MEMBER(user_agent)},
	[COL_IS_BOT] = {KIND_ANSWER, MEMBER(is_bot)},
	[COL_STREAM] = {KIND_TEXT, MEMBER(stream)},
	[COL_TEMPLATE] = {KIND_TEXT, MEMBER(template)},
	[COL_ACCOUNT_ID] = {KIND_TEXT, MEMBER(account_id)},
	[COL_TAGS] = {KIND_LABELS, MEMBER(tags)},
	[COL_METADATA] = {KIND_JSON, MEMBER(metadata)},
	[COL_DETAILS] = {KIND_JSON, MEMBER(details)},
};

Oid
ses_column_type(Column column)
{
	switch (ses_columns[column].kind)
	{
		case KIND_UUID:
			return UUIDOID;
		case KIND_TIME:
			return TIMESTAMPTZOID;
		case KIND_EVENT_TYPE:
		case KIND_PROVIDER:
		case KIND_TEXT:
		case KIND_BOUNCE_CLASS:
		case KIND_REASON:
			return TEXTOID;
		case KIND_INTEGER:
			return INT4OID;
		case KIND_INET:
			return INETOID;
		case KIND_ANSWER:
			return BOOLOID;
		case KIND_LABELS:
			return TEXTARRAYOID;
		case KIND_JSON:
			return JSONBOID;
	}
	return InvalidOid;
}

void
ses_event_begin(Event *event, const Dialect *dialect, const Document *document, Sink *sink)
{
	memset(event, 0, sizeof(*event));
	event->dialect = dialect;
	event->document = document;
	event->sink = sink;
	event->occurred_at = NO_TIME;
	event->sent_at = NO_TIME;
	event->candidates = 1;
	event->tags.type = jbvNull;
	event->metadata.type = jbvNull;
	event->details.type = jbvNull;
}

/* Lays a row over what an event is, behind the row that it refines, if any. */
static void
take_row(Event *event, const Mapping *refined, const Mapping *row)
{
	int			index = 0;

	if (refined != NULL)
	{
		while (index < MAX_ROWS - 1 && event->rows[index++] != refined)
			 /* go on */ ;
	}
	event->rows[index] = row;
	ses_mapping_apply(row, &event->event_type, &event->bounce_class, &event->reason);
	if (row->otherwise != NO_REASON)
		event->otherwise = row->otherwise;
}

Slice
ses_event_name(Slice word, Slice kind)
{
	char	   *name;

	if (word.length == 0 || kind.length == 0)
		return word.length > 0 ? word : kind;
	name = palloc(word.length + 1 + kind.length);
	memcpy(name, word.data, word.length);
	name[word.length] = '/';
	memcpy(name + word.length + 1, kind.data, kind.length);
	return (Slice) {name, word.length + 1 + kind.length};
}

const Mapping *
ses_event_classify(Event *event, Slice name)
{
	const Mapping *row = ses_mapping_find(event->dialect->events, name);

	event->provider_event = name;
	event->event_type = EVENT_UNKNOWN;
	if (row != NULL)
		take_row(event, NULL, row);
	return row;
}

const Mapping *
ses_event_refine(Event *event, const Mapping *row, Slice subtype)
{
	const Mapping *refined = row != NULL ? ses_mapping_find(row->subtypes, subtype) : NULL;

	if (refined != NULL)
		take_row(event, row, refined);
	return refined;
}

bool
ses_event_wants(const Event *event, Column column)
{
	return (event->sink->wanted & COLUMN(column)) != 0;
}

bool
ses_event_needs_only_type(const Event *event)
{
	const ColumnSet what_it_is = COLUMN(COL_EVENT_TYPE) | COLUMN(COL_PROVIDER);

	return event->sink->first_only && (event->sink->wanted & ~what_it_is) == 0;
}

/* What the mail server's answer tells, where the provider tells less. */
static void
infer_from_reply(Event *event)
{
	if (event->event_type == EVENT_BOUNCED && event->dialect->has_coarse_classes &&
		ses_smtp_is_bad_address(event->smtp_status))
		event->bounce_class = BOUNCE_HARD;
	if (event->event_type == EVENT_BOUNCED && event->bounce_class == NO_BOUNCE_CLASS)
		event->bounce_class = ses_smtp_bounce_class(event->smtp_status, event->smtp_code);

	if (event->reason == NO_REASON &&
		(event->event_type == EVENT_BOUNCED || event->event_type == EVENT_DEFERRED ||
		 event->event_type == EVENT_FAILED || event->event_type == EVENT_REJECTED))
		event->reason = ses_smtp_reason(event->smtp_status, event->smtp_code);
	if (event->reason == NO_REASON)
		event->reason = event->otherwise;
}

/* Fills in what follows from the rest. */
static void
complete(Event *event)
{
	infer_from_reply(event);
	if (event->message_id.length == 0)
		event->message_id = event->rfc_message_id;
	if (ses_event_wants(event, COL_EVENT_ID))
		ses_event_identify(event, &event->event_id);

	/* Not before: the envelope's time is no part of what the event is. */
	if (event->occurred_at == NO_TIME)
		event->occurred_at = event->document->time;
}

void
ses_event_emit(const Event *event)
{
	Sink	   *sink = event->sink;
	Event		copy;

	/* What an event is, is known already: that needs not even a copy. */
	if (!ses_event_needs_only_type(event))
	{
		copy = *event;
		complete(&copy);
		event = &copy;
	}
	sink->take_event(sink, event);
	sink->satisfied = sink->first_only;
}

static bool
has_too_many_rows(const Event *event, int recipients)
{
	if (recipients <= USUAL_RECIPIENTS)
		return false;
	return recipients > MAX_RECIPIENTS ||
		(int64) recipients * VARSIZE(ses_json_to_jsonb(&event->document->value)) > MAX_BYTES_IN_ROWS;
}

bool
ses_event_emit_if_too_many(const Event *event, int recipients)
{
	Event		one = *event;

	if (!has_too_many_rows(event, recipients))
		return false;
	ses_report(event->sink, event->document, OUTCOME_MALFORMED, event->dialect, NULL,
			   "names more recipients than there can be: the one row of the event has them in its details");
	one.details = event->document->value;
	ses_event_emit(&one);
	return true;
}

static Datum
text_datum(Slice text, bool *is_null)
{
	*is_null = text.length == 0;
	return *is_null ? (Datum) 0 : PointerGetDatum(cstring_to_text_with_len(text.data, text.length));
}

static Datum
term_datum(const Term *term, bool *is_null)
{
	*is_null = term->word == NULL;
	return *is_null ? (Datum) 0 : CStringGetTextDatum(term->word);
}

static Datum
time_datum(int64 time, bool *is_null)
{
	TimestampTz timestamp = 0;

	*is_null = time == NO_TIME;
	if (!*is_null)
	{
		timestamp = ses_time_to_timestamp(time);
		*is_null = !IS_VALID_TIMESTAMP(timestamp);
	}
	return TimestampTzGetDatum(timestamp);
}

/* An address, NULL for what is none; inet's own input function would raise. */
static Datum
inet_datum(Slice text, bool *is_null)
{
	char		address[INET6_ADDRSTRLEN];
	inet	   *result;

	*is_null = true;
	if (text.length == 0 || text.length >= (int) sizeof(address))
		return (Datum) 0;
	memcpy(address, text.data, text.length);
	address[text.length] = '\0';

	result = palloc0(sizeof(inet));
	if (inet_pton(AF_INET, address, ip_addr(result)) == 1)
	{
		ip_family(result) = PGSQL_AF_INET;
		ip_bits(result) = 32;
	}
	else if (inet_pton(AF_INET6, address, ip_addr(result)) == 1)
	{
		ip_family(result) = PGSQL_AF_INET6;
		ip_bits(result) = 128;
	}
	else
		return (Datum) 0;
	SET_INET_VARSIZE(result);
	*is_null = false;
	return InetPGetDatum(result);
}

/* A list of labels; NULL where there is no label in it. */
static Datum
labels_datum(const JsonbValue *labels, bool *is_null)
{
	MemoryContext context = CurrentMemoryContext;
	ArrayBuildState *array = NULL;
	JsonScan	scan;
	JsonbValue	label;

	ses_json_scan_begin(&scan, labels);
	while (ses_json_scan_next(&scan, &label))
	{
		bool		absent;
		Datum		text = text_datum(ses_json_text(&label), &absent);

		if (!absent)
			array = accumArrayResult(array, text, false, TEXTOID, context);
	}
	ses_json_scan_end(&scan);

	*is_null = array == NULL;
	return *is_null ? (Datum) 0 : makeArrayResult(array, context);
}

static Datum
json_datum(const JsonbValue *value, bool *is_null)
{
	*is_null = value->type == jbvNull;
	return *is_null ? (Datum) 0 : JsonbPGetDatum(ses_json_to_jsonb(value));
}

Datum
ses_event_datum(const Event *event, Column column, bool *is_null)
{
	const void *member = (const char *) event + ses_columns[column].offset;

	*is_null = false;
	switch (ses_columns[column].kind)
	{
		case KIND_UUID:
			{
				pg_uuid_t  *id = palloc(sizeof(pg_uuid_t));

				*id = *(const pg_uuid_t *) member;
				return UUIDPGetDatum(id);
			}
		case KIND_TIME:
			return time_datum(*(const int64 *) member, is_null);
		case KIND_EVENT_TYPE:
			return term_datum(&ses_event_types[*(const EventType *) member], is_null);
		case KIND_PROVIDER:
			return CStringGetTextDatum(event->dialect->name);
		case KIND_TEXT:
			return text_datum(*(const Slice *) member, is_null);
		case KIND_INTEGER:
			*is_null = *(const int32 *) member == 0;
			return Int32GetDatum(*(const int32 *) member);
		case KIND_BOUNCE_CLASS:
			return term_datum(&ses_bounce_classes[*(const BounceClass *) member], is_null);
		case KIND_REASON:
			return term_datum(&ses_reasons[*(const Reason *) member], is_null);
		case KIND_INET:
			return inet_datum(*(const Slice *) member, is_null);
		case KIND_ANSWER:
			*is_null = *(const Answer *) member == NOT_TOLD;
			return BoolGetDatum(*(const Answer *) member == ANSWER_YES);
		case KIND_LABELS:
			return labels_datum(member, is_null);
		case KIND_JSON:
			return json_datum(member, is_null);
	}
	*is_null = true;
	return (Datum) 0;
}
