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

#include "event/field.h"
#include "walk/registry.h"

/* Resend sends through Amazon SES, whose words these are. */
static const Mapping subtypes[] = {
	{.name = "General"},
	{"NoEmail", .reason = REASON_UNKNOWN_RECIPIENT},
	{"Suppressed", .reason = REASON_SUPPRESSED},
	{"OnAccountSuppressionList", .reason = REASON_SUPPRESSED, .is_outside_rates = true}, /* "Email bounces" */
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

/*
 * unsubscribed of a contact.  false is in every change of a contact, such as of its
 * name, so it does not say that anybody subscribed.
 */
static const Mapping contacts[] = {
	{"true", .event_type = EVENT_UNSUBSCRIBED, .reason = REASON_UNSUBSCRIBED},
	{"false", .event_type = EVENT_UNKNOWN},
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
	/* Resend sends no more to the address, or again. */
	{"suppression.added", .event_type = EVENT_UNSUBSCRIBED, .reason = REASON_SUPPRESSED},
	{"suppression.removed", .event_type = EVENT_SUBSCRIBED, .reason = REASON_SUPPRESSED},
	{"contact.created", .event_type = EVENT_UNKNOWN, .subtypes = contacts},
	{"contact.updated", .event_type = EVENT_UNKNOWN, .subtypes = contacts},
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
	CLICK,
	OPEN,
	HEADERS
};

/* The objects of inbound mail, and of what is about the account. */
enum
{
	MAIL = PART_OWN,
	MAIL_HEADERS
};
enum
{
	OBJECT = PART_OWN
};

static const Field fields[] = {
	{COL_OCCURRED_AT, PART_DOCUMENT, "created_at", AS_SENT},
	{COL_MESSAGE_ID, DATA, "email_id", AS_SENT},
	{COL_RFC_MESSAGE_ID, DATA, "message_id", AS_MESSAGE_ID},
	{COL_SENDER, DATA, "from", AS_ADDRESS},
	{COL_SUBJECT, DATA, "subject", AS_HEADER},
	{COL_SENT_AT, DATA, "created_at", AS_SENT},
	{COL_DESCRIPTION, BOUNCE, "message", AS_SENT},
	{COL_DESCRIPTION, FAILED, "reason", AS_SENT},
	{COL_DESCRIPTION, SUPPRESSED, "message", AS_SENT},
	{COL_SMTP_RESPONSE, BOUNCE, "diagnosticCode", AS_REPLY},
	{COL_URL, CLICK, "link", AS_SENT},
	{COL_IP_ADDRESS, CLICK, "ipAddress", AS_SENT},
	{COL_IP_ADDRESS, OPEN, "ipAddress", AS_SENT},
	{COL_USER_AGENT, CLICK, "userAgent", AS_SENT},
	{COL_USER_AGENT, OPEN, "userAgent", AS_SENT},
	{COL_TEMPLATE, DATA, "template_id", AS_SENT},
	{COL_METADATA, DATA, "tags", AS_SENT},
	{0},
};

/* created_at of the data is when Resend took it in. */
static const Field inbound_fields[] = {
	{COL_OCCURRED_AT, PART_DOCUMENT, "created_at", AS_SENT},
	{COL_MESSAGE_ID, MAIL, "email_id", AS_SENT},
	{COL_RFC_MESSAGE_ID, MAIL, "message_id", AS_MESSAGE_ID},
	{COL_RFC_MESSAGE_ID, MAIL_HEADERS, "Message-ID", AS_MESSAGE_ID},
	{COL_SENDER, MAIL, "from", AS_ADDRESS},
	{COL_SUBJECT, MAIL, "subject", AS_HEADER},
	{COL_SENT_AT, MAIL_HEADERS, "Date", AS_DATE},
	{0},
};

/* Of contacts, domains and suppressions: nothing was sent. */
static const Field account_fields[] = {
	{COL_OCCURRED_AT, PART_DOCUMENT, "created_at", AS_SENT},
	{COL_RECIPIENT, OBJECT, "email", AS_ADDRESS},
	{0},
};

/* Others have events of such names: Resend's messages have an id. */
static const char *const		email_id[] = {"data", "email_id", NULL};
static const char *const *const of_email[] = {email_id, NULL};

/* A contact or domain of Resend's has the keys that its API gives. */
static const char *const		id[] = {"data", "id", NULL};
static const char *const		email[] = {"data", "email", NULL};
static const char *const		name[] = {"data", "name", NULL};
static const char *const *const of_contact[] = {id, email, NULL};
static const char *const *const of_domain[] = {id, name, NULL};
static const char *const *const of_suppression[] = {email, NULL};

/*
 * Other vendors have taken over the names and most keys, but beside them have what
 * Resend keeps in the headers of the request: the ids of the event and of the webhook,
 * or that of the customer; or the kind of the object and another time.  account_id is
 * not among them: no imitator has it without an id, and frameworks that merge the
 * parameters of a route into the body add it.
 */
static const char *const foreign[] = {
	"id", "space_id", "event_id", "webhook_id", "organization_id", "workspace_id", "team_id", "project_id", "object",
	"timestamp", NULL};

/* clang-format off */
#define TYPE(begins, members) \
	{.keys = {"type", "data", "created_at"}, .foreign = foreign, .member = "type", .prefix = begins, .paths = members}
/* clang-format on */

static const Sign signs[] = {
	TYPE("email.", of_email),
	TYPE("contact.", of_contact),
	TYPE("contact.", of_domain),
	TYPE("domain.", of_contact),
	TYPE("domain.", of_domain),
	TYPE("suppression.", of_suppression),
	{.keys = {NULL}},
};

/* Bounces of 2023 have a message, and no type. */
static const Hint hints[] = {
	{EVENT_BOUNCED, BOUNCE, "message", "suppressed", .reason = REASON_SUPPRESSED, .is_otherwise = true},
	{EVENT_BOUNCED, BOUNCE, "message", "inbox was full", .reason = REASON_MAILBOX_FULL, .is_otherwise = true},
	{EVENT_BOUNCED, BOUNCE, "message", "hard bounce", .bounce_class = BOUNCE_HARD},
	{0},
};

static const Layout layout = {
	.parts = {
		[DATA] = {PART_DOCUMENT, "data"},
		[BOUNCE] = {DATA, "bounce"},
		[FAILED] = {DATA, "failed"},
		[SUPPRESSED] = {DATA, "suppressed"},
		[CLICK] = {DATA, "click"},
		[OPEN] = {DATA, "open"},
		[HEADERS] = {DATA, "headers"},
	},
	.forms = {[HEADERS] = PART_HEADERS},
	.names = {"type"},
	.subtypes = {{BOUNCE, "type"}, {BOUNCE, "subType"}},
	.details = DATA,
	.fields = fields,
	.hints = hints,
	/* Each recipient has an event of its own, but nothing says whose an event is. */
	.candidates = {
		{.part = DATA, .key = "to"},
		{.part = DATA, .key = "cc"},
		{.part = HEADERS, .key = "Cc", .is_instead = true},
		{.part = DATA, .key = "bcc"},
	},
};

static const Layout inbound_layout = {
	.name = "inbound",
	.parts = {
		[MAIL] = {PART_DOCUMENT, "data"},
		[MAIL_HEADERS] = {MAIL, "headers"},
	},
	.forms = {[MAIL_HEADERS] = PART_HEADERS},
	.names = {"type"},
	.details = MAIL,
	.fields = inbound_fields,
	.candidates = {
		{.part = MAIL, .key = "to"},
		{.part = MAIL, .key = "cc"},
		{.part = MAIL, .key = "bcc"},
	},
};

static const Layout account_layout = {
	.name = "account",
	.parts = {
		[OBJECT] = {PART_DOCUMENT, "data"},
	},
	.names = {"type"},
	.subtypes = {{OBJECT, "unsubscribed"}},
	.details = OBJECT,
	.list_id = {OBJECT, "id"},
	.fields = account_fields,
};

static const Sign inbound_signs[] = {
	{.member = "type", .prefix = "email.received"},
	{.keys = {NULL}},
};
static const Sign account_signs[] = {
	{.member = "type", .prefix = "contact."},
	{.member = "type", .prefix = "domain."},
	{.member = "type", .prefix = "suppression."},
	{.keys = {NULL}},
};

const Provider ses_resend = {
	.dialect = {
		.name = "resend",
		.events = events,
	},
	.signs = signs,
	.layouts = {&layout, &inbound_layout, &account_layout},
	.layout_signs = {NULL, inbound_signs, account_signs},
};
