/*
 * brevo.c
 *		Brevo (Sendinblue): transactional and marketing webhooks, inbound mail.
 *
 * Source: Brevo developer documentation, "Transactional webhooks", "Marketing
 * webhooks", "Batched webhooks", "Inbound parsing webhooks".
 *
 * A document is one flat object.
 */
#include "postgres.h"

#include "event/field.h"
#include "walk/registry.h"

/* The documentation, its console and what arrives spell some of them differently. */
static const Mapping events[] = {
	{"request", .event_type = EVENT_QUEUED},
	{"sent", .event_type = EVENT_QUEUED},
	{"delivered", .event_type = EVENT_DELIVERED},
	{"deferred", .event_type = EVENT_DEFERRED},
	{"soft_bounce", .event_type = EVENT_BOUNCED, .bounce_class = BOUNCE_SOFT},
	{"hard_bounce", .event_type = EVENT_BOUNCED, .bounce_class = BOUNCE_HARD, .otherwise = REASON_UNKNOWN_RECIPIENT},
	{"soft_bounced", .event_type = EVENT_BOUNCED, .bounce_class = BOUNCE_SOFT},
	{"hard_bounced", .event_type = EVENT_BOUNCED, .bounce_class = BOUNCE_HARD, .otherwise = REASON_UNKNOWN_RECIPIENT},
	{"invalid_email", .event_type = EVENT_REJECTED, .reason = REASON_INVALID_ADDRESS},
	{"invalid", .event_type = EVENT_REJECTED, .reason = REASON_INVALID_ADDRESS},
	{"blocked", .event_type = EVENT_REJECTED, .reason = REASON_SUPPRESSED},
	{"error", .event_type = EVENT_FAILED, .reason = REASON_OTHER},
	{"spam", .event_type = EVENT_COMPLAINED, .reason = REASON_SPAM},
	{"complaint", .event_type = EVENT_COMPLAINED, .reason = REASON_SPAM},
	{"unsubscribed", .event_type = EVENT_UNSUBSCRIBED},
	{"unsubscribe", .event_type = EVENT_UNSUBSCRIBED},
	{"opened", .event_type = EVENT_OPENED},
	{"unique_opened", .event_type = EVENT_OPENED},
	{"first_opening", .event_type = EVENT_OPENED}, /* the console's name of it */
	{"proxy_open", .event_type = EVENT_OPENED, .is_bot = true},
	{"unique_proxy_open", .event_type = EVENT_OPENED, .is_bot = true},
	{"proxy_opened", .event_type = EVENT_OPENED, .is_bot = true},
	{"unique_proxy_opened", .event_type = EVENT_OPENED, .is_bot = true},
	{"loaded_by_proxy", .event_type = EVENT_OPENED, .is_bot = true},
	{"click", .event_type = EVENT_CLICKED},
	{"clicked", .event_type = EVENT_CLICKED},
	{"list_addition", .event_type = EVENT_SUBSCRIBED},
	{"contact_updated", .event_type = EVENT_UNKNOWN},
	{"contact_deleted", .event_type = EVENT_UNKNOWN},
	{"inbound", .event_type = EVENT_INBOUND},
	{0},
};

/* The objects that fields are in. */
enum
{
	FROM = PART_OWN,
	RECIPIENT
};

/*
 * ts_epoch is in milliseconds; in the samples, s_epoch stands for it, in seconds.  date
 * is in the zone of the account, which no member names: the home zone, if no other is
 * given.  id is the account's or the webhook's, never the event's.
 */
static const Field fields[] = {
	{COL_OCCURRED_AT, PART_DOCUMENT, "ts_epoch", AS_SENT},
	{COL_OCCURRED_AT, PART_DOCUMENT, "s_epoch", AS_SENT},
	{COL_OCCURRED_AT, PART_DOCUMENT, "ts_event", AS_SENT},
	{COL_OCCURRED_AT, PART_DOCUMENT, "ts", AS_SENT},
	{COL_OCCURRED_AT, PART_DOCUMENT, "date", AS_SENT},
	{COL_OCCURRED_AT, PART_DOCUMENT, "date_event", AS_SENT}, /* marketing */
	{COL_SENT_AT, PART_DOCUMENT, "ts_sent", AS_SENT},		 /* marketing */
	{COL_SENT_AT, PART_DOCUMENT, "date_sent", AS_SENT},		 /* marketing */
	{COL_MESSAGE_ID, PART_DOCUMENT, "message-id", AS_MESSAGE_ID},
	{COL_RFC_MESSAGE_ID, PART_DOCUMENT, "message-id", AS_MESSAGE_ID},
	{COL_RECIPIENT, PART_DOCUMENT, "email", AS_ADDRESS},
	{COL_SENDER, PART_DOCUMENT, "sender_email", AS_ADDRESS},
	{COL_SUBJECT, PART_DOCUMENT, "subject", AS_HEADER},
	{COL_SMTP_RESPONSE, PART_DOCUMENT, "reason", AS_REPLY},
	{COL_URL, PART_DOCUMENT, "link", AS_SENT},
	{COL_URL, PART_DOCUMENT, "URL", AS_SENT}, /* marketing */
	{COL_IP_ADDRESS, PART_DOCUMENT, "sending_ip", AS_SENT},
	{COL_USER_AGENT, PART_DOCUMENT, "user_agent", AS_SENT},
	{COL_TEMPLATE, PART_DOCUMENT, "template_id", AS_SENT},
	{COL_TAGS, PART_DOCUMENT, "tags", AS_SENT},
	{COL_TAGS, PART_DOCUMENT, "tag", AS_JSON},
	{COL_METADATA, PART_DOCUMENT, "X-Mailin-custom", AS_JSON},
	{0},
};

static const Field inbound_fields[] = {
	{COL_OCCURRED_AT, PART_DOCUMENT, "SentAtDate", AS_DATE},
	{COL_SENT_AT, PART_DOCUMENT, "SentAtDate", AS_DATE},
	{COL_RFC_MESSAGE_ID, PART_DOCUMENT, "MessageId", AS_MESSAGE_ID},
	{COL_SENDER, FROM, "Address", AS_ADDRESS},
	{COL_SUBJECT, PART_DOCUMENT, "Subject", AS_HEADER},
	{0},
};

static const Sign signs[] = {
	{.keys = {"event", "message-id", "ts_epoch"}},
	{.keys = {"event", "message-id", "s_epoch"}},
	{.keys = {"event", "message-id", "ts_event"}},
	{.keys = {"event", "message-id", "ts"}},
	{.keys = {"event", "message-id", "date"}},
	/* marketing */
	{.keys = {"event", "camp_id"}},
	{.keys = {"event", "campaign name"}},
	{.keys = {"event", "list_id", "ts"}},
	{.keys = {"event", "email", "key", "content"}, .member = "event", .prefix = "contact_updated"},
	{.keys = {"event", "email", "key", "content"}, .member = "event", .prefix = "contact_deleted"},
	{.keys = {"event", "email", "key", "date"}, .member = "event", .prefix = "contact_deleted"},
	{.keys = {"Uuid", "MessageId", "From", "Recipients"}, .object = "From"},
	{.keys = {"Uuid", "MessageId", "From", "To"}, .object = "From"},
	{.keys = {NULL}},
};

/*
 * The client's address is that of opens and clicks: of other events, it is that of
 * Brevo's machine.  Of deliveries, the reason is "sent", which is not what anybody said.
 */
static const Only only[] = {
	{COL_IP_ADDRESS, TYPE_BIT(EVENT_OPENED) | TYPE_BIT(EVENT_CLICKED)},
	{COL_DESCRIPTION, ~(TYPE_BIT(EVENT_QUEUED) | TYPE_BIT(EVENT_DELIVERED))},
	{0},
};

static const Hint hints[] = {
	{EVENT_REJECTED, PART_DOCUMENT, "reason", "unsubscribed", .reason = REASON_UNSUBSCRIBED},
	{0},
};

static const Layout layout = {
	.names = {"event"},
	.details = PART_DOCUMENT,
	.fields = fields,
	.only = only,
	.hints = hints,
};

static const Naming inbound_naming[] = {
	{.constant = "inbound"},
	{.constant = NULL},
};

/* Recipients are those of the envelope, each of whom received the message.  To is a header. */
static const Layout inbound_layout = {
	.name = "inbound",
	.parts = {
		[FROM] = {PART_DOCUMENT, "From"},
		[RECIPIENT] = {PART_DOCUMENT, KEY_OF_RECIPIENT},
	},
	.recipient_part = RECIPIENT,
	.naming = inbound_naming,
	.details = PART_DOCUMENT,
	.fields = inbound_fields,
	.recipients = {PART_DOCUMENT, "Recipients"},
	.is_for_each = true,
	.candidates = {
		{.part = PART_DOCUMENT, .key = "To", .address = "Address"},
	},
};

static const char *const named[] = {"event", NULL};

static const Sign inbound_signs[] = {
	{.keys = {"Uuid"}, .foreign = named},
	{.keys = {NULL}},
};

const Provider ses_brevo = {
	.dialect = {
		.name = "brevo",
		.home_offset = SECS_PER_HOUR, /* Europe/Paris */
		.has_summer_time = true,
		.events = events,
	},
	.list = "items",
	.signs = signs,
	.layouts = {&layout, &inbound_layout},
	.layout_signs = {NULL, inbound_signs},
};
