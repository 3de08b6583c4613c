/*
 * event.h
 *		One event for one recipient, before it becomes a row.
 *
 * A provider fills an Event and emits it; it knows nothing of tuples, memory
 * contexts or SQL.  Strings and JSON values are borrowed from the payload.
 */
#ifndef SES_EVENT_H
#define SES_EVENT_H

#include "postgres.h"
#include "datatype/timestamp.h"
#include "utils/uuid.h"

#include "base/slice.h"
#include "base/vocabulary.h"
#include "event/column.h"
#include "event/dialect.h"
#include "event/document.h"
#include "event/mapping.h"
#include "mail/mailbox.h"
#include "mail/verdict.h"
#include "text/timestamp.h"

struct Sink;

/* How often what an event is may be refined, and the row that is. */
#define MAX_ROWS 4

typedef enum Answer
{
	NOT_TOLD,
	ANSWER_NO,
	ANSWER_YES
} Answer;

typedef struct Event
{
	const Dialect  *dialect;
	const Document *document;
	struct Sink	   *sink;

	/*
	 * The columns.  Times are microseconds since the Unix epoch, or NO_TIME;
	 * an empty string, zero, and a JSON null are SQL's NULL.
	 */
	pg_uuid_t	event_id;	 /* set when the event is emitted */
	int64		occurred_at; /* the event's own time or the message's, not the
								 * envelope's */
	EventType	event_type;
	Slice		provider_event;
	Slice		provider_event_id;
	Slice		message_id;
	Slice		rfc_message_id;
	Slice		recipient;
	int32		candidates;
	Slice		sender;
	Slice		subject;
	int64		sent_at;
	BounceClass bounce_class;
	Reason		reason;
	int32		smtp_code;
	Slice		smtp_status;
	Slice		smtp_response;
	Slice		description;
	Slice		remote_mta;
	Slice		url;
	Slice		ip_address; /* as sent; NULL where it is no address */
	Slice		user_agent;
	Answer		is_bot;
	Slice		stream;
	Slice template;
	Slice		account_id;
	JsonbValue	tags; /* a list of labels, or a single one */
	JsonbValue	metadata;
	JsonbValue	details;
	BounceClass provider_class;	  /* the provider's own word, NO_BOUNCE_CLASS where it has none, or
								 * its own rates leave the event out */
	Actor		actor;			  /* who opened or clicked; set when the event is emitted, as the next two */
	const char *client;			  /* the program that did, NULL where nothing reports it */
	const char *mailbox_provider; /* the operator of the recipient's mailbox, NULL where unknown */

	Slice list_id;		   /* the list or contact that it is about: a part of what makes it the one it is */
	int	  without_address; /* entries of its list that this one row without a recipient stands for */

	/* How it came to what it is. */
	Slice		   reply_host;	 /* the server that a reply names */
	Reason		   specific;	 /* the reason that the provider gives, whatever the reply says */
	Reason		   otherwise;	 /* the reason, if the reply has none */
	BounceClass	   stated_class; /* the provider's, also where its rates leave the event out */
	bool		   is_outside_rates;
	const Mapping *rows[MAX_ROWS]; /* of the provider's tables, each refining
										 * the one before; then NULL */
} Event;

/* An event without any column but its provider's, for a document of it. */
extern void ses_event_begin(Event *event, const Dialect *dialect,
							const Document *document, struct Sink *sink);

/* A name of two words, "deliveries/failed"; of one, where the other is missing. */
extern Slice ses_event_name(Slice word, Slice kind);

/*
 * Sets what an event is by the provider's name of it; EVENT_UNKNOWN where the
 * provider's table does not have it.  Returns the row, or NULL.
 */
extern const Mapping *ses_event_classify(Event *event, Slice name);

/*
 * Refines what an event is by a subtype of it.  Returns the row of the
 * subtype, or NULL where none is known; the event then stays as it was.
 */
extern const Mapping *ses_event_refine(Event *event, const Mapping *row, Slice subtype);

/*
 * Leaves out what stands for no id and no address: fields do so themselves, code of
 * providers does not.
 */
extern void ses_event_clear_absent(Event *event);

/* What the reply of a refusal means; of an event that was emitted, what it meant. */
extern void ses_event_judge(const Event *event, Verdict *verdict);

/* What names the operator of the recipient's mailbox, NULL where nothing does. */
extern const MailboxPattern *ses_event_mailbox(const Event *event);

/* Whether the sink will read a column. */
extern bool ses_event_wants(const Event *event, Column column);

/*
 * Whether the sink asks for nothing but the first event's type and provider: a
 * provider that has much to look up may then emit the event as it is.
 */
extern bool ses_event_needs_only_type(const Event *event);

/*
 * Where an event has more recipients than a message can have, or those of the payload
 * would fill the disk (all rows have all that the event says), emits it as one row
 * without a recipient, with its document as details, and reports that.
 */
extern bool ses_event_emit_if_too_many(const Event *event, int recipients);

/*
 * Completes an event and hands it to the sink, which may be satisfied by it;
 * the event itself stays as it is, to be changed and emitted again.
 */
extern void ses_event_emit(const Event *event);

/* The key of an event, from all that makes it the one it is. */
extern void ses_event_identify(const Event *event, pg_uuid_t *id);

#endif /* SES_EVENT_H */
