/*
 * mailgun.c
 *		Mailgun (Sinch): webhooks, and those of before 2018.
 *
 * Source: Mailgun documentation, "Webhook payloads", "Events", "Open and click
 * bot detection"; Mailgun help centre, "Legacy webhooks"; mailgun-go, events.
 *
 * A document is {"signature": {…}, "event-data": {…}}, or what is in event-data
 * alone, as the API for events gives it.  Legacy webhooks are forms.
 */
#include "postgres.h"

#include "event/field.h"
#include "json/building.h"
#include "json/keys.h"
#include "json/reading.h"
#include "walk/registry.h"
#include "mail/reply.h"

/*
 * Codes that Mailgun made up: 498 for a domain without a server, 499 for one that
 * does not answer, 6xx for mail that it did not send.
 */
static const Mapping temporary_failures[] = {
	{"espblock", .otherwise = REASON_BLOCKED},
	{"blacklisted", .otherwise = REASON_BLOCKED},
	{"greylisted", .reason = REASON_RATE_LIMITED},
	{"498", .reason = REASON_UNKNOWN_HOST},
	{"499", .reason = REASON_CONNECTION},
	{0},
};

static const Mapping permanent_failures[] = {
	{"hard", .bounce_class = BOUNCE_HARD},
	{"soft", .bounce_class = BOUNCE_SOFT},
	{.name = "bounce"},
	{"generic", .bounce_class = BOUNCE_UNDETERMINED},					 /* the reply says more */
	{"old", .bounce_class = BOUNCE_SOFT, .otherwise = REASON_TIMED_OUT}, /* given up */
	{"espblock", .bounce_class = BOUNCE_SOFT, .otherwise = REASON_BLOCKED},
	{"suppress-bounce", .event_type = EVENT_REJECTED, .reason = REASON_SUPPRESSED},
	{"suppress-unsubscribe", .event_type = EVENT_REJECTED, .reason = REASON_UNSUBSCRIBED},
	{"suppress-complaint", .event_type = EVENT_REJECTED, .reason = REASON_SUPPRESSED},
	{"498", .reason = REASON_UNKNOWN_HOST},
	{"499", .reason = REASON_CONNECTION},
	{"605", .event_type = EVENT_REJECTED, .reason = REASON_SUPPRESSED},
	{"606", .event_type = EVENT_REJECTED, .reason = REASON_UNSUBSCRIBED},
	{"607", .event_type = EVENT_REJECTED, .reason = REASON_SUPPRESSED},
	{"625", .event_type = EVENT_REJECTED, .reason = REASON_BLOCKED}, /* a list of poor quality */
	{0},
};

static const Mapping failures[] = {
	{"temporary", .event_type = EVENT_DEFERRED, .subtypes = temporary_failures},
	{"permanent", .event_type = EVENT_BOUNCED, .bounce_class = BOUNCE_HARD, .subtypes = permanent_failures},
	{0},
};

/* Of legacy webhooks. */
static const Mapping drops[] = {
	{.name = "hardfail"},
	{"old", .otherwise = REASON_TIMED_OUT},
	{"499", .reason = REASON_CONNECTION},
	{"605", .reason = REASON_SUPPRESSED},
	{"606", .reason = REASON_UNSUBSCRIBED},
	{"607", .reason = REASON_SUPPRESSED},
	{0},
};

static const Mapping events[] = {
	{"accepted", .event_type = EVENT_QUEUED},
	{"rejected", .event_type = EVENT_REJECTED, .reason = REASON_OTHER},
	{"delivered", .event_type = EVENT_DELIVERED},
	{"failed", .event_type = EVENT_FAILED, .subtypes = failures},
	{"opened", .event_type = EVENT_OPENED},
	{"clicked", .event_type = EVENT_CLICKED},
	{"unsubscribed", .event_type = EVENT_UNSUBSCRIBED},
	{"complained", .event_type = EVENT_COMPLAINED, .reason = REASON_SPAM},
	{"stored", .event_type = EVENT_INBOUND},
	{"list_member_uploaded", .event_type = EVENT_UNKNOWN},
	{"list_member_upload_error", .event_type = EVENT_UNKNOWN},
	{"list_uploaded", .event_type = EVENT_UNKNOWN},
	/* legacy */
	{"dropped", .event_type = EVENT_REJECTED, .subtypes = drops},
	{"bounced", .event_type = EVENT_BOUNCED},
	{0},
};

/* The objects that fields are in. */
enum
{
	SIGNATURE = PART_OWN,
	MESSAGE,
	HEADERS,
	STATUS,
	ENVELOPE,
	REJECT,
	CLIENT,
	DOMAIN,
	ACCOUNT
};

/* id is unique within a day, and the time is in an event's identity, too. */
static const Field fields[] = {
	{COL_OCCURRED_AT, PART_DOCUMENT, "timestamp", AS_SENT},
	{COL_OCCURRED_AT, SIGNATURE, "timestamp", AS_SENT},
	{COL_PROVIDER_EVENT_ID, PART_DOCUMENT, "id", AS_SENT},
	{COL_MESSAGE_ID, HEADERS, "message-id", AS_MESSAGE_ID},
	{COL_RFC_MESSAGE_ID, HEADERS, "message-id", AS_MESSAGE_ID},
	{COL_RECIPIENT, PART_DOCUMENT, "recipient", AS_ADDRESS},
	{COL_SENDER, HEADERS, "from", AS_ADDRESS},
	{COL_SENDER, ENVELOPE, "sender", AS_ADDRESS},
	{COL_SUBJECT, HEADERS, "subject", AS_HEADER},
	{COL_SMTP_CODE, STATUS, "code", AS_SENT},
	{COL_SMTP_STATUS, STATUS, "enhanced-code", AS_STATUS},
	{COL_SMTP_STATUS, STATUS, "message", AS_STATUS},
	{COL_SMTP_RESPONSE, STATUS, "message", AS_SENT},
	{COL_DESCRIPTION, STATUS, "description", AS_SENT},
	{COL_DESCRIPTION, REJECT, "reason", AS_SENT},
	{COL_DESCRIPTION, REJECT, "description", AS_SENT},
	{COL_REMOTE_MTA, STATUS, "mx-host", AS_SENT},
	{COL_URL, PART_DOCUMENT, "url", AS_SENT},
	{COL_IP_ADDRESS, PART_DOCUMENT, "ip", AS_SENT},
	{COL_USER_AGENT, CLIENT, "user-agent", AS_SENT},
	{COL_STREAM, DOMAIN, "name", AS_SENT},
	{COL_ACCOUNT_ID, ACCOUNT, "id", AS_SENT},
	{COL_TAGS, PART_DOCUMENT, "tags", AS_SENT},
	{COL_METADATA, PART_DOCUMENT, "user-variables", AS_SENT},
	{0},
};

static const Field legacy_fields[] = {
	{COL_OCCURRED_AT, PART_DOCUMENT, "timestamp", AS_SENT},
	{COL_PROVIDER_EVENT_ID, PART_DOCUMENT, "token", AS_SENT},
	{COL_MESSAGE_ID, PART_DOCUMENT, "Message-Id", AS_MESSAGE_ID},
	{COL_MESSAGE_ID, PART_DOCUMENT, "message-id", AS_MESSAGE_ID},
	{COL_RFC_MESSAGE_ID, PART_DOCUMENT, "Message-Id", AS_MESSAGE_ID},
	{COL_RFC_MESSAGE_ID, PART_DOCUMENT, "message-id", AS_MESSAGE_ID},
	{COL_RECIPIENT, PART_DOCUMENT, "recipient", AS_ADDRESS},
	{COL_SMTP_CODE, PART_DOCUMENT, "code", AS_SENT},
	{COL_SMTP_STATUS, PART_DOCUMENT, "code", AS_STATUS},
	{COL_SMTP_RESPONSE, PART_DOCUMENT, "error", AS_REPLY},
	{COL_SMTP_RESPONSE, PART_DOCUMENT, "notification", AS_REPLY},
	{COL_SMTP_RESPONSE, PART_DOCUMENT, "description", AS_REPLY},
	{COL_URL, PART_DOCUMENT, "url", AS_SENT},
	{COL_IP_ADDRESS, PART_DOCUMENT, "ip", AS_SENT},
	{COL_USER_AGENT, PART_DOCUMENT, "user-agent", AS_SENT},
	{COL_STREAM, PART_DOCUMENT, "domain", AS_SENT},
	{COL_TAGS, PART_DOCUMENT, "tag", AS_SENT},
	{COL_TAGS, PART_DOCUMENT, "X-Mailgun-Tag", AS_SENT},
	{0},
};

/* The fields of a legacy form that are Mailgun's; the others are variables of the user. */
/* clang-format off */
static const char *const legacy_keys[] = {
	"event", "recipient", "domain", "Message-Id", "message-id", "message-headers", "timestamp",
	"token", "signature", "code", "error", "notification", "reason", "description",
	"X-Mailgun-Sid", "tag", "X-Mailgun-Tag", "url", "ip", "user-agent", "device-type",
	"client-type", "client-name", "client-os", "country", "region", "city", "campaign-id",
	"campaign-name", "mailing-list", "attachment-count", "body-plain",
};
/* clang-format on */

static const Sign signs[] = {
	{.keys = {"event-data"}, .object = "event-data"},
	{.keys = {"event", "log-level", "id", "timestamp"}},
	{.keys = {"event", "token", "signature", "recipient"}},
	{.keys = {"event", "token", "signature", "message-headers"}},
	{.keys = {NULL}},
};

/* Who asked: a machine of a kind has its name, a person "", and old webhooks no word. */
static Answer
is_bot(const JsonbValue *client)
{
	JsonbValue bot;

	if (!ses_json_get(client, "bot", &bot))
		return NOT_TOLD;
	return ses_json_text(&bot).length > 0 ? ANSWER_YES : ANSWER_NO;
}

static void
finish(Event *event, const JsonbValue *parts)
{
	JsonbValue first;

	event->is_bot = is_bot(&parts[CLIENT]);

	/* Where there was no reply, the words are Mailgun's. */
	if (event->smtp_code == 0 && !ses_reply_read(event->smtp_response).is_remote)
	{
		if (event->description.length == 0)
			event->description = event->smtp_response;
		event->smtp_response = NO_SLICE;
	}

	/* Unsubscribed from everything. */
	if (ses_json_get_first(&event->tags, &first) && slice_equals(ses_json_text(&first), SLICE("*")))
		event->tags.type = jbvNull;
}

/* A message that was stored or rejected has no recipient of its own. */
static void
list_candidates(const JsonbValue *parts, JsonbValue *list)
{
	if (!ses_json_get(&parts[MESSAGE], "recipients", list) || ses_json_list_length(list) == 0)
		(void) ses_json_get(&parts[HEADERS], "to", list);
}

static void
finish_legacy(Event *event, const JsonbValue *parts)
{
	static JsonKeySet own;

	if (ses_event_wants(event, COL_METADATA))
		ses_json_set_others(&event->metadata, &parts[PART_DOCUMENT], &own, legacy_keys, (int) lengthof(legacy_keys));
}

static const Layout layout = {
	.parts = {
		[SIGNATURE] = {PART_WRAPPER, "signature"},
		[MESSAGE] = {PART_DOCUMENT, "message"},
		[HEADERS] = {MESSAGE, "headers"},
		[STATUS] = {PART_DOCUMENT, "delivery-status"},
		[ENVELOPE] = {PART_DOCUMENT, "envelope"},
		[REJECT] = {PART_DOCUMENT, "reject"},
		[CLIENT] = {PART_DOCUMENT, "client-info"},
		[DOMAIN] = {PART_DOCUMENT, "domain"},
		[ACCOUNT] = {PART_DOCUMENT, "account"},
	},
	.names = {"event"},
	.subtypes = {{PART_DOCUMENT, "severity"}, {STATUS, "bounce-type"}, {PART_DOCUMENT, "reason"}, {STATUS, "code"}},
	.details = PART_DOCUMENT,
	.fields = fields,
	.finish = finish,
	.list_candidates = list_candidates,
};

static const Layout legacy_layout = {
	.name = "legacy",
	.names = {"event"},
	.subtypes = {{PART_DOCUMENT, "reason"}, {PART_DOCUMENT, "code"}},
	.details = PART_WRAPPER,
	.fields = legacy_fields,
	.finish = finish_legacy,
};

/* Whether a field of a form came more than once, but for tags, which may. */
static bool
has_repeated(const JsonbValue *form)
{
	JsonScan   scan;
	JsonbValue member;
	bool	   found = false;

	ses_json_scan_members(&scan, form);
	while (!found && ses_json_scan_next(&scan, &member))
		found = ses_json_is_array(&member) && !slice_equals(scan.key, SLICE("tag"));
	ses_json_scan_end(&scan);
	return found;
}

/*
 * A form in which a variable of the user has the name of a field of Mailgun's: the
 * field comes first then, but for the three that sign the form, which come last.
 */
static void
settle_repeated(JsonbValue *form)
{
	JsonbBuilder builder = {0};
	JsonScan	 scan;
	JsonbValue	 member;

	ses_json_scan_members(&scan, form);
	while (ses_json_scan_next(&scan, &member))
	{
		bool is_last = slice_equals(scan.key, SLICE("timestamp")) ||
			slice_equals(scan.key, SLICE("token")) || slice_equals(scan.key, SLICE("signature"));
		JsonScan   values;
		JsonbValue value = member;

		if (ses_json_is_array(&member) && !slice_equals(scan.key, SLICE("tag")))
		{
			ses_json_scan_light(&values, &member);
			while (ses_json_scan_next(&values, &value) && is_last)
				/* go on */;
		}
		ses_json_add_member(&builder, scan.key, &value);
	}
	ses_json_scan_end(&scan);
	ses_json_end_object(&builder, form);
}

static void
read_document(const Provider *self, const Document *document, Sink *sink)
{
	Document   inner = *document;
	JsonbValue member;

	if (ses_json_get_object(&document->value, "event-data", &member))
	{
		inner.wrapper = document->value;
		inner.value = member;
		ses_layout_read(&layout, &self->dialect, &inner, sink);
	}
	else if (ses_json_get(&document->value, "log-level", &member))
		ses_layout_read(&layout, &self->dialect, document, sink);
	else
	{
		inner.wrapper = document->value; /* as it came */
		if (has_repeated(&inner.value))
			settle_repeated(&inner.value);
		ses_layout_read(&legacy_layout, &self->dialect, &inner, sink);
	}
}

const Provider ses_mailgun = {
	.dialect = {
		.name = "mailgun",
		.has_unique_event_ids = true,
		.events = events,
	},
	.signs = signs,
	.layouts = {&layout, &legacy_layout},
	.read = read_document,
};
