/*
 * mailgun_form.c
 *		Mailgun's webhooks of before 2018, which are forms.
 *
 * Source: Mailgun help centre, "Legacy webhooks"; forms that programs recorded.
 *
 * The variables of the sender are fields among Mailgun's.  One with the name of a
 * field of Mailgun's makes that a list.
 */
#include "postgres.h"

#include "event/field.h"
#include "json/building.h"
#include "json/keys.h"
#include "json/reading.h"
#include "providers/mailgun_form.h"

/* A reply, its code and its status stand in whichever of these fields there is. */
static const Field fields[] = {
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
	{COL_SMTP_STATUS, PART_DOCUMENT, "notification", AS_STATUS},
	{COL_SMTP_STATUS, PART_DOCUMENT, "description", AS_STATUS},
	{COL_DESCRIPTION, PART_DOCUMENT, "notification", AS_SENT},
	{COL_DESCRIPTION, PART_DOCUMENT, "description", AS_SENT},
	{COL_URL, PART_DOCUMENT, "url", AS_SENT},
	{COL_IP_ADDRESS, PART_DOCUMENT, "ip", AS_SENT},
	{COL_USER_AGENT, PART_DOCUMENT, "user-agent", AS_SENT},
	{COL_STREAM, PART_DOCUMENT, "domain", AS_SENT},
	{COL_TAGS, PART_DOCUMENT, "tag", AS_SENT},
	{COL_TAGS, PART_DOCUMENT, "X-Mailgun-Tag", AS_SENT},
	{0},
};

/* The fields that are Mailgun's in all forms: "h" is undocumented. */
/* clang-format off */
static const char *const common_keys[] = {
	"event", "recipient", "domain", "Message-Id", "message-id", "message-headers", "timestamp",
	"token", "signature", "tag", "campaign-id", "campaign-name", "mailing-list",
	"attachment-count", "body-plain", "body-html", "h",
};

/* Of refusals. */
static const char *const refusal_keys[] = {"code", "error", "notification", "reason", "description"};

/* Of what a person did. */
static const char *const client_keys[] = {
	"url", "ip", "user-agent", "device-type", "client-type", "client-name", "client-os",
	"country", "region", "city",
};
/* clang-format on */

static bool
is_in(JsonKeySet *set, const char *const *keys, int count, Slice key)
{
	if (set->count == 0)
		ses_json_key_set_add(set, keys, count);
	return ses_json_key_set_has(set, key);
}

static bool
is_refusal_key(Slice key)
{
	static JsonKeySet set;

	return is_in(&set, refusal_keys, (int) lengthof(refusal_keys), key);
}

static bool
is_client_key(Slice key)
{
	static JsonKeySet set;

	return is_in(&set, client_keys, (int) lengthof(client_keys), key);
}

/* Whether a field is Mailgun's in some form; the files of a message are attachment-1 and so on. */
static bool
is_own_key(Slice key)
{
	static JsonKeySet set;

	return is_in(&set, common_keys, (int) lengthof(common_keys), key) || is_refusal_key(key) ||
		is_client_key(key) || slice_starts_with(key, SLICE("X-Mailgun-")) ||
		(slice_starts_with(key, SLICE("attachment-")) && key.length > 11 && is_digit(key.data[11]));
}

/* What was refused has no client, and what a client did no reply: there, the sender's variable has the name. */
static bool
is_own_of(const Event *event, Slice key)
{
	bool is_refusal = event->event_type == EVENT_BOUNCED || event->event_type == EVENT_REJECTED;
	bool is_delivery = event->event_type == EVENT_DELIVERED;

	if (is_client_key(key))
		return !is_refusal && !is_delivery;
	if (is_refusal_key(key))
		return is_refusal || event->event_type == EVENT_UNKNOWN;
	return is_own_key(key);
}

/* Fields that a message has as often as it has tags. */
static bool
is_list(Slice key)
{
	return slice_equals(key, SLICE("tag")) || slice_equals(key, SLICE("X-Mailgun-Tag"));
}

/* Of a field that is repeated, Mailgun's value is the first, but the last of the three that sign the form. */
static bool
is_own_last(Slice key)
{
	return slice_equals(key, SLICE("timestamp")) || slice_equals(key, SLICE("token")) ||
		slice_equals(key, SLICE("signature"));
}

static bool
is_repeated(Slice key, const JsonbValue *member)
{
	return ses_json_is_array(member) && is_own_key(key) && !is_list(key);
}

/*
 * Divides the values of a repeated field: Mailgun's own, and those of the sender's
 * variable, a list if there are several.
 */
static void
divide_values(Slice key, const JsonbValue *member, JsonbValue *own, JsonbValue *variable)
{
	JsonElements values = {0};

	own->type = jbvNull;
	variable->type = jbvNull;
	ses_json_append(&values, member);
	if (values.count == 0)
		return;
	*own = values.elements[is_own_last(key) ? values.count - 1 : 0];
	if (!is_own_last(key))
		values.elements++;
	if (values.count == 2)
		*variable = values.elements[0];
	else if (values.count > 2)
		ses_json_set_array(variable, values.elements, values.count - 1);
}

static bool
has_repeated(const JsonbValue *form)
{
	JsonScan   scan;
	JsonbValue member;
	bool	   found = false;

	ses_json_scan_members(&scan, form);
	while (!found && ses_json_scan_next(&scan, &member))
		found = is_repeated(scan.key, &member);
	ses_json_scan_end(&scan);
	return found;
}

/* Leaves of repeated fields what is Mailgun's. */
static void
settle_repeated(JsonbValue *form)
{
	JsonbBuilder builder = {0};
	JsonScan	 scan;
	JsonbValue	 member;
	JsonbValue	 own;
	JsonbValue	 variable;

	ses_json_scan_members(&scan, form);
	while (ses_json_scan_next(&scan, &member))
	{
		own = member;
		if (is_repeated(scan.key, &member))
			divide_values(scan.key, &member, &own, &variable);
		ses_json_add_member(&builder, scan.key, &own);
	}
	ses_json_scan_end(&scan);
	ses_json_end_object(&builder, form);
}

/* Sets metadata to what is not Mailgun's: whole fields, and values of repeated ones. */
static void
set_variables(Event *event, const JsonbValue *form)
{
	JsonbBuilder builder = {0};
	JsonScan	 scan;
	JsonbValue	 member;
	JsonbValue	 own;

	ses_json_scan_members(&scan, form);
	while (ses_json_scan_next(&scan, &member))
	{
		JsonbValue variable = member;

		if (is_own_of(event, scan.key))
		{
			if (!is_repeated(scan.key, &member))
				continue;
			divide_values(scan.key, &member, &own, &variable);
		}
		ses_json_add_member(&builder, scan.key, &variable);
	}
	ses_json_scan_end(&scan);
	ses_json_end_object(&builder, &event->metadata);
}

static void
finish(Event *event, const JsonbValue *parts)
{
	if (slice_equals(event->description, event->smtp_response))
		event->description = NO_SLICE; /* the reply itself stands there */
	if (!is_own_of(event, SLICE("url")))
		event->url = event->ip_address = event->user_agent = NO_SLICE;
	if (ses_event_wants(event, COL_METADATA))
		set_variables(event, &parts[PART_WRAPPER]);
}

/* The form as it came is the wrapper. */
const Layout ses_mailgun_form = {
	.name = "legacy",
	.names = {"event"},
	.subtypes = {{PART_DOCUMENT, "reason"}, {PART_DOCUMENT, "code"}},
	.details = PART_WRAPPER,
	.fields = fields,
	.finish = finish,
};

void
ses_mailgun_read_form(const Dialect *dialect, const Document *document, struct Sink *sink)
{
	Document settled = *document;

	settled.wrapper = document->value;
	settled.known.member = NULL;
	if (has_repeated(&settled.value))
		settle_repeated(&settled.value);
	ses_layout_read(&ses_mailgun_form, dialect, &settled, sink);
}
