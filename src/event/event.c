/*
 * event.c
 *		One event for one recipient: what it is, and handing it to the sink.
 */
#include "event/event.h"

#include "event/absent.h"
#include "event/budget.h"
#include "event/sink.h"
#include "event/trace.h"
#include "mail/client.h"
#include "mail/mailbox.h"
#include "mail/reply.h"

/* What follows from a reply, or from the host that it names. */
#define JUDGED_COLUMNS \
	(COLUMN(COL_BOUNCE_CLASS) | COLUMN(COL_REASON) | COLUMN(COL_REMOTE_MTA) | COLUMN(COL_MAILBOX_PROVIDER))

void
ses_event_begin(Event *event, const Dialect *dialect, const Document *document, Sink *sink)
{
	memset(event, 0, sizeof(*event));
	event->dialect = dialect;
	event->document = document;
	event->sink = sink;
	event->occurred_at = NO_TIME;
	event->sent_at = NO_TIME;
	event->candidates = 1;
	event->tags.type = jbvNull;
	event->metadata.type = jbvNull;
	event->details.type = jbvNull;
	if (sink->trace != NULL)
		ses_trace_begin(sink->trace, event);
}

/* Lays a row over what an event is, behind the row that it refines, if any. */
static void
take_row(Event *event, const Mapping *refined, const Mapping *row)
{
	int index = 0;

	if (refined != NULL)
	{
		while (index < MAX_ROWS - 1 && event->rows[index++] != refined)
			/* go on */;
	}
	event->rows[index] = row;
	ses_mapping_apply(row, &event->event_type, &event->provider_class, &event->reason);
	if (row->otherwise != NO_REASON)
		event->otherwise = row->otherwise;
	event->is_outside_rates |= row->is_outside_rates;
	if (row->is_bot)
		event->is_bot = ANSWER_YES;
}

Slice
ses_event_name(Slice word, Slice kind)
{
	char *name;

	if (word.length == 0 || kind.length == 0)
		return word.length > 0 ? word : kind;
	name = palloc(word.length + 1 + kind.length);
	memcpy(name, word.data, word.length);
	name[word.length] = '/';
	memcpy(name + word.length + 1, kind.data, kind.length);
	return (Slice) {name, word.length + 1 + kind.length};
}

const Mapping *
ses_event_classify(Event *event, Slice name)
{
	const Mapping *row = ses_mapping_find(event->dialect->events, name);

	event->provider_event = name;
	event->event_type = EVENT_UNKNOWN;
	if (row != NULL)
		take_row(event, NULL, row);
	return row;
}

const Mapping *
ses_event_refine(Event *event, const Mapping *row, Slice subtype)
{
	const Mapping *refined = row != NULL ? ses_mapping_find(row->subtypes, subtype) : NULL;

	if (refined != NULL)
		take_row(event, row, refined);
	return refined;
}

bool
ses_event_wants(const Event *event, Column column)
{
	return (event->sink->wanted & COLUMN(column)) != 0;
}

bool
ses_event_needs_only_type(const Event *event)
{
	const ColumnSet what_it_is = COLUMN(COL_EVENT_TYPE) | COLUMN(COL_PROVIDER);

	return event->sink->first_only && (event->sink->wanted & ~what_it_is) == 0;
}

static bool
is_refusal(const Event *event)
{
	return event->event_type == EVENT_BOUNCED || event->event_type == EVENT_DEFERRED ||
		event->event_type == EVENT_FAILED || event->event_type == EVENT_REJECTED;
}

/*
 * The reply of a refusal; the provider's own words in its place, where there is
 * none.  A code or a status may stand in a member of its own.
 */
static Reply
refusal_of(const Event *event)
{
	Reply reply = ses_reply_read(event->smtp_response.length > 0 ? event->smtp_response : event->description);

	if (reply.code == 0)
		reply.code = event->smtp_code;
	reply.has_four = reply.has_four || reply.code / 100 == 4;
	return reply;
}

void
ses_event_judge(const Event *event, Verdict *verdict)
{
	const ProviderSays provider = {
		.specific = event->specific,
		.otherwise = event->otherwise,
		.class = event->stated_class,
		.is_deferral = event->event_type == EVENT_DEFERRED,
		.status = event->smtp_status,
	};
	Reply reply = refusal_of(event);

	ses_verdict(&reply, &provider, verdict);
}

/*
 * Sets why a message was refused, and whether the address is dead.  What failed or
 * was rejected has a class only where a reply decides it; the provider's own words are
 * no reply.
 */
static void
judge(Event *event)
{
	const bool has_reply = event->smtp_response.length > 0 || event->smtp_code != 0;
	Verdict	   verdict;

	event->specific = event->reason;
	if (!is_refusal(event))
	{
		if (event->reason == NO_REASON)
			event->reason = event->otherwise;
		return;
	}
	ses_event_judge(event, &verdict);
	event->reason = verdict.reason;
	if (event->event_type == EVENT_BOUNCED ||
		(event->event_type != EVENT_DEFERRED && has_reply && verdict.class != BOUNCE_UNDETERMINED &&
		 (verdict.rule == RULE_STATUS || verdict.rule == RULE_PHRASE || verdict.rule == RULE_CODE)))
		event->bounce_class = verdict.class;
	if (event->remote_mta.length == 0)
		event->remote_mta = event->reply_host;
}

/*
 * The host and the reply are those of the one recipient who is meant: where several may
 * be, the address has to do.  The recipient of inbound mail is the sender's own side, and
 * what answered is not its host.
 */
const MailboxPattern *
ses_event_mailbox(const Event *event)
{
	MailboxFacts facts = {.address = event->recipient};
	Slice		 reply = event->smtp_response;

	if (event->recipient.length == 0 || event->event_type == EVENT_INBOUND)
		return NULL;
	if (event->candidates == 1)
	{
		facts.host = event->remote_mta;
		facts.reply = reply;
		if (event->reply_host.data >= reply.data && event->reply_host.data < reply.data + reply.length)
			facts.reply_host = event->reply_host;
	}
	return ses_mailbox_find(&facts);
}

/* To be called when remote_mta is complete. */
static void
set_mailbox_provider(Event *event)
{
	const MailboxPattern *pattern = ses_event_mailbox(event);

	event->mailbox_provider = pattern != NULL ? pattern->rule->operator_name : NULL;
}

void
ses_event_clear_absent(Event *event)
{
	event->provider_event_id = ses_column_text(COL_PROVIDER_EVENT_ID, event->provider_event_id);
	event->message_id = ses_column_text(COL_MESSAGE_ID, event->message_id);
	event->rfc_message_id = ses_column_text(COL_RFC_MESSAGE_ID, event->rfc_message_id);
	event->recipient = ses_column_text(COL_RECIPIENT, event->recipient);
	event->sender = ses_column_text(COL_SENDER, event->sender);
}

/*
 * Sets who opened or clicked, and with what: the provider's own word decides where it
 * is true.
 */
static void
name_client(Event *event)
{
	ClientMatch match;

	if (event->event_type != EVENT_OPENED && event->event_type != EVENT_CLICKED)
		return;
	match = ses_client_find(event->event_type, event->user_agent);
	if (match.rule != NULL)
	{
		event->actor = match.group->actor;
		event->client = match.rule->client;
	}
	if (event->is_bot == ANSWER_YES)
		event->actor = ACTOR_MACHINE;
}

/* Fills in what follows from the rest. */
static void
complete(Event *event)
{
	event->stated_class = event->provider_class;
	if (event->is_outside_rates)
		event->provider_class = NO_BOUNCE_CLASS;
	if ((event->sink->wanted & JUDGED_COLUMNS) != 0)
		judge(event);
	if (ses_event_wants(event, COL_MAILBOX_PROVIDER))
		set_mailbox_provider(event);
	if ((event->sink->wanted & (COLUMN(COL_ACTOR) | COLUMN(COL_CLIENT))) != 0)
		name_client(event);
	if (event->message_id.length == 0)
		event->message_id = event->rfc_message_id;
	if (ses_event_wants(event, COL_EVENT_ID))
		ses_event_identify(event, &event->event_id);

	/* Not before: the envelope's time is no part of what the event is. */
	if (event->occurred_at == NO_TIME)
		event->occurred_at = event->document->time;
}

void
ses_event_emit(const Event *event)
{
	Sink *sink = event->sink;
	Event copy;

	/* What an event is, is known already: that needs not even a copy. */
	if (!ses_event_needs_only_type(event))
	{
		copy = *event;
		complete(&copy);
		event = &copy;
	}
	sink->take_event(sink, event);
	sink->satisfied = sink->first_only;
}

bool
ses_event_emit_if_too_many(const Event *event, int recipients)
{
	Event one = *event;

	if (ses_budget_spend(&event->sink->budget, recipients, &event->document->value, &event->details))
		return false;
	ses_report(event->sink, event->document, OUTCOME_MALFORMED, event->dialect, NULL,
			   recipients > MAX_RECIPIENTS ?
				   "names more recipients than there can be: the one row of the event has them in its details" :
				   "names more recipients than the events of one payload may: the one row of the event has them in its details");
	one.details = event->document->value;
	one.candidates = 1;
	ses_event_emit(&one);
	return true;
}
