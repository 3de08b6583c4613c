/*
 * column.c
 *		How an Event's columns become a row's attributes.
 */
#include "event/column.h"

#include <arpa/inet.h>

#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/inet.h"
#include "utils/timestamp.h"

#include "event/event.h"
#include "json/building.h"
#include "json/reading.h"
#include "text/zone.h"

#define MEMBER(member) offsetof(Event, member)

const ColumnInfo ses_columns[EVENT_COLUMNS] = {
	[COL_EVENT_ID] = {"event_id", KIND_UUID, MEMBER(event_id)},
	[COL_OCCURRED_AT] = {"occurred_at", KIND_TIME, MEMBER(occurred_at)},
	[COL_EVENT_TYPE] = {"event_type", KIND_EVENT_TYPE, MEMBER(event_type)},
	[COL_PROVIDER] = {"provider", KIND_PROVIDER, MEMBER(dialect)},
	[COL_PROVIDER_EVENT] = {"provider_event", KIND_TEXT, MEMBER(provider_event)},
	[COL_PROVIDER_EVENT_ID] = {"provider_event_id", KIND_TEXT, MEMBER(provider_event_id)},
	[COL_MESSAGE_ID] = {"message_id", KIND_TEXT, MEMBER(message_id)},
	[COL_RFC_MESSAGE_ID] = {"rfc_message_id", KIND_TEXT, MEMBER(rfc_message_id)},
	[COL_RECIPIENT] = {"recipient", KIND_TEXT, MEMBER(recipient)},
	[COL_CANDIDATES] = {"candidates", KIND_INTEGER, MEMBER(candidates)},
	[COL_SENDER] = {"sender", KIND_TEXT, MEMBER(sender)},
	[COL_SUBJECT] = {"subject", KIND_TEXT, MEMBER(subject)},
	[COL_SENT_AT] = {"sent_at", KIND_TIME, MEMBER(sent_at)},
	[COL_BOUNCE_CLASS] = {"bounce_class", KIND_BOUNCE_CLASS, MEMBER(bounce_class)},
	[COL_REASON] = {"reason", KIND_REASON, MEMBER(reason)},
	[COL_SMTP_CODE] = {"smtp_code", KIND_INTEGER, MEMBER(smtp_code)},
	[COL_SMTP_STATUS] = {"smtp_status", KIND_TEXT, MEMBER(smtp_status)},
	[COL_SMTP_RESPONSE] = {"smtp_response", KIND_TEXT, MEMBER(smtp_response)},
	[COL_DESCRIPTION] = {"description", KIND_TEXT, MEMBER(description)},
	[COL_REMOTE_MTA] = {"remote_mta", KIND_TEXT, MEMBER(remote_mta)},
	[COL_URL] = {"url", KIND_TEXT, MEMBER(url)},
	[COL_IP_ADDRESS] = {"ip_address", KIND_INET, MEMBER(ip_address)},
	[COL_USER_AGENT] = {"user_agent", KIND_TEXT, MEMBER(user_agent)},
	[COL_IS_BOT] = {"is_bot", KIND_ANSWER, MEMBER(is_bot)},
	[COL_STREAM] = {"stream", KIND_TEXT, MEMBER(stream)},
	[COL_TEMPLATE] = {"template", KIND_TEXT, MEMBER(template)},
	[COL_ACCOUNT_ID] = {"account_id", KIND_TEXT, MEMBER(account_id)},
	[COL_TAGS] = {"tags", KIND_LABELS, MEMBER(tags)},
	[COL_METADATA] = {"metadata", KIND_JSON, MEMBER(metadata)},
	[COL_DETAILS] = {"details", KIND_JSON, MEMBER(details)},
	[COL_PROVIDER_CLASS] = {"provider_class", KIND_BOUNCE_CLASS, MEMBER(provider_class)},
	[COL_ACTOR] = {"actor", KIND_ACTOR, MEMBER(actor)},
	[COL_CLIENT] = {"client", KIND_WORD, MEMBER(client)},
	[COL_MAILBOX_PROVIDER] = {"mailbox_provider", KIND_WORD, MEMBER(mailbox_provider)},
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
		case KIND_ACTOR:
		case KIND_WORD:
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

size_t
ses_column_size(Column column)
{
	switch (ses_columns[column].kind)
	{
		case KIND_UUID:
			return sizeof(pg_uuid_t);
		case KIND_TIME:
			return sizeof(int64);
		case KIND_EVENT_TYPE:
			return sizeof(EventType);
		case KIND_PROVIDER:
			return sizeof(const Dialect *);
		case KIND_TEXT:
		case KIND_INET:
			return sizeof(Slice);
		case KIND_INTEGER:
			return sizeof(int32);
		case KIND_BOUNCE_CLASS:
			return sizeof(BounceClass);
		case KIND_REASON:
			return sizeof(Reason);
		case KIND_ACTOR:
			return sizeof(Actor);
		case KIND_WORD:
			return sizeof(const char *);
		case KIND_ANSWER:
			return sizeof(Answer);
		case KIND_LABELS:
		case KIND_JSON:
			return sizeof(JsonbValue);
	}
	return 0;
}

static Datum
text_datum(Slice text, bool *is_null)
{
	*is_null = text.length == 0;
	return *is_null ? (Datum) 0 : PointerGetDatum(cstring_to_text_with_len(text.data, text.length));
}

static Datum
word_datum(const char *word, bool *is_null)
{
	*is_null = word == NULL;
	return *is_null ? (Datum) 0 : CStringGetTextDatum(word);
}

static Datum
term_datum(const Term *term, bool *is_null)
{
	return word_datum(term->word, is_null);
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

/* An address, NULL for any other text; inet's own input function would raise. */
static Datum
inet_datum(Slice text, bool *is_null)
{
	char  address[INET6_ADDRSTRLEN];
	inet *result;

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
	MemoryContext	 context = CurrentMemoryContext;
	ArrayBuildState *array = NULL;
	JsonScan		 scan;
	JsonbValue		 label;

	ses_json_scan_begin(&scan, labels);
	while (ses_json_scan_next(&scan, &label))
	{
		bool  absent;
		Datum text = text_datum(ses_json_text(&label), &absent);

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
				pg_uuid_t *id = palloc(sizeof(pg_uuid_t));

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
		case KIND_ACTOR:
			return term_datum(&ses_actors[*(const Actor *) member], is_null);
		case KIND_WORD:
			return word_datum(*(const char *const *) member, is_null);
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
