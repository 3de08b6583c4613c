/*
 * vocabulary.h
 *		The closed lists of words that events are told in.
 *
 * Zero is "not told" in each of them, and NULL in SQL.  A list grows at its
 * end only; the words are in vocabulary.c.
 */
#ifndef SES_VOCABULARY_H
#define SES_VOCABULARY_H

typedef enum EventType
{
	NO_EVENT_TYPE,
	EVENT_QUEUED,
	EVENT_SENT,
	EVENT_DEFERRED,
	EVENT_DELIVERED,
	EVENT_BOUNCED,
	EVENT_REJECTED,
	EVENT_FAILED,
	EVENT_OPENED,
	EVENT_CLICKED,
	EVENT_COMPLAINED,
	EVENT_UNSUBSCRIBED,
	EVENT_SUBSCRIBED,
	EVENT_AUTORESPONDED,
	EVENT_INBOUND,
	EVENT_UNKNOWN,
	EVENT_TYPES
} EventType;

typedef enum BounceClass
{
	NO_BOUNCE_CLASS,
	BOUNCE_HARD,
	BOUNCE_SOFT,
	BOUNCE_UNDETERMINED,
	BOUNCE_CLASSES
} BounceClass;

typedef enum Reason
{
	NO_REASON,
	REASON_UNKNOWN_RECIPIENT,
	REASON_UNKNOWN_HOST,
	REASON_INVALID_ADDRESS,
	REASON_MAILBOX_FULL,
	REASON_MAILBOX_DISABLED,
	REASON_MESSAGE_TOO_LARGE,
	REASON_CONTENT_REJECTED,
	REASON_BLOCKED,
	REASON_SPAM,
	REASON_SUPPRESSED,
	REASON_UNSUBSCRIBED,
	REASON_TIMED_OUT,
	REASON_CONNECTION,
	REASON_RENDERING,
	REASON_NOT_SPAM,
	REASON_OTHER,
	REASON_AUTHENTICATION,
	REASON_RATE_LIMITED,
	REASONS
} Reason;

/* Who opened or clicked. */
typedef enum Actor
{
	NO_ACTOR,
	ACTOR_PERSON,
	ACTOR_PROXY,
	ACTOR_MACHINE,
	ACTORS
} Actor;

typedef struct Term
{
	const char *word; /* NULL for "not told" */
	const char *meaning;
} Term;

extern const Term ses_event_types[EVENT_TYPES];
extern const Term ses_bounce_classes[BOUNCE_CLASSES];
extern const Term ses_reasons[REASONS];
extern const Term ses_actors[ACTORS];

#endif /* SES_VOCABULARY_H */
