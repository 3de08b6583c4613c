/*
 * amazon.c
 *		Amazon SES: event publishing, identity notifications, inbound mail.
 *
 * Source: Amazon Simple Email Service Developer Guide, "Contents of event data
 * that Amazon SES publishes to Amazon SNS", "Amazon SNS notification contents
 * for Amazon SES", "Contents of notifications for Amazon SES email receiving",
 * "Monitoring Amazon SES sending with EventBridge".
 *
 * A document is {"eventType": …, "mail": {…}, "bounce": {…}}, with
 * notificationType in place of eventType when it comes from the feedback
 * settings of an identity.  The last object is named after the event.
 *
 * Yandex Cloud Postbox ("Receiving notifications") sends the same, with null for
 * the objects of other events, and without destination and source: those that the
 * message went to and came from are in its common headers only.
 */
#include "postgres.h"

#include "providers/amazon_subscription.h"
#include "event/absent.h"
#include "event/field.h"
#include "json/reading.h"
#include "mail/header.h"
#include "walk/registry.h"

/*
 * What was not sent because of a list of the account or of a tenant does not enter
 * Amazon's bounce rate; what is on its global list, Suppressed, does ("Using the
 * account-level suppression list", "Using the tenant-level suppression list").
 */
static const Mapping permanent_bounces[] = {
	{.name = "General"},
	{"NoEmail", .reason = REASON_UNKNOWN_RECIPIENT},
	{"Suppressed", .reason = REASON_SUPPRESSED},
	{"OnAccountSuppressionList", .reason = REASON_SUPPRESSED, .is_outside_rates = true},
	{"OnTenantSuppressionList", .reason = REASON_SUPPRESSED, .is_outside_rates = true},
	{"EmailValidationSuppressed", .reason = REASON_SUPPRESSED},
	{"UnsubscribedRecipient", .reason = REASON_UNSUBSCRIBED},
	{0},
};

/*
 * What answers a message is mail: Amazon classes what it cannot read as a report on
 * the delivery, which an out-of-office reply is not, as a bounce without what a
 * report says of a recipient.
 */
#define NO_REPORT "no delivery report"

static const Mapping answers[] = {
	{NO_REPORT, .event_type = EVENT_AUTORESPONDED},
	{0},
};

static const Mapping transient_bounces[] = {
	{"General", .subtypes = answers},
	{"MailboxFull", .reason = REASON_MAILBOX_FULL},
	{"MessageTooLarge", .reason = REASON_MESSAGE_TOO_LARGE},
	{"CustomTimeoutExceeded", .reason = REASON_TIMED_OUT},
	{"ContentRejected", .reason = REASON_CONTENT_REJECTED},
	{"AttachmentRejected", .reason = REASON_CONTENT_REJECTED},
	{0},
};

static const Mapping undetermined_bounces[] = {
	{"Undetermined", .subtypes = answers},
	{0},
};

static const Mapping bounces[] = {
	{"Permanent", .bounce_class = BOUNCE_HARD, .subtypes = permanent_bounces},
	{"Transient", .bounce_class = BOUNCE_SOFT, .subtypes = transient_bounces},
	{"Undetermined", .bounce_class = BOUNCE_UNDETERMINED, .subtypes = undetermined_bounces},
	{0},
};

/*
 * By complaintFeedbackType, which only some mailbox providers tell; or by
 * complaintSubType, which says that there was no attempt to send at all.
 */
static const Mapping complaints[] = {
	{.name = "abuse"},
	{.name = "auth-failure"},
	{.name = "fraud"},
	{"not-spam", .reason = REASON_NOT_SPAM},
	{.name = "other"},
	{.name = "virus"},
	{"OnAccountSuppressionList", .reason = REASON_SUPPRESSED, .is_outside_rates = true},
	{"OnTenantSuppressionList", .reason = REASON_SUPPRESSED, .is_outside_rates = true},
	{0},
};

static const Mapping delays[] = {
	{.name = "InternalFailure"},
	{.name = "General"},
	{"MailboxFull", .reason = REASON_MAILBOX_FULL},
	{"SpamDetected", .reason = REASON_SPAM},
	{"RecipientServerError", .reason = REASON_CONNECTION},
	{"IPFailure", .reason = REASON_BLOCKED},
	{"TransientCommunicationFailure", .reason = REASON_CONNECTION},
	{.name = "BYOIPHostNameLookupUnavailable"},
	{.name = "Undetermined"},
	{.name = "SendingDeferral"},
	{0},
};

static const Mapping rejections[] = {
	{"Bad content", .reason = REASON_CONTENT_REJECTED},
	{0},
};

/* Decided by comparing topic preferences. */
static const Mapping subscriptions[] = {
	{"OptIn", .event_type = EVENT_SUBSCRIBED},
	{"OptOut", .event_type = EVENT_UNSUBSCRIBED},
	{0},
};

static const Mapping events[] = {
	{"Send", .event_type = EVENT_SENT},
	{"Delivery", .event_type = EVENT_DELIVERED},
	{"DeliveryDelay", .event_type = EVENT_DEFERRED, .otherwise = REASON_OTHER, .subtypes = delays},
	{"Bounce", .event_type = EVENT_BOUNCED, .subtypes = bounces},
	{"Complaint", .event_type = EVENT_COMPLAINED, .reason = REASON_SPAM, .subtypes = complaints},
	{"Reject", .event_type = EVENT_REJECTED, .subtypes = rejections},
	{"Open", .event_type = EVENT_OPENED},
	{"Click", .event_type = EVENT_CLICKED},
	{"Rendering Failure", .event_type = EVENT_FAILED, .reason = REASON_RENDERING},
	{"Subscription", .event_type = EVENT_SUBSCRIBED, .subtypes = subscriptions},
	{"Unsubscribe", .event_type = EVENT_UNSUBSCRIBED}, /* of Postbox */
	{"Received", .event_type = EVENT_INBOUND},
	{0},
};

static Slice delivery_report(const JsonbValue *bounce);

/* Amazon does not know which of the recipients of a message opened or clicked. */
static const EventPart event_parts[] = {
	{"Send", .key = "send"},
	{"Delivery", "delivery", .recipients = "recipients"},
	{"DeliveryDelay", "deliveryDelay", {"delayType"}, .recipients = "delayedRecipients"},
	{"Bounce", "bounce", {"bounceType", "bounceSubType"}, .recipients = "bouncedRecipients", .find_subtype = delivery_report},
	{"Complaint", "complaint", {"complaintFeedbackType", "complaintSubType"}, .recipients = "complainedRecipients", .concern = ONE_OF_THEM}, /* all who may have complained */
	{"Reject", "reject", .subtypes = {"reason"}},
	{"Open", "open", .concern = ONE_OF_THEM},
	{"Click", "click", .concern = ONE_OF_THEM},
	{"Rendering Failure", .key = "failure"}, /* not renderingFailure */
	{"Subscription", "subscription", .concern = ONE_OF_THEM, .find_subtype = ses_amazon_subscription_subtype},
	{"Unsubscribe", "unsubscribe", .concern = ONE_OF_THEM},
	{"Unsubscribe", "subscription", .concern = ONE_OF_THEM},
	{"Received", "receipt", .recipients = "recipients"},
	{0},
};

/* The objects that fields are in. */
enum
{
	MAIL = PART_OWN,
	HEADERS,
	COMMON_HEADERS,
	TAGS,
	EVENT,
	RECIPIENT
};

static const Field fields[] = {
	{COL_OCCURRED_AT, EVENT, "timestamp", AS_SENT},
	{COL_OCCURRED_AT, MAIL, "timestamp", AS_SENT}, /* a Send has no time of its own */
	{COL_PROVIDER_EVENT_ID, EVENT, "feedbackId", AS_SENT},
	{COL_PROVIDER_EVENT_ID, PART_DOCUMENT, "eventId", AS_SENT}, /* Postbox */
	{COL_MESSAGE_ID, MAIL, "messageId", AS_SENT},
	{COL_SENDER, MAIL, "source", AS_ADDRESS},
	{COL_SUBJECT, COMMON_HEADERS, "subject", AS_HEADER},
	{COL_SENT_AT, MAIL, "timestamp", AS_SENT},
	{COL_SMTP_RESPONSE, EVENT, "smtpResponse", AS_REPLY},
	{COL_DESCRIPTION, EVENT, "reason", AS_SENT},	   /* of a Reject */
	{COL_DESCRIPTION, EVENT, "errorMessage", AS_SENT}, /* of a Rendering Failure */
	{COL_REMOTE_MTA, EVENT, "reportingMTA", AS_HOST},
	{COL_URL, EVENT, "link", AS_SENT},
	{COL_URL, EVENT, "url", AS_SENT}, /* Postbox */
	{COL_IP_ADDRESS, EVENT, "ipAddress", AS_SENT},
	{COL_USER_AGENT, EVENT, "userAgent", AS_SENT},
	{COL_IS_BOT, EVENT, "isBotEvent", AS_SENT}, /* Likely or Unlikely, since
												 * August 2026 */
	{COL_STREAM, TAGS, "ses:configuration-set", AS_FIRST},
	{COL_TEMPLATE, EVENT, "templateName", AS_SENT},
	{COL_ACCOUNT_ID, MAIL, "sendingAccountId", AS_SENT},
	{COL_METADATA, MAIL, "tags", AS_SENT},
	{COL_RECIPIENT, RECIPIENT, "emailAddress", AS_ADDRESS},
	{COL_SMTP_STATUS, RECIPIENT, "status", AS_STATUS},
	{COL_SMTP_RESPONSE, RECIPIENT, "diagnosticCode", AS_REPLY},
	{0},
};

/*
 * The event's own word goes before what an envelope says.  EventBridge names the event
 * in that, too; the event of a Lambda action has no name, but can only be one.
 */
/* clang-format off */
#define NAMED(name, detail_type) {.constant = name, .when = &(const Sign) {.prefix = detail_type}}
/* clang-format on */

/* EventBridge says whose it is. */
static bool
is_from_amazon(const Document *document)
{
	return slice_equals(document->source, SLICE("aws.ses"));
}

/* Only Amazon's own envelope names a new event: webhook.received is another's word. */
static const Sign is_amazons = {.confirms = is_from_amazon};
static const Sign has_receipt = {.keys = {"receipt"}, .object = "receipt"};

static const Naming naming[] = {
	{.word = {PART_DOCUMENT, "eventType"}},
	{.word = {PART_DOCUMENT, "notificationType"}},
	NAMED("Send", "Email Sent"),
	NAMED("Delivery", "Email Delivered"),
	NAMED("DeliveryDelay", "Email Delivery Delayed"),
	NAMED("Bounce", "Email Bounced"),
	NAMED("Complaint", "Email Complaint Received"),
	NAMED("Reject", "Email Rejected"),
	NAMED("Open", "Email Opened"),
	NAMED("Click", "Email Clicked"),
	NAMED("Rendering Failure", "Email Rendering Failed"),
	NAMED("Subscription", "Email Subscribed"),
	{.constant = "Received", .when = &has_receipt},
	{.word = {PART_TYPE, KEY_OF_TYPE}, .when = &is_amazons},
	{.constant = NULL},
};

static const Layout layout;

/* What SNS sends once a topic was set up, as text or as a notification; neither is an event. */
#define SETUP "AmazonSnsSubscriptionSucceeded"

static bool
is_setup_text(const Document *document)
{
	return slice_starts_with(slice_trim(ses_json_text(&document->value)), SLICE("Successfully validated SNS topic"));
}

static bool
is_setup_object(const Document *document)
{
	return ses_document_text(document, "eventType").length == 0 &&
		slice_equals_nocase(ses_document_text(document, "notificationType"), SLICE(SETUP));
}

/* What is about mail: without a mail object, the event's own has to be there. */
static bool
has_event_part(const Document *document)
{
	const Mapping	*row = ses_mapping_find(events, ses_layout_find_name(&layout, document, true));
	const EventPart *own = ses_event_part_find(event_parts, row);
	JsonbValue		 part;

	return own != NULL && ses_json_get_object(&document->value, own->key, &part);
}

/*
 * Event Grid and others have an eventType at the top, too: mail, or the event's
 * own object, decides.
 */
static const Sign signs[] = {
	{.keys = {"eventType", "mail"}, .object = "mail"},
	{.keys = {"notificationType", "mail"}, .object = "mail"},
	{.keys = {"mail", "receipt"}, .object = "mail"},
	{.keys = {"eventType"}, .confirms = has_event_part},
	{.keys = {"notificationType"}, .confirms = has_event_part},
	{.keys = {"notificationType"}, .confirms = is_setup_object},
	{.is_text = true, .confirms = is_setup_text},
	{.confirms = is_from_amazon},
	{.keys = {NULL}},
};

/*
 * The reason that a subtype of a bounce tells under any type: nothing promises
 * that it comes with none but those that the documentation has it under.
 */
static Reason
bounce_reason(Slice subtype)
{
	for (const Mapping *type = bounces; type->name != NULL; type++)
	{
		const Mapping *row = ses_mapping_find(type->subtypes, subtype);

		if (row != NULL)
			return row->reason;
	}
	return NO_REASON;
}

/*
 * Whether a delivery report tells of anybody.  One for several recipients may be
 * silent about some of them, so a single one that it tells of is enough.
 */
static Slice
delivery_report(const JsonbValue *bounce)
{
	static const char *const members[] = {"status", "action", "diagnosticCode"};
	JsonbValue				 recipients;
	JsonbValue				 recipient;
	JsonbValue				 member;
	JsonScan				 scan;
	bool					 any = false;

	(void) ses_json_get(bounce, "bouncedRecipients", &recipients);
	ses_json_scan_light(&scan, &recipients);
	while (!any && ses_json_scan_next(&scan, &recipient))
	{
		for (int i = 0; i < (int) lengthof(members) && !any; i++)
			any = ses_json_get(&recipient, members[i], &member) &&
				(member.type == jbvString ? ses_json_text(&member).length > 0 : member.type != jbvNull);
	}
	return any ? NO_SLICE : SLICE(NO_REPORT);
}

/* The first address in a list of the common headers. */
static Slice
first_address(const JsonbValue *headers, const char *key)
{
	JsonbValue	list;
	JsonbValue	element;
	AddressList addresses;

	if (!ses_json_get(headers, key, &list) || !ses_json_get_first(&list, &element))
		return NO_SLICE;
	addresses = ses_header_addresses(ses_json_text(&element));
	return ses_header_next_address(&addresses);
}

/*
 * The Message-ID header.  In event publishing commonHeaders.messageId is not
 * that header but once more the id that Amazon gave; it has no @.
 */
static Slice
rfc_message_id(const JsonbValue *headers, const JsonbValue *common_headers)
{
	Slice id = ses_header_find(headers, "Message-ID");

	if (id.length == 0)
	{
		id = ses_json_get_text(common_headers, "messageId");
		if (slice_find(id, '@') < 0)
			id = NO_SLICE;
	}
	return ses_header_message_id(id);
}

/*
 * The host that spoke.  The reporting MTA of a delivery, and of a bounce in the
 * SMTP dialogue, is Amazon's own; who refused is then told by its address only.
 */
static Slice
remote_mta(Slice reporting_mta, const JsonbValue *part)
{
	if (reporting_mta.length > 0 &&
		!slice_ends_with(reporting_mta, SLICE("amazonses.com")) &&
		!slice_ends_with(reporting_mta, SLICE("amazonses.com.cn")))
		return reporting_mta;
	return ses_json_get_text(part, "remoteMtaIp");
}

/*
 * Yandex Cloud Postbox calls every bounce permanent, which means no more than
 * that it was not delivered.  Only Postbox has these members.
 */
static bool
is_from_postbox(const JsonbValue *parts)
{
	return ses_json_get_text(&parts[MAIL], "identityId").length > 0 ||
		ses_json_get_text(&parts[PART_DOCUMENT], "eventId").length > 0;
}

static void
finish(Event *event, const JsonbValue *parts)
{
	if (event->event_type == EVENT_BOUNCED && is_from_postbox(parts))
		event->provider_class = NO_BOUNCE_CLASS;

	/* What is deferred for no reason of Amazon's is deferred for that of the reply. */
	if (event->event_type == EVENT_DEFERRED &&
		ses_word_equals(ses_json_get_text(&parts[EVENT], "delayType"), "General"))
		event->otherwise = NO_REASON;
	if (event->event_type == EVENT_BOUNCED && event->reason == NO_REASON)
		event->reason = bounce_reason(ses_json_get_text(&parts[EVENT], "bounceSubType"));
	if (ses_event_wants(event, COL_RFC_MESSAGE_ID))
		event->rfc_message_id = rfc_message_id(&parts[HEADERS], &parts[COMMON_HEADERS]);
	if (ses_event_wants(event, COL_STREAM) && event->stream.length == 0)
		event->stream = ses_header_find(&parts[HEADERS], "X-SES-CONFIGURATION-SET");
	if (ses_event_wants(event, COL_REMOTE_MTA))
		event->remote_mta = remote_mta(event->remote_mta, &parts[EVENT]);

	/* Of an inbound message, source is where its bounces go, not who wrote it. */
	if (ses_event_wants(event, COL_SENDER) && (event->sender.length == 0 || event->event_type == EVENT_INBOUND))
	{
		Slice author = first_address(&parts[COMMON_HEADERS], "from");

		if (!ses_is_absent(author))
			event->sender = author;
	}

	/* Of an inbound message, mail.timestamp is when Amazon received it. */
	if (ses_event_wants(event, COL_SENT_AT) && event->event_type == EVENT_INBOUND)
		event->sent_at = ses_header_date(ses_json_get_text(&parts[COMMON_HEADERS], "date"));
}

static const Layout layout = {
	.naming = naming,
	.parts = {
		[MAIL] = {PART_DOCUMENT, "mail"},
		[HEADERS] = {MAIL, "headers"},
		[COMMON_HEADERS] = {MAIL, "commonHeaders"},
		[TAGS] = {MAIL, "tags"},
		[EVENT] = {PART_DOCUMENT, KEY_OF_EVENT},
		[RECIPIENT] = {EVENT, KEY_OF_RECIPIENT},
	},
	.event_part = EVENT,
	.recipient_part = RECIPIENT,
	.event_parts = event_parts,
	.details = EVENT,
	.fields = fields,
	.finish = finish,
	.recipients = {MAIL, "destination"},
	/* Of Postbox, where only headers name the recipients. */
	.candidates = {
		{.part = COMMON_HEADERS, .key = "to"},
		{.part = COMMON_HEADERS, .key = "cc"},
		{.part = COMMON_HEADERS, .key = "bcc"},
	},
};

static void
read_document(const Provider *self, Document *document, Sink *sink)
{
	Slice name = ses_document_keep_text(document, "eventType");

	if (name.length == 0)
		name = ses_json_get_text(&document->value, "notificationType");
	if (!ses_json_is_object(&document->value) || (slice_equals_nocase(name, SLICE(SETUP)) && is_setup_object(document)))
		ses_report(sink, document, OUTCOME_CONTROL, &self->dialect, NULL,
				   "is a notice from Amazon SES that an SNS topic was set up");
	else if (name.length > 0)
		ses_layout_read_named(&layout, &self->dialect, document, sink, name);
	else
		ses_layout_read(&layout, &self->dialect, document, sink);
}

static const char *const only_code[] = {
	"new names of events in envelopes of Amazon's own, and notices of its topics",
	"senders, Message-IDs and configuration sets that only the headers of a message have, and the dates of inbound mail",
	"the address of a remote server, where the reporting one is missing or Amazon's own",
	"bounces without a delivery report, which are automatic answers, and subscriptions that are none",
	"reasons of subtypes under other types, and of delays that are General",
	"events of Yandex Cloud Postbox by their own object, which do not have Amazon's class of a bounce",
	NULL,
};

const Provider ses_amazon = {
	.dialect = {
		.name = "amazon_ses",
		.events = events,
	},
	.only_code = only_code,
	.signs = signs,
	.layouts = {&layout},
	.read = read_document,
};
