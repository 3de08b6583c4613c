/*
 * recipients.c
 *		One row for each recipient of an event.
 */
#include "event/recipients.h"

#include "utils/memutils.h"

#include "mail/header.h"
#include "json/reading.h"
#include "event/sink.h"

/* A list of recipients, on the way through it. */
typedef struct Recipients
{
	const Layout *layout;
	JsonbValue	  list;
	int			  count;
	JsonScan	  scan;
	Slice		  rest;	  /* of a text with several addresses */
	const Field	 *fields; /* of an entry */
} Recipients;

/* How many addresses are in a list, whose elements may have several. */
static int
count_addresses(const JsonbValue *list)
{
	JsonScan   scan;
	JsonbValue element;
	int		   count = 0;

	ses_json_scan_begin(&scan, list);
	while (ses_json_scan_next(&scan, &element))
	{
		Slice rest = ses_json_text(&element);

		while (ses_header_take_address(&rest).length > 0)
			count++;
	}
	ses_json_scan_end(&scan);
	return count;
}

/*
 * Lists those one of whom is meant, unless a field names the recipient.  How many
 * rows there are does not depend on who asks for what, so the recipient is looked
 * up whether anybody reads it or not.
 */
static void
list_candidates(Recipients *self, Event *event, const JsonbValue *parts)
{
	ses_fields_fill_column(event, self->layout->fields, parts, COL_RECIPIENT);
	if (event->recipient.length > 0)
		return;
	ses_layout_list_candidates(self->layout, parts, &self->list);
	self->count = count_addresses(&self->list);
}

/* Lists those whom an event concerns: its own list, else those whom the message went to. */
static void
list_recipients(Recipients *self, Event *event, const EventPart *own, const JsonbValue *parts)
{
	const Layout *layout = self->layout;
	const char	 *key = own != NULL ? own->recipients : NULL;
	Concern		  concern = own != NULL ? own->concern : ONE_OF_THEM;

	if (key == NULL || !ses_json_get(&parts[layout->event_part], key, &self->list) ||
		ses_json_list_length(&self->list) == 0)
	{
		/* An empty list does not say which of those the message went to is meant. */
		if (key != NULL)
			concern = ONE_OF_THEM;
		if (layout->recipients.key != NULL)
			(void) ses_json_get(&parts[layout->recipients.part], layout->recipients.key, &self->list);
	}
	self->count = ses_json_list_length(&self->list);
	if (concern == ONE_OF_THEM)
		event->candidates = Max(self->count, 1);
}

/* Sets the next of those one of whom is meant: an address in a text. */
static void
take_candidate(Recipients *self, Event *one)
{
	JsonbValue element;

	one->candidates = self->count;
	while ((one->recipient = ses_header_take_address(&self->rest)).length == 0 &&
		   ses_json_scan_next(&self->scan, &element))
		self->rest = ses_json_text(&element);
}

/* Fills in what the next entry of the list says: an object, or an address. */
static void
take_recipient(Recipients *self, Event *one, JsonbValue *parts)
{
	JsonbValue *entry = &parts[self->layout->recipient_part];

	(void) ses_json_scan_next(&self->scan, entry);
	ses_fields_fill(one, self->fields, parts);
	if (one->recipient.length == 0)
		one->recipient = ses_header_address(ses_json_text(entry));
}

/* Emits the event for each in the list; what a row takes is gone with the next. */
static void
emit_for_each(Recipients *self, const Event *event, JsonbValue *parts)
{
	MemoryContext outer = CurrentMemoryContext;
	MemoryContext row = NULL;

	/* The one row of most events is gone as soon. */
	if (self->count > 1)
		row = AllocSetContextCreate(outer, "ses_events recipient", ALLOCSET_DEFAULT_SIZES);
	ses_json_scan_light(&self->scan, &self->list);
	for (int i = 0; i < self->count && !event->sink->satisfied; i++)
	{
		Event one = *event;

		if (row != NULL)
			MemoryContextSwitchTo(row);
		if (ses_layout_has_candidates(self->layout))
			take_candidate(self, &one);
		else
			take_recipient(self, &one, parts);
		ses_event_emit(&one);
		if (row != NULL)
		{
			MemoryContextSwitchTo(outer);
			MemoryContextReset(row);
		}
	}
	if (row != NULL)
		MemoryContextDelete(row);
}

void
ses_recipients_emit(Event *event, const Layout *layout, const EventPart *own,
					JsonbValue *parts, const Field *fields)
{
	Recipients self;

	self.layout = layout;
	self.list.type = jbvNull;
	self.count = 0;
	self.rest = NO_SLICE;
	self.fields = fields;
	if (ses_layout_has_candidates(layout))
		list_candidates(&self, event, parts);
	else if (layout->recipient_part != 0)
		list_recipients(&self, event, own, parts);

	if (self.count == 0)
		ses_event_emit(event);
	else if (!ses_event_emit_if_too_many(event, self.count))
		emit_for_each(&self, event, parts);
}
