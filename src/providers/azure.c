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

#include "mail/clue.h"
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

static void
finish(Event *event, const JsonbValue *parts)
{
	static const Clue messages[] = {
		{"mailboxfull", REASON_MAILBOX_FULL},
		{0},
	};

	if (event->event_type == EVENT_BOUNCED && event->smtp_status.length == 0 && event->smtp_code == 0)
		event->reason = ses_clue_find(messages, ses_json_get_text(&parts[STATUS], "statusMessage"));
}

static const Layout layout = {
	.parts = {
		[STATUS] = {PART_DOCUMENT, "deliveryStatusDetails"},
	},
	.details = PART_DOCUMENT,
	.fields = fields,
	.finish = finish,
};

/* What Event Grid says of the subscription itself. */
static void
report_subscription(const Provider *self, const Document *document, Sink *sink)
{
	Document notice = *document;

	notice.link = ses_json_get_text(&document->value, "validationUrl");
	if (notice.link.length > 0)
		ses_report(sink, &notice, OUTCOME_CONTROL, &self->dialect, NULL,
				   "is Event Grid's validation of a subscription: "
				   "nothing is delivered until its validationUrl was visited or its validationCode answered");
	else
		ses_report(sink, &notice, OUTCOME_CONTROL, &self->dialect, NULL,
				   "is a message of Event Grid about a subscription");
}

/* "EmailDeliveryReportReceived/Bounced"; the type without what it reports, where that is missing. */
static Slice
event_name(const Document *document)
{
	Slice prefix = SLICE(PREFIX);
	Slice type = slice_starts_with(document->type, prefix) ? slice_from(document->type, prefix.length) : NO_SLICE;
	Slice status = ses_json_get_text(&document->value, "status");
	Slice engagement = ses_json_get_text(&document->value, "engagementType");

	if (status.length == 0)
		status = engagement;
	if (type.length == 0)
		type = engagement.length > 0 ? SLICE(ENGAGEMENT) : SLICE(DELIVERY);
	return ses_event_name(type, status);
}

static void
read_document(const Provider *self, const Document *document, Sink *sink)
{
	Document report = *document;

	if (slice_starts_with(document->type, SLICE("Microsoft.EventGrid.")))
	{
		report_subscription(self, document, sink);
		return;
	}
	/* Another wrapper tells nothing of Azure's. */
	if (!slice_starts_with(document->type, SLICE(PREFIX)))
		report.wrapper.type = jbvNull;
	ses_layout_read_named(&layout, &self->dialect, &report, sink, event_name(document));
}

const Provider ses_azure = {
	.dialect = {
		.name = "azure_email",
		.events = events,
	},
	.signs = signs,
	.layouts = {&layout},
	.read = read_document,
};
