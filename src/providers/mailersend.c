/*
 * mailersend.c
 *		MailerSend: webhooks of version 1 and 2.
 *
 * Source: MailerSend API reference, "Webhooks"; MailerSend, "Webhooks v2".
 *
 * A document is {"type": "activity.opened", "created_at": …, "data": {…}}.  In
 * version 1, data.email is an object with the message in it; in version 2 all is
 * in data, and email, if it is there, is the recipient's address.
 */
#include "postgres.h"

#include "event/field.h"
#include "json/reading.h"
#include "walk/registry.h"

static const Mapping suppressions[] = {
	{"on_hold", .reason = REASON_SUPPRESSED},
	{"blocklisted", .reason = REASON_SUPPRESSED},
	{0},
};

static const Mapping events[] = {
	{"activity.sent", .event_type = EVENT_SENT},
	{"activity.delivered", .event_type = EVENT_DELIVERED},
	{"activity.deferred", .event_type = EVENT_DEFERRED},
	{"activity.soft_bounced", .event_type = EVENT_BOUNCED, .bounce_class = BOUNCE_SOFT},
	{"activity.hard_bounced", .event_type = EVENT_BOUNCED, .bounce_class = BOUNCE_HARD},
	{"activity.suppressed", .event_type = EVENT_REJECTED, .subtypes = suppressions},
	{"activity.on_hold", .event_type = EVENT_REJECTED, .reason = REASON_SUPPRESSED},
	{"activity.opened", .event_type = EVENT_OPENED},
	{"activity.opened_unique", .event_type = EVENT_OPENED},
	{"activity.clicked", .event_type = EVENT_CLICKED},
	{"activity.clicked_unique", .event_type = EVENT_CLICKED},
	{"activity.unsubscribed", .event_type = EVENT_UNSUBSCRIBED},
	{"activity.spam_complaint", .event_type = EVENT_COMPLAINED, .reason = REASON_SPAM},
	{"activity.survey_opened", .event_type = EVENT_UNKNOWN},
	{"activity.survey_submitted", .event_type = EVENT_UNKNOWN},
	{"inbound.message", .event_type = EVENT_INBOUND},
	/* MailerSend sends no more to the recipient, or again. */
	{"recipient.on_hold_added", .event_type = EVENT_UNSUBSCRIBED, .reason = REASON_SUPPRESSED},
	{"recipient.on_hold_removed", .event_type = EVENT_SUBSCRIBED, .reason = REASON_SUPPRESSED},
	{0},
};

/* The objects that fields are in. */
enum
{
	DATA = PART_OWN,
	EMAIL,
	MESSAGE,
	RECIPIENT,
	MORPH,
	META
};

/* The objects of inbound mail. */
enum
{
	INBOUND = PART_OWN,
	FROM,
	ENVELOPE_SENDER,
	HEADERS,
	RECIPIENTS,
	TO
};

/* The objects of what is about the account. */
enum
{
	OBJECT = PART_OWN,
	PERSON
};

static const Field fields[] = {
	{COL_OCCURRED_AT, DATA, "created_at", AS_SENT},
	{COL_OCCURRED_AT, PART_DOCUMENT, "created_at", AS_SENT},
	{COL_PROVIDER_EVENT_ID, DATA, "id", AS_SENT},
	{COL_MESSAGE_ID, MESSAGE, "id", AS_SENT},
	{COL_MESSAGE_ID, DATA, "message_id", AS_SENT},
	{COL_RECIPIENT, RECIPIENT, "email", AS_ADDRESS},
	{COL_RECIPIENT, DATA, "recipient", AS_ADDRESS},
	{COL_RECIPIENT, DATA, "email", AS_ADDRESS},
	{COL_SENDER, EMAIL, "from", AS_ADDRESS},
	{COL_SUBJECT, EMAIL, "subject", AS_HEADER},
	{COL_SUBJECT, DATA, "subject", AS_HEADER},
	{COL_SENT_AT, EMAIL, "created_at", AS_SENT},
	{COL_SMTP_CODE, META, "bounce_code", AS_SENT},
	{COL_DESCRIPTION, MORPH, "readable_reason", AS_SENT},
	{COL_SMTP_RESPONSE, MORPH, "reason", AS_REPLY},
	{COL_SMTP_RESPONSE, META, "bounce_reason", AS_REPLY},
	{COL_DESCRIPTION, META, "unsubscribe_reason", AS_SENT},
	{COL_DESCRIPTION, META, "suppression_reason", AS_SENT},
	{COL_URL, MORPH, "url", AS_SENT},
	{COL_URL, META, "url", AS_SENT},
	{COL_IP_ADDRESS, MORPH, "ip", AS_SENT},
	{COL_IP_ADDRESS, META, "ip", AS_SENT},
	{COL_USER_AGENT, META, "user_agent", AS_SENT},
	{COL_STREAM, PART_DOCUMENT, "domain_id", AS_SENT},
	{COL_STREAM, DATA, "domain_id", AS_SENT},
	{COL_TEMPLATE, DATA, "template_id", AS_SENT},
	{COL_ACCOUNT_ID, DATA, "account_id", AS_SENT}, /* v2 */
	{COL_TAGS, EMAIL, "tags", AS_SENT},
	{COL_TAGS, DATA, "tags", AS_SENT},
	{0},
};

static const Field inbound_fields[] = {
	{COL_OCCURRED_AT, INBOUND, "created_at", AS_SENT},
	{COL_OCCURRED_AT, PART_DOCUMENT, "created_at", AS_SENT},
	{COL_SENT_AT, HEADERS, "Date", AS_DATE},
	{COL_SENT_AT, INBOUND, "date", AS_DATE},
	{COL_SENT_AT, INBOUND, "date", AS_SENT},
	{COL_PROVIDER_EVENT_ID, INBOUND, "id", AS_SENT},
	{COL_RFC_MESSAGE_ID, HEADERS, "Message-ID", AS_MESSAGE_ID},
	{COL_SENDER, FROM, "email", AS_ADDRESS},
	{COL_SENDER, HEADERS, "From", AS_ADDRESS},
	{COL_SENDER, ENVELOPE_SENDER, "email", AS_ADDRESS},
	{COL_SUBJECT, INBOUND, "subject", AS_HEADER},
	{COL_STREAM, PART_DOCUMENT, "domain_id", AS_SENT},
	{COL_STREAM, INBOUND, "domain_id", AS_SENT},
	{COL_ACCOUNT_ID, INBOUND, "account_id", AS_SENT},
	{0},
};

/* Of an address that is put on hold, say: the recipient may be an object, as in the API. */
static const Field account_fields[] = {
	{COL_OCCURRED_AT, OBJECT, "created_at", AS_SENT},
	{COL_OCCURRED_AT, PART_DOCUMENT, "created_at", AS_SENT},
	{COL_PROVIDER_EVENT_ID, OBJECT, "id", AS_SENT},
	{COL_RECIPIENT, OBJECT, "recipient", AS_ADDRESS},
	{COL_RECIPIENT, OBJECT, "email", AS_ADDRESS},
	{COL_RECIPIENT, PERSON, "email", AS_ADDRESS},
	{COL_STREAM, PART_DOCUMENT, "domain_id", AS_SENT},
	{COL_STREAM, OBJECT, "domain_id", AS_SENT},
	{COL_ACCOUNT_ID, OBJECT, "account_id", AS_SENT},
	{0},
};

/* Of a CloudEvent. */
static const char *const foreign[] = {"specversion", NULL};

/* clang-format off */
#define TYPE(begins) {.keys = {"type", "data", "created_at"}, .foreign = foreign, .member = "type", .prefix = begins}
/* clang-format on */

static const Sign signs[] = {
	TYPE("activity."),
	{.keys = {"type", "message", "created_at"}, .foreign = foreign, .member = "type", .prefix = "webhook.test"},
	TYPE("inbound.message"),
	/* About the account, and other things than messages. */
	TYPE("sender_identity."),
	TYPE("maintenance."),
	TYPE("inbound_forward."),
	TYPE("inbound_message."),
	TYPE("email_single."),
	TYPE("email_list."),
	TYPE("bulk_email."),
	TYPE("recipient.on_hold_"),
	TYPE("sms."),
	{.keys = {NULL}},
};

static const Hint hints[] = {
	{EVENT_BOUNCED, MORPH, "readable_reason", "mailbox full", .reason = REASON_MAILBOX_FULL, .is_otherwise = true},
	{EVENT_BOUNCED, MORPH, "readable_reason", "domain name not found", .reason = REASON_UNKNOWN_HOST, .is_otherwise = true},
	{EVENT_BOUNCED, MORPH, "reason", "mailbox full", .reason = REASON_MAILBOX_FULL, .is_otherwise = true},
	{EVENT_BOUNCED, MORPH, "reason", "domain name not found", .reason = REASON_UNKNOWN_HOST, .is_otherwise = true},
	{EVENT_BOUNCED, META, "bounce_reason", "mailbox full", .reason = REASON_MAILBOX_FULL, .is_otherwise = true},
	{EVENT_BOUNCED, META, "bounce_reason", "domain name not found", .reason = REASON_UNKNOWN_HOST, .is_otherwise = true},
	{EVENT_REJECTED, META, "suppression_reason", "unsub", .reason = REASON_UNSUBSCRIBED},
	{0},
};

/* 250 is no refusal. */
static void
finish(Event *event, const JsonbValue *parts)
{
	(void) parts;
	if (event->smtp_code < 400 && event->event_type == EVENT_BOUNCED)
		event->smtp_code = 0;
}

static const Layout layout = {
	.parts = {
		[DATA] = {PART_DOCUMENT, "data"},
		[EMAIL] = {DATA, "email"},
		[MESSAGE] = {EMAIL, "message"},
		[RECIPIENT] = {EMAIL, "recipient"},
		[MORPH] = {DATA, "morph"},
		[META] = {DATA, "meta"},
	},
	.names = {"type"},
	.subtypes = {{META, "suppression_reason"}},
	.details = DATA,
	.fields = fields,
	.hints = hints,
	.finish = finish,
};

/* rcptTo is of the envelope, to of the header. */
static const Layout inbound_layout = {
	.name = "inbound",
	.parts = {
		[INBOUND] = {PART_DOCUMENT, "data"},
		[FROM] = {INBOUND, "from"},
		[ENVELOPE_SENDER] = {INBOUND, "sender"},
		[HEADERS] = {INBOUND, "headers"},
		[RECIPIENTS] = {INBOUND, "recipients"},
		[TO] = {RECIPIENTS, "to"},
	},
	.forms = {[HEADERS] = PART_HEADERS},
	.names = {"type"},
	.details = INBOUND,
	.fields = inbound_fields,
	.candidates = {
		{.part = RECIPIENTS, .key = "rcptTo", .address = "email"},
		{.part = TO, .key = "data", .address = "email", .is_instead = true},
	},
};

static const Layout account_layout = {
	.name = "account",
	.parts = {
		[OBJECT] = {PART_DOCUMENT, "data"},
		[PERSON] = {OBJECT, "recipient"},
	},
	.names = {"type"},
	.details = OBJECT,
	.fields = account_fields,
};

/* Whether it is about somebody: everything that is about mail says about whom. */
static bool
names_somebody(const JsonbValue *value)
{
	JsonbValue data;
	JsonbValue somebody;

	(void) ses_json_get(value, "data", &data);
	return ses_json_get(&data, "recipient", &somebody) || ses_json_get(&data, "email", &somebody);
}

static const Sign activity_signs[] = {
	{.member = "type", .prefix = "activity."},
	{.keys = {NULL}},
};
static const Sign inbound_signs[] = {
	{.keys = {"data"}, .member = "type", .prefix = "inbound.message"},
	{.keys = {NULL}},
};

/* What is about somebody has either. */
static const char *const		recipient[] = {"data", "recipient", NULL};
static const char *const		email[] = {"data", "email", NULL};
static const char *const *const of_recipient[] = {recipient, NULL};
static const char *const *const of_email[] = {email, NULL};

static const Sign account_signs[] = {
	{.keys = {"type", "data"}, .paths = of_recipient},
	{.keys = {"type", "data"}, .paths = of_email},
	{.keys = {NULL}},
};

static void
read_document(const Provider *self, Document *document, Sink *sink)
{
	Slice type = ses_document_keep_text(document, "type");

	if (slice_starts_with(type, SLICE("activity.")) || slice_equals_nocase(type, SLICE("inbound.message")) ||
		names_somebody(&document->value))
		ses_provider_read_layouts(self, document, sink);
	else
		ses_report(sink, document, OUTCOME_CONTROL, &self->dialect, NULL,
				   "is a message of MailerSend about the webhook or the account");
}

static const char *const only_code[] = {
	"codes under 400 of bounces, which are no refusal",
	"messages about the account, which are no events",
	NULL,
};

const Provider ses_mailersend = {
	.dialect = {
		.name = "mailersend",
		.has_unique_event_ids = true,
		.events = events,
	},
	.only_code = only_code,
	.signs = signs,
	.layouts = {&layout, &inbound_layout, &account_layout},
	.layout_signs = {activity_signs, inbound_signs, account_signs},
	.read = read_document,
};
