/*
 * wrapper.c
 *		The kinds of objects that others wrap documents in.
 *
 * Sources: Amazon SNS Developer Guide, "HTTP/HTTPS notification JSON format";
 * AWS Lambda Developer Guide, the events of SNS, SQS, Kinesis and SES; Amazon
 * SQS API Reference, "Message"; Amazon Data Firehose Developer Guide, "Data
 * transformation"; Amazon EventBridge User Guide, "Events"; CloudEvents 1.0,
 * JSON format.
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
	{0},
};

static bool
is_wrapper(const Document *document, const Wrapper *wrapper)
{
	const char *list = document->layer != NULL ? document->layer->key : NULL;
	JsonbValue	member;

	if (wrapper->within != NULL && (list == NULL || strcmp(list, wrapper->within) != 0))
		return false;
	return ses_json_get(&document->value, wrapper->marks[0], &member) &&
		(wrapper->marks[1] == NULL || ses_json_get(&document->value, wrapper->marks[1], &member));
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
