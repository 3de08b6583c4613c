/*
 * postmark.c
 *		Postmark: webhooks of all record types, and inbound mail.
 *
 * Source: Postmark developer documentation, "Webhooks": bounce, delivery, open,
 * click, spam complaint, subscription change, inbound; "Bounce types".
 *
 * A document is one flat object, whose keys have capitals as no other's.  Until April
 * 2018 it had no RecordType.
 */
#include "postgres.h"

#include "event/field.h"
#include "json/reading.h"
#include "walk/registry.h"

/*
 * What Postmark calls a bounce is anything that came back.  SpamNotification and
 * Blocked are refusals by the receiving side.
 */
static const Mapping bounces[] = {
	{"HardBounce", .bounce_class = BOUNCE_HARD, .otherwise = REASON_UNKNOWN_RECIPIENT},
	{"Transient", .event_type = EVENT_DEFERRED, .otherwise = REASON_CONNECTION},
	{"Unsubscribe", .event_type = EVENT_UNSUBSCRIBED},
	{"Subscribe", .event_type = EVENT_SUBSCRIBED},
	{"AutoResponder", .event_type = EVENT_AUTORESPONDED},
	{"AddressChange", .event_type = EVENT_AUTORESPONDED},
	{"ChallengeVerification", .event_type = EVENT_AUTORESPONDED},
	{"DnsError", .event_type = EVENT_DEFERRED, .reason = REASON_UNKNOWN_HOST},
	{"SpamNotification", .bounce_class = BOUNCE_SOFT, .reason = REASON_SPAM},
	{"OpenRelayTest", .bounce_class = BOUNCE_UNDETERMINED, .otherwise = REASON_OTHER},
	{"Unknown", .bounce_class = BOUNCE_UNDETERMINED, .otherwise = REASON_OTHER},
	{"SoftBounce", .bounce_class = BOUNCE_SOFT},
	{"VirusNotification", .bounce_class = BOUNCE_SOFT, .reason = REASON_CONTENT_REJECTED},
	{"BadEmailAddress", .event_type = EVENT_REJECTED, .reason = REASON_INVALID_ADDRESS},
	{"SpamComplaint", .event_type = EVENT_COMPLAINED, .reason = REASON_SPAM},
	{"ManuallyDeactivated", .event_type = EVENT_REJECTED, .reason = REASON_SUPPRESSED},
	{"Unconfirmed", .event_type = EVENT_REJECTED, .reason = REASON_OTHER},
	{"Blocked", .bounce_class = BOUNCE_SOFT, .reason = REASON_BLOCKED},
	{"SMTPApiError", .event_type = EVENT_FAILED, .reason = REASON_OTHER},
	{"InboundError", .event_type = EVENT_FAILED, .reason = REASON_OTHER},
	{"DMARCPolicy", .bounce_class = BOUNCE_SOFT, .reason = REASON_AUTHENTICATION},
	{"TemplateRenderingFailed", .event_type = EVENT_FAILED, .reason = REASON_RENDERING},
	{0},
};

static const Mapping suppressions[] = {
	{"ManualSuppression", .reason = REASON_UNSUBSCRIBED},
	{"HardBounce", .reason = REASON_SUPPRESSED},
	{"SpamComplaint", .reason = REASON_SUPPRESSED},
	{0},
};

/* SuppressSending */
static const Mapping changes[] = {
	{"true", .event_type = EVENT_UNSUBSCRIBED, .subtypes = suppressions},
	{"false", .event_type = EVENT_SUBSCRIBED, .reason = REASON_SUPPRESSED},
	{0},
};

static const Mapping events[] = {
	{"Delivery", .event_type = EVENT_DELIVERED},
	{"Bounce", .event_type = EVENT_BOUNCED, .subtypes = bounces},
	{"Open", .event_type = EVENT_OPENED},
	{"Click", .event_type = EVENT_CLICKED},
	{"SpamComplaint", .event_type = EVENT_COMPLAINED, .reason = REASON_SPAM},
	{"SubscriptionChange", .event_type = EVENT_UNSUBSCRIBED, .subtypes = changes},
	{"Inbound", .event_type = EVENT_INBOUND},
	{0},
};

/* The objects that fields are in: of events, and of inbound mail. */
enum
{
	GEO = PART_OWN
};
enum
{
	FROM = PART_OWN,
	HEADERS
};

static const Field fields[] = {
	{COL_OCCURRED_AT, PART_DOCUMENT, "DeliveredAt", AS_SENT},
	{COL_OCCURRED_AT, PART_DOCUMENT, "BouncedAt", AS_SENT},
	{COL_OCCURRED_AT, PART_DOCUMENT, "ReceivedAt", AS_SENT},
	{COL_OCCURRED_AT, PART_DOCUMENT, "ChangedAt", AS_SENT},
	{COL_PROVIDER_EVENT_ID, PART_DOCUMENT, "ID", AS_SENT},
	{COL_MESSAGE_ID, PART_DOCUMENT, "MessageID", AS_SENT},
	{COL_RECIPIENT, PART_DOCUMENT, "Recipient", AS_ADDRESS},
	{COL_RECIPIENT, PART_DOCUMENT, "Email", AS_ADDRESS},
	{COL_SENDER, PART_DOCUMENT, "From", AS_ADDRESS},
	{COL_SUBJECT, PART_DOCUMENT, "Subject", AS_HEADER},
	{COL_DESCRIPTION, PART_DOCUMENT, "Description", AS_SENT},
	{COL_SMTP_RESPONSE, PART_DOCUMENT, "Details", AS_REPLY},
	{COL_URL, PART_DOCUMENT, "OriginalLink", AS_SENT},
	{COL_IP_ADDRESS, GEO, "IP", AS_SENT},
	{COL_USER_AGENT, PART_DOCUMENT, "UserAgent", AS_SENT},
	{COL_STREAM, PART_DOCUMENT, "MessageStream", AS_SENT},
	{COL_ACCOUNT_ID, PART_DOCUMENT, "ServerID", AS_SENT},
	{COL_ACCOUNT_ID, PART_DOCUMENT, "ServerId", AS_SENT}, /* once in the documentation */
	{COL_TAGS, PART_DOCUMENT, "Tag", AS_SENT},
	{COL_METADATA, PART_DOCUMENT, "Metadata", AS_SENT},
	{0},
};

static const Field inbound_fields[] = {
	{COL_OCCURRED_AT, PART_DOCUMENT, "Date", AS_DATE},
	{COL_SENT_AT, PART_DOCUMENT, "Date", AS_DATE},
	{COL_MESSAGE_ID, PART_DOCUMENT, "MessageID", AS_SENT},
	{COL_RFC_MESSAGE_ID, HEADERS, "Message-ID", AS_MESSAGE_ID},
	{COL_RECIPIENT, PART_DOCUMENT, "OriginalRecipient", AS_ADDRESS},
	{COL_SENDER, FROM, "Email", AS_ADDRESS},
	{COL_SENDER, PART_DOCUMENT, "From", AS_ADDRESS},
	{COL_SUBJECT, PART_DOCUMENT, "Subject", AS_HEADER},
	{COL_STREAM, PART_DOCUMENT, "MessageStream", AS_SENT},
	{COL_TAGS, PART_DOCUMENT, "Tag", AS_SENT},
	{0},
};

/* Until April 2018, events had no RecordType. */
static const Sign signs[] = {
	{.keys = {"RecordType", "MessageID"}},
	{.keys = {"FromFull", "ToFull", "MessageID"}},
	{.keys = {"MessageID", "Type", "TypeCode", "BouncedAt"}},
	{.keys = {"MessageID", "DeliveredAt", "Recipient"}},
	{.keys = {"MessageID", "FirstOpen", "ReceivedAt"}},
	{.keys = {"MessageID", "OriginalLink", "ReceivedAt"}},
	{.keys = {NULL}},
};

/* What a document without a RecordType is.  A complaint came by the webhook of bounces. */
static const Sign has_complaint = {.member = "Type", .prefix = "SpamComplaint"};
static const Sign has_bounce = {.keys = {"BouncedAt"}};
static const Sign has_delivery = {.keys = {"DeliveredAt"}};
static const Sign has_open = {.keys = {"FirstOpen"}};
static const Sign has_click = {.keys = {"OriginalLink"}};

static const Naming naming[] = {
	{.word = {PART_DOCUMENT, "RecordType"}},
	{.constant = "SpamComplaint", .when = &has_complaint},
	{.constant = "Bounce", .when = &has_bounce},
	{.constant = "Delivery", .when = &has_delivery},
	{.constant = "Open", .when = &has_open},
	{.constant = "Click", .when = &has_click},
	{.constant = NULL},
};

static const Layout layout = {
	.parts = {
		[GEO] = {PART_DOCUMENT, "Geo"},
	},
	.naming = naming,
	.subtypes = {{PART_DOCUMENT, "Type"}, {PART_DOCUMENT, "SuppressSending"}, {PART_DOCUMENT, "SuppressionReason"}},
	.details = PART_DOCUMENT,
	.fields = fields,
};

static const Naming inbound_naming[] = {
	{.constant = "Inbound"},
	{.constant = NULL},
};

static const char *const typed[] = {"RecordType", NULL};

static const Sign inbound_signs[] = {
	{.member = "RecordType", .prefix = "Inbound"},
	{.keys = {"FromFull", "ToFull"}, .foreign = typed},
	{.keys = {NULL}},
};

/* Before 2014, OriginalRecipient was missing. */
static const Layout inbound_layout = {
	.name = "inbound",
	.parts = {
		[FROM] = {PART_DOCUMENT, "FromFull"},
		[HEADERS] = {PART_DOCUMENT, "Headers"},
	},
	.forms = {[HEADERS] = PART_HEADERS},
	.naming = inbound_naming,
	.details = PART_DOCUMENT,
	.fields = inbound_fields,
	.candidates = {
		{.part = PART_DOCUMENT, .key = "ToFull", .address = "Email"},
		{.part = PART_DOCUMENT, .key = "CcFull", .address = "Email", .is_instead = true},
		{.part = PART_DOCUMENT, .key = "BccFull", .address = "Email", .is_instead = true},
	},
};

const Provider ses_postmark = {
	.dialect = {
		.name = "postmark",
		.has_unique_event_ids = true,
		.events = events,
	},
	.signs = signs,
	.layouts = {&layout, &inbound_layout},
	.layout_signs = {NULL, inbound_signs},
};
