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
#include "json/parsing.h"
#include "json/reading.h"
#include "walk/registry.h"

static const Mapping bounce_codes[] = {
	{"1", .reason = REASON_UNKNOWN_HOST},
	{"2", .reason = REASON_UNKNOWN_RECIPIENT},
	{"3", .reason = REASON_TIMED_OUT},	   /* retransmission timeout */
	{"4", .otherwise = REASON_BLOCKED},	   /* rejection */
	{"5", .reason = REASON_MAILBOX_FULL},  /* over capacity */
	{"6", .otherwise = REASON_OTHER},	   /* forward error */
	{"7", .otherwise = REASON_CONNECTION}, /* receiving server error */
	{"8", .reason = REASON_MESSAGE_TOO_LARGE},
	{"9", .reason = REASON_INVALID_ADDRESS},							/* address format error */
	{"10", .bounce_class = BOUNCE_HARD, .reason = REASON_SUPPRESSED},	/* bounced before, not sent */
	{"11", .bounce_class = BOUNCE_HARD, .reason = REASON_UNSUBSCRIBED}, /* one-click, not sent */
	{"99", .otherwise = REASON_OTHER},
	{0},
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
	{0},
};

static const Field event_fields[] = {
	{COL_OCCURRED_AT, PART_DOCUMENT, "created", AS_SENT},
	{COL_RFC_MESSAGE_ID, PART_DOCUMENT, "messageId", AS_MESSAGE_ID},
	{COL_RECIPIENT, PART_DOCUMENT, "to", AS_ADDRESS},
	{COL_RECIPIENT, PART_DOCUMENT, "envelopeTo", AS_ADDRESS}, /* v1 */
	{COL_RECIPIENT, PART_DOCUMENT, "email", AS_ADDRESS},	  /* of a block, in the list that
												 * the API gives */
	{COL_SENDER, PART_DOCUMENT, "from", AS_ADDRESS},
	{COL_SENDER, PART_DOCUMENT, "envelopeFrom", AS_ADDRESS}, /* v1 */
	{COL_SUBJECT, PART_DOCUMENT, "subject", AS_HEADER},
	{COL_SMTP_RESPONSE, PART_DOCUMENT, "reason", AS_REPLY},
	{COL_STREAM, PART_WRAPPER, "server_composition", AS_SENT},
	{COL_METADATA, PART_DOCUMENT, "apiData", AS_MEMBER}, /* the message's X-Api-Data header */
	{0},
};

static const Field inbound_fields[] = {
	{COL_RECIPIENT, PART_DOCUMENT, "envelope-to", AS_ADDRESS},
	{COL_SENDER, PART_DOCUMENT, "envelope-from", AS_ADDRESS},
	{COL_SUBJECT, PART_DOCUMENT, "subject", AS_HEADER},
	{COL_STREAM, PART_DOCUMENT, "server_composition", AS_SENT},
	{0},
};

static const Sign signs[] = {
	{.keys = {"server_composition", "event_type", "event"}},
	{.keys = {"filter", "envelope-to", "headers"}},
	{.keys = {"filter", "envelope-to", "server_composition"}},
	{.keys = {"filter", "envelope-from", "headers"}},
	{.keys = {"filter", "envelope-from", "server_composition"}},
	{.keys = {NULL}},
};

/* Longer names than there are of servers: each event of a webhook has a copy. */
#define MAX_STREAM 1000

static void
finish(Event *event, const JsonbValue *parts)
{
	(void) parts;
	if (event->stream.length > MAX_STREAM)
		event->stream = NO_SLICE;
}

/* A status refines a bounce, but is what a delivery is. */
static const Layout layout = {
	.lists = "event",
	.half_name = {"deliveries", "status"},
	.subtypes = {{PART_DOCUMENT, "status"}},
	.details = PART_DOCUMENT,
	.fields = event_fields,
	.finish = finish,
};

/*
 * The headers of an inbound message may be text; its time is in its own Date header
 * only.  Who wrote it is in From: the envelope has the address for bounces.
 */
static void
finish_inbound(Event *event, const JsonbValue *parts)
{
	JsonbValue headers;
	JsonError  error;
	Slice	   from;

	(void) ses_json_get(&parts[PART_DOCUMENT], "headers", &headers);
	if (!ses_json_parse_in_place(&headers, &error))
		headers.type = jbvNull;
	event->rfc_message_id = ses_header_message_id(ses_header_find(&headers, "Message-ID"));
	event->sent_at = ses_header_date(ses_header_find(&headers, "Date"));
	event->occurred_at = event->sent_at;
	from = ses_header_address(ses_header_find(&headers, "From"));
	if (from.length > 0)
		event->sender = from;
}

static const Layout inbound_layout = {
	.name = "inbound",
	.details = PART_DOCUMENT,
	.fields = inbound_fields,
	.finish = finish_inbound,
};

static void
read_document(const Provider *self, const Document *document, Sink *sink)
{
	JsonbValue member;

	if (ses_json_get(&document->value, "filter", &member) && !ses_json_get(&document->value, "event", &member))
		ses_layout_read_named(&inbound_layout, &self->dialect, document, sink, SLICE("inbound"));
	else
		ses_layout_read(&layout, &self->dialect, document, sink);
}

const Provider ses_customers_mail_cloud = {
	.dialect = {
		.name = "customers_mail_cloud",
		.home_offset = 9 * SECS_PER_HOUR, /* Asia/Tokyo, which had no other time since 1951 */
		.events = events,
	},
	.signs = signs,
	.layouts = {&layout, &inbound_layout},
	.read = read_document,
};
