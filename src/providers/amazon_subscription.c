/*
 * amazon_subscription.c
 *		What an Amazon SES Subscription event tells: in or out.
 *
 * Source: Amazon Simple Email Service Developer Guide, "Contents of event data
 * that Amazon SES publishes to Amazon SNS", section "Subscription object".
 */
#include "providers/amazon_subscription.h"

#include "json/reading.h"
#include "event/mapping.h"

/* More topics than a contact list can have: Amazon allows 20. */
#define MAX_TOPICS 100

/* The payload has OptOut, the API OPT_OUT. */
static bool
is_opted_out(const JsonbValue *topic)
{
	return ses_word_equals(ses_json_get_text(topic, "subscriptionStatus"), "OptOut");
}

/* Whether one set of topic preferences has a topic opted out. */
static bool
is_topic_out(const JsonbValue *preferences, Slice topic)
{
	static const char *const lists[] = {"topicSubscriptionStatus", "topicDefaultSubscriptionStatus"};
	bool					 found = false;
	bool					 out = false;

	for (int i = 0; i < (int) lengthof(lists) && !found; i++)
	{
		JsonbValue list;
		JsonbValue entry;
		JsonScan   scan;

		if (!ses_json_get(preferences, lists[i], &list))
			continue;
		ses_json_scan_begin(&scan, &list);
		while (!found && ses_json_scan_next(&scan, &entry) && scan.index < MAX_TOPICS)
		{
			found = slice_equals(ses_json_get_text(&entry, "topicName"), topic);
			out = found && is_opted_out(&entry);
		}
		ses_json_scan_end(&scan);
	}
	return out;
}

/*
 * Whether all topics are out, or one is that was not before.  Postbox sends no
 * preferences, and sends the event when a recipient unsubscribes.
 */
static bool
is_opt_out(const JsonbValue *subscription)
{
	JsonbValue before;
	JsonbValue after;
	JsonbValue topics;
	JsonbValue topic;
	JsonScan   scan;
	bool	   any_in = false;
	bool	   newly_out = false;

	if (!ses_json_get_object(subscription, "newTopicPreferences", &after))
		return true;
	if (slice_equals_nocase(ses_json_get_text(&after, "unsubscribeAll"), SLICE("true")))
		return true;
	if (!ses_json_get(&after, "topicSubscriptionStatus", &topics))
		return false;
	(void) ses_json_get(subscription, "oldTopicPreferences", &before);

	ses_json_scan_begin(&scan, &topics);
	while (ses_json_scan_next(&scan, &topic) && scan.index < MAX_TOPICS)
	{
		if (!is_opted_out(&topic))
			any_in = true;
		else if (!is_topic_out(&before, ses_json_get_text(&topic, "topicName")))
			newly_out = true;
	}
	ses_json_scan_end(&scan);
	return newly_out || (!any_in && ses_json_length(&topics) > 0);
}

Slice
ses_amazon_subscription_subtype(const JsonbValue *subscription)
{
	return is_opt_out(subscription) ? SLICE("OptOut") : SLICE("OptIn");
}
