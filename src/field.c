/*
 * field.c
 *		Filling an event's columns from a provider's JSON, by a table.
 */
#include "field.h"

#include "header.h"
#include "json.h"
#include "provider.h"
#include "sink.h"
#include "smtp.h"
#include "zone.h"

static bool
is_empty(const Event *event, Column column)
{
	const void *member = (const char *) event + ses_columns[column].offset;

	switch (ses_columns[column].kind)
	{
		case KIND_TIME:
			return *(const int64 *) member == NO_TIME;
		case KIND_TEXT:
		case KIND_INET:
			return ((const Slice *) member)->length == 0;
		case KIND_ANSWER:
			return *(const Answer *) member == NOT_TOLD;
		case KIND_LABELS:
		case KIND_JSON:
			return ((const JsonbValue *) member)->type == jbvNull;
		default:
			return false;		/* what an event is stands in no field */
	}
}

/* Sets smtp_response and what it tells, or description, from a text. */
static void
set_reply(Event *event, Slice text)
{
	SmtpReply	reply = ses_smtp_read(text);

	if (reply.is_remote)
		event->smtp_response = reply.text;
	else if (event->description.length == 0)
		event->description = reply.text;
	if (event->smtp_code == 0)
		event->smtp_code = reply.code;

	/* A DSN's own status is often 5.0.0 where the server's answer told more. */
	if (event->smtp_status.length == 0 ||
		(ses_smtp_is_generic(event->smtp_status) && reply.status.length > 0 &&
		 reply.status.data[0] == event->smtp_status.data[0]))
		event->smtp_status = reply.status;
}

/* The host of "dns; mx.example"; Amazon's documentation also has "dsn; mx.example". */
static Slice
strip_mta_type(Slice host)
{
	int			semicolon = slice_find(host, ';');

	return slice_trim(semicolon >= 0 ? slice_from(host, semicolon + 1) : host);
}

static Slice
first_text(const JsonbValue *list)
{
	JsonbValue	element;

	return ses_json_get_first(list, &element) ? ses_json_text(&element) : NO_SLICE;
}

static Slice
text_in_form(const JsonbValue *value, FieldForm form)
{
	switch (form)
	{
		case AS_ADDRESS:
			return ses_header_address(ses_json_text(value));
		case AS_MESSAGE_ID:
			return ses_header_message_id(ses_json_text(value));
		case AS_HEADER:
			return ses_header_decode(ses_json_text(value));
		case AS_HOST:
			return strip_mta_type(ses_json_text(value));
		case AS_FIRST:
			return first_text(value);
		case AS_STATUS:
			return ses_smtp_find_status(ses_json_text(value));
		case AS_SENT:
		case AS_REPLY:
			break;
	}
	return ses_json_text(value);
}

/* A time as text or number; one without a zone is in the sink's, else in the provider's. */
static int64
read_time(const Event *event, Slice text)
{
	ParsedTime	time;

	if (!ses_timestamp_parse(text, &time))
		return NO_TIME;
	if (!time.is_local)
		return time.micros;
	if (event->sink->zone != NULL)
		return ses_zone_to_utc(time.micros, event->sink->zone);
	return time.micros - event->provider->home_offset * USECS_PER_SEC;
}

/* Yes or no, in the words that providers have for it. */
static Answer
read_answer(Slice word)
{
	if (slice_equals_nocase(word, SLICE("true")) || slice_equals_nocase(word, SLICE("likely")))
		return ANSWER_YES;
	if (slice_equals_nocase(word, SLICE("false")) || slice_equals_nocase(word, SLICE("unlikely")))
		return ANSWER_NO;
	return NOT_TOLD;
}

/* Sets a column from a value that was found for it. */
static void
set_column(Event *event, const Field *field, const JsonbValue *value)
{
	void	   *member = (char *) event + ses_columns[field->column].offset;

	switch (ses_columns[field->column].kind)
	{
		case KIND_TIME:
			*(int64 *) member = read_time(event, ses_json_text(value));
			break;
		case KIND_TEXT:
		case KIND_INET:
			if (field->form == AS_REPLY)
				set_reply(event, ses_json_text(value));
			else
				*(Slice *) member = text_in_form(value, field->form);
			break;
		case KIND_ANSWER:
			*(Answer *) member = read_answer(ses_json_text(value));
			break;
		case KIND_LABELS:
			*(JsonbValue *) member = *value;
			break;
		case KIND_JSON:

			/*
			 * A map that is empty says nothing, and programs in PHP write it
			 * as an empty list.
			 */
			if (ses_json_is_object(value) && ses_json_length(value) > 0)
				*(JsonbValue *) member = *value;
			break;
		default:
			break;
	}
}

void
ses_fields_fill(Event *event, const Field *fields, const JsonbValue *objects)
{
	for (const Field *field = fields; field->key != NULL; field++)
	{
		JsonbValue	value;

		if (ses_event_wants(event, field->column) && is_empty(event, field->column) &&
			ses_json_get(&objects[field->object], field->key, &value))
			set_column(event, field, &value);
	}
}
