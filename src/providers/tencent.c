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

#include "field.h"
#include "json.h"
#include "provider.h"

/* 2021 had "soft" and "hard". */
static const Mapping bounces[] = {
	{"hard_bounce", .bounce_class = BOUNCE_HARD},
	{"soft_bounce", .bounce_class = BOUNCE_SOFT},
	{"hard", .bounce_class = BOUNCE_HARD},
	{"soft", .bounce_class = BOUNCE_SOFT},
	{0}
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
	{0}
};

/*
 * eventid is no field here: it is a number for the name of the event (1 is
 * delivered), not an id.
 */
static const Field fields[] = {
	{COL_OCCURRED_AT, 0, "timestamp", AS_SENT},
	{COL_MESSAGE_ID, 0, "bulkId", AS_SENT},
	{COL_MESSAGE_ID, 0, "bulkid", AS_SENT},	/* the table of 2024, against its own sample */
	{COL_RFC_MESSAGE_ID, 0, "messageId", AS_MESSAGE_ID},
	{COL_RECIPIENT, 0, "email", AS_ADDRESS},
	{COL_SENDER, 0, "from", AS_ADDRESS},
	{COL_SUBJECT, 0, "subject", AS_HEADER},
	{COL_SENT_AT, 0, "sentTimestamp", AS_SENT},

	/* Filled on deliveries, too: the sample of 2021 has it there. */
	{COL_SMTP_RESPONSE, 0, "reason", AS_REPLY},
	{COL_URL, 0, "link", AS_SENT},
	{COL_USER_AGENT, 0, "useragent", AS_SENT},
	{COL_TEMPLATE, 0, "templateId", AS_SENT},
	{COL_ACCOUNT_ID, 0, "username", AS_SENT},
	{0}
};

/*
 * Keys that only other providers' flat objects have; SendGrid's may hold any
 * of ours beside them, as its customers' own arguments.
 */
static const char *const foreign_keys[] = {
	"sg_event_id", "sg_message_id", "smtp-id",	/* SendGrid */
	"event_id", "message_id",	/* Mailtrap */
	"MessageID", "Message_GUID", "mj_campaign_id",	/* Mailjet */
	"message-id",				/* Brevo */
};

static bool
has_any(const JsonbValue *object, const char *const *keys, int count)
{
	JsonbValue	member;

	for (int i = 0; i < count; i++)
	{
		if (ses_json_get(object, keys[i], &member))
			return true;
	}
	return false;
}

/* Several providers send a flat object with event and email; what Tencent's has beside them: */
static const char *const own_keys[] = {
	"bulkId", "bulkid", "bounceType", "fromDomain", "eventid"
};

static bool
recognizes(const Document *document)
{
	const JsonbValue *value = &document->value;
	JsonbValue	member;

	return ses_json_get(value, "event", &member) && !ses_json_is_object(&member) &&
		ses_json_get(value, "email", &member) &&
		has_any(value, own_keys, (int) lengthof(own_keys)) &&
		!has_any(value, foreign_keys, (int) lengthof(foreign_keys));
}

/*
 * The headers that the sender asked to have back, which come as keys of the
 * object: {"X-Tencentcloudses-Cb-OrderNo": "A-42"}.
 */
static void
echoed_headers(const JsonbValue *object, JsonbValue *metadata)
{
	JsonbBuilder builder = {0};
	JsonScan	scan;
	JsonbValue	member;

	ses_json_scan_members(&scan, object);
	while (ses_json_scan_next(&scan, &member))
	{
		/* A header is text; anything else stays in details alone. */
		if (slice_starts_with(scan.key, SLICE("X-Tencentcloudses-Cb-")) && member.type == jbvString)
			ses_json_add_member(&builder, scan.key, &member);
	}
	ses_json_scan_end(&scan);
	ses_json_end_object(&builder, metadata);
}

static void
read_document(const Document *document, Sink *sink)
{
	const JsonbValue *value = &document->value;
	const Mapping *kind;
	Event		event;

	ses_event_begin(&event, &ses_tencent, document, sink);
	kind = ses_event_classify(&event, ses_json_get_text(value, "event"));
	ses_event_refine(&event, kind, ses_json_get_text(value, "bounceType"));

	ses_fields_fill(&event, fields, value);
	if (ses_event_wants(&event, COL_METADATA))
		echoed_headers(value, &event.metadata);
	event.details = *value;
	ses_event_emit(&event);
}

const Provider ses_tencent = {
	.name = "tencent_ses",
	.events = events,
	.recognizes = recognizes,
	.read = read_document,
};
