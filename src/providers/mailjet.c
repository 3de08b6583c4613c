/*
 * mailjet.c
 *		Mailjet (Sinch): the Event API, single and grouped.
 *
 * Source: Mailjet API documentation, guide "Webhooks (Event API)", "Possible
 * values for errors".
 *
 * A document is one flat object.
 */
#include "postgres.h"

#include "event/field.h"
#include "walk/registry.h"

/* The word stands in error; where that is empty, error_related_to may have it. */
/* clang-format off */
#define ERRORS \
	{"user unknown", .reason = REASON_UNKNOWN_RECIPIENT}, \
	{"mailbox inactive", .reason = REASON_MAILBOX_DISABLED}, \
	{"quota exceeded", .reason = REASON_MAILBOX_FULL}, \
	{"blacklisted", .reason = REASON_SUPPRESSED}, \
	{"spam reporter", .reason = REASON_SUPPRESSED}, \
	{"preblocked", .reason = REASON_SUPPRESSED}, \
	{"duplicate in campaign", .reason = REASON_OTHER}, \
	{"invalid domain", .reason = REASON_UNKNOWN_HOST}, \
	{"no mail host", .reason = REASON_UNKNOWN_HOST}, \
	{"relay/access denied", .reason = REASON_BLOCKED}, \
	{"typofix", .reason = REASON_INVALID_ADDRESS}, \
	{"bad or empty template", .reason = REASON_RENDERING}, \
	{"error in template language", .reason = REASON_RENDERING}, \
	{"sender blocked", .reason = REASON_BLOCKED}, \
	{"content blocked", .reason = REASON_CONTENT_REJECTED}, \
	{"policy issue", .reason = REASON_BLOCKED}, \
	{"system issue", .reason = REASON_OTHER}, \
	{"protocol issue", .reason = REASON_CONNECTION}, \
	{"connection issue", .reason = REASON_CONNECTION}
/* clang-format on */

static const Mapping errors[] = {
	ERRORS,
	{"greylisted", .reason = REASON_RATE_LIMITED},
	{0},
};

/* Mailjet tries again after a greylisting. */
static const Mapping soft_errors[] = {
	ERRORS,
	{"greylisted", .event_type = EVENT_DEFERRED, .reason = REASON_RATE_LIMITED},
	{0},
};

/* hard_bounce */
static const Mapping bounces[] = {
	{"true", .bounce_class = BOUNCE_HARD, .subtypes = errors},
	{"false", .bounce_class = BOUNCE_SOFT, .subtypes = soft_errors},
	{0},
};

static const Mapping events[] = {
	{"sent", .event_type = EVENT_DELIVERED}, /* the recipient's server took it */
	{"open", .event_type = EVENT_OPENED},
	{"click", .event_type = EVENT_CLICKED},
	{"bounce", .event_type = EVENT_BOUNCED, .subtypes = bounces},
	{"blocked", .event_type = EVENT_REJECTED, .subtypes = errors},
	{"spam", .event_type = EVENT_COMPLAINED, .reason = REASON_SPAM},
	{"unsub", .event_type = EVENT_UNSUBSCRIBED},
	{0},
};

static const Field fields[] = {
	{COL_OCCURRED_AT, PART_DOCUMENT, "time", AS_SENT},
	{COL_MESSAGE_ID, PART_DOCUMENT, "MessageID", AS_SENT},
	{COL_MESSAGE_ID, PART_DOCUMENT, "mj_message_id", AS_SENT},
	{COL_RECIPIENT, PART_DOCUMENT, "email", AS_ADDRESS},
	{COL_DESCRIPTION, PART_DOCUMENT, "error", AS_SENT},
	{COL_DESCRIPTION, PART_DOCUMENT, "error_related_to", AS_SENT},
	{COL_SMTP_RESPONSE, PART_DOCUMENT, "comment", AS_REPLY},
	{COL_SMTP_RESPONSE, PART_DOCUMENT, "smtp_reply", AS_REPLY},
	{COL_URL, PART_DOCUMENT, "url", AS_SENT},
	{COL_IP_ADDRESS, PART_DOCUMENT, "ip", AS_SENT},
	{COL_USER_AGENT, PART_DOCUMENT, "agent", AS_SENT},
	{COL_TAGS, PART_DOCUMENT, "customcampaign", AS_SENT},
	{COL_METADATA, PART_DOCUMENT, "Payload", AS_JSON},
	{COL_METADATA, PART_DOCUMENT, "CustomID", AS_MORE},
	{0},
};

static const char *const foreign[] = {
	"smtp-id",	  /* SendGrid */
	"message-id", /* Brevo */
	NULL,
};

/* Very old events have no id of the message. */
static const Sign signs[] = {
	{.keys = {"event", "time", "MessageID"}, .foreign = foreign},
	{.keys = {"event", "time", "Message_GUID"}, .foreign = foreign},
	{.keys = {"event", "time", "mj_campaign_id"}, .foreign = foreign},
	{.keys = {NULL}},
};

static const Layout layout = {
	.names = {"event"},
	.subtypes = {{PART_DOCUMENT, "hard_bounce"}, {PART_DOCUMENT, "error_related_to"}, {PART_DOCUMENT, "error"}},
	.details = PART_DOCUMENT,
	.list_id = {PART_DOCUMENT, "mj_list_id"},
	.fields = fields,
};

const Provider ses_mailjet = {
	.dialect = {
		.name = "mailjet",
		.events = events,
	},
	.signs = signs,
	.layouts = {&layout},
};
