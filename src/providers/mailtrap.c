/*
 * mailtrap.c
 *		Mailtrap Email Sending: webhooks, in batches and as lines of JSON.
 *
 * Source: Mailtrap documentation, "Webhooks", "Bounce categories", "Statuses and
 * events".
 *
 * Documents are the flat objects in {"events": […]}, or lines.
 */
#include "postgres.h"

#include "event/field.h"
#include "json/reading.h"
#include "mail/header.h"
#include "walk/registry.h"

/* bounce_category: coarse, so what the reply reports goes first. */
static const Mapping categories[] = {
	{"badrecipient", .bounce_class = BOUNCE_HARD, .otherwise = REASON_UNKNOWN_RECIPIENT},
	{"overquota", .bounce_class = BOUNCE_SOFT, .otherwise = REASON_MAILBOX_FULL},
	{"timeout", .bounce_class = BOUNCE_SOFT, .otherwise = REASON_TIMED_OUT},
	{"dnsFail", .bounce_class = BOUNCE_SOFT, .reason = REASON_UNKNOWN_HOST},
	{"block", .bounce_class = BOUNCE_SOFT, .otherwise = REASON_BLOCKED},
	{"spam", .bounce_class = BOUNCE_SOFT, .otherwise = REASON_SPAM},
	{"spam_gmail", .bounce_class = BOUNCE_SOFT, .otherwise = REASON_BLOCKED},
	{"content", .bounce_class = BOUNCE_SOFT, .otherwise = REASON_CONTENT_REJECTED},
	{"badsender", .bounce_class = BOUNCE_SOFT, .otherwise = REASON_BLOCKED},
	{"relayfail", .bounce_class = BOUNCE_SOFT, .otherwise = REASON_BLOCKED},
	{"serverpolicy", .bounce_class = BOUNCE_SOFT, .otherwise = REASON_BLOCKED},
	{"verifyfail", .bounce_class = BOUNCE_SOFT, .otherwise = REASON_BLOCKED},
	{"greylisting", .bounce_class = BOUNCE_SOFT, .otherwise = REASON_RATE_LIMITED},
	{"transientfail", .bounce_class = BOUNCE_SOFT, .otherwise = REASON_CONNECTION},
	{"generalfail", .bounce_class = BOUNCE_SOFT, .otherwise = REASON_CONNECTION},
	{"serverfail", .bounce_class = BOUNCE_SOFT, .otherwise = REASON_CONNECTION},
	{0},
};

/* After a soft bounce, and after a suspension, Mailtrap tries again. */
static const Mapping events[] = {
	{"delivery", .event_type = EVENT_DELIVERED},
	{"soft bounce", .event_type = EVENT_DEFERRED, .subtypes = categories},
	{"bounce", .event_type = EVENT_BOUNCED, .subtypes = categories},
	{"suspension", .event_type = EVENT_DEFERRED, .reason = REASON_OTHER},
	{"reject", .event_type = EVENT_REJECTED, .reason = REASON_OTHER},
	{"open", .event_type = EVENT_OPENED},
	{"click", .event_type = EVENT_CLICKED},
	{"unsubscribe", .event_type = EVENT_UNSUBSCRIBED},
	{"spam", .event_type = EVENT_COMPLAINED, .reason = REASON_SPAM},
	{"inbound.message_received", .event_type = EVENT_INBOUND},
	{"inbound_message_received", .event_type = EVENT_INBOUND}, /* in the console's sample */
	{0},
};

static const Field fields[] = {
	{COL_OCCURRED_AT, PART_DOCUMENT, "timestamp", AS_SENT},
	{COL_PROVIDER_EVENT_ID, PART_DOCUMENT, "event_id", AS_SENT},
	{COL_MESSAGE_ID, PART_DOCUMENT, "message_id", AS_SENT},
	{COL_RECIPIENT, PART_DOCUMENT, "email", AS_ADDRESS},
	{COL_SMTP_CODE, PART_DOCUMENT, "response_code", AS_SENT},
	{COL_DESCRIPTION, PART_DOCUMENT, "reason", AS_SENT},
	{COL_SMTP_RESPONSE, PART_DOCUMENT, "response", AS_REPLY},
	{COL_URL, PART_DOCUMENT, "url", AS_SENT},
	{COL_IP_ADDRESS, PART_DOCUMENT, "ip", AS_SENT},
	{COL_USER_AGENT, PART_DOCUMENT, "user_agent", AS_SENT},
	{COL_STREAM, PART_DOCUMENT, "sending_stream", AS_SENT},
	{COL_TAGS, PART_DOCUMENT, "category", AS_SENT},
	{COL_METADATA, PART_DOCUMENT, "custom_variables", AS_SENT},
	{0},
};

/* The objects of inbound mail. */
enum
{
	FROM = PART_OWN
};

static const Field inbound_fields[] = {
	{COL_OCCURRED_AT, PART_DOCUMENT, "timestamp", AS_SENT},
	{COL_PROVIDER_EVENT_ID, PART_DOCUMENT, "event_id", AS_SENT},
	{COL_MESSAGE_ID, PART_DOCUMENT, "message_id", AS_SENT},
	{COL_RECIPIENT, PART_DOCUMENT, "email", AS_ADDRESS},
	{COL_SENDER, FROM, "email", AS_ADDRESS},
	{COL_SENDER, FROM, "address", AS_ADDRESS},
	{COL_SENDER, PART_DOCUMENT, "from", AS_ADDRESS},
	{COL_SUBJECT, PART_DOCUMENT, "subject", AS_HEADER},
	{0},
};

static const Sign signs[] = {
	{.keys = {"event", "event_id", "message_id", "email"}},
	{.keys = {"event"}, .member = "event", .prefix = "activity_log."},
	{.keys = {"event", "inbox_id", "message_id"}, .member = "event", .prefix = "inbound"},
	{.keys = {"event", "inbound_inbox_id"}, .member = "event", .prefix = "inbound"},
	{.keys = {"event", "event_id", "message_id"}, .member = "event", .prefix = "inbound.message_"},
	{.keys = {NULL}},
};

static const Hint hints[] = {
	{EVENT_REJECTED, PART_DOCUMENT, "reason", "unsubscri", .reason = REASON_UNSUBSCRIBED},
	{EVENT_REJECTED, PART_DOCUMENT, "reason", "suppression", .reason = REASON_SUPPRESSED},
	{0},
};

static const Layout layout = {
	.names = {"event"},
	.subtypes = {{PART_DOCUMENT, "bounce_category"}},
	.details = PART_DOCUMENT,
	.fields = fields,
	.hints = hints,
};

/* from may be a list of texts; and a name without an address is no sender. */
static void
finish_inbound(Event *event, const JsonbValue *parts)
{
	if (event->sender.length == 0)
		event->sender = ses_header_address(ses_json_text(&parts[FROM]));
	if (slice_find(event->sender, '@') < 0)
		event->sender = NO_SLICE;
}

static const Layout inbound_layout = {
	.name = "inbound",
	.parts = {
		[FROM] = {PART_DOCUMENT, "from"},
	},
	.forms = {[FROM] = PART_FIRST},
	.names = {"event"},
	.details = PART_DOCUMENT,
	.fields = inbound_fields,
	.finish = finish_inbound,
	.candidates = {
		{.part = PART_DOCUMENT, .key = "to", .address = "email"},
		{.part = PART_DOCUMENT, .key = "to", .address = "address", .is_instead = true},
		{.part = PART_DOCUMENT, .key = "to", .is_instead = true},
	},
};

static const Sign inbound_signs[] = {
	{.member = "event", .prefix = "inbound"},
	{.keys = {NULL}},
};
static const Sign audit = {.member = "event", .prefix = "activity_log."};

static const Control controls[] = {
	{&audit, .clause = "is an entry of Mailtrap's audit log"},
	{0},
};

static const char *const only_code[] = {
	"senders of inbound mail that are texts in a list",
	NULL,
};

const Provider ses_mailtrap = {
	.dialect = {
		.name = "mailtrap",
		.events = events,
	},
	.list = "events",
	.only_code = only_code,
	.signs = signs,
	.layouts = {&layout, &inbound_layout},
	.layout_signs = {NULL, inbound_signs},
	.controls = controls,
};
