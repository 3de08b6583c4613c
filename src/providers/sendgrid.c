/*
 * sendgrid.c
 *		SendGrid (Twilio): the Event Webhook.
 *
 * Source: Twilio SendGrid documentation, "Event Webhook Reference", "Bounces"
 * (classifications), "Spam Reports and drops".
 *
 * A document is one flat object of an array.  The customer's own arguments are
 * members like the provider's: what is not in the list of those is metadata.
 */
#include "postgres.h"

#include "event/absent.h"
#include "event/field.h"
#include "json/reading.h"
#include "walk/registry.h"

/*
 * Classifications of bounces, since 2022, where they are switched on.  What the reply
 * says is better; and "Unclassified" leaves it to that.  The first spelling is that of
 * the bounces in the API, the others are those of the webhook and of samples.
 */
/* clang-format off */
#define CLASSIFICATIONS(class_of_invalid, class_of_others) \
	{"Invalid Address", .bounce_class = class_of_invalid, .otherwise = REASON_UNKNOWN_RECIPIENT}, \
	{"invalid", .bounce_class = class_of_invalid, .otherwise = REASON_UNKNOWN_RECIPIENT}, \
	{"Mailbox Unavailable", .bounce_class = class_of_others, .otherwise = REASON_MAILBOX_DISABLED}, \
	{"Reputation", .bounce_class = class_of_others, .otherwise = REASON_BLOCKED}, \
	{"Content", .bounce_class = class_of_others, .otherwise = REASON_CONTENT_REJECTED}, \
	{"Frequency or Volume Too High", .bounce_class = class_of_others, .otherwise = REASON_RATE_LIMITED}, \
	{"Frequency or Volume", .bounce_class = class_of_others, .otherwise = REASON_RATE_LIMITED}, \
	{"Frequency/Volume", .bounce_class = class_of_others, .otherwise = REASON_RATE_LIMITED}, \
	{"Technical Failure", .bounce_class = class_of_others, .otherwise = REASON_CONNECTION}, \
	{"Technical", .bounce_class = class_of_others, .otherwise = REASON_CONNECTION}, \
	{.name = "Unclassified"}
/* clang-format on */

/* Beside a type, which has the class. */
static const Mapping classifications[] = {CLASSIFICATIONS(NO_BOUNCE_CLASS, NO_BOUNCE_CLASS), {0}};

/* Old bounces, and those of a sample in the documentation, have no type. */
static const Mapping bounces[] = {
	{"bounce", .bounce_class = BOUNCE_HARD, .subtypes = classifications},
	{"blocked", .bounce_class = BOUNCE_SOFT, .otherwise = REASON_BLOCKED, .subtypes = classifications},
	{"expired", .bounce_class = BOUNCE_SOFT, .reason = REASON_TIMED_OUT},
	CLASSIFICATIONS(BOUNCE_HARD, BOUNCE_SOFT),
	{0},
};

static const Mapping drops[] = {
	{"Bounced Address", .reason = REASON_SUPPRESSED},
	{"Spam Reporting Address", .reason = REASON_SUPPRESSED},
	{"Unsubscribed Address", .reason = REASON_UNSUBSCRIBED},
	{"Invalid", .reason = REASON_INVALID_ADDRESS},
	{"Spam Content", .reason = REASON_CONTENT_REJECTED},
	{"Invalid SMTPAPI header", .reason = REASON_OTHER},
	{"Recipient List over Package Quota", .reason = REASON_OTHER},
	{0},
};

static const Mapping events[] = {
	{"processed", .event_type = EVENT_QUEUED},
	{"deferred", .event_type = EVENT_DEFERRED},
	{"delivered", .event_type = EVENT_DELIVERED},
	{"bounce", .event_type = EVENT_BOUNCED, .subtypes = bounces},
	{"dropped", .event_type = EVENT_REJECTED, .subtypes = drops},
	{"open", .event_type = EVENT_OPENED},
	{"click", .event_type = EVENT_CLICKED},
	{"spamreport", .event_type = EVENT_COMPLAINED, .reason = REASON_SPAM},
	{"unsubscribe", .event_type = EVENT_UNSUBSCRIBED},
	{"group_unsubscribe", .event_type = EVENT_UNSUBSCRIBED},
	{"group_resubscribe", .event_type = EVENT_SUBSCRIBED},
	{"received", .event_type = EVENT_QUEUED}, /* of the API call, for nobody yet */
	{"account_status_change", .event_type = EVENT_UNKNOWN},
	{0},
};

static const Field fields[] = {
	{COL_OCCURRED_AT, PART_DOCUMENT, "timestamp", AS_SENT},
	{COL_PROVIDER_EVENT_ID, PART_DOCUMENT, "sg_event_id", AS_SENT},
	{COL_MESSAGE_ID, PART_DOCUMENT, "sg_message_id", AS_BEFORE_DOT},
	{COL_RFC_MESSAGE_ID, PART_DOCUMENT, "smtp-id", AS_MESSAGE_ID},
	{COL_RECIPIENT, PART_DOCUMENT, "email", AS_ADDRESS},
	{COL_SENT_AT, PART_DOCUMENT, "send_at", AS_SENT},
	{COL_SMTP_STATUS, PART_DOCUMENT, "status", AS_STATUS},
	{COL_SMTP_RESPONSE, PART_DOCUMENT, "reason", AS_REPLY},
	{COL_SMTP_RESPONSE, PART_DOCUMENT, "response", AS_REPLY},
	{COL_URL, PART_DOCUMENT, "url", AS_SENT},
	{COL_IP_ADDRESS, PART_DOCUMENT, "ip", AS_SENT},
	{COL_USER_AGENT, PART_DOCUMENT, "useragent", AS_SENT},
	{COL_IS_BOT, PART_DOCUMENT, "sg_machine_open", AS_SENT},
	{COL_TEMPLATE, PART_DOCUMENT, "sg_template_id", AS_SENT},
	{COL_TEMPLATE, PART_DOCUMENT, "sg_template_name", AS_SENT},
	{COL_TEMPLATE, PART_DOCUMENT, "template_id", AS_SENT},
	{COL_TAGS, PART_DOCUMENT, "category", AS_SENT},
	{0},
};

/* All members that are SendGrid's; of the same name, its own wins. */
/* clang-format off */
static const char *const own_keys[] = {
	"asm_group_id", "attempt", "bounce_classification", "category", "cert_err", "email",
	"event", "ip", "marketing_campaign_id", "marketing_campaign_name",
	"marketing_campaign_version", "marketing_campaign_split_id", "newsletter",
	"nlvx_campaign_id", "nlvx_campaign_split_id", "nlvx_user_id", "pool", "post_type",
	"reason", "response", "send_at", "sg_content_type", "sg_event_id", "sg_machine_open",
	"sg_message_id", "sg_template_id", "sg_template_name", "sg_user_id", "smtp-id",
	"status", "template_id", "timestamp", "tls", "type", "unique_args", "url",
	"url_offset", "useragent",
	/* of received */
	"recv_msgid", "api_key_id", "api_version", "client_ip", "protocol", "recipient_count",
	"reseller_id", "size", "v3_payload_details",
	NULL,
};
/* clang-format on */

/* Beside these stand its customers' arguments, of whatever name. */
static const char *const claims[] = {"sg_event_id", "sg_message_id", NULL};

/* Netcore imitates SendGrid, but for these. */
static const char *const netcore[] = {"fromaddress", NULL};

/* Keys of others that send an event, an email and a timestamp. */
static const char *const foreign[] = {
	"fromaddress", /* Netcore */
	"event_id",	   /* Mailtrap */
	"bulkId",
	"bulkid", /* Tencent */
	NULL,
};

/*
 * Without sg_event_id and sg_message_id: events of 2012 and 2013, and changes of
 * subscriptions.  Groups of unsubscriptions are SendGrid's alone, as is smtp-id.
 */
static const Sign signs[] = {
	{.keys = {"event", "sg_event_id"}},
	{.keys = {"event", "sg_message_id"}, .foreign = netcore},
	{.keys = {"event", "email", "smtp-id"}, .foreign = netcore},
	{.keys = {"event", "email", "asm_group_id"}, .foreign = netcore},
	{.keys = {"event", "email", "timestamp", "newsletter"}, .object = "newsletter", .foreign = netcore},
	{.keys = {"event", "email", "timestamp"}, .member = "event", .prefix = "group_unsubscribe", .foreign = foreign},
	{.keys = {"event", "email", "timestamp"}, .member = "event", .prefix = "group_resubscribe", .foreign = foreign},
	{.keys = {NULL}},
};

/* The characters of an id that a send call returns, in base64 for URLs: 128 bits. */
#define SENT_ID_LENGTH 22

static bool
is_sent_id(Slice id)
{
	for (int i = 0; i < id.length; i++)
	{
		char c = id.data[i];

		if (!is_letter(c) && !is_digit(c) && c != '-' && c != '_')
			return false;
	}
	return id.length == SENT_ID_LENGTH;
}

/*
 * The id that the send call returned: the id that the event has goes on behind
 * it, with the machine that worked on the message, .filter or .recvd.  Older ids
 * have dots of their own.
 */
static Slice
sent_message_id(Slice id)
{
	for (int i = 0; i < id.length; i++)
	{
		Slice rest = slice_from(id, i);

		if (slice_starts_with(rest, SLICE(".filter")) || slice_starts_with(rest, SLICE(".recvd")))
			return slice_until(id, i);
	}
	return id;
}

/* Whether an id begins with a machine: "filter0093p1las1.9128.5515AFAD2.0" has nothing of the send call's. */
static bool
is_of_machine(Slice id)
{
	return slice_find(id, '.') != SENT_ID_LENGTH &&
		(slice_starts_with(id, SLICE("filter")) || slice_starts_with(id, SLICE("recvd")));
}

/*
 * The id of the send call in a Message-ID that SendGrid made:
 * <aB3dE5gH7jK9mN1pQ3sT5w@geopod-ismtpd-1>.  Empty where the sender made it.
 */
static Slice
sent_id_of_header(Slice header)
{
	int	  at = slice_find(header, '@');
	Slice host = at > 0 ? slice_from(header, at + 1) : NO_SLICE;

	if (at <= 0)
		return NO_SLICE;
	if (is_sent_id(slice_until(header, at)))
		return slice_until(header, at);
	for (int i = 0; i < host.length; i++)
	{
		if (slice_starts_with(slice_from(host, i), SLICE("ismtpd")))
			return slice_until(header, at);
	}
	return NO_SLICE;
}

/*
 * Where it is not what stands before the dot, sets the id that the send call returned.
 * What SendGrid dropped, and bounces that come late, may have it in smtp-id only.
 */
static void
finish(Event *event, const JsonbValue *parts)
{
	Slice id;
	Slice sent;

	if (is_sent_id(event->message_id))
		return;
	id = ses_column_text(COL_MESSAGE_ID, ses_json_get_text(&parts[PART_DOCUMENT], "sg_message_id"));
	if (id.length > 0 && !is_of_machine(id))
	{
		event->message_id = sent_message_id(id);
		return;
	}
	sent = sent_id_of_header(event->rfc_message_id);
	if (sent.length > 0)
		event->message_id = sent;
	else if (event->rfc_message_id.length > 0)
		event->message_id = NO_SLICE; /* of the message there is only the Message-ID header */
	else
		event->message_id = id;
}

/* Of other events, it is the address of SendGrid's machine. */
static const Only only[] = {
	{COL_IP_ADDRESS, TYPE_BIT(EVENT_OPENED) | TYPE_BIT(EVENT_CLICKED) | TYPE_BIT(EVENT_UNSUBSCRIBED) | TYPE_BIT(EVENT_SUBSCRIBED)},
	{0},
};

static JsonKeySet own_set;

static const Layout layout = {
	.names = {"event"},
	.subtypes = {{PART_DOCUMENT, "type"}, {PART_DOCUMENT, "bounce_classification"}, {PART_DOCUMENT, "reason"}},
	.details = PART_DOCUMENT,
	.list_id = {PART_DOCUMENT, "asm_group_id"},
	.fields = fields,
	.only = only,
	.own_keys = own_keys,
	.own_set = &own_set,
	.finish = finish,
};

static const char *const only_code[] = {
	"ids of the send call that have dots, or stand in smtp-id",
	NULL,
};

const Provider ses_sendgrid = {
	.dialect = {
		.name = "sendgrid",
		.events = events,
	},
	.only_code = only_code,
	.signs = signs,
	.claims = claims,
	.layouts = {&layout},
};
