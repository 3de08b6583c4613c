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

#include "walk/detection.h"
#include "text/encoding.h"
#include "json/building.h"
#include "json/parsing.h"
#include "json/reading.h"
#include "walk/payload.h"
#include "walk/registry.h"
#include "walk/wrapper.h"
#include "text/timestamp.h"

/*
 * How many steps may lead into a payload: each wrapper, and the list or the
 * record that it may come in.
 */
#define MAX_LAYERS (2 * MAX_ENVELOPES)

static void unwrap(const Document *document, Sink *sink);

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

/* Each element of a list, which is the content of a wrapper, or an array as it is. */
static void
unwrap_list(const Document *document, const JsonbValue *list, const Wrapper *wrapper, Sink *sink)
{
	Document element = *document;
	JsonScan scan;

	/* What a wrapper says, it says of its content, not of each thing in a list. */
	element.source = NO_SLICE;
	element.type = NO_SLICE;
	element.wrapper.type = jbvNull;
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

/* Has a document read by the provider that it is of; false where nobody knows it. */
static bool
read_known(const Document *document, Sink *sink)
{
	const Provider *provider = ses_detect(document);

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

/* A member of a wrapper that tells of its content, empty where it has none. */
static Slice
told_by(const JsonbValue *object, const char *key)
{
	return key != NULL ? ses_json_get_text(object, key) : NO_SLICE;
}

/* What is inside a wrapper. */
static void
unwrap_content(const Document *document, const Wrapper *wrapper, Sink *sink)
{
	const JsonbValue *object = &document->value;
	const Layer		  layer = {wrapper->name, wrapper->content, -1, document->layer};
	Document		  inner = *document;
	ParsedTime		  time;

	inner.wrapper = *object;
	inner.source = told_by(object, wrapper->source);
	inner.type = told_by(object, wrapper->type);
	if (ses_timestamp_parse(told_by(object, wrapper->time), &time) && !time.is_local)
		inner.time = time.micros;

	(void) ses_json_get(object, wrapper->content, &inner.value);
	if (ses_json_is_array(&inner.value))
	{
		unwrap_list(&inner, &inner.value, wrapper, sink);
		return;
	}

	inner.layer = &layer;
	if (inner.value.type == jbvString)
	{
		Slice text = ses_json_text(&inner.value);

		if (wrapper->is_base64 && !ses_text_from_base64(text, &text))
			ses_report(sink, &inner, OUTCOME_MALFORMED, NULL, NULL,
					   "is not the base64 of text in UTF-8 that the database can hold");
		else
			unwrap_text(&inner, text, &layer, sink);
	}
	else if (ses_json_is_object(&inner.value))
		unwrap(&inner, sink);
	else
		ses_report(sink, &inner, OUTCOME_MALFORMED, NULL, NULL,
				   "holds neither text nor an object nor a list");
}

/* What SNS sends when somebody subscribes an endpoint to a topic, or cancels that. */
static bool
report_confirmation(const Document *document, Sink *sink)
{
	Slice	   type = ses_json_get_text(&document->value, "Type");
	Document   confirmation = *document;
	JsonbValue topic;

	if (!ses_json_get(&document->value, "TopicArn", &topic))
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

static void
unwrap_object(const Document *document, Sink *sink)
{
	const Wrapper *wrapper;
	const char	  *list;

	if (read_known(document, sink) || report_confirmation(document, sink))
		return;
	wrapper = ses_wrapper_find(document);
	list = wrapper == NULL ? ses_detect_list(document) : NULL;
	if (wrapper != NULL)
		unwrap_content(document, wrapper, sink);
	else if (list != NULL)
		unwrap_content(document, &(Wrapper) {.content = list, .may_be_empty = true}, sink);
	else
		ses_report(sink, document, OUTCOME_UNRECOGNIZED, NULL, NULL,
				   "is an object that no known provider sends");
}

static void
unwrap(const Document *document, Sink *sink)
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
