/*
 * envelope.c
 *		From a payload to the documents in it.
 *
 * What is inside a wrapper may be a wrapper again, so this goes in circles: an
 * SNS notification is an object (unwrap_object) that is a wrapper
 * (unwrap_content), whose Message is text (unwrap_text), which is JSON (unwrap),
 * an object that a provider knows, and reads.
 */
#include "walk/envelope.h"

#include "utils/memutils.h"

#include "walk/detection.h"
#include "text/encoding.h"
#include "json/building.h"
#include "json/parsing.h"
#include "json/reading.h"
#include "walk/payload.h"
#include "walk/registry.h"
#include "walk/siblings.h"
#include "walk/wrapper.h"
#include "text/gzip.h"
#include "text/timestamp.h"

/*
 * How many steps may lead into a payload: each wrapper, the list or the record that
 * it may come in, and what that is in: logEvents in awslogs.
 */
#define MAX_LAYERS (3 * MAX_ENVELOPES)

static void unwrap(Document *document, Sink *sink);

/* How many steps lead to a layer, or how many wrappers with a name. */
static int
count_layers(const Layer *layer, bool named)
{
	int count = 0;

	for (; layer != NULL; layer = layer->outer)
		count += !named || layer->name != NULL;
	return count;
}

/* What a JSON array is, if it is no wrapper's content. */
static const Wrapper array = {"array", .may_be_empty = true};

/* What all elements of a list have in common. */
static Document
element_of(const Document *list, Siblings *siblings)
{
	Document element = *list;

	/* What a wrapper says, it says of its content, not of each thing in a list. */
	element.source = NO_SLICE;
	element.type = NO_SLICE;
	element.wrapper.type = jbvNull;
	element.siblings = siblings;
	return element;
}

/* Each element of a list, which is the content of a wrapper, or an array as it is. */
static void
unwrap_list(const Document *document, const JsonbValue *list, const Wrapper *wrapper, Sink *sink)
{
	Siblings siblings = {.list = list, .defined = sink->defined};
	Document element = element_of(document, &siblings);
	JsonScan scan;

	if (ses_json_length(list) == 0)
	{
		const Layer layer = {wrapper->content != NULL ? wrapper->name : NULL, wrapper->content, -1, document->layer};

		element.layer = &layer;
		if (wrapper->may_be_empty)
			ses_report(sink, &element, OUTCOME_CONTROL, NULL, NULL,
					   "is an empty list, as providers send to see whether somebody answers");
		else
			ses_report(sink, &element, OUTCOME_MALFORMED, NULL, NULL, "is an empty list");
	}

	ses_json_scan_begin(&scan, list);
	while (!sink->satisfied && ses_json_scan_next(&scan, &element.value))
	{
		const Layer layer = {wrapper->name, wrapper->content, scan.index, document->layer};

		element.layer = &layer;
		unwrap(&element, sink);
	}
	ses_json_scan_end(&scan);
}

/*
 * The members of an object that have decimal keys, as PHP has them of an array that
 * other parameters were added to.
 */
static void
unwrap_decimal(const Document *document, Sink *sink)
{
	Siblings	  siblings = {.list = &document->value, .defined = sink->defined};
	MemoryContext context = AllocSetContextCreate(CurrentMemoryContext, "member", ALLOCSET_SMALL_SIZES);
	MemoryContext old = MemoryContextSwitchTo(context);
	Document	  element = element_of(document, &siblings);
	JsonScan	  scan;

	ses_json_scan_members(&scan, &document->value);
	while (!sink->satisfied && ses_json_scan_next(&scan, &element.value))
	{
		Layer layer = {array.name, NULL, -1, document->layer};

		if (!ses_siblings_is_index(scan.key) || !ses_wrapper_is_content(&element.value))
			continue;
		layer.key = pnstrdup(scan.key.data, scan.key.length);
		element.layer = &layer;
		unwrap(&element, sink);
		MemoryContextReset(context);
	}
	ses_json_scan_end(&scan);
	MemoryContextSwitchTo(old);
	MemoryContextDelete(context);
}

/* Has a document read by the provider that it is of; false where nobody knows it. */
static bool
read_known(Document *document, Sink *sink)
{
	const Provider *provider = ses_detect(document, sink->defined);

	if (sink->take_document != NULL)
		sink->take_document(sink, document);
	if (provider != NULL)
		ses_provider_read(provider, document, sink);
	return provider != NULL;
}

/*
 * A text, behind the layer that it was found in.  What is no JSON may still be
 * something that a provider says.
 */
static void
unwrap_text(const Document *document, Slice text, const Layer *layer, Sink *sink)
{
	Document  inner = *document;
	JsonError error;

	inner.layer = layer;
	inner.siblings = NULL;
	if (ses_payload_read(text, &inner.value, &error))
	{
		unwrap(&inner, sink);
		return;
	}

	ses_json_set_string(&inner.value, text);
	if (read_known(&inner, sink))
		return;
	if (error.problem != NULL)
		ses_report(sink, &inner, OUTCOME_MALFORMED, NULL, NULL,
				   "is not valid JSON near character %d: %s", error.character, error.problem);
	else
		ses_report(sink, &inner, layer->key != NULL ? OUTCOME_MALFORMED : OUTCOME_UNRECOGNIZED, NULL, NULL,
				   text.length == 0 ? "is empty" : "is text that is neither JSON nor a form");
}

/* A member of a wrapper that describes its content, empty where it has none. */
static Slice
described_by(const JsonbValue *object, const char *path)
{
	JsonbValue member;

	return path != NULL && ses_wrapper_get(object, path, &member) ? ses_json_text(&member) : NO_SLICE;
}

/* Whether the content of a wrapper is in base64, which no text of JSON is. */
static bool
is_in_base64(const JsonbValue *object, const Wrapper *wrapper, Slice text)
{
	text = slice_trim(text);
	if (text.length > 0 && (text.data[0] == '{' || text.data[0] == '['))
		return false;
	return wrapper->is_base64 ||
		(wrapper->base64_key != NULL && slice_equals_nocase(ses_json_get_text(object, wrapper->base64_key), SLICE("true")));
}

/* Decodes base64, and decompresses what is gzip then.  Returns NULL, or what is wrong. */
static const char *
decode(Slice *text, Budget *budget)
{
	const char *problem;
	Slice		bytes;
	Slice		content;

	if (!ses_bytes_from_base64(*text, &bytes))
		return "is not base64";
	if (ses_gzip_is_likely(bytes))
	{
		problem = ses_gzip_inflate(bytes, GZIP_MAX_LENGTH - budget->decompressed, &content);
		budget->decompressed += content.length;
		pfree((char *) bytes.data);
		if (problem != NULL)
			return problem;
		bytes = content;
	}
	*text = ses_text_from_bytes(bytes);
	return NULL;
}

/* The text that is inside a wrapper. */
static void
unwrap_content_text(const Document *document, const JsonbValue *object, const Wrapper *wrapper, Sink *sink)
{
	Slice		text = ses_json_text(&document->value);
	const char *problem = is_in_base64(object, wrapper, text) ? decode(&text, &sink->budget) : NULL;

	if (problem != NULL)
		ses_report(sink, document, OUTCOME_MALFORMED, NULL, NULL, "%s", problem);
	else
		unwrap_text(document, text, document->layer, sink);
}

/* What is inside a wrapper. */
static void
unwrap_content(const Document *document, const Wrapper *wrapper, Sink *sink)
{
	const JsonbValue *object = &document->value;
	const Layer		  layer = {wrapper->name, wrapper->content, -1, document->layer};
	Document		  inner = *document;
	ParsedTime		  time;

	inner.siblings = NULL;
	inner.wrapper = *object;
	inner.source = described_by(object, wrapper->source);
	inner.type = described_by(object, wrapper->type);
	if (ses_timestamp_parse(described_by(object, wrapper->time), &time) && !time.is_local)
		inner.time = time.micros;

	(void) ses_wrapper_get(object, wrapper->content, &inner.value);
	if (ses_json_is_array(&inner.value))
	{
		unwrap_list(&inner, &inner.value, wrapper, sink);
		return;
	}

	inner.layer = &layer;
	if (inner.value.type == jbvString)
		unwrap_content_text(&inner, object, wrapper, sink);
	else if (ses_json_is_object(&inner.value))
		unwrap(&inner, sink);
	else
		ses_report(sink, &inner, OUTCOME_MALFORMED, NULL, NULL,
				   "holds neither text nor an object nor a list");
}

/* What SNS sends when an endpoint is subscribed to a topic, or its subscription cancelled. */
static bool
report_confirmation(const Document *document, Slice type, Sink *sink)
{
	Document   confirmation = *document;
	JsonbValue member;

	if (!ses_json_get(&document->value, "TopicArn", &member) && !ses_json_get(&document->value, "Token", &member))
		return false;
	if (slice_equals(type, SLICE("SubscriptionConfirmation")))
	{
		confirmation.link = ses_json_get_text(&document->value, "SubscribeURL");
		ses_report(sink, &confirmation, OUTCOME_CONTROL, NULL, NULL,
				   "is an SNS subscription confirmation: "
				   "nothing is delivered until its SubscribeURL was visited");
	}
	else if (slice_equals(type, SLICE("UnsubscribeConfirmation")))
		ses_report(sink, document, OUTCOME_CONTROL, NULL, NULL,
				   "is an SNS unsubscribe confirmation: visiting its SubscribeURL subscribes again");
	else
		return false;
	return true;
}

/* What the services that wrap documents send about themselves. */
static bool
report_setup(const Document *document, Sink *sink)
{
	Slice	   type = ses_json_get_text(&document->value, "Type");
	JsonbValue events;

	if (type.length > 0)
		return report_confirmation(document, type, sink);
	if (!ses_json_get(&document->value, "logEvents", &events) ||
		!slice_equals(ses_json_get_text(&document->value, "messageType"), SLICE("CONTROL_MESSAGE")))
		return false;
	ses_report(sink, document, OUTCOME_CONTROL, NULL, NULL,
			   "is a control message of CloudWatch Logs, which checks whether the destination answers");
	return true;
}

/* Whether an object has a decimal key with what may be a document.  PHP begins at 0, or at any other. */
static bool
has_decimal_keys(const JsonbValue *object)
{
	bool	   has_any = false;
	JsonScan   scan;
	JsonbValue member;

	ses_json_scan_members(&scan, object);
	while (!has_any && ses_json_scan_next(&scan, &member))
		has_any = ses_siblings_is_index(scan.key) && ses_wrapper_is_content(&member);
	ses_json_scan_end(&scan);
	return has_any;
}

Found
ses_find_unsigned(const Document *document, const ProviderSet *defined)
{
	const JsonbValue *object = &document->value;
	const Wrapper	 *wrapper = ses_wrapper_find(document);
	Found			  found = {0};
	const char		 *list;

	if (wrapper != NULL && !wrapper->is_general)
		found.wrapper = *wrapper;
	else if ((found.provider = ses_siblings_provider(document)) != NULL)
		return found;
	else if ((list = ses_detect_list(document, defined)) != NULL)
		found.wrapper = (Wrapper) {.content = list, .may_be_empty = true};
	else if (wrapper != NULL)
		found.wrapper = *wrapper;
	else
		found.has_decimal_keys = has_decimal_keys(object);
	return found;
}

/* An object that no sign recognizes; apart, so that what they recognize does not wait for it. */
static pg_noinline void
unwrap_unsigned(Document *document, Sink *sink)
{
	Found found;

	if (report_setup(document, sink))
		return;
	found = ses_find_unsigned(document, sink->defined);
	if (found.provider != NULL)
		ses_provider_read(found.provider, document, sink);
	else if (found.wrapper.content != NULL)
		unwrap_content(document, &found.wrapper, sink);
	else if (found.has_decimal_keys)
		unwrap_decimal(document, sink);
	else
		ses_report(sink, document, OUTCOME_UNRECOGNIZED, NULL, NULL,
				   "is an object that no known provider sends");
}

static void
unwrap_object(Document *document, Sink *sink)
{
	if (!read_known(document, sink))
		unwrap_unsigned(document, sink);
}

static void
unwrap(Document *document, Sink *sink)
{
	if (count_layers(document->layer, true) > MAX_ENVELOPES ||
		count_layers(document->layer, false) > MAX_LAYERS)
		ses_report(sink, document, OUTCOME_MALFORMED, NULL, NULL,
				   "is wrapped more than %d deep", MAX_ENVELOPES);
	else if (ses_json_is_object(&document->value))
		unwrap_object(document, sink);
	else if (ses_json_is_array(&document->value))
		unwrap_list(document, &document->value, &array, sink);
	else if (document->value.type == jbvString)
	{
		const Layer layer = {"string", NULL, -1, document->layer};

		unwrap_text(document, ses_json_text(&document->value), &layer, sink);
	}
	else
		ses_report(sink, document, OUTCOME_UNRECOGNIZED, NULL, NULL,
				   "is neither an object nor a list nor text");
}

void
ses_walk(Jsonb *payload, Sink *sink)
{
	Document document = {.wrapper.type = jbvNull, .time = NO_TIME};

	ses_json_root(payload, &document.value);
	unwrap(&document, sink);
}
