/*
 * wrapper.c
 *		The kinds of objects that others wrap documents in.
 *
 * Sources: Amazon SNS Developer Guide, "HTTP/HTTPS notification JSON format";
 * AWS Lambda Developer Guide, the events of SNS, SQS, Kinesis and SES; Amazon
 * SQS API Reference, "Message"; Amazon Data Firehose Developer Guide, "Data
 * transformation"; Amazon EventBridge User Guide, "Events"; CloudEvents 1.0,
 * JSON format.  AWS Lambda Developer Guide, "Function URLs", "Application Load
 * Balancer", "Retaining records of asynchronous invocations"; Amazon API Gateway
 * Developer Guide, "Lambda proxy integrations", "Mapping templates"; Amazon CloudWatch Logs User Guide,
 * "Real-time processing of log data with subscriptions"; Google Cloud Pub/Sub,
 * "Push subscriptions", "PullResponse"; Yandex Cloud Functions, "Triggers";
 * Cloudflare Queues, "Pull consumers"; Ruby on Rails Guides, "Action Controller",
 * on JSON parameters; the events that the APIs of Mailgun and SparkPost list.
 */
#include "walk/wrapper.h"

#include "json/reading.h"

const Wrapper ses_wrappers[] = {
	{.about = "event of an AWS Lambda function", .marks = {"Records"}, .content = "Records"},
	{.about = "record of Amazon SNS in a Lambda event", .marks = {"Sns", "EventSource"}, .content = "Sns"},
	{.about = "record of Amazon Kinesis in a Lambda event", .marks = {"kinesis", "eventSource"}, .content = "kinesis"},
	{"lambda", "record of an Amazon SES receipt rule in a Lambda event", {"ses", "eventSource"}, .content = "ses"},
	{"sqs", "record of Amazon SQS in a Lambda event", {"body", "eventSource"}, .content = "body"},

	{.about = "result of ReceiveMessage of Amazon SQS", .marks = {"Messages"}, .content = "Messages"},
	{"sqs", "message of Amazon SQS", {"Body", "MD5OfBody"}, .content = "Body"},
	{"sqs", "message of Amazon SQS", {"Body", "ReceiptHandle"}, .content = "Body"},

	{"sns", "notification of Amazon SNS", {"TopicArn", "Message"}, .content = "Message", .time = "Timestamp"},
	{"eventbridge", "event of Amazon EventBridge", {"detail-type", "detail"}, .content = "detail", .source = "source", .type = "detail-type", .time = "time"},
	{"eventgrid", "event of Azure Event Grid", {"eventTime", "data"}, .content = "data", .source = "topic", .type = "eventType", .time = "eventTime"},
	{"cloudevents", "CloudEvents 1.0", {"specversion", "data"}, .content = "data", .source = "source", .type = "type", .time = "time"},
	{"cloudevents", "CloudEvents 1.0 with binary data", {"specversion", "data_base64"}, .content = "data_base64", .is_base64 = true, .source = "source", .type = "type", .time = "time"},

	{"kinesis", "record of Amazon Kinesis", {"partitionKey", "data"}, .content = "data", .is_base64 = true, .time = "approximateArrivalTimestamp"},

	{.about = "batch of Amazon Data Firehose, for a Lambda function or an HTTP endpoint", .marks = {"records"}, .content = "records", .time = "timestamp"},
	{"firehose", "record of Amazon Data Firehose", {"data"}, .within = "records", .content = "data", .is_base64 = true, .time = "approximateArrivalTimestamp"},

	{"sns", "notification of Amazon SNS without its topic", {"Type", "MessageId", "Message"}, .word = "Notification", .content = "Message", .time = "Timestamp"},
	{"lambda", "record of an invocation of AWS Lambda, sent to its destination", {"requestPayload", "requestContext"}, .content = "requestPayload", .time = "timestamp"},
	{"http", "request to a function URL of AWS Lambda, Amazon API Gateway or a load balancer", {"body", "isBase64Encoded"}, .content = "body", .base64_key = "isBase64Encoded"},
	{"http", "request to Amazon API Gateway or a load balancer", {"body", "requestContext"}, .content = "body"},
	{"http", "request to Amazon API Gateway or a load balancer", {"body", "httpMethod"}, .content = "body"},
	{"http", "request to Amazon API Gateway, by its mapping template", {"body-json", "params", "context"}, .content = "body-json"},

	{"cloudwatch", "event of AWS Lambda for a subscription to CloudWatch Logs", {"awslogs"}, .content = "awslogs.data", .is_base64 = true},
	{.about = "batch of a subscription to CloudWatch Logs", .marks = {"logEvents", "messageType"}, .content = "logEvents"},
	{.about = "log event in awslogs.data, which has the name", .marks = {"message"}, .within = "logEvents", .beyond = "awslogs.data", .content = "message", .time = "timestamp"},
	{"cloudwatch", "log event of CloudWatch Logs", {"message"}, .within = "logEvents", .content = "message", .time = "timestamp"},

	{"pubsub", "push of Google Pub/Sub", {"message", "subscription"}, .content = "message.data", .is_base64 = true, .time = "message.publishTime"},
	{.about = "result of a pull from Google Pub/Sub", .marks = {"receivedMessages"}, .content = "receivedMessages"},
	{"pubsub", "message that was pulled from Google Pub/Sub", {"ackId", "message"}, .content = "message.data", .is_base64 = true, .time = "message.publishTime"},
	{"pubsub", "message of Google Pub/Sub", {"data", "messageId", "publishTime"}, .content = "data", .is_base64 = true, .time = "publishTime"},

	{.about = "batch of a trigger of Yandex Cloud", .marks = {"messages"}, .of = "details", .content = "messages"},
	{"yandex", "message of Yandex Message Queue in a trigger", {"details"}, .within = "messages", .content = "details.message.body", .time = "event_metadata.created_at"},
	{"yandex", "event in a trigger of Yandex Cloud", {"details"}, .within = "messages", .content = "details", .is_general = true, .time = "event_metadata.created_at"},
	{.about = "result of a pull from Cloudflare Queues", .marks = {"result"}, .of = "lease_id", .content = "result.messages"},
	{"cloudflare", "message of Cloudflare Queues", {"body", "lease_id"}, .content = "body", .is_base64 = true, .time = "timestamp_ms"},

	{"rails", "array as parameters of Ruby on Rails", {"_json"}, .content = "_json", .may_be_empty = true},
	{"page", "page of a provider's API", {"items", "paging"}, .content = "items", .may_be_empty = true},
	{"page", "page of a provider's API", {"results"}, .content = "results", .may_be_empty = true, .is_general = true},
	{"payload", "payload with what describes it", {"payload"}, .content = "payload", .may_be_empty = true, .is_general = true},
	{"http", "request with its headers", {"body", "headers"}, .content = "body", .is_general = true},
	{0},
};

/* The members that name the event in the documents of many providers. */
static const char *const names_of_events[] = {
	"event", "Event", "type", "Type", "eventType", "EventType", "event_type", "eventName", "event_name",
	"notificationType", "notification_type", "messageType", "RecordType", "record_type", NULL};

bool
ses_wrapper_get(const JsonbValue *object, const char *path, JsonbValue *member)
{
	const char *dot;
	JsonbValue	outer = *object;

	while ((dot = strchr(path, '.')) != NULL)
	{
		if (!ses_json_get_member(&outer, (Slice) {path, (int) (dot - path)}, member))
			return false;
		outer = *member;
		path = dot + 1;
	}
	return ses_json_get(&outer, path, member);
}

/* A form has no blanks, and equals signs at the end are those of base64. */
static bool
is_like_form(Slice text)
{
	int equals = slice_find(text, '=');

	return equals > 0 && equals < text.length - 2 && slice_find(text, ' ') < 0;
}

/*
 * What begins an object or an array, behind the quotation marks and backslashes of
 * JSON text that is in strings of JSON again.
 */
static bool
begins_container(Slice text)
{
	if (slice_starts_with(text, SLICE("\"")))
	{
		while (text.length > 0 && (text.data[0] == '"' || text.data[0] == '\\'))
			text = slice_from(text, 1);
	}
	return text.length > 0 && (text.data[0] == '{' || text.data[0] == '[');
}

bool
ses_wrapper_is_content(const JsonbValue *value)
{
	Slice text;

	if (value->type != jbvString)
		return ses_json_is_object(value) || ses_json_is_array(value);
	text = slice_trim(ses_json_text(value));
	return begins_container(text) || is_like_form(text);
}

/* Whether no member of an object names an event. */
static bool
is_free(const JsonbValue *object)
{
	JsonbValue member;

	for (const char *const *name = names_of_events; *name != NULL; name++)
	{
		if (ses_json_get(object, *name, &member))
			return false;
	}
	return true;
}

bool
ses_wrapper_may_hold(const JsonbValue *object, const JsonbValue *content)
{
	if (ses_json_is_array(content) && ses_json_length(content) == 0)
		return ses_json_length(object) == 1;
	return ses_wrapper_is_content(content) && is_free(object);
}

/* Whether the first element of a list has a key. */
static bool
is_list_of(const JsonbValue *list, const char *key)
{
	JsonbValue element;
	JsonbValue member;

	return ses_json_is_array(list) && ses_json_get_first(list, &element) && ses_json_get(&element, key, &member);
}

/* Whether a layer, if there is one, was entered by a key; NULL: by any. */
static bool
has_key(const Layer *layer, const char *key)
{
	return key == NULL || (layer != NULL && layer->key != NULL && strcmp(layer->key, key) == 0);
}

/* Whether the marks of a wrapper are all that an object needs, its content among them. */
static bool
suffices(const Wrapper *wrapper)
{
	return wrapper->word == NULL && wrapper->of == NULL && wrapper->beyond == NULL && !wrapper->is_general &&
		strchr(wrapper->content, '.') == NULL;
}

/* What else has to hold of an object that has the marks of a wrapper. */
static bool
is_confirmed(const Document *document, const Wrapper *wrapper)
{
	JsonbValue content;

	if (wrapper->beyond != NULL && !has_key(document->layer->outer, wrapper->beyond))
		return false;
	if (wrapper->word != NULL &&
		!slice_equals(ses_json_get_text(&document->value, wrapper->marks[0]), slice_of(wrapper->word)))
		return false;
	return ses_wrapper_get(&document->value, wrapper->content, &content) &&
		(wrapper->of == NULL || is_list_of(&content, wrapper->of)) &&
		(!wrapper->is_general || ses_wrapper_may_hold(&document->value, &content));
}

static bool
is_wrapper(const Document *document, const Wrapper *wrapper)
{
	JsonbValue member;

	if (!has_key(document->layer, wrapper->within))
		return false;
	for (int i = 0; i < (int) lengthof(wrapper->marks) && wrapper->marks[i] != NULL; i++)
	{
		if (!ses_json_get(&document->value, wrapper->marks[i], &member))
			return false;
	}
	return suffices(wrapper) || is_confirmed(document, wrapper);
}

const Wrapper *
ses_wrapper_find(const Document *document)
{
	for (const Wrapper *wrapper = ses_wrappers; wrapper->marks[0] != NULL; wrapper++)
	{
		if (is_wrapper(document, wrapper))
			return wrapper;
	}
	return NULL;
}
