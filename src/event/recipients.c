/*
 * recipients.c
 *		One row for each recipient of an event.
 */
#include "event/recipients.h"

#include "miscadmin.h"
#include "utils/memutils.h"

#include "event/absent.h"
#include "event/budget.h"
#include "event/sink.h"
#include "json/parsing.h"
#include "json/reading.h"
#include "mail/header.h"

/* So many recipients need no memory of their own. */
#define FEW_ENTRIES 4

/*
 * So many addresses are compared with each other.  A list may have each of them
 * several times, but more are more than there can be.
 */
#define MAX_ENTRIES (10 * MAX_RECIPIENTS)

/* A recipient in a list. */
typedef struct Entry
{
	Slice	   address; /* empty: the entry has none */
	JsonbValue value;	/* an object, or the text that the address is in */
	int		   position;
} Entry;

/* The recipients of an event. */
typedef struct Recipients
{
	const Layout *layout;
	const Field	 *fields; /* of an object in the list */
	JsonbValue	  list;
	Entry		 *entries;
	int			  count;
	int			  room;
	int			  repeated_without; /* entries without an address beside the one that has a row */
	Entry		  few[FEW_ENTRIES];
} Recipients;

static void
add_entry(Recipients *self, Slice address, const JsonbValue *value)
{
	if (self->count == self->room)
	{
		Entry *more = palloc(2 * self->room * sizeof(Entry));

		memcpy(more, self->entries, self->count * sizeof(Entry));
		if (self->entries != self->few)
			pfree(self->entries);
		self->entries = more;
		self->room *= 2;
	}
	self->entries[self->count] = (Entry) {address, *value, self->count};
	self->count++;
}

/*
 * Adds the addresses in a text: none of a group without members, or of a "null".  An
 * address that was erased, or cannot be read, must not leave the others certain.
 */
static void
add_addresses(Recipients *self, const JsonbValue *value, Slice text)
{
	AddressList list = ses_header_addresses(text);
	Slice		address;

	while (self->count < MAX_ENTRIES && (address = ses_header_next_address(&list)).length > 0)
	{
		CHECK_FOR_INTERRUPTS();
		if (!ses_is_absent(address))
			add_entry(self, address, value);
	}
	for (int i = 0; i < list.without && self->count < MAX_ENTRIES; i++)
		add_entry(self, NO_SLICE, value);
}

/* What an object says of the address, by the field that has the recipient. */
static Slice
address_in(const Recipients *self, const JsonbValue *object)
{
	for (const Field *field = self->fields; field->key != NULL; field++)
	{
		if (field->column == COL_RECIPIENT)
			return ses_json_get_text(object, field->key);
	}
	return NO_SLICE;
}

/*
 * Adds an element of a list.  An object without an address counts, and a text that
 * had one does, "" or "Ann <>": what was erased must not leave the others certain.
 */
static void
add_element(Recipients *self, const JsonbValue *element, bool has_entries)
{
	const int  before = self->count;
	const bool is_object = has_entries && ses_json_is_object(element);
	Slice	   text;

	if (element->type == jbvNull)
		return;
	text = is_object ? address_in(self, element) : ses_json_text(element);
	add_addresses(self, element, text);
	if (self->count == before &&
		(is_object || (element->type == jbvString && (slice_trim(text).length == 0 || slice_find(text, '<') >= 0))))
		add_entry(self, NO_SLICE, element);
}

static void
add_list(Recipients *self, bool has_entries)
{
	JsonScan   scan;
	JsonbValue element;

	ses_json_scan_light(&scan, &self->list);
	while (self->count < MAX_ENTRIES && ses_json_scan_next(&scan, &element))
		add_element(self, &element, has_entries);
}

/*
 * Lists those one of whom is meant, unless a field names the recipient.  How many
 * rows there are does not depend on who asks for what, so the recipient is looked
 * up whether anybody reads it or not.
 */
static void
list_candidates(Recipients *self, const JsonbValue *parts)
{
	ses_layout_list_candidates(self->layout, parts, &self->list);
	add_list(self, false);
}

/*
 * Lists those whom an event concerns: its own list, else those whom the message went
 * to.  Returns whether one of them is meant.
 */
static Concern
list_recipients(Recipients *self, const EventPart *own, const JsonbValue *parts)
{
	const Layout *layout = self->layout;
	const char	 *key = own != NULL ? own->recipients : NULL;
	Concern		  concern = own != NULL ? own->concern : layout->is_for_each ? EACH_OF_THEM :
																			   ONE_OF_THEM;

	if (key == NULL || !ses_json_get(&parts[layout->event_part], key, &self->list) ||
		ses_json_list_length(&self->list) == 0)
	{
		/* An empty list does not say which of those the message went to is meant. */
		if (key != NULL)
			concern = ONE_OF_THEM;
		if (layout->recipients.key != NULL)
			(void) ses_json_get(&parts[layout->recipients.part], layout->recipients.key, &self->list);
	}
	ses_json_read_list(&self->list);
	add_list(self, true);
	if (self->count == 0 && ses_layout_has_candidates(layout))
	{
		list_candidates(self, parts);
		return own != NULL ? concern : ONE_OF_THEM;
	}
	return concern;
}

/* By address, whatever its case; those of one address as they are listed. */
static int
compare_addresses(const void *a, const void *b)
{
	const Entry *x = a;
	const Entry *y = b;

	if (x->address.length != y->address.length)
		return x->address.length - y->address.length;
	for (int i = 0; i < x->address.length; i++)
	{
		int order = (unsigned char) to_lower(x->address.data[i]) - (unsigned char) to_lower(y->address.data[i]);

		if (order != 0)
			return order;
	}
	return x->position - y->position;
}

static int
compare_positions(const void *a, const void *b)
{
	return ((const Entry *) a)->position - ((const Entry *) b)->position;
}

/* How many fields an entry has a value for. */
static int
count_values(const Recipients *self, const Entry *entry)
{
	int count = 0;

	for (const Field *field = self->fields; field->key != NULL; field++)
		count += ses_json_get_text(&entry->value, field->key).length > 0;
	return count;
}

/*
 * Leaves each address once, as it is written first, with the entry that says most of
 * it: of several that say as much, the first.  Those without an address cannot be
 * distinguished, so that they have one row, but each of them stays a candidate.
 */
static void
remove_repeated(Recipients *self)
{
	int kept = 0;

	qsort(self->entries, self->count, sizeof(Entry), compare_addresses);
	for (int i = 1; i < self->count; i++)
	{
		Entry *last = &self->entries[kept];
		Entry *next = &self->entries[i];

		CHECK_FOR_INTERRUPTS();
		if (!slice_equals_nocase(next->address, last->address))
		{
			self->entries[++kept] = *next;
			continue;
		}
		self->repeated_without += next->address.length == 0;
		if (count_values(self, next) > count_values(self, last))
			last->value = next->value;
	}
	self->count = kept + 1;
	qsort(self->entries, self->count, sizeof(Entry), compare_positions);
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
	for (int i = 0; i < self->count && !event->sink->satisfied; i++)
	{
		const Entry *entry = &self->entries[i];
		Event		 one = *event;

		CHECK_FOR_INTERRUPTS();
		if (row != NULL)
			MemoryContextSwitchTo(row);
		if (self->layout->recipient_part != 0)
		{
			parts[self->layout->recipient_part] = entry->value;
			ses_fields_fill(&one, self->fields, parts);
		}
		one.recipient = ses_column_text(COL_RECIPIENT, entry->address);
		if (entry->address.length == 0)
			one.without_address = 1 + self->repeated_without;
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
	Concern	   concern = ONE_OF_THEM;

	self.layout = layout;
	self.fields = fields;
	self.list.type = jbvNull;
	self.entries = self.few;
	self.count = 0;
	self.room = FEW_ENTRIES;
	self.repeated_without = 0;
	if (layout->recipient_part != 0)
		concern = list_recipients(&self, own, parts);
	else if (ses_layout_has_candidates(layout))
	{
		concern = layout->is_for_each ? EACH_OF_THEM : ONE_OF_THEM;
		ses_fields_fill_column(event, layout->fields, parts, COL_RECIPIENT);
		if (event->recipient.length == 0)
			list_candidates(&self, parts);
	}

	if (self.count > 1 && self.count < MAX_ENTRIES)
		remove_repeated(&self);
	if (concern == ONE_OF_THEM)
		event->candidates = Max(self.count + self.repeated_without, 1);
	if (self.count == 0)
		ses_event_emit(event);
	else if (!ses_event_emit_if_too_many(event, self.count))
		emit_for_each(&self, event, parts);
	if (self.entries != self.few)
		pfree(self.entries);
}
