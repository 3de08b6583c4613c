/*
 * mailgun.c
 *		Mailgun (Sinch): webhooks, and those of before 2018.
 *
 * Source: Mailgun documentation, "Webhook payloads", "Events", "Open and click
 * bot detection"; Mailgun help centre, "Legacy webhooks"; mailgun-go, events.
 *
 * A document is {"signature": {…}, "event-data": {…}}, or what is in event-data
 * alone, as the API for events gives it.  Legacy webhooks are forms: mailgun_form.c
 * reads them.
 */
#include "postgres.h"

#include "event/field.h"
#include "json/reading.h"
#include "mail/reply.h"
#include "providers/mailgun_form.h"
#include "walk/registry.h"

/*
 * Codes that Mailgun made up: 498 for a domain without a server, 499 for one that
 * does not answer, 6xx for mail that it did not send.
 */
static const Mapping temporary_failures[] = {
	{"espblock", .otherwise = REASON_BLOCKED},
	{"blacklisted", .otherwise = REASON_BLOCKED},
	{"greylisted", .reason = REASON_RATE_LIMITED},
	{"498", .reason = REASON_UNKNOWN_HOST},
	{"499", .reason = REASON_CONNECTION},
	{0},
};

static const Mapping permanent_failures[] = {
	{"hard", .bounce_class = BOUNCE_HARD},
	{"soft", .bounce_class = BOUNCE_SOFT},
	{.name = "bounce"},
	{"generic", .bounce_class = BOUNCE_UNDETERMINED},					 /* the reply says more */
	{"old", .bounce_class = BOUNCE_SOFT, .otherwise = REASON_TIMED_OUT}, /* given up */
	{"espblock", .bounce_class = BOUNCE_SOFT, .otherwise = REASON_BLOCKED},
	{"suppress-bounce", .event_type = EVENT_REJECTED, .reason = REASON_SUPPRESSED},
	{"suppress-unsubscribe", .event_type = EVENT_REJECTED, .reason = REASON_UNSUBSCRIBED},
	{"suppress-complaint", .event_type = EVENT_REJECTED, .reason = REASON_SUPPRESSED},
	{"498", .reason = REASON_UNKNOWN_HOST},
	{"499", .reason = REASON_CONNECTION},
	{"605", .event_type = EVENT_REJECTED, .reason = REASON_SUPPRESSED},
	{"606", .event_type = EVENT_REJECTED, .reason = REASON_UNSUBSCRIBED},
	{"607", .event_type = EVENT_REJECTED, .reason = REASON_SUPPRESSED},
	{"625", .event_type = EVENT_REJECTED, .reason = REASON_BLOCKED}, /* a list of poor quality */
	{0},
};

static const Mapping failures[] = {
	{"temporary", .event_type = EVENT_DEFERRED, .subtypes = temporary_failures},
	{"permanent", .event_type = EVENT_BOUNCED, .bounce_class = BOUNCE_HARD, .subtypes = permanent_failures},
	{0},
};

/* Of legacy webhooks. */
static const Mapping drops[] = {
	{.name = "hardfail"},
	{"old", .otherwise = REASON_TIMED_OUT},
	{"499", .reason = REASON_CONNECTION},
	{"605", .reason = REASON_SUPPRESSED},
	{"606", .reason = REASON_UNSUBSCRIBED},
	{"607", .reason = REASON_SUPPRESSED},
	{0},
};

static const Mapping events[] = {
	{"accepted", .event_type = EVENT_QUEUED},
	{"rejected", .event_type = EVENT_REJECTED, .reason = REASON_OTHER},
	{"delivered", .event_type = EVENT_DELIVERED},
	{"failed", .event_type = EVENT_FAILED, .subtypes = failures},
	{"opened", .event_type = EVENT_OPENED},
	{"clicked", .event_type = EVENT_CLICKED},
	{"unsubscribed", .event_type = EVENT_UNSUBSCRIBED},
	{"complained", .event_type = EVENT_COMPLAINED, .reason = REASON_SPAM},
	{"stored", .event_type = EVENT_INBOUND},
	{"list_member_uploaded", .event_type = EVENT_UNKNOWN},
	{"list_member_upload_error", .event_type = EVENT_UNKNOWN},
	{"list_uploaded", .event_type = EVENT_UNKNOWN},
	/* legacy */
	{"dropped", .event_type = EVENT_REJECTED, .subtypes = drops},
	{"bounced", .event_type = EVENT_BOUNCED},
	{0},
};

/* The objects that fields are in. */
enum
{
	SIGNATURE = PART_OWN,
	MESSAGE,
	HEADERS,
	STATUS,
	ENVELOPE,
	REJECT,
	CLIENT,
	DOMAIN,
	ACCOUNT
};

/* id is unique within a day, and the time is in an event's identity, too. */
static const Field fields[] = {
	{COL_OCCURRED_AT, PART_DOCUMENT, "timestamp", AS_SENT},
	{COL_OCCURRED_AT, SIGNATURE, "timestamp", AS_SENT},
	{COL_PROVIDER_EVENT_ID, PART_DOCUMENT, "id", AS_SENT},
	{COL_MESSAGE_ID, HEADERS, "message-id", AS_MESSAGE_ID},
	{COL_RFC_MESSAGE_ID, HEADERS, "message-id", AS_MESSAGE_ID},
	{COL_RECIPIENT, PART_DOCUMENT, "recipient", AS_ADDRESS},
	{COL_SENDER, HEADERS, "from", AS_ADDRESS},
	{COL_SENDER, ENVELOPE, "sender", AS_ADDRESS},
	{COL_SUBJECT, HEADERS, "subject", AS_HEADER},
	{COL_SMTP_CODE, STATUS, "code", AS_SENT},
	{COL_SMTP_STATUS, STATUS, "enhanced-code", AS_STATUS},
	{COL_DESCRIPTION, STATUS, "description", AS_SENT},
	{COL_SMTP_RESPONSE, STATUS, "message", AS_REPLY},
	{COL_SMTP_RESPONSE, STATUS, "description", AS_REPLY},
	{COL_SMTP_STATUS, STATUS, "description", AS_STATUS}, /* that the message may lack */
	{COL_DESCRIPTION, REJECT, "reason", AS_SENT},
	{COL_DESCRIPTION, REJECT, "description", AS_SENT},
	{COL_REMOTE_MTA, STATUS, "mx-host", AS_SENT},
	{COL_URL, PART_DOCUMENT, "url", AS_SENT},
	{COL_IP_ADDRESS, PART_DOCUMENT, "ip", AS_SENT},
	{COL_USER_AGENT, CLIENT, "user-agent", AS_SENT},
	{COL_IS_BOT, CLIENT, "bot", AS_NAME}, /* a machine of a kind has its name, a person "" */
	{COL_STREAM, DOMAIN, "name", AS_SENT},
	{COL_ACCOUNT_ID, ACCOUNT, "id", AS_SENT},
	{COL_TAGS, PART_DOCUMENT, "tags", AS_SENT},
	{COL_METADATA, PART_DOCUMENT, "user-variables", AS_SENT},
	{0},
};

/* Forms of Aurora SendCloud are signed in the same way. */
static const char *const sendcloud[] = {"apiUser", "emailId", "maillistTaskId", "labelId", NULL};

static const Sign signs[] = {
	{.keys = {"event-data"}, .object = "event-data"},
	{.keys = {"event", "log-level", "id", "timestamp"}},
	{.keys = {"event", "token", "signature", "recipient"}, .foreign = sendcloud},
	{.keys = {"event", "token", "signature", "message-headers"}, .foreign = sendcloud},
	{.keys = {NULL}},
};

/* Whether a text is the one that became the reply. */
static bool
is_reply(const Event *event, Slice text)
{
	return text.length > 0 && event->smtp_response.length > 0 &&
		slice_equals(ses_reply_read(text).text, event->smtp_response);
}

static void
finish(Event *event, const JsonbValue *parts)
{
	JsonbValue first;

	/* Where the reply stands in the description, the message is what describes it. */
	if (is_reply(event, event->description))
	{
		event->description = ses_json_get_text(&parts[STATUS], "message");
		if (is_reply(event, event->description))
			event->description = NO_SLICE;
	}

	/* Unsubscribed from everything. */
	if (ses_json_get_first(&event->tags, &first) && slice_equals(ses_json_text(&first), SLICE("*")))
		event->tags.type = jbvNull;
}

static const Layout layout = {
	.parts = {
		[SIGNATURE] = {PART_WRAPPER, "signature"},
		[MESSAGE] = {PART_DOCUMENT, "message"},
		[HEADERS] = {MESSAGE, "headers"},
		[STATUS] = {PART_DOCUMENT, "delivery-status"},
		[ENVELOPE] = {PART_DOCUMENT, "envelope"},
		[REJECT] = {PART_DOCUMENT, "reject"},
		[CLIENT] = {PART_DOCUMENT, "client-info"},
		[DOMAIN] = {PART_DOCUMENT, "domain"},
		[ACCOUNT] = {PART_DOCUMENT, "account"},
	},
	.names = {"event"},
	.subtypes = {{PART_DOCUMENT, "severity"}, {STATUS, "bounce-type"}, {PART_DOCUMENT, "reason"}, {STATUS, "code"}},
	.details = PART_DOCUMENT,
	.fields = fields,
	.finish = finish,
	/* A message that was stored or rejected has no recipient of its own. */
	.candidates = {
		{.part = MESSAGE, .key = "recipients"},
		{.part = HEADERS, .key = "to", .is_instead = true},
	},
};

/* A form that has no field twice needs no code but for its variables. */
static const char *const logged[] = {"log-level", NULL};

static const Sign form_signs[] = {
	{.keys = {"token", "signature"}, .foreign = logged},
	{.keys = {NULL}},
};

static void
read_document(const Provider *self, Document *document, Sink *sink)
{
	Document   inner = *document;
	JsonbValue level;

	if (ses_provider_enter(self, &inner) || ses_json_get(&document->value, "log-level", &level))
		ses_layout_read(&layout, &self->dialect, &inner, sink);
	else
		ses_mailgun_read_form(&self->dialect, document, sink);
}

static const char *const only_code[] = {
	"repeated fields and variables of legacy forms, and attributes that repeat the reply",
	"tags of one who unsubscribed from everything",
	NULL,
};

const Provider ses_mailgun = {
	.dialect = {
		.name = "mailgun",
		.has_unique_event_ids = true,
		.events = events,
	},
	.only_code = only_code,
	.signs = signs,
	.layouts = {&layout, &ses_mailgun_form},
	.layout_signs = {NULL, form_signs},
	.within = "event-data",
	.read = read_document,
};
