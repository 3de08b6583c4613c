/*
 * customers_mail_cloud.c
 *		Customers Mail Cloud (HENNGE): event webhooks and inbound mail.
 *
 * Source: smtps.jp, "Event Webhook" (API v1 and v2), "Inbound Webhook" (API
 * v1), transaction e-mail API "bounces/list" for the status codes.
 *
 * An event webhook names a list of items twice, and brings it as an object, or,
 * in the form mode that is the default, as text:
 *
 *		{"server_composition": "pro", "event_type": "bounces",
 *		 "event": {"bounces": [{…}, …]}}
 *
 * Its times are in the time zone that the account is set to, and do not say so.
 */
#include "postgres.h"

#include "event/field.h"
#include "mail/header.h"
#include "json/building.h"
#include "json/parsing.h"
#include "json/reading.h"
#include "walk/provider.h"

static const Mapping bounce_codes[] = {
	{"1", .bounce_class = BOUNCE_HARD, .reason = REASON_UNKNOWN_HOST},
	{"2", .bounce_class = BOUNCE_HARD, .reason = REASON_UNKNOWN_RECIPIENT},
	{"3", .bounce_class = BOUNCE_SOFT, .reason = REASON_TIMED_OUT}, /* retransmission timeout */
	{"4", .bounce_class = BOUNCE_SOFT, .reason = REASON_BLOCKED},	/* rejection */
	{"5", .bounce_class = BOUNCE_SOFT, .reason = REASON_MAILBOX_FULL},	/* over capacity */
	{"6", .bounce_class = BOUNCE_SOFT, .reason = REASON_OTHER}, /* forward error */
	{"7", .bounce_class = BOUNCE_SOFT, .reason = REASON_CONNECTION},	/* receiving server error */
	{"8", .bounce_class = BOUNCE_SOFT, .reason = REASON_MESSAGE_TOO_LARGE},
	{"9", .bounce_class = BOUNCE_HARD, .reason = REASON_INVALID_ADDRESS},	/* address format error */
	{"10", .bounce_class = BOUNCE_HARD, .reason = REASON_SUPPRESSED},	/* bounced before, not sent */
	{"11", .bounce_class = BOUNCE_HARD, .reason = REASON_UNSUBSCRIBED}, /* one-click, not sent */
	{"99", .bounce_class = BOUNCE_HARD, .reason = REASON_OTHER},
	{0}
};

/*
 * A delivery is what its status says, so the name has both.  A remote refusal
 * comes twice: as a failed delivery, and a second later as a bounce.  Items of
 * "blocks" are not documented, and unknown until they are.
 */
static const Mapping events[] = {
	{"deliveries/queued", .event_type = EVENT_QUEUED},
	{"deliveries/succeeded", .event_type = EVENT_DELIVERED},
	{"deliveries/failed", .event_type = EVENT_FAILED},
	{"deliveries/deferred", .event_type = EVENT_DEFERRED},
	{"bounces", .event_type = EVENT_BOUNCED, .subtypes = bounce_codes},
	{"inbound", .event_type = EVENT_INBOUND},
	{0}
};

/* The objects that fields are in. */
enum
{
	WEBHOOK, ITEM, OBJECTS
};

static const Field event_fields[] = {
	{COL_OCCURRED_AT, ITEM, "created", AS_SENT},
	{COL_RFC_MESSAGE_ID, ITEM, "messageId", AS_MESSAGE_ID},
	{COL_RECIPIENT, ITEM, "to", AS_ADDRESS},
	{COL_RECIPIENT, ITEM, "envelopeTo", AS_ADDRESS},	/* v1 */
	{COL_RECIPIENT, ITEM, "email", AS_ADDRESS}, /* of a block, in the list that
												 * the API gives */
	{COL_SENDER, ITEM, "from", AS_ADDRESS},
	{COL_SENDER, ITEM, "envelopeFrom", AS_ADDRESS},	/* v1 */
	{COL_SUBJECT, ITEM, "subject", AS_HEADER},
	{COL_SMTP_RESPONSE, ITEM, "reason", AS_REPLY},
	{COL_STREAM, WEBHOOK, "server_composition", AS_SENT},
	{0}
};

static const Field inbound_fields[] = {
	{COL_RECIPIENT, WEBHOOK, "envelope-to", AS_ADDRESS},
	{COL_SENDER, WEBHOOK, "envelope-from", AS_ADDRESS},
	{COL_SUBJECT, WEBHOOK, "subject", AS_HEADER},
	{COL_STREAM, WEBHOOK, "server_composition", AS_SENT},
	{0}
};

static const Sign signs[] = {
	{.keys = {"server_composition", "event_type", "event"}},
	{.keys = {"filter", "envelope-to", "headers"}},
	{.keys = {"filter", "envelope-to", "server_composition"}},
	{.keys = {"filter", "envelope-from", "headers"}},
	{.keys = {"filter", "envelope-from", "server_composition"}},
	{.keys = {NULL}}
};

/*
 * The name of an item's event: "bounces", or "deliveries/failed".  A status
 * refines a bounce, but is what a delivery is.
 */
static Slice
event_name(Slice event_type, Slice status)
{
	return slice_equals_nocase(event_type, SLICE("deliveries")) ? ses_event_name(event_type, status) : event_type;
}

/* What the sender wrote into the X-Api-Data header of the message. */
static void
api_data(const JsonbValue *item, JsonbValue *metadata)
{
	JsonbBuilder builder = {0};
	Slice		text = ses_json_get_text(item, "apiData");
	JsonbValue	value;

	ses_json_set_string(&value, text);
	if (text.length > 0)
		ses_json_add_member(&builder, SLICE("apiData"), &value);
	ses_json_end_object(&builder, metadata);
}

/*
 * Longer names than anybody gives, and more lists than an event has: each item
 * has a copy of the first, and each of the second takes memory.
 */
#define MAX_NAME 1000
#define MAX_LISTS 100

static void
emit_item(const Provider *self, const Document *document, Sink *sink, Slice event_type, const JsonbValue *item)
{
	const JsonbValue objects[OBJECTS] = {[WEBHOOK] = document->value, [ITEM] = *item};
	Slice		status = ses_json_get_text(item, "status");
	const Mapping *kind;
	Event		event;

	ses_event_begin(&event, &self->dialect, document, sink);
	kind = ses_event_classify(&event, event_name(event_type, status));
	ses_event_refine(&event, kind, status);
	ses_fields_fill(&event, event_fields, objects);
	if (event.stream.length > MAX_NAME)
		event.stream = NO_SLICE;
	if (ses_event_wants(&event, COL_METADATA))
		api_data(item, &event.metadata);
	event.details = *item;
	ses_event_emit(&event);
}

static void
read_items(const Provider *self, const Document *document, Sink *sink, Slice event_type, const JsonbValue *items)
{
	JsonbValue	item;
	JsonScan	scan;

	ses_json_scan_begin(&scan, items);
	while (!sink->satisfied && ses_json_scan_next(&scan, &item))
	{
		if (ses_json_is_object(&item))
			emit_item(self, document, sink, event_type, &item);
		else
			ses_report(sink, document, OUTCOME_MALFORMED, &self->dialect, "event",
					   "has an item, at place %d of a list, that is no object", scan.index);
	}
	ses_json_scan_end(&scan);
}

/*
 * Each list in the event, under the name that it has there: event_type should
 * say the same, but names one only.
 */
static void
read_events(const Provider *self, const Document *document, Sink *sink)
{
	JsonbValue	event;
	JsonbValue	items;
	JsonScan	scan;
	JsonError	error;
	bool		any = false;

	(void) ses_json_get(&document->value, "event", &event);
	if (!ses_json_parse_in_place(&event, &error))
	{
		ses_report(sink, document, OUTCOME_MALFORMED, &self->dialect, "event",
				   "is not valid JSON near character %d: %s", error.character, error.problem);
		return;
	}

	if (ses_json_is_object(&event))
	{
		ses_json_scan_members(&scan, &event);
		while (!sink->satisfied && ses_json_scan_next(&scan, &items))
		{
			any |= ses_json_list_length(&items) > 0;
			if (scan.index < MAX_LISTS && scan.key.length <= MAX_NAME)
				read_items(self, document, sink, scan.key, &items);
			else
				ses_report(sink, document, OUTCOME_MALFORMED, &self->dialect, "event",
						   "has more than %d lists, or one whose name is longer than %d bytes",
						   MAX_LISTS, MAX_NAME);
		}
		ses_json_scan_end(&scan);
	}
	if (!any)
		ses_report(sink, document, OUTCOME_MALFORMED, &self->dialect, "event",
				   "has no list with items in it");
}

/* An inbound message tells its time in its own Date header only. */
static void
read_inbound(const Provider *self, const Document *document, Sink *sink)
{
	JsonbValue	headers;
	JsonError	error;
	Event		event;

	ses_event_begin(&event, &self->dialect, document, sink);
	ses_event_classify(&event, SLICE("inbound"));
	ses_fields_fill(&event, inbound_fields, &document->value);

	(void) ses_json_get(&document->value, "headers", &headers);
	if (!ses_json_parse_in_place(&headers, &error))
		headers.type = jbvNull;
	event.rfc_message_id = ses_header_message_id(ses_header_find(&headers, "Message-ID"));
	event.sent_at = ses_header_date(ses_header_find(&headers, "Date"));
	event.occurred_at = event.sent_at;

	event.details = document->value;
	ses_event_emit(&event);
}

static void
read_document(const Provider *self, const Document *document, Sink *sink)
{
	JsonbValue	event;

	if (ses_json_get(&document->value, "filter", &event) && !ses_json_get(&document->value, "event", &event))
		read_inbound(self, document, sink);
	else
		read_events(self, document, sink);
}

const Provider ses_customers_mail_cloud = {
	.dialect = {
		.name = "customers_mail_cloud",
		.home_offset = 9 * SECS_PER_HOUR,	/* Asia/Tokyo, which had no other time since 1951 */
		.events = events,
	},
	.signs = signs,
	.read = read_document,
};
