/*
 * azure.c
 *		Azure Communication Services Email: delivery and engagement reports.
 *
 * Source: Microsoft Learn, "Azure Communication Services - Email events";
 * "Webhook event delivery" (validation); azure-rest-api-specs,
 * Microsoft.Communication.
 *
 * A document is the data of an event of Event Grid, or of a CloudEvent, whose type
 * says what it reports.  Samples spell Timestamp with a small s and a capital one.
 */
#include "postgres.h"

#include "event/field.h"
#include "json/reading.h"
#include "walk/registry.h"

#define PREFIX "Microsoft.Communication."
#define DELIVERY "EmailDeliveryReportReceived"
#define ENGAGEMENT "EmailEngagementTrackingReportReceived"

/* A report's name alone is no event: its status or kind of engagement is the rest. */
static const Mapping events[] = {
	{DELIVERY "/Delivered", .event_type = EVENT_DELIVERED},
	{DELIVERY "/Expanded", .event_type = EVENT_SENT}, /* to a list's members */
	{DELIVERY "/Bounced", .event_type = EVENT_BOUNCED, .bounce_class = BOUNCE_HARD, .otherwise = REASON_UNKNOWN_RECIPIENT},
	{DELIVERY "/Failed", .event_type = EVENT_BOUNCED}, /* for whatever reason */
	{DELIVERY "/FilteredSpam", .event_type = EVENT_REJECTED, .reason = REASON_SPAM},
	{DELIVERY "/Quarantined", .event_type = EVENT_REJECTED, .reason = REASON_SPAM},
	{DELIVERY "/Suppressed", .event_type = EVENT_REJECTED, .reason = REASON_SUPPRESSED},
	{ENGAGEMENT "/view", .event_type = EVENT_OPENED},
	{ENGAGEMENT "/click", .event_type = EVENT_CLICKED},
	{0},
};

/* The objects that fields are in. */
enum
{
	STATUS = PART_OWN
};

static const Field fields[] = {
	{COL_OCCURRED_AT, PART_DOCUMENT, "deliveryAttemptTimestamp", AS_SENT},
	{COL_OCCURRED_AT, PART_DOCUMENT, "deliveryAttemptTimeStamp", AS_SENT},
	{COL_OCCURRED_AT, PART_DOCUMENT, "userActionTimestamp", AS_SENT},
	{COL_OCCURRED_AT, PART_DOCUMENT, "userActionTimeStamp", AS_SENT},
	{COL_PROVIDER_EVENT_ID, PART_WRAPPER, "id", AS_SENT}, /* of the envelope */
	{COL_MESSAGE_ID, PART_DOCUMENT, "messageId", AS_SENT},
	{COL_RFC_MESSAGE_ID, PART_DOCUMENT, "internetMessageId", AS_MESSAGE_ID},
	{COL_RECIPIENT, PART_DOCUMENT, "recipient", AS_ADDRESS},
	{COL_SENDER, PART_DOCUMENT, "sender", AS_ADDRESS},
	{COL_SMTP_RESPONSE, STATUS, "statusMessage", AS_REPLY},
	{COL_REMOTE_MTA, STATUS, "recipientMailServerHostName", AS_SENT},
	{COL_URL, PART_DOCUMENT, "engagementContext", AS_SENT},
	{COL_USER_AGENT, PART_DOCUMENT, "userAgent", AS_SENT},
	{COL_ACCOUNT_ID, PART_WRAPPER, "topic", AS_SENT},
	{COL_ACCOUNT_ID, PART_WRAPPER, "source", AS_SENT},
	{0},
};

/* Some store the data alone. */
static const Sign signs[] = {
	{.prefix = PREFIX "Email"},
	{.prefix = "Microsoft.EventGrid."},
	{.keys = {"messageId", "deliveryAttemptTimestamp"}},
	{.keys = {"messageId", "deliveryAttemptTimeStamp"}},
	{.keys = {"messageId", "userActionTimestamp", "engagementType"}},
	{.keys = {"messageId", "userActionTimeStamp", "engagementType"}},
	{.keys = {NULL}},
};

static const Hint hints[] = {
	{EVENT_BOUNCED, STATUS, "statusMessage", "mailboxfull", .reason = REASON_MAILBOX_FULL, .is_otherwise = true},
	{0},
};

/* "EmailDeliveryReportReceived/Bounced"; where the data is alone, what it reports says whose report it is. */
static const Sign has_type = {.prefix = PREFIX};
static const Sign has_type_and_status = {.keys = {"status"}, .prefix = PREFIX};
static const Sign has_engagement = {.keys = {"engagementType"}};

static const Naming naming[] = {
	{.word = {PART_TYPE, KEY_OF_TYPE}, .after = PREFIX, .kind = {PART_DOCUMENT, "status"}, .when = &has_type_and_status},
	{.word = {PART_TYPE, KEY_OF_TYPE}, .after = PREFIX, .kind = {PART_DOCUMENT, "engagementType"}, .when = &has_type},
	{.constant = ENGAGEMENT, .kind = {PART_DOCUMENT, "engagementType"}, .when = &has_engagement},
	{.constant = DELIVERY, .kind = {PART_DOCUMENT, "status"}},
	{.constant = NULL},
};

static const Layout layout = {
	.naming = naming,
	.parts = {
		[STATUS] = {PART_DOCUMENT, "deliveryStatusDetails"},
	},
	.details = PART_DOCUMENT,
	.fields = fields,
	.hints = hints,
};

/* What Event Grid says of the subscription itself. */
static const char *const *const of_validation[] = {(const char *const[]) {"validationUrl", NULL}, NULL};
static const Sign				validation = {.prefix = "Microsoft.EventGrid.", .paths = of_validation};
static const Sign				notice = {.prefix = "Microsoft.EventGrid."};

static const Control controls[] = {
	{&validation, .link = "validationUrl",
	 .clause = "is Event Grid's validation of a subscription: "
			   "nothing is delivered until its validationUrl was visited or its validationCode answered"},
	{&notice, .clause = "is a message of Event Grid about a subscription"},
	{0},
};

const Provider ses_azure = {
	.dialect = {
		.name = "azure_email",
		.events = events,
	},
	.signs = signs,
	.layouts = {&layout},
	.wrapper_type = PREFIX,
	.controls = controls,
};
