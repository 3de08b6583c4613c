/*
 * vocabulary.c
 *		The closed lists of words that events are told in, one line a term.
 */
#include <stddef.h>

#include "base/vocabulary.h"

const Term ses_event_types[EVENT_TYPES] = {
	[EVENT_QUEUED] = {"queued", "the provider accepted the message and has not tried to deliver it yet"},
	[EVENT_SENT] = {"sent", "the provider took the message and will try to deliver it"},
	[EVENT_DEFERRED] = {"deferred", "a delivery attempt failed for now, the provider tries again"},
	[EVENT_DELIVERED] = {"delivered", "the recipient's mail server accepted the message"},
	[EVENT_BOUNCED] = {"bounced", "the recipient's side refused the message, at once or later"},
	[EVENT_REJECTED] = {"rejected", "the provider refused to send the message"},
	[EVENT_FAILED] = {"failed", "the provider tried to send the message and could not"},
	[EVENT_OPENED] = {"opened", "the message was displayed, or its images were fetched"},
	[EVENT_CLICKED] = {"clicked", "a link in the message was followed"},
	[EVENT_COMPLAINED] = {"complained", "the recipient reported the message, as spam unless the reason is not_spam"},
	[EVENT_UNSUBSCRIBED] = {"unsubscribed", "the recipient wants no more of this mail"},
	[EVENT_SUBSCRIBED] = {"subscribed", "the recipient wants this mail, again or still"},
	[EVENT_AUTORESPONDED] = {"autoresponded", "a program answered for the recipient, such as an out-of-office reply"},
	[EVENT_INBOUND] = {"inbound", "the provider received a message for the account"},
	[EVENT_UNKNOWN] = {"unknown", "the provider is known, the name of the event is not"},
};

const Term ses_bounce_classes[BOUNCE_CLASSES] = {
	[BOUNCE_HARD] = {"hard", "the address cannot receive mail: suppress it"},
	[BOUNCE_SOFT] = {"soft", "this message, or this moment: the address may work another time"},
	[BOUNCE_UNDETERMINED] = {"undetermined", "nothing reports whether the address can receive mail"},
};

const Term ses_reasons[REASONS] = {
	[REASON_UNKNOWN_RECIPIENT] = {"unknown_recipient", "the mailbox does not exist"},
	[REASON_UNKNOWN_HOST] = {"unknown_host", "the domain does not exist or takes no mail"},
	[REASON_INVALID_ADDRESS] = {"invalid_address", "the address is not well formed"},
	[REASON_MAILBOX_FULL] = {"mailbox_full", "the mailbox or its server has no room left"},
	[REASON_MAILBOX_DISABLED] = {"mailbox_disabled", "the mailbox exists and takes no mail"},
	[REASON_MESSAGE_TOO_LARGE] = {"message_too_large", "the message is larger than the recipient's side takes"},
	[REASON_CONTENT_REJECTED] = {"content_rejected", "the content or an attachment was refused"},
	[REASON_BLOCKED] = {"blocked", "a policy of the recipient's side refused the sender"},
	[REASON_SPAM] = {"spam", "the message was taken for spam, by a person or a filter"},
	[REASON_SUPPRESSED] = {"suppressed", "the provider's suppression list: it does not send to an address on it; subscribed is a removal from it"},
	[REASON_UNSUBSCRIBED] = {"unsubscribed", "the provider does not send to this address: it is unsubscribed"},
	[REASON_TIMED_OUT] = {"timed_out", "the provider tried until its time was up"},
	[REASON_CONNECTION] = {"connection", "the recipient's mail server could not be reached or did not work"},
	[REASON_RENDERING] = {"rendering", "the template could not be filled in"},
	[REASON_NOT_SPAM] = {"not_spam", "the recipient said that the message is no spam"},
	[REASON_OTHER] = {"other", "the provider tells a reason that no other word here names"},
	[REASON_AUTHENTICATION] = {"authentication", "the sender failed SPF, DKIM, DMARC, reverse DNS, TLS or HELO checks"},
	[REASON_RATE_LIMITED] = {"rate_limited", "too many connections, messages or recipients, or greylisting"},
};

const Term ses_actors[ACTORS] = {
	[ACTOR_PERSON] = {"person", "a mail program or browser that a person used"},
	[ACTOR_PROXY] = {"proxy", "the mailbox provider's image proxy, at the time when a person opened the message"},
	[ACTOR_MACHINE] = {"machine", "a program without a person: a prefetch, a security scanner, a monitor, an HTTP library"},
};
