/*
 * mandrill.c
 *		Mandrill (Mailchimp Transactional): message, sync and inbound webhooks.
 *
 * Source: Mailchimp Transactional documentation, "Webhooks"; Mandrill help,
 * "Message event webhook format", "Sync event webhook format"; Messages API,
 * reasons of rejection.
 *
 * Documents come in a form, whose field mandrill_events has a list of them as
 * text.
 */
#include "postgres.h"

#include "event/field.h"
#include "json/reading.h"
#include "walk/registry.h"

/* bounce_description; where it says nothing, the code of the classification may. */
static const Mapping descriptions[] = {
	{"bad_mailbox", .otherwise = REASON_UNKNOWN_RECIPIENT},
	{"invalid_domain", .otherwise = REASON_UNKNOWN_HOST},
	{"mailbox_full", .otherwise = REASON_MAILBOX_FULL},
	{"message_too_large", .otherwise = REASON_MESSAGE_TOO_LARGE},
	{.name = "general"},
	{"spam", .otherwise = REASON_SPAM},
	{"network_error", .otherwise = REASON_CONNECTION},
	{"timeout", .otherwise = REASON_TIMED_OUT},
	{"10", .otherwise = REASON_UNKNOWN_RECIPIENT},
	{0},
};

static const Mapping rejections[] = {
	{"hard-bounce", .reason = REASON_SUPPRESSED},
	{"soft-bounce", .reason = REASON_SUPPRESSED},
	{"spam", .reason = REASON_SUPPRESSED},
	{"custom", .reason = REASON_SUPPRESSED},
	{"unsub", .reason = REASON_UNSUBSCRIBED},
	{"invalid", .reason = REASON_INVALID_ADDRESS},
	{"invalid-sender", .reason = REASON_OTHER},
	{"test-mode-limit", .reason = REASON_OTHER},
	{"unsigned", .reason = REASON_OTHER},
	{"rule", .reason = REASON_OTHER},
	{0},
};

/* Why Mandrill sends no more to an address. */
static const Mapping denials[] = {
	{"unsub", .reason = REASON_UNSUBSCRIBED},
	{0},
};

static const Mapping events[] = {
	{"send", .event_type = EVENT_SENT},
	{"delivered", .event_type = EVENT_DELIVERED},
	{"deferral", .event_type = EVENT_DEFERRED},
	{"hard_bounce", .event_type = EVENT_BOUNCED, .bounce_class = BOUNCE_HARD, .subtypes = descriptions},
	{"soft_bounce", .event_type = EVENT_BOUNCED, .bounce_class = BOUNCE_SOFT, .subtypes = descriptions},
	{"reject", .event_type = EVENT_REJECTED, .reason = REASON_SUPPRESSED, .subtypes = rejections},
	{"spam", .event_type = EVENT_COMPLAINED, .reason = REASON_SPAM},
	{"unsub", .event_type = EVENT_UNSUBSCRIBED},
	{"open", .event_type = EVENT_OPENED},
	{"click", .event_type = EVENT_CLICKED},
	{"inbound", .event_type = EVENT_INBOUND},
	/*
	 * Sync: a list of addresses changed, which has had several names.  An address that
	 * is put on the second is taken off the first; one that is taken off it may still
	 * be written to.
	 */
	{"blacklist/add", .event_type = EVENT_UNSUBSCRIBED, .reason = REASON_SUPPRESSED, .subtypes = denials},
	{"blacklist/change", .event_type = EVENT_UNSUBSCRIBED, .reason = REASON_SUPPRESSED, .subtypes = denials},
	{"blacklist/remove", .event_type = EVENT_SUBSCRIBED, .reason = REASON_SUPPRESSED},
	{"denylist/add", .event_type = EVENT_UNSUBSCRIBED, .reason = REASON_SUPPRESSED, .subtypes = denials},
	{"denylist/change", .event_type = EVENT_UNSUBSCRIBED, .reason = REASON_SUPPRESSED, .subtypes = denials},
	{"denylist/remove", .event_type = EVENT_SUBSCRIBED, .reason = REASON_SUPPRESSED},
	{"whitelist/add", .event_type = EVENT_SUBSCRIBED, .reason = REASON_SUPPRESSED},
	{"whitelist/change", .event_type = EVENT_UNKNOWN},
	{"whitelist/remove", .event_type = EVENT_UNKNOWN},
	{"safelist/add", .event_type = EVENT_SUBSCRIBED, .reason = REASON_SUPPRESSED},
	{"safelist/change", .event_type = EVENT_UNKNOWN},
	{"safelist/remove", .event_type = EVENT_UNKNOWN},
	{"allowlist/add", .event_type = EVENT_SUBSCRIBED, .reason = REASON_SUPPRESSED},
	{"allowlist/change", .event_type = EVENT_UNKNOWN},
	{"allowlist/remove", .event_type = EVENT_UNKNOWN},
	{0},
};

/* The objects that fields are in: of events, of inbound mail, and of lists. */
enum
{
	MSG = PART_OWN,
	REJECTION,
	AGENT
};
enum
{
	MAIL = PART_OWN,
	HEADERS
};
enum
{
	REJECT = PART_OWN,
	ENTRY
};

/* _id is the message's, in all its events; msg.opens and msg.clicks are its history. */
static const Field fields[] = {
	{COL_OCCURRED_AT, PART_DOCUMENT, "ts", AS_SENT},
	{COL_MESSAGE_ID, PART_DOCUMENT, "_id", AS_SENT},
	{COL_MESSAGE_ID, MSG, "_id", AS_SENT},
	{COL_RECIPIENT, MSG, "email", AS_ADDRESS},
	{COL_SENDER, MSG, "sender", AS_ADDRESS},
	{COL_SUBJECT, MSG, "subject", AS_HEADER},
	{COL_SENT_AT, MSG, "ts", AS_SENT},
	{COL_DESCRIPTION, MSG, "bounce_description", AS_SENT},
	{COL_DESCRIPTION, REJECTION, "detail", AS_SENT},
	{COL_DESCRIPTION, REJECTION, "reason", AS_SENT},
	{COL_SMTP_RESPONSE, MSG, "diag", AS_REPLY},
	{COL_URL, PART_DOCUMENT, "url", AS_SENT},
	{COL_IP_ADDRESS, PART_DOCUMENT, "ip", AS_SENT},
	{COL_USER_AGENT, PART_DOCUMENT, "user_agent", AS_SENT},
	{COL_IS_BOT, AGENT, "type", AS_ROBOT},
	{COL_STREAM, MSG, "subaccount", AS_SENT},
	{COL_TEMPLATE, MSG, "template", AS_SENT},
	{COL_TAGS, MSG, "tags", AS_SENT},
	{COL_METADATA, MSG, "metadata", AS_SENT},
	{0},
};

/* email is whom the envelope named. */
static const Field inbound_fields[] = {
	{COL_OCCURRED_AT, PART_DOCUMENT, "ts", AS_SENT},
	{COL_SENT_AT, HEADERS, "Date", AS_DATE},
	{COL_RFC_MESSAGE_ID, HEADERS, "Message-Id", AS_MESSAGE_ID},
	{COL_RECIPIENT, MAIL, "email", AS_ADDRESS},
	{COL_SENDER, MAIL, "from_email", AS_ADDRESS},
	{COL_SENDER, HEADERS, "From", AS_ADDRESS},
	{COL_SUBJECT, MAIL, "subject", AS_HEADER},
	{COL_TAGS, MAIL, "tags", AS_SENT},
	{0},
};

static const Field list_fields[] = {
	{COL_OCCURRED_AT, PART_DOCUMENT, "ts", AS_SENT},
	{COL_OCCURRED_AT, REJECT, "last_event_at", AS_SENT},
	{COL_OCCURRED_AT, REJECT, "created_at", AS_SENT},
	{COL_OCCURRED_AT, ENTRY, "created_at", AS_SENT},
	{COL_RECIPIENT, REJECT, "email", AS_ADDRESS},
	{COL_RECIPIENT, ENTRY, "email", AS_ADDRESS},
	{COL_DESCRIPTION, REJECT, "detail", AS_SENT},
	{COL_DESCRIPTION, REJECT, "reason", AS_SENT},
	{COL_STREAM, REJECT, "subaccount", AS_SENT}, /* for which alone the address is listed */
	{0},
};

/* The last answer, of a message that is tried again. */
static const Field answer_fields[] = {
	{COL_SMTP_RESPONSE, PART_DOCUMENT, "diag", AS_REPLY},
	{0},
};

static const Sign signs[] = {
	{.keys = {"event", "msg", "ts"}, .object = "msg"},
	{.keys = {"type", "action", "reject"}, .object = "reject"},
	{.keys = {"type", "action", "entry"}, .object = "entry"},
	{.keys = {NULL}},
};

static void
finish(Event *event, const JsonbValue *parts)
{
	JsonScan   scan;
	JsonbValue answers;
	JsonbValue answer = {.type = jbvNull};

	if (event->event_type != EVENT_DEFERRED)
		return;
	(void) ses_json_get(&parts[MSG], "smtp_events", &answers);
	ses_json_scan_light(&scan, &answers);
	while (ses_json_scan_next(&scan, &answer))
		/* up to the last */;
	ses_fields_fill(event, answer_fields, &answer);
}

static const Layout layout = {
	.parts = {
		[MSG] = {PART_DOCUMENT, "msg"},
		[REJECTION] = {MSG, "reject"},
		[AGENT] = {PART_DOCUMENT, "user_agent_parsed"},
	},
	.names = {"event"},
	.subtypes = {{MSG, "bgtools_code"}, {MSG, "bounce_description"}, {REJECTION, "reason"}},
	.details = PART_DOCUMENT,
	.fields = fields,
	.finish = finish,
};

static const Layout inbound_layout = {
	.name = "inbound",
	.parts = {
		[MAIL] = {PART_DOCUMENT, "msg"},
		[HEADERS] = {MAIL, "headers"},
	},
	.forms = {[HEADERS] = PART_HEADERS},
	.names = {"event"},
	.details = PART_DOCUMENT,
	.fields = inbound_fields,
};

/* A list that changed is named by its type and the action: neither alone is an event. */
static const Naming list_naming[] = {
	{.word = {PART_DOCUMENT, "type"}, .kind = {PART_DOCUMENT, "action"}},
	{.constant = NULL},
};

static const Layout list_layout = {
	.name = "list",
	.naming = list_naming,
	.parts = {
		[REJECT] = {PART_DOCUMENT, "reject"},
		[ENTRY] = {PART_DOCUMENT, "entry"},
	},
	.subtypes = {{REJECT, "reason"}},
	.details = PART_DOCUMENT,
	.fields = list_fields,
};

static const char *const named[] = {"event", NULL};

static const Sign inbound_signs[] = {
	{.member = "event", .prefix = "inbound"},
	{.keys = {NULL}},
};
static const Sign list_signs[] = {
	{.keys = {"type", "action"}, .foreign = named},
	{.keys = {NULL}},
};

static const char *const only_code[] = {
	"the last answer of a message that is tried again",
	NULL,
};

const Provider ses_mandrill = {
	.dialect = {
		.name = "mandrill",
		.events = events,
	},
	.list = "mandrill_events",
	.only_code = only_code,
	.signs = signs,
	.layouts = {&layout, &inbound_layout, &list_layout},
	.layout_signs = {NULL, inbound_signs, list_signs},
};
