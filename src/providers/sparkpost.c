/*
 * sparkpost.c
 *		SparkPost (Bird): webhooks of all classes of events.
 *
 * Source: SparkPost support documentation, "Webhook events", "Bounce
 * classification codes"; SparkPost API reference, "Webhooks", "Relay webhooks".
 *
 * A document is {"msys": {"message_event": {…}}}, an element of an array.  The
 * class says where the event stands, its type what it is: types move between
 * classes.
 */
#include "postgres.h"

#include "event/field.h"
#include "walk/registry.h"

/* The codes of SparkPost's classification, with which some bounces are none. */
static const Mapping bounces[] = {
	{"1", .bounce_class = BOUNCE_UNDETERMINED},
	{"10", .bounce_class = BOUNCE_HARD, .otherwise = REASON_UNKNOWN_RECIPIENT},
	{"20", .bounce_class = BOUNCE_SOFT},
	{"21", .bounce_class = BOUNCE_SOFT, .otherwise = REASON_UNKNOWN_HOST},
	{"22", .bounce_class = BOUNCE_SOFT, .otherwise = REASON_MAILBOX_FULL},
	{"23", .bounce_class = BOUNCE_SOFT, .otherwise = REASON_MESSAGE_TOO_LARGE},
	{"24", .bounce_class = BOUNCE_SOFT, .otherwise = REASON_TIMED_OUT},
	{"25", .event_type = EVENT_REJECTED, .reason = REASON_BLOCKED}, /* admin failure */
	{"30", .bounce_class = BOUNCE_HARD, .otherwise = REASON_OTHER}, /* for nobody */
	{"40", .bounce_class = BOUNCE_SOFT},
	{"50", .bounce_class = BOUNCE_SOFT, .otherwise = REASON_BLOCKED},
	{"51", .bounce_class = BOUNCE_SOFT, .otherwise = REASON_SPAM},
	{"52", .bounce_class = BOUNCE_SOFT, .otherwise = REASON_SPAM},
	{"53", .bounce_class = BOUNCE_SOFT, .otherwise = REASON_CONTENT_REJECTED}, /* an attachment */
	{"54", .bounce_class = BOUNCE_SOFT, .otherwise = REASON_BLOCKED},		   /* relaying denied */
	{"60", .event_type = EVENT_AUTORESPONDED},
	{"70", .bounce_class = BOUNCE_SOFT},
	{"80", .event_type = EVENT_SUBSCRIBED},
	{"90", .event_type = EVENT_UNSUBSCRIBED, .reason = REASON_UNSUBSCRIBED},
	{"100", .event_type = EVENT_AUTORESPONDED}, /* a challenge */
	{0},
};

/* The same codes, of what is tried again. */
static const Mapping delays[] = {
	{"10", .otherwise = REASON_UNKNOWN_RECIPIENT},
	{"21", .otherwise = REASON_UNKNOWN_HOST},
	{"22", .otherwise = REASON_MAILBOX_FULL},
	{"23", .otherwise = REASON_MESSAGE_TOO_LARGE},
	{"24", .otherwise = REASON_TIMED_OUT},
	{"25", .reason = REASON_BLOCKED},
	{"30", .otherwise = REASON_OTHER},
	{"50", .otherwise = REASON_BLOCKED},
	{"51", .otherwise = REASON_SPAM},
	{"52", .otherwise = REASON_SPAM},
	{"53", .otherwise = REASON_CONTENT_REJECTED},
	{"54", .otherwise = REASON_BLOCKED},
	{0},
};

/* fbtype */
static const Mapping complaints[] = {
	{"not-spam", .reason = REASON_NOT_SPAM},
	{0},
};

static const Mapping events[] = {
	{"injection", .event_type = EVENT_QUEUED},
	{"delivery", .event_type = EVENT_DELIVERED},
	{"delay", .event_type = EVENT_DEFERRED, .subtypes = delays},
	{"bounce", .event_type = EVENT_BOUNCED, .subtypes = bounces},
	{"out_of_band", .event_type = EVENT_BOUNCED, .subtypes = bounces},
	{"policy_rejection", .event_type = EVENT_REJECTED, .reason = REASON_BLOCKED},
	{"generation_rejection", .event_type = EVENT_REJECTED, .reason = REASON_BLOCKED},
	{"generation_failure", .event_type = EVENT_FAILED, .reason = REASON_RENDERING},
	{"spam_complaint", .event_type = EVENT_COMPLAINED, .reason = REASON_SPAM, .subtypes = complaints},
	/* A full reading of a message gives both, of a pixel at its top and one at its end. */
	{"initial_open", .event_type = EVENT_OPENED},
	{"open", .event_type = EVENT_OPENED},
	{"amp_initial_open", .event_type = EVENT_OPENED},
	{"amp_open", .event_type = EVENT_OPENED},
	{"click", .event_type = EVENT_CLICKED},
	{"amp_click", .event_type = EVENT_CLICKED},
	{"list_unsubscribe", .event_type = EVENT_UNSUBSCRIBED},
	{"link_unsubscribe", .event_type = EVENT_UNSUBSCRIBED},
	{"relay_injection", .event_type = EVENT_INBOUND},
	{"relay_message", .event_type = EVENT_INBOUND}, /* a class without types */
	{"relay_delivery", .event_type = EVENT_UNKNOWN},
	{"relay_tempfail", .event_type = EVENT_UNKNOWN},
	{"relay_permfail", .event_type = EVENT_UNKNOWN},
	{"relay_rejection", .event_type = EVENT_UNKNOWN},
	{"ab_test_completed", .event_type = EVENT_UNKNOWN},
	{"ab_test_cancelled", .event_type = EVENT_UNKNOWN},
	{"success", .event_type = EVENT_UNKNOWN},
	{"error", .event_type = EVENT_UNKNOWN},
	{"sms_status", .event_type = EVENT_UNKNOWN},
	{0},
};

/* The objects that fields are in. */
enum
{
	AGENT = PART_OWN
};

/* The objects of inbound mail. */
enum
{
	CONTENT = PART_OWN,
	HEADERS
};

static const Field fields[] = {
	{COL_OCCURRED_AT, PART_DOCUMENT, "timestamp", AS_SENT},
	{COL_PROVIDER_EVENT_ID, PART_DOCUMENT, "event_id", AS_SENT},
	{COL_MESSAGE_ID, PART_DOCUMENT, "transmission_id", AS_SENT},
	{COL_MESSAGE_ID, PART_DOCUMENT, "message_id", AS_SENT}, /* what was sent by SMTP was part of no transmission */
	{COL_RECIPIENT, PART_DOCUMENT, "raw_rcpt_to", AS_ADDRESS},
	{COL_RECIPIENT, PART_DOCUMENT, "rcpt_to", AS_ADDRESS},
	{COL_SENDER, PART_DOCUMENT, "friendly_from", AS_ADDRESS},
	{COL_SENDER, PART_DOCUMENT, "msg_from", AS_ADDRESS},
	{COL_SUBJECT, PART_DOCUMENT, "subject", AS_HEADER},
	{COL_SENT_AT, PART_DOCUMENT, "injection_time", AS_SENT},
	{COL_SMTP_CODE, PART_DOCUMENT, "error_code", AS_SENT},
	{COL_SMTP_RESPONSE, PART_DOCUMENT, "raw_reason", AS_REPLY},
	{COL_SMTP_RESPONSE, PART_DOCUMENT, "reason", AS_REPLY}, /* with addresses masked */
	{COL_URL, PART_DOCUMENT, "target_link_url", AS_SENT},
	{COL_IP_ADDRESS, PART_DOCUMENT, "ip_address", AS_SENT},
	{COL_USER_AGENT, PART_DOCUMENT, "user_agent", AS_SENT},
	{COL_IS_BOT, AGENT, "is_prefetched", AS_SENT},
	{COL_STREAM, PART_DOCUMENT, "subaccount_id", AS_SENT},
	{COL_TEMPLATE, PART_DOCUMENT, "template_id", AS_SENT},
	{COL_ACCOUNT_ID, PART_DOCUMENT, "customer_id", AS_SENT},
	{COL_TAGS, PART_DOCUMENT, "campaign_id", AS_SENT},
	{COL_TAGS, PART_DOCUMENT, "rcpt_tags", AS_MORE},
	{COL_METADATA, PART_DOCUMENT, "rcpt_meta", AS_SENT},
	{0},
};

/* Its time is in its Date header only. */
static const Field inbound_fields[] = {
	{COL_OCCURRED_AT, HEADERS, "Date", AS_DATE},
	{COL_SENT_AT, HEADERS, "Date", AS_DATE},
	{COL_RFC_MESSAGE_ID, HEADERS, "Message-ID", AS_MESSAGE_ID},
	{COL_RECIPIENT, PART_DOCUMENT, "rcpt_to", AS_ADDRESS},
	{COL_SENDER, PART_DOCUMENT, "friendly_from", AS_ADDRESS},
	{COL_SENDER, HEADERS, "From", AS_ADDRESS},
	{COL_SENDER, PART_DOCUMENT, "msg_from", AS_ADDRESS},
	{COL_SUBJECT, CONTENT, "subject", AS_HEADER},
	{COL_ACCOUNT_ID, PART_DOCUMENT, "customer_id", AS_SENT},
	{0},
};

static const Sign signs[] = {
	{.keys = {"msys"}, .object = "msys"},
	{.keys = {"type", "event_id", "customer_id", "rcpt_to"}}, /* as the API lists events */
	{.keys = {NULL}},
};

static const Hint hints[] = {
	{EVENT_REJECTED, PART_DOCUMENT, "raw_reason", "suppress", .reason = REASON_SUPPRESSED},
	{EVENT_REJECTED, PART_DOCUMENT, "reason", "suppress", .reason = REASON_SUPPRESSED},
	{0},
};

/* Of other events, it is the address of a server. */
static const Only only[] = {
	{COL_IP_ADDRESS, TYPE_BIT(EVENT_OPENED) | TYPE_BIT(EVENT_CLICKED) | TYPE_BIT(EVENT_UNSUBSCRIBED)},
	{0},
};

/* The class names events without a type. */
static const Naming naming[] = {
	{.word = {PART_DOCUMENT, "type"}},
	{.word = {PART_TYPE, KEY_OF_TYPE}},
	{.constant = NULL},
};

static const Layout layout = {
	.parts = {
		[AGENT] = {PART_DOCUMENT, "user_agent_parsed"},
	},
	.subtypes = {{PART_DOCUMENT, "bounce_class"}, {PART_DOCUMENT, "fbtype"}},
	.details = PART_DOCUMENT,
	.naming = naming,
	.fields = fields,
	.hints = hints,
	.only = only,
};

static const Layout inbound_layout = {
	.name = "relay_message",
	.parts = {
		[CONTENT] = {PART_DOCUMENT, "content"},
		[HEADERS] = {CONTENT, "headers"},
	},
	.forms = {[HEADERS] = PART_HEADERS},
	.naming = naming,
	.details = PART_DOCUMENT,
	.fields = inbound_fields,
};

/* Inbound mail is a class without types. */
static const char *const typed[] = {"type", NULL};

static const Sign inbound_signs[] = {
	{.prefix = "relay_message", .foreign = typed},
	{.keys = {NULL}},
};

const Provider ses_sparkpost = {
	.dialect = {
		.name = "sparkpost",
		.has_unique_event_ids = true,
		.events = events,
	},
	.signs = signs,
	.members = "msys",
	.layouts = {&layout, &inbound_layout},
	.layout_signs = {NULL, inbound_signs},
};
