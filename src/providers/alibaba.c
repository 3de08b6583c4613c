/*
 * alibaba.c
 *		Alibaba Cloud DirectMail: events of EventBridge, and the messages of
 *		before it.
 *
 * Source: Alibaba Cloud, EventBridge user guide, "Direct Mail events"; DirectMail
 * user guide, "Set up EventBridge", "Set up MNS".
 *
 * A document is the data of a CloudEvent whose type names the event.  Messages of
 * MNS are text like a form.  Times without a zone are China's.
 */
#include "postgres.h"

#include "mail/clue.h"
#include "event/field.h"
#include "json/building.h"
#include "json/reading.h"
#include "walk/registry.h"

/*
 * What failed: the status is coarse, failed_type fine.  Source of the words of
 * failed_type: programs that consume them; Alibaba's documentation lists few.
 */
/* clang-format off */
#define FAILURES \
	{"2", .event_type = EVENT_BOUNCED, .bounce_class = BOUNCE_HARD, .otherwise = REASON_UNKNOWN_RECIPIENT}, \
	{"3", .event_type = EVENT_BOUNCED, .bounce_class = BOUNCE_SOFT, .otherwise = REASON_SPAM}, \
	{"4", .event_type = EVENT_BOUNCED}, \
	{"SmtpNxBox", .event_type = EVENT_BOUNCED, .bounce_class = BOUNCE_HARD, .otherwise = REASON_UNKNOWN_RECIPIENT}, \
	{"SysOutInvRcpt", .event_type = EVENT_REJECTED, .reason = REASON_INVALID_ADDRESS}, \
	{"SysIncomingInvRcpt", .event_type = EVENT_REJECTED, .reason = REASON_INVALID_ADDRESS}, \
	{"SysOutDnsResolveFail", .event_type = EVENT_BOUNCED, .bounce_class = BOUNCE_HARD, .reason = REASON_UNKNOWN_HOST}, \
	{"SysOutRcptOnAccountLevelBounceList", .event_type = EVENT_REJECTED, .reason = REASON_SUPPRESSED}, \
	{"SysOutRecipientReportedSpam", .event_type = EVENT_REJECTED, .reason = REASON_SUPPRESSED}, \
	{"SysOutHoneypot", .event_type = EVENT_REJECTED, .reason = REASON_SUPPRESSED}, \
	{"SysOutRecipientUnsubscribed", .event_type = EVENT_REJECTED, .reason = REASON_UNSUBSCRIBED}, \
	{"SmtpContSpam", .event_type = EVENT_BOUNCED, .bounce_class = BOUNCE_SOFT, .otherwise = REASON_CONTENT_REJECTED}, \
	{"SmtpMiscSpam", .event_type = EVENT_BOUNCED, .bounce_class = BOUNCE_SOFT, .otherwise = REASON_SPAM}, \
	{"SmtpAuthFail", .event_type = EVENT_BOUNCED, .bounce_class = BOUNCE_SOFT, .otherwise = REASON_AUTHENTICATION}, \
	{"SmtpSpfFail", .event_type = EVENT_BOUNCED, .bounce_class = BOUNCE_SOFT, .otherwise = REASON_AUTHENTICATION}, \
	{"SmtpDmaFail", .event_type = EVENT_BOUNCED, .bounce_class = BOUNCE_SOFT, .otherwise = REASON_AUTHENTICATION}, \
	{"SmtpMfBad", .event_type = EVENT_BOUNCED, .bounce_class = BOUNCE_SOFT, .otherwise = REASON_BLOCKED}, \
	{"SmtpDbl", .event_type = EVENT_BOUNCED, .bounce_class = BOUNCE_SOFT, .otherwise = REASON_BLOCKED}, \
	{"SmtpMfFreq", .event_type = EVENT_BOUNCED, .bounce_class = BOUNCE_SOFT, .otherwise = REASON_RATE_LIMITED}, \
	{"SmtpMfdFreq", .event_type = EVENT_BOUNCED, .bounce_class = BOUNCE_SOFT, .otherwise = REASON_RATE_LIMITED}, \
	{"SmtpIPFreq", .event_type = EVENT_BOUNCED, .bounce_class = BOUNCE_SOFT, .otherwise = REASON_RATE_LIMITED}, \
	{"SmtpRcptFreq", .event_type = EVENT_BOUNCED, .bounce_class = BOUNCE_SOFT, .otherwise = REASON_RATE_LIMITED}, \
	{"SmtpMfLimit", .event_type = EVENT_BOUNCED, .bounce_class = BOUNCE_SOFT, .otherwise = REASON_RATE_LIMITED}, \
	{"SysOutConnError", .event_type = EVENT_BOUNCED, .bounce_class = BOUNCE_SOFT, .reason = REASON_CONNECTION}, \
	{"SysOutSocksConnError", .event_type = EVENT_BOUNCED, .bounce_class = BOUNCE_SOFT, .reason = REASON_CONNECTION}, \
	{"SysOutSocksError", .event_type = EVENT_BOUNCED, .bounce_class = BOUNCE_SOFT, .reason = REASON_CONNECTION}, \
	{"SysOutConnTooMuch", .event_type = EVENT_BOUNCED, .bounce_class = BOUNCE_SOFT, .reason = REASON_CONNECTION}, \
	{"SmtpZPermErr", .event_type = EVENT_BOUNCED, .bounce_class = BOUNCE_HARD, .otherwise = REASON_OTHER}
/* clang-format on */

static const Mapping failures[] = {
	FAILURES,
	{0},
};

/* A message of MNS says that something was delivered, or not, by its status. */
static const Mapping deliveries[] = {
	{"0", .event_type = EVENT_DELIVERED},
	FAILURES,
	{0},
};

static const Mapping events[] = {
	{"dm:Deliver:Succeed", .event_type = EVENT_DELIVERED},
	{"dm:Deliver:Fail", .event_type = EVENT_BOUNCED, .subtypes = failures},
	{"dm:Trace:Open", .event_type = EVENT_OPENED},
	{"dm:Trace:Click", .event_type = EVENT_CLICKED},
	{"dm:Feedback:FblReport", .event_type = EVENT_COMPLAINED, .reason = REASON_SPAM},
	{"dm:Feedback:UnSubscribe", .event_type = EVENT_UNSUBSCRIBED},
	{"dm:Feedback:Subscribe", .event_type = EVENT_SUBSCRIBED},
	{"dm:Validator:GrayListResult", .event_type = EVENT_UNKNOWN}, /* of an address, no message */
	/* MNS */
	{"deliver", .event_type = EVENT_UNKNOWN, .subtypes = deliveries},
	{"open", .event_type = EVENT_OPENED},
	{"click", .event_type = EVENT_CLICKED},
	{"complaint", .event_type = EVENT_COMPLAINED, .reason = REASON_SPAM},
	{"unsubscribe", .event_type = EVENT_UNSUBSCRIBED},
	{"subscribe", .event_type = EVENT_SUBSCRIBED},
	{0},
};

static const Field fields[] = {
	{COL_OCCURRED_AT, PART_DOCUMENT, "deliver_time", AS_SENT},
	{COL_OCCURRED_AT, PART_DOCUMENT, "operate_time", AS_SENT},
	{COL_OCCURRED_AT, PART_DOCUMENT, "block_time", AS_SENT},
	{COL_OCCURRED_AT, PART_DOCUMENT, "end_time", AS_SENT}, /* MNS */
	{COL_OCCURRED_AT, PART_DOCUMENT, "recv_time", AS_SENT},
	{COL_OCCURRED_AT, PART_WRAPPER, "time", AS_SENT},	  /* the only one of opens and clicks */
	{COL_PROVIDER_EVENT_ID, PART_WRAPPER, "id", AS_SENT}, /* of the envelope */
	{COL_MESSAGE_ID, PART_DOCUMENT, "env_id", AS_SENT},
	{COL_MESSAGE_ID, PART_DOCUMENT, "envid", AS_SENT}, /* of feedback */
	{COL_RFC_MESSAGE_ID, PART_DOCUMENT, "msg_id", AS_MESSAGE_ID},
	{COL_RFC_MESSAGE_ID, PART_DOCUMENT, "message_id", AS_MESSAGE_ID},
	{COL_RECIPIENT, PART_DOCUMENT, "rcpt", AS_ADDRESS},
	{COL_RECIPIENT, PART_DOCUMENT, "block_email", AS_ADDRESS}, /* of a complaint */
	{COL_SENDER, PART_DOCUMENT, "from", AS_ADDRESS},
	{COL_SENDER, PART_DOCUMENT, "account", AS_ADDRESS},
	{COL_SENDER, PART_DOCUMENT, "send_email", AS_ADDRESS},
	{COL_SENT_AT, PART_DOCUMENT, "send_time", AS_SENT},
	{COL_DESCRIPTION, PART_DOCUMENT, "failed_type", AS_SENT},
	{COL_SMTP_CODE, PART_DOCUMENT, "err_code", AS_SENT},
	{COL_SMTP_RESPONSE, PART_DOCUMENT, "err_msg", AS_REPLY},
	{COL_URL, PART_DOCUMENT, "url", AS_SENT},
	{COL_IP_ADDRESS, PART_DOCUMENT, "client_ip", AS_SENT},
	{COL_USER_AGENT, PART_DOCUMENT, "user_agent", AS_SENT},
	{COL_ACCOUNT_ID, PART_WRAPPER, "aliyunaccountid", AS_SENT},
	{COL_TAGS, PART_DOCUMENT, "tag", AS_SENT},
	{COL_METADATA, PART_DOCUMENT, "header", AS_SENT},
	{0},
};

/* More fields than a message of MNS has. */
#define MAX_FIELDS 100
#define MAX_MESSAGE 10000

/* A text that begins like the messages of MNS, and has their fields. */
static bool
is_message(const Document *document)
{
	Slice text = ses_json_text(&document->value);

	if (text.length > MAX_MESSAGE)
		return false;
	return ses_clue_has(text, "env_id=") && ses_clue_has(text, "&rcpt=") && ses_clue_has(text, "event=");
}

/* Of the types of its events. */
#define PREFIX "dm:"

/* Some store the data alone. */
static const Sign signs[] = {
	{.prefix = PREFIX},
	{.keys = {"event", "rcpt"}, .member = "event", .prefix = PREFIX},
	{.keys = {"event", "rcpt", "env_id"}},
	{.is_text = true, .confirms = is_message},
	{.keys = {NULL}},
};

/* The envelope names the event; only deliveries and messages of MNS do so by themselves. */
static const Sign has_type = {.prefix = PREFIX};

static const Naming naming[] = {
	{.word = {PART_TYPE, KEY_OF_TYPE}, .when = &has_type},
	{.word = {PART_DOCUMENT, "event"}},
	{.constant = NULL},
};

static const Layout layout = {
	.naming = naming,
	.subtypes = {{PART_DOCUMENT, "status"}, {PART_DOCUMENT, "failed_type"}},
	.details = PART_DOCUMENT,
	.fields = fields,
};

/*
 * The message of MNS: fields with & between them, as in a form, but with nothing
 * escaped in them.
 */
static void
read_message(Slice text, JsonbValue *message)
{
	JsonbBuilder builder = {0};

	for (int fields = 0; text.length > 0 && fields < MAX_FIELDS; fields++)
	{
		int		   ampersand = slice_find(text, '&');
		Slice	   field = ampersand >= 0 ? slice_until(text, ampersand) : text;
		int		   equals = slice_find(field, '=');
		JsonbValue value;

		text = ampersand >= 0 ? slice_from(text, ampersand + 1) : NO_SLICE;
		if (equals <= 0)
			continue;
		ses_json_set_string(&value, slice_from(field, equals + 1));
		ses_json_add_member(&builder, slice_until(field, equals), &value);
	}
	ses_json_end_object(&builder, message);
}

static void
read_document(const Provider *self, Document *document, Sink *sink)
{
	Document event = *document;

	if (document->value.type == jbvString)
	{
		read_message(ses_json_text(&document->value), &event.value);
		event.known.member = NULL;
	}
	ses_provider_read_layouts(self, &event, sink);
}

static const char *const only_code[] = {
	"messages of MNS, which are text",
	NULL,
};

const Provider ses_alibaba = {
	.dialect = {
		.name = "alibaba_directmail",
		.home_offset = 8 * SECS_PER_HOUR, /* Asia/Shanghai, which had no other time since 1991 */
		.events = events,
	},
	.only_code = only_code,
	.signs = signs,
	.layouts = {&layout},
	.wrapper_type = PREFIX,
	.read = read_document,
};
