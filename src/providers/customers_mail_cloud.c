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

/* The objects of inbound mail. */
enum
{
	HEADERS = PART_OWN
};

/* Its time is in its Date header only.  Who wrote it is in From: the envelope has the address for bounces. */
static const Field inbound_fields[] = {
	{COL_OCCURRED_AT, HEADERS, "Date", AS_DATE},
	{COL_SENT_AT, HEADERS, "Date", AS_DATE},
	{COL_RFC_MESSAGE_ID, HEADERS, "Message-ID", AS_MESSAGE_ID},
	{COL_SENDER, HEADERS, "From", AS_ADDRESS},
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

static const Naming inbound_naming[] = {
	{.constant = "inbound"},
	{.constant = NULL},
};

static const Layout inbound_layout = {
	.name = "inbound",
	.parts = {
		[HEADERS] = {PART_DOCUMENT, "headers"},
	},
	.forms = {[HEADERS] = PART_HEADERS},
	.naming = inbound_naming,
	.details = PART_DOCUMENT,
	.fields = inbound_fields,
};

static const char *const named[] = {"event", NULL};

static const Sign inbound_signs[] = {
	{.keys = {"filter"}, .foreign = named},
	{.keys = {NULL}},
};

static const char *const only_code[] = {
	"the bound on the length of server_composition",
	NULL,
};

const Provider ses_customers_mail_cloud = {
	.dialect = {
		.name = "customers_mail_cloud",
		.home_offset = 9 * SECS_PER_HOUR, /* Asia/Tokyo, which had no other time since 1951 */
		.events = events,
	},
	.only_code = only_code,
	.signs = signs,
	.layouts = {&layout, &inbound_layout},
	.layout_signs = {NULL, inbound_signs},
};
