/*
 * tencent.c
 *		Tencent Cloud SES (Simple Email Service): event callbacks.
 *
 * Source: Tencent Cloud, "Email Event Notification" (product document
 * 1084/39492), in its versions of 2021, October 2022, July 2023 and October
 * 2025; "Callback Address" (1084/40183).
 *
 * A document is one flat object.  Each version of the documentation added keys
 * and none took any away, so one table reads them all.
 */
#include "postgres.h"

#include "event/field.h"
#include "walk/registry.h"

/* 2021 had "soft" and "hard". */
static const Mapping bounces[] = {
	{"hard_bounce", .bounce_class = BOUNCE_HARD},
	{"soft_bounce", .bounce_class = BOUNCE_SOFT},
	{"hard", .bounce_class = BOUNCE_HARD},
	{"soft", .bounce_class = BOUNCE_SOFT},
	{0},
};

static const Mapping events[] = {
	{"processed", .event_type = EVENT_QUEUED},
	{"deferred", .event_type = EVENT_DEFERRED},
	{"delivered", .event_type = EVENT_DELIVERED},
	{"dropped", .event_type = EVENT_REJECTED},
	{"open", .event_type = EVENT_OPENED},
	{"click", .event_type = EVENT_CLICKED},
	{"bounce", .event_type = EVENT_BOUNCED, .subtypes = bounces},
	{"spamreport", .event_type = EVENT_COMPLAINED, .reason = REASON_SPAM},
	{"unsubscribe", .event_type = EVENT_UNSUBSCRIBED},
	{0},
};

/*
 * eventid is no field here: it is a number for the name of the event (1 is
 * delivered), not an id.
 */
static const Field fields[] = {
	{COL_OCCURRED_AT, PART_DOCUMENT, "timestamp", AS_SENT},
	{COL_MESSAGE_ID, PART_DOCUMENT, "bulkId", AS_SENT},
	{COL_MESSAGE_ID, PART_DOCUMENT, "bulkid", AS_SENT}, /* the table of 2024, against its own sample */
	{COL_RFC_MESSAGE_ID, PART_DOCUMENT, "messageId", AS_MESSAGE_ID},
	{COL_RECIPIENT, PART_DOCUMENT, "email", AS_ADDRESS},
	{COL_SENDER, PART_DOCUMENT, "from", AS_ADDRESS},
	{COL_SUBJECT, PART_DOCUMENT, "subject", AS_HEADER},
	{COL_SENT_AT, PART_DOCUMENT, "sentTimestamp", AS_SENT},

	/* Filled on deliveries, too: the sample of 2021 has it there. */
	{COL_SMTP_RESPONSE, PART_DOCUMENT, "reason", AS_REPLY},
	{COL_URL, PART_DOCUMENT, "link", AS_SENT},
	{COL_USER_AGENT, PART_DOCUMENT, "useragent", AS_SENT},
	{COL_TEMPLATE, PART_DOCUMENT, "templateId", AS_SENT},
	{COL_ACCOUNT_ID, PART_DOCUMENT, "username", AS_SENT},
	{0},
};

/* Keys that only other providers' flat objects have. */
static const char *const foreign[] = {
	"smtp-id", /* SendGrid */
	"event_id",
	"message_id", /* Mailtrap */
	"MessageID",
	"Message_GUID",
	"mj_campaign_id", /* Mailjet */
	"message-id",	  /* Brevo */
	NULL,
};

/* Several providers send a flat object with event and email; Tencent's has more: */
static const Sign signs[] = {
	{.keys = {"event", "email", "bulkId"}, .foreign = foreign},
	{.keys = {"event", "email", "bulkid"}, .foreign = foreign},
	{.keys = {"event", "email", "bounceType"}, .foreign = foreign},
	{.keys = {"event", "email", "fromDomain"}, .foreign = foreign},
	{.keys = {"event", "email", "eventid"}, .foreign = foreign},
	{.keys = {NULL}},
};

/* "recipient is in blacklist": in Tencent's own, which is of recipients. */
static const Hint hints[] = {
	{EVENT_REJECTED, PART_DOCUMENT, "reason", "blacklist", .reason = REASON_SUPPRESSED},
	{0},
};

static const Layout layout = {
	.names = {"event"},
	.subtypes = {{PART_DOCUMENT, "bounceType"}},
	.details = PART_DOCUMENT,
	.fields = fields,
	.hints = hints,
	/* The headers that the sender asked to have back. */
	.metadata_prefix = "X-Tencentcloudses-Cb-",
};

const Provider ses_tencent = {
	.dialect = {
		.name = "tencent_ses",
		.events = events,
	},
	.signs = signs,
	.layouts = {&layout},
};
