/*
 * resend.c
 *		Resend: webhooks about messages, contacts, domains and suppressions.
 *
 * Source: Resend documentation, "Webhooks", "Event types"; resend-node, webhook
 * event interface.
 *
 * A document is {"type": "email.bounced", "created_at": …, "data": {…}}.  The id
 * of the event is in a header of the request only.
 */
#include "postgres.h"

#include "mail/clue.h"
#include "event/field.h"
#include "mail/header.h"
#include "json/building.h"
#include "json/reading.h"
#include "walk/registry.h"

/* Resend sends through Amazon SES, whose words these are. */
static const Mapping subtypes[] = {
	{.name = "General"},
	{"NoEmail", .reason = REASON_UNKNOWN_RECIPIENT},
	{"Suppressed", .reason = REASON_SUPPRESSED},
	{"OnAccountSuppressionList", .reason = REASON_SUPPRESSED},
	{"MailboxFull", .reason = REASON_MAILBOX_FULL},
	{"MessageTooLarge", .reason = REASON_MESSAGE_TOO_LARGE},
	{"ContentRejected", .reason = REASON_CONTENT_REJECTED},
	{"AttachmentRejected", .reason = REASON_CONTENT_REJECTED},
	{0},
};

static const Mapping bounces[] = {
	{"Permanent", .bounce_class = BOUNCE_HARD, .subtypes = subtypes},
	{"Transient", .bounce_class = BOUNCE_SOFT, .subtypes = subtypes},
	{"Temporary", .bounce_class = BOUNCE_SOFT, .subtypes = subtypes},
	{"Undetermined", .bounce_class = BOUNCE_UNDETERMINED, .subtypes = subtypes},
	{"hard", .bounce_class = BOUNCE_HARD, .subtypes = subtypes},
	{"soft", .bounce_class = BOUNCE_SOFT, .subtypes = subtypes},
	{0},
};

static const Mapping events[] = {
	{"email.scheduled", .event_type = EVENT_QUEUED},
	{"email.sent", .event_type = EVENT_SENT},
	{"email.delivered", .event_type = EVENT_DELIVERED},
	{"email.delivery_delayed", .event_type = EVENT_DEFERRED},
	{"email.delivered_delayed", .event_type = EVENT_DEFERRED}, /* old documentation */
	{"email.bounced", .event_type = EVENT_BOUNCED, .subtypes = bounces},
	{"email.suppressed", .event_type = EVENT_REJECTED, .reason = REASON_SUPPRESSED},
	{"email.failed", .event_type = EVENT_FAILED, .reason = REASON_OTHER},
	{"email.complained", .event_type = EVENT_COMPLAINED, .reason = REASON_SPAM},
	{"email.opened", .event_type = EVENT_OPENED},
	{"email.clicked", .event_type = EVENT_CLICKED},
	{"email.received", .event_type = EVENT_INBOUND},
	{"suppression.added", .event_type = EVENT_UNKNOWN},
	{"suppression.removed", .event_type = EVENT_UNKNOWN},
	{"contact.created", .event_type = EVENT_UNKNOWN},
	{"contact.updated", .event_type = EVENT_UNKNOWN},
	{"contact.deleted", .event_type = EVENT_UNKNOWN},
	{"domain.created", .event_type = EVENT_UNKNOWN},
	{"domain.updated", .event_type = EVENT_UNKNOWN},
	{"domain.deleted", .event_type = EVENT_UNKNOWN},
	{0},
};

/* The objects that fields are in. */
enum
{
	DATA = PART_OWN,
	BOUNCE,
	FAILED,
	SUPPRESSED,
	CLICK
};

static const Field fields[] = {
	{COL_OCCURRED_AT, PART_DOCUMENT, "created_at", AS_SENT},
	{COL_MESSAGE_ID, DATA, "email_id", AS_SENT},
	{COL_RFC_MESSAGE_ID, DATA, "message_id", AS_MESSAGE_ID},
	{COL_RECIPIENT, DATA, "email", AS_ADDRESS}, /* of contacts and suppressions */
	{COL_SENDER, DATA, "from", AS_ADDRESS},
	{COL_SUBJECT, DATA, "subject", AS_HEADER},
	{COL_SENT_AT, DATA, "created_at", AS_SENT},
	{COL_DESCRIPTION, BOUNCE, "message", AS_SENT},
	{COL_DESCRIPTION, FAILED, "reason", AS_SENT},
	{COL_DESCRIPTION, SUPPRESSED, "message", AS_SENT},
	{COL_SMTP_RESPONSE, BOUNCE, "diagnosticCode", AS_REPLY},
	{COL_URL, CLICK, "link", AS_SENT},
	{COL_IP_ADDRESS, CLICK, "ipAddress", AS_SENT},
	{COL_USER_AGENT, CLICK, "userAgent", AS_SENT},
	{COL_TEMPLATE, DATA, "template_id", AS_SENT},
	{COL_METADATA, DATA, "tags", AS_SENT},
	{0},
};

/* Others have events of such names: Resend's messages have an id. */
static bool
has_email_id(const Document *document)
{
	JsonbValue data;
	JsonbValue id;

	return ses_json_get(&document->value, "data", &data) && ses_json_get(&data, "email_id", &id);
}

/* A contact or domain of Resend's has the keys that its API gives. */
static bool
is_of_account(const Document *document)
{
	JsonbValue data;
	JsonbValue member;

	return ses_json_get(&document->value, "data", &data) && ses_json_get(&data, "id", &member) &&
		(ses_json_get(&data, "email", &member) || ses_json_get(&data, "name", &member));
}

static const Sign signs[] = {
	{.keys = {"type", "data", "created_at"}, .member = "type", .prefix = "email.", .confirms = has_email_id},
	{.keys = {"type", "data", "created_at"}, .member = "type", .prefix = "contact.", .confirms = is_of_account},
	{.keys = {"type", "data", "created_at"}, .member = "type", .prefix = "domain.", .confirms = is_of_account},
	{.keys = {"type", "data", "created_at"}, .member = "type", .prefix = "suppression."},
	{.keys = {NULL}},
};

/* Bounces of 2023 have a message, and no type. */
static void
finish(Event *event, const JsonbValue *parts)
{
	static const Clue messages[] = {
		{"suppressed", REASON_SUPPRESSED},
		{"inbox was full", REASON_MAILBOX_FULL},
		{0},
	};
	Slice message = ses_json_get_text(&parts[BOUNCE], "message");

	if (event->event_type != EVENT_BOUNCED || event->provider_class != NO_BOUNCE_CLASS)
		return;
	if (event->otherwise == NO_REASON)
		event->otherwise = ses_clue_find(messages, message);
	if (ses_clue_has(message, "hard bounce"))
		event->provider_class = BOUNCE_HARD;
}

/* Each recipient has an event of its own, but nothing says whose an event is. */
static void
list_candidates(const JsonbValue *parts, JsonbValue *list)
{
	JsonElements all = {0};
	JsonbValue	 some;

	(void) ses_json_get(&parts[DATA], "to", &some);
	ses_json_append(&all, &some);
	if (!ses_json_get(&parts[DATA], "cc", &some) &&
		ses_json_get(&parts[DATA], "headers", &some))
		ses_json_set_string(&some, ses_header_find(&some, "Cc"));
	ses_json_append(&all, &some);
	(void) ses_json_get(&parts[DATA], "bcc", &some);
	ses_json_append(&all, &some);
	ses_json_set_array(list, all.elements, all.count);
}

static const Layout layout = {
	.parts = {
		[DATA] = {PART_DOCUMENT, "data"},
		[BOUNCE] = {DATA, "bounce"},
		[FAILED] = {DATA, "failed"},
		[SUPPRESSED] = {DATA, "suppressed"},
		[CLICK] = {DATA, "click"},
	},
	.names = {"type"},
	.subtypes = {{BOUNCE, "type"}, {BOUNCE, "subType"}},
	.details = DATA,
	.fields = fields,
	.finish = finish,
	.list_candidates = list_candidates,
};

const Provider ses_resend = {
	.dialect = {
		.name = "resend",
		.events = events,
	},
	.signs = signs,
	.layouts = {&layout},
};
