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
 * settings of an identity.  The last object is named after the event.  Yandex
 * Cloud Postbox sends the same, with null for the objects of other events.
 */
#include "postgres.h"

#include "providers/amazon_subscription.h"
#include "event/field.h"
#include "mail/header.h"
#include "json/reading.h"
#include "walk/provider.h"
#include "mail/smtp.h"

static const Mapping permanent_bounces[] = {
	{.name = "General"},
	{"NoEmail", .reason = REASON_UNKNOWN_RECIPIENT},
	{"Suppressed", .reason = REASON_SUPPRESSED},
	{"OnAccountSuppressionList", .reason = REASON_SUPPRESSED},
	{"OnTenantSuppressionList", .reason = REASON_SUPPRESSED},
	{"EmailValidationSuppressed", .reason = REASON_SUPPRESSED},
	{"UnsubscribedRecipient", .reason = REASON_UNSUBSCRIBED},
	{0}
};

static const Mapping transient_bounces[] = {
	{.name = "General"},
	{"MailboxFull", .reason = REASON_MAILBOX_FULL},
	{"MessageTooLarge", .reason = REASON_MESSAGE_TOO_LARGE},
	{"CustomTimeoutExceeded", .reason = REASON_TIMED_OUT},
	{"ContentRejected", .reason = REASON_CONTENT_REJECTED},
	{"AttachmentRejected", .reason = REASON_CONTENT_REJECTED},
	{0}
};

static const Mapping undetermined_bounces[] = {
	{.name = "Undetermined"},
	{0}
};

static const Mapping bounces[] = {
	{"Permanent", .bounce_class = BOUNCE_HARD, .subtypes = permanent_bounces},
	{"Transient", .bounce_class = BOUNCE_SOFT, .subtypes = transient_bounces},
	{"Undetermined", .bounce_class = BOUNCE_UNDETERMINED, .subtypes = undetermined_bounces},
	{0}
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
	{"OnAccountSuppressionList", .reason = REASON_SUPPRESSED},
	{"OnTenantSuppressionList", .reason = REASON_SUPPRESSED},
	{0}
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
	{0}
};

static const Mapping rejections[] = {
	{"Bad content", .reason = REASON_CONTENT_REJECTED},
	{0}
};

/* Decided by comparing topic preferences. */
static const Mapping subscriptions[] = {
	{"OptIn", .event_type = EVENT_SUBSCRIBED},
	{"OptOut", .event_type = EVENT_UNSUBSCRIBED},
	{0}
};

enum
{
	SEND, DELIVERY, DELIVERY_DELAY, BOUNCE, COMPLAINT, REJECT, OPEN, CLICK, RENDERING_FAILURE,
	SUBSCRIPTION, RECEIVED, KINDS
};

static const Mapping events[] = {
	[SEND] = {"Send", .event_type = EVENT_SENT},
	[DELIVERY] = {"Delivery", .event_type = EVENT_DELIVERED},
	[DELIVERY_DELAY] = {"DeliveryDelay", .event_type = EVENT_DEFERRED, .reason = REASON_OTHER,
	.subtypes = delays},
	[BOUNCE] = {"Bounce", .event_type = EVENT_BOUNCED, .subtypes = bounces},
	[COMPLAINT] = {"Complaint", .event_type = EVENT_COMPLAINED, .reason = REASON_SPAM,
	.subtypes = complaints},
	[REJECT] = {"Reject", .event_type = EVENT_REJECTED, .subtypes = rejections},
	[OPEN] = {"Open", .event_type = EVENT_OPENED},
	[CLICK] = {"Click", .event_type = EVENT_CLICKED},
	[RENDERING_FAILURE] = {"Rendering Failure", .event_type = EVENT_FAILED, .reason = REASON_RENDERING},
	[SUBSCRIPTION] = {"Subscription", .event_type = EVENT_SUBSCRIBED, .subtypes = subscriptions},
	[RECEIVED] = {"Received", .event_type = EVENT_INBOUND},
	[KINDS] = {0}
};

/* Whom an event concerns. */
typedef enum Concern
{
	EACH_OF_THEM,				/* everybody listed, for certain */
	ONE_OF_THEM					/* somebody listed; Amazon does not know who */
} Concern;

/* Where each event has what is its own: a row for each row of events. */
static const struct
{
	const char *key;			/* of the object that is named after the event */
	const char *subtype[2];		/* its members that refine the event, in turn */
	const char *recipients;		/* its list of recipients; else mail.destination */
	Concern		concern;
}			parts[] = {
	[SEND] = {.key = "send"},
	[DELIVERY] = {"delivery", .recipients = "recipients"},
	[DELIVERY_DELAY] = {"deliveryDelay", {"delayType"}, .recipients = "delayedRecipients"},
	[BOUNCE] = {"bounce", {"bounceType", "bounceSubType"}, .recipients = "bouncedRecipients"},
	[COMPLAINT] = {"complaint", {"complaintFeedbackType", "complaintSubType"},
	"complainedRecipients", ONE_OF_THEM},	/* all who may have complained */
	[REJECT] = {"reject", .subtype = {"reason"}},
	[OPEN] = {"open", .concern = ONE_OF_THEM},
	[CLICK] = {"click", .concern = ONE_OF_THEM},
	[RENDERING_FAILURE] = {.key = "failure"},	/* not renderingFailure */
	[SUBSCRIPTION] = {"subscription", .concern = ONE_OF_THEM},
	[RECEIVED] = {"receipt", .recipients = "recipients"},
};

/* EventBridge names the event in the envelope, too. */
static const struct
{
	const char *detail_type;
	const char *event;
}			detail_types[] = {
	{"Email Sent", "Send"},
	{"Email Delivered", "Delivery"},
	{"Email Delivery Delayed", "DeliveryDelay"},
	{"Email Bounced", "Bounce"},
	{"Email Complaint Received", "Complaint"},
	{"Email Rejected", "Reject"},
	{"Email Opened", "Open"},
	{"Email Clicked", "Click"},
	{"Email Rendering Failed", "Rendering Failure"},
	{"Email Subscribed", "Subscription"},
};

/* The objects that fields are in. */
enum
{
	DOCUMENT, MAIL, HEADERS, COMMON_HEADERS, TAGS, PART, RECIPIENT, OBJECTS
};

static const Field message_fields[] = {
	{COL_OCCURRED_AT, PART, "timestamp", AS_SENT},
	{COL_OCCURRED_AT, MAIL, "timestamp", AS_SENT},	/* a Send has no time of its own */
	{COL_PROVIDER_EVENT_ID, PART, "feedbackId", AS_SENT},
	{COL_PROVIDER_EVENT_ID, DOCUMENT, "eventId", AS_SENT},	/* Postbox */
	{COL_MESSAGE_ID, MAIL, "messageId", AS_SENT},
	{COL_SENDER, MAIL, "source", AS_ADDRESS},
	{COL_SUBJECT, COMMON_HEADERS, "subject", AS_HEADER},
	{COL_SENT_AT, MAIL, "timestamp", AS_SENT},
	{COL_SMTP_RESPONSE, PART, "smtpResponse", AS_REPLY},
	{COL_DESCRIPTION, PART, "reason", AS_SENT},	/* of a Reject */
	{COL_DESCRIPTION, PART, "errorMessage", AS_SENT},	/* of a Rendering Failure */
	{COL_REMOTE_MTA, PART, "reportingMTA", AS_HOST},
	{COL_URL, PART, "link", AS_SENT},
	{COL_URL, PART, "url", AS_SENT},		/* Postbox */
	{COL_IP_ADDRESS, PART, "ipAddress", AS_SENT},
	{COL_USER_AGENT, PART, "userAgent", AS_SENT},
	{COL_IS_BOT, PART, "isBotEvent", AS_SENT},	/* Likely or Unlikely, since
												 * August 2026 */
	{COL_STREAM, TAGS, "ses:configuration-set", AS_FIRST},
	{COL_TEMPLATE, PART, "templateName", AS_SENT},
	{COL_ACCOUNT_ID, MAIL, "sendingAccountId", AS_SENT},
	{COL_METADATA, MAIL, "tags", AS_SENT},
	{0}
};

static const Field recipient_fields[] = {
	{COL_RECIPIENT, RECIPIENT, "emailAddress", AS_ADDRESS},
	{COL_SMTP_STATUS, RECIPIENT, "status", AS_STATUS},
	{COL_SMTP_RESPONSE, RECIPIENT, "diagnosticCode", AS_REPLY},
	{0}
};

/* The event's own word, which goes before what an envelope says. */
static Slice
event_name(const Document *document)
{
	Slice		name = ses_json_get_text(&document->value, "eventType");
	JsonbValue	receipt;

	if (name.length == 0)
		name = ses_json_get_text(&document->value, "notificationType");
	if (name.length > 0)
		return name;

	for (int i = 0; i < (int) lengthof(detail_types); i++)
	{
		if (slice_equals_nocase(document->type, slice_of(detail_types[i].detail_type)))
			return slice_of(detail_types[i].event);
	}

	/* The event of a Lambda action has no name, but can only be one. */
	if (ses_json_get_object(&document->value, "receipt", &receipt))
		return SLICE("Received");
	return document->type;
}

/* What SNS sends once a topic was set up; neither is an event. */
static bool
is_setup_text(const Document *document)
{
	return slice_starts_with(slice_trim(ses_json_text(&document->value)), SLICE("Successfully validated SNS topic"));
}

static bool
is_setup_object(const Document *document)
{
	return slice_equals_nocase(ses_json_get_text(&document->value, "notificationType"),
							   SLICE("AmazonSnsSubscriptionSucceeded"));
}

/* What is about mail: without a mail object, the event's own has to be there. */
static bool
has_part(const Document *document)
{
	const Mapping *row = ses_mapping_find(events, event_name(document));
	JsonbValue	part;

	return row != NULL && ses_json_get_object(&document->value, parts[row - events].key, &part);
}

/* EventBridge says whose it is. */
static bool
is_from_amazon(const Document *document)
{
	return slice_equals(document->source, SLICE("aws.ses"));
}

/*
 * Event Grid and others have an eventType at the top, too: mail, or the event's
 * own object, decides.
 */
static const Sign signs[] = {
	{.keys = {"eventType", "mail"}, .object = "mail"},
	{.keys = {"notificationType", "mail"}, .object = "mail"},
	{.keys = {"mail", "receipt"}, .object = "mail"},
	{.keys = {"eventType"}, .confirms = has_part},
	{.keys = {"notificationType"}, .confirms = has_part},
	{.keys = {"notificationType"}, .confirms = is_setup_object},
	{.is_text = true, .confirms = is_setup_text},
	{.confirms = is_from_amazon},
	{.keys = {NULL}}
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
 * The object of an event that is not in the tables: it is named after the event,
 * if Amazon does as it always did.  A JSON null where there is none.
 */
static void
find_part(const JsonbValue *value, Slice name, JsonbValue *part)
{
	char	   *word = pnstrdup(name.length > 0 ? name.data : "", name.length);
	JsonScan	scan;
	JsonbValue	member;

	part->type = jbvNull;
	ses_json_scan_members(&scan, value);
	while (ses_json_scan_next(&scan, &member))
	{
		if (ses_word_equals(scan.key, word) && ses_json_is_object(&member))
			*part = member;
	}
	ses_json_scan_end(&scan);
}

/* Sets what the event is by what in its object, which it finds, refines its kind. */
static void
refine(Event *event, const Mapping *kind, JsonbValue *part)
{
	const Document *document = event->document;
	const Mapping *row = kind;

	if (kind == NULL)
	{
		find_part(&document->value, event->provider_event, part);
		return;
	}
	(void) ses_json_get_object(&document->value, parts[kind - events].key, part);
	if (kind == &events[SUBSCRIPTION])
		ses_event_refine(event, kind, ses_amazon_is_opt_out(part) ? SLICE("OptOut") : SLICE("OptIn"));

	/*
	 * A subtype is refined by the next; where it has no table of its own, both
	 * are of one table, as those of complaints are.
	 */
	for (int i = 0; i < (int) lengthof(parts[0].subtype) && parts[kind - events].subtype[i] != NULL; i++)
	{
		Slice		subtype = ses_json_get_text(part, parts[kind - events].subtype[i]);
		const Mapping *refined = ses_event_refine(event, row, subtype);

		if (refined != NULL && refined->subtypes != NULL)
			row = refined;
	}
	if (kind == &events[BOUNCE] && event->reason == NO_REASON)
		event->reason = bounce_reason(ses_json_get_text(part, "bounceSubType"));
}

/*
 * The Message-ID header.  In event publishing commonHeaders.messageId is not
 * that header but once more the id that Amazon gave; it has no @.
 */
static Slice
rfc_message_id(const JsonbValue *headers, const JsonbValue *common_headers)
{
	Slice		id = ses_header_find(headers, "Message-ID");

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

/* Fills in what is the same for all recipients. */
static void
fill_message(Event *event, const Mapping *kind, const JsonbValue *objects)
{
	ses_fields_fill(event, message_fields, objects);
	if (ses_event_wants(event, COL_RFC_MESSAGE_ID))
		event->rfc_message_id = rfc_message_id(&objects[HEADERS], &objects[COMMON_HEADERS]);
	if (ses_event_wants(event, COL_STREAM) && event->stream.length == 0)
		event->stream = ses_header_find(&objects[HEADERS], "X-SES-CONFIGURATION-SET");
	if (ses_event_wants(event, COL_REMOTE_MTA))
		event->remote_mta = remote_mta(event->remote_mta, &objects[PART]);

	/* Of an inbound message, mail.timestamp is when Amazon received it. */
	if (ses_event_wants(event, COL_SENT_AT) && kind == &events[RECEIVED])
		event->sent_at = ses_header_date(ses_json_get_text(&objects[COMMON_HEADERS], "date"));
}

/* Emits the event for one entry of a list of recipients. */
static void
emit_for_recipient(const Event *event, JsonbValue *objects, const JsonbValue *recipient)
{
	Event		one = *event;

	objects[RECIPIENT] = *recipient;
	ses_fields_fill(&one, recipient_fields, objects);
	if (one.recipient.length == 0)
		one.recipient = ses_header_address(ses_json_text(recipient));

	/* Amazon calls bounces transient whose status says that nobody lives there. */
	if (one.bounce_class != NO_BOUNCE_CLASS && ses_smtp_is_bad_address(one.smtp_status))
		one.bounce_class = BOUNCE_HARD;
	ses_event_emit(&one);
}

/*
 * Finds those whom an event concerns, and sets how many it may be: its own
 * list, else those whom the message went to.  False where nobody is named.
 */
static bool
find_recipients(Event *event, const Mapping *kind, const JsonbValue *objects, JsonbValue *list)
{
	const char *key = kind != NULL ? parts[kind - events].recipients : NULL;
	Concern		concern = kind != NULL ? parts[kind - events].concern : ONE_OF_THEM;

	if (key == NULL || !ses_json_get(&objects[PART], key, list) || ses_json_list_length(list) == 0)
	{
		/* Who of those the message went to is meant, an empty list does not tell. */
		if (key != NULL)
			concern = ONE_OF_THEM;
		(void) ses_json_get(&objects[MAIL], "destination", list);
	}
	if (concern == ONE_OF_THEM)
		event->candidates = Max(ses_json_list_length(list), 1);
	return ses_json_list_length(list) > 0;
}

/* Emits the event for everybody it concerns; for nobody, where nobody is named. */
static void
emit_for_recipients(Event *event, const Mapping *kind, JsonbValue *objects)
{
	JsonbValue	list;
	JsonScan	scan;
	JsonbValue	recipient;

	if (!find_recipients(event, kind, objects, &list))
	{
		ses_event_emit(event);
		return;
	}
	if (ses_event_emit_if_too_many(event, ses_json_list_length(&list)))
		return;
	ses_json_scan_begin(&scan, &list);
	while (!event->sink->satisfied && ses_json_scan_next(&scan, &recipient))
		emit_for_recipient(event, objects, &recipient);
	ses_json_scan_end(&scan);
}

static void
read_document(const Provider *self, const Document *document, Sink *sink)
{
	const JsonbValue *value = &document->value;
	JsonbValue	objects[OBJECTS];
	Event		event;
	const Mapping *kind;

	ses_event_begin(&event, &self->dialect, document, sink);
	kind = ses_event_classify(&event, event_name(document));
	if (!ses_json_is_object(value) || (kind == NULL && is_setup_object(document)))
	{
		ses_report(sink, document, OUTCOME_CONTROL, &self->dialect, NULL,
				   "is a notice from Amazon SES that an SNS topic was set up");
		return;
	}

	/* A subscription's object decides on its type; no other's does. */
	if (ses_event_needs_only_type(&event) && kind != &events[SUBSCRIPTION])
	{
		ses_event_emit(&event);
		return;
	}
	refine(&event, kind, &objects[PART]);

	objects[DOCUMENT] = *value;
	(void) ses_json_get(value, "mail", &objects[MAIL]);
	(void) ses_json_get(&objects[MAIL], "headers", &objects[HEADERS]);
	(void) ses_json_get(&objects[MAIL], "commonHeaders", &objects[COMMON_HEADERS]);
	(void) ses_json_get(&objects[MAIL], "tags", &objects[TAGS]);

	event.details = objects[PART].type != jbvNull ? objects[PART] : *value;
	fill_message(&event, kind, objects);
	emit_for_recipients(&event, kind, objects);
}

const Provider ses_amazon = {
	.dialect = {
		.name = "amazon_ses",
		.events = events,
	},
	.signs = signs,
	.read = read_document,
};
