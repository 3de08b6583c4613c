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

#include "event/field.h"
#include "json/building.h"
#include "json/keys.h"
#include "walk/registry.h"

/*
 * Since 2022, where it is switched on.  What the reply says is better; and
 * "Unclassified" leaves it to that.
 */
/* clang-format off */
#define CLASSIFICATIONS \
	{"Invalid Address", .otherwise = REASON_UNKNOWN_RECIPIENT}, \
	{"invalid", .otherwise = REASON_UNKNOWN_RECIPIENT}, \
	{"Mailbox Unavailable", .otherwise = REASON_MAILBOX_DISABLED}, \
	{"Reputation", .otherwise = REASON_BLOCKED}, \
	{"Content", .otherwise = REASON_CONTENT_REJECTED}, \
	{"Frequency or Volume Too High", .otherwise = REASON_RATE_LIMITED}, \
	{"Technical", .otherwise = REASON_CONNECTION}, \
	{"Technical Failure", .otherwise = REASON_CONNECTION}, \
	{.name = "Unclassified"}
/* clang-format on */

static const Mapping classifications[] = {CLASSIFICATIONS, {0}};

/* Old bounces, and those of a sample in the documentation, have no type. */
static const Mapping bounces[] = {
	{"bounce", .bounce_class = BOUNCE_HARD, .subtypes = classifications},
	{"blocked", .bounce_class = BOUNCE_SOFT, .otherwise = REASON_BLOCKED, .subtypes = classifications},
	{"expired", .bounce_class = BOUNCE_SOFT, .reason = REASON_TIMED_OUT},
	CLASSIFICATIONS,
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
	{COL_MESSAGE_ID, PART_DOCUMENT, "sg_message_id", AS_SENT},
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
};
/* clang-format on */

/* Beside these stand its customers' arguments, of whatever name. */
static const char *const claims[] = {"sg_event_id", "sg_message_id", NULL};

/* Netcore imitates SendGrid, but for these. */
static const char *const netcore[] = {"fromaddress", NULL};

static const Sign signs[] = {
	{.keys = {"event", "sg_event_id"}},
	{.keys = {"event", "sg_message_id"}, .foreign = netcore},
	{.keys = {"event", "email", "timestamp", "smtp-id"}}, /* of old documentation */
	{.keys = {NULL}},
};

/*
 * The id that the send call returned: the id that the event has goes on behind
 * it, with .filter or .recvd.  Older ids have dots of their own.
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

static void
finish(Event *event, const JsonbValue *parts)
{
	static JsonKeySet own;

	event->message_id = sent_message_id(event->message_id);

	/* Of other events, it is the address of SendGrid's machine. */
	if (event->event_type != EVENT_OPENED && event->event_type != EVENT_CLICKED &&
		event->event_type != EVENT_UNSUBSCRIBED && event->event_type != EVENT_SUBSCRIBED)
		event->ip_address = NO_SLICE;

	if (ses_event_wants(event, COL_METADATA))
		ses_json_set_others(&event->metadata, &parts[PART_DOCUMENT], &own, own_keys, (int) lengthof(own_keys));
}

static const Layout layout = {
	.names = {"event"},
	.subtypes = {{PART_DOCUMENT, "type"}, {PART_DOCUMENT, "bounce_classification"}, {PART_DOCUMENT, "reason"}},
	.details = PART_DOCUMENT,
	.fields = fields,
	.finish = finish,
};

const Provider ses_sendgrid = {
	.dialect = {
		.name = "sendgrid",
		.has_unique_event_ids = true,
		.events = events,
	},
	.signs = signs,
	.claims = claims,
	.layouts = {&layout},
};
