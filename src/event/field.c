/*
 * field.c
 *		Filling an event's columns from a provider's JSON, by a table.
 */
#include "event/field.h"

#include "mail/header.h"
#include "event/absent.h"
#include "json/building.h"
#include "json/parsing.h"
#include "json/reading.h"
#include "event/sink.h"
#include "event/trace.h"
#include "mail/reply.h"
#include "text/zone.h"

const char *
ses_field_form_name(FieldForm form)
{
	static const char *const names[] = {
		[AS_SENT] = "text",
		[AS_ADDRESS] = "address",
		[AS_MESSAGE_ID] = "message_id",
		[AS_HEADER] = "header",
		[AS_HOST] = "host",
		[AS_FIRST] = "first",
		[AS_STATUS] = "status",
		[AS_REPLY] = "reply",
		[AS_DATE] = "date",
		[AS_JSON] = "json",
		[AS_MEMBER] = "member",
		[AS_MORE] = "more",
		[AS_BEFORE_DOT] = "before_dot",
		[AS_NAME] = "name",
		[AS_ROBOT] = "robot",
	};

	return names[form];
}

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
		case KIND_INTEGER:
			return *(const int32 *) member == 0;
		case KIND_ANSWER:
			return *(const Answer *) member == NOT_TOLD;
		case KIND_LABELS:
		case KIND_JSON:
			return ses_json_length(member) == 0;
		default:
			return false; /* what an event is stands in no field */
	}
}

/* A DSN's own status is often 5.0.0 where the server's answer has a specific one. */
static void
set_status(Event *event, Slice status)
{
	if (event->smtp_status.length == 0 ||
		(ses_status_is_generic(event->smtp_status) && status.length > 0 &&
		 status.data[0] == event->smtp_status.data[0]))
		event->smtp_status = status;
}

/*
 * Whether a code in a member of its own, which was filled before, shows that a
 * server answered.  A refusal with 250 has the code of something else.
 */
static bool
has_code_of_reply(const Event *event)
{
	return event->smtp_code >= 400 || (event->smtp_code != 0 && event->event_type == EVENT_DELIVERED);
}

/* Sets smtp_response and what it tells, or description, from a text. */
static void
set_reply(Event *event, Slice text)
{
	Reply reply = ses_reply_read(text);

	if (reply.is_remote || has_code_of_reply(event))
		event->smtp_response = reply.text;
	else if (event->description.length == 0)
		event->description = reply.text;
	if (event->smtp_code == 0)
		event->smtp_code = reply.code;
	if (event->reply_host.length == 0)
		event->reply_host = reply.host;
	set_status(event, reply.status);
}

/* The host of "dns; mx.example"; Amazon's documentation also has "dsn; mx.example". */
static Slice
strip_mta_type(Slice host)
{
	int semicolon = slice_find(host, ';');

	return slice_trim(semicolon >= 0 ? slice_from(host, semicolon + 1) : host);
}

static Slice
first_text(const JsonbValue *list)
{
	JsonbValue element;

	return ses_json_get_first(list, &element) ? ses_json_text(&element) : NO_SLICE;
}

static Slice
before_dot(Slice text)
{
	int dot = slice_find(text, '.');

	return dot > 0 ? slice_until(text, dot) : text;
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
			return ses_reply_find_status(ses_json_text(value));
		case AS_BEFORE_DOT:
			return before_dot(ses_json_text(value));
		case AS_SENT:
		case AS_REPLY:
		case AS_DATE:
		case AS_JSON:
		case AS_MEMBER:
		case AS_MORE:
		case AS_NAME:
		case AS_ROBOT:
			break;
	}
	return ses_json_text(value);
}

/* A time as text or number; one without a zone is in the sink's, else in the provider's. */
static int64
read_time(const Event *event, Slice text)
{
	ParsedTime time;

	if (!ses_timestamp_parse(text, &time))
		return NO_TIME;
	if (!time.is_local)
		return time.micros;
	if (event->sink->zone != NULL)
		return ses_zone_to_utc(time.micros, event->sink->zone);
	if (event->dialect->home_zone != NULL)
		return ses_zone_to_utc(time.micros, event->dialect->home_zone);
	return ses_zone_home_to_utc(time.micros, event->dialect->home_offset, event->dialect->has_summer_time);
}

/* Yes or no, in the words that providers have for it, or by what names a program. */
static Answer
read_answer(Slice word, FieldForm form)
{
	if (form == AS_NAME)
		return word.length > 0 ? ANSWER_YES : ANSWER_NO;
	if (form == AS_ROBOT && word.length > 0)
		return slice_equals_nocase(word, SLICE("robot")) ? ANSWER_YES : ANSWER_NO;
	if (slice_equals_nocase(word, SLICE("true")) || slice_equals_nocase(word, SLICE("likely")))
		return ANSWER_YES;
	if (slice_equals_nocase(word, SLICE("false")) || slice_equals_nocase(word, SLICE("unlikely")))
		return ANSWER_NO;
	return NOT_TOLD;
}

/*
 * Sets metadata from a map: an object, or a list of names and values.  One that is
 * empty says nothing, and programs in PHP write it as an empty list.
 */
static void
set_map(JsonbValue *member, const JsonbValue *map)
{
	JsonbBuilder builder = {0};
	JsonScan	 scan;
	JsonbValue	 pair;

	if (ses_json_is_object(map))
	{
		if (ses_json_length(map) > 0)
			*member = *map;
		return;
	}
	if (!ses_json_is_array(map))
		return;
	ses_json_scan_light(&scan, map);
	while (ses_json_scan_next(&scan, &pair))
	{
		Slice	   name = ses_json_get_text(&pair, "name");
		JsonbValue value;

		if (name.length > 0 && ses_json_get(&pair, "value", &value))
			ses_json_add_member(&builder, name, &value);
	}
	ses_json_end_object(&builder, member);
}

/* Sets metadata to an object that has nothing but a text. */
static void
set_map_to_member(JsonbValue *member, const char *key, Slice text)
{
	JsonbBuilder builder = {0};
	JsonbValue	 value;

	if (text.length == 0)
		return;
	ses_json_set_string(&value, text);
	ses_json_add_member(&builder, slice_of(key), &value);
	ses_json_end_object(&builder, member);
}

/* Sets metadata from text: the object that it holds, or one that holds it. */
static void
set_map_from_text(JsonbValue *member, const char *key, const JsonbValue *text)
{
	JsonbValue map = *text;
	JsonError  error;

	if (ses_json_parse_in_place(&map, &error) && ses_json_is_object(&map))
		set_map(member, &map);
	else
		set_map_to_member(member, key, ses_json_text(text));
}

/* Sets a list of labels, which may be written as text.  An empty text is no label. */
static void
set_labels(JsonbValue *member, const JsonbValue *value, FieldForm form)
{
	JsonbValue list = *value;
	JsonError  error;

	if (form == AS_JSON && ses_json_parse_in_place(&list, &error) && ses_json_is_array(&list))
		*member = list;
	else if (value->type != jbvString || value->val.string.len > 0)
		*member = *value;
}

/* Adds a text to metadata, which may have members. */
static void
add_to_map(JsonbValue *map, const char *key, const JsonbValue *value)
{
	JsonbBuilder builder = {0};
	JsonScan	 scan;
	JsonbValue	 member;

	if (ses_json_text(value).length == 0)
		return;
	if (ses_json_is_object(map))
	{
		ses_json_scan_members(&scan, map);
		while (ses_json_scan_next(&scan, &member))
			ses_json_add_member(&builder, scan.key, &member);
		ses_json_scan_end(&scan);
	}
	ses_json_add_member(&builder, slice_of(key), value);
	ses_json_end_object(&builder, map);
}

/* Adds labels to those that there are. */
static void
add_labels(JsonbValue *labels, const JsonbValue *value)
{
	JsonElements all = {0};

	ses_json_append(&all, labels);
	ses_json_append(&all, value);
	ses_json_set_array(labels, all.elements, all.count);
}

/* Sets a column from a value that was found for it. */
static void
set_column(Event *event, const Field *field, const JsonbValue *value)
{
	void *member = (char *) event + ses_columns[field->column].offset;

	switch (ses_columns[field->column].kind)
	{
		case KIND_TIME:
			*(int64 *) member = field->form == AS_DATE ? ses_header_date(ses_json_text(value)) :
														 read_time(event, ses_json_text(value));
			break;
		case KIND_TEXT:
		case KIND_INET:
			if (field->form == AS_STATUS)
				set_status(event, text_in_form(value, AS_STATUS));
			else if (field->form == AS_REPLY)
				set_reply(event, ses_json_is_array(value) ? first_text(value) : ses_json_text(value));
			else
				*(Slice *) member = ses_column_text(field->column, text_in_form(value, field->form));
			break;
		case KIND_INTEGER:
			*(int32 *) member = ses_reply_code(ses_json_text(value));
			break;
		case KIND_ANSWER:
			*(Answer *) member = read_answer(ses_json_text(value), field->form);
			break;
		case KIND_LABELS:
			if (field->form == AS_MORE)
				add_labels(member, value);
			else
				set_labels(member, value, field->form);
			break;
		case KIND_JSON:
			if (field->form == AS_JSON && value->type == jbvString)
				set_map_from_text(member, field->key, value);
			else if (field->form == AS_MORE)
				add_to_map(member, field->key, value);
			else if (field->form == AS_MEMBER)
				set_map_to_member(member, field->key, ses_json_text(value));
			else
				set_map(member, value);
			break;
		default:
			break;
	}
}

/* Whether a row may still improve a column that has a value: a list, or a status that is generic. */
static bool
may_improve(const Event *event, const Field *field)
{
	if (field->form == AS_MORE)
		return true;
	return field->form == AS_STATUS && field->column == COL_SMTP_STATUS && ses_status_is_generic(event->smtp_status);
}

/* Fills the column of a row, if it is still empty.  Inline: most rows find nothing. */
static pg_attribute_always_inline void
fill_column(Event *event, const Field *field, const JsonbValue *parts)
{
	JsonbValue value;

	if ((!is_empty(event, field->column) && !may_improve(event, field)) ||
		!ses_json_get(&parts[field->part], field->key, &value))
		return;
	set_column(event, field, &value);
	if (event->sink->trace != NULL)
		ses_trace_field(event->sink->trace, event, field);
}

void
ses_field_clear(Event *event, Column column)
{
	void *member = (char *) event + ses_columns[column].offset;

	switch (ses_columns[column].kind)
	{
		case KIND_TIME:
			*(int64 *) member = NO_TIME;
			break;
		case KIND_TEXT:
		case KIND_INET:
			*(Slice *) member = NO_SLICE;
			break;
		case KIND_INTEGER:
			*(int32 *) member = 0;
			break;
		case KIND_ANSWER:
			*(Answer *) member = NOT_TOLD;
			break;
		case KIND_LABELS:
		case KIND_JSON:
			((JsonbValue *) member)->type = jbvNull;
			break;
		default:
			break;
	}
}

const Field *
ses_fields_fill_until(Event *event, const Field *fields, const JsonbValue *parts, int part)
{
	const ColumnSet wanted = event->sink->wanted;
	const Field	   *field;

	if (event->sink->trace != NULL)
		ses_trace_continue(event->sink->trace, event);
	for (field = fields; field->key != NULL && field->part != part; field++)
	{
		if ((wanted & COLUMN(field->column)) != 0)
			fill_column(event, field, parts);
	}
	return field;
}

void
ses_fields_fill(Event *event, const Field *fields, const JsonbValue *parts)
{
	(void) ses_fields_fill_until(event, fields, parts, -1);
}

void
ses_fields_fill_column(Event *event, const Field *fields, const JsonbValue *parts, Column column)
{
	if (event->sink->trace != NULL)
		ses_trace_continue(event->sink->trace, event);
	for (const Field *field = fields; field->key != NULL; field++)
	{
		if (field->column == column)
			fill_column(event, field, parts);
	}
}
