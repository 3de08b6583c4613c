/*
 * layout.c
 *		Reading a document by its provider's layout.
 */
#include "event/layout.h"

#include "json/building.h"
#include "json/parsing.h"
#include "json/reading.h"
#include "mail/header.h"
#include "event/adjust.h"
#include "event/recipients.h"
#include "event/sink.h"
#include "event/trace.h"

/*
 * More lists than a document has, each of which takes memory, and longer names
 * than those of events: each document in a list has a copy.
 */
#define MAX_LISTS 100
#define MAX_LIST_NAME 1000

const EventPart *
ses_event_part_find(const EventPart *table, const Mapping *event)
{
	if (table == NULL || event == NULL)
		return NULL;
	for (const EventPart *row = table; row->event != NULL; row++)
	{
		if (row->event[0] == event->name[0] && strcmp(row->event, event->name) == 0)
			return row;
	}
	return NULL;
}

/*
 * The object of an event that is not in the table: that whose key is the name of
 * the event, written in whatever way.  A JSON null where the document has none.
 */
static void
find_part_by_name(const JsonbValue *document, Slice name, JsonbValue *part)
{
	char	  *word = pnstrdup(name.length > 0 ? name.data : "", name.length);
	JsonScan   scan;
	JsonbValue member;

	part->type = jbvNull;
	if (!ses_json_is_object(document))
		return;
	ses_json_scan_members(&scan, document);
	while (ses_json_scan_next(&scan, &member))
	{
		if (ses_word_equals(scan.key, word) && ses_json_is_object(&member))
			*part = member;
	}
	ses_json_scan_end(&scan);
}

/* Adds a header under the name that the layout has for it. */
static void
add_header(JsonbBuilder *builder, const JsonbValue *headers, const char *name)
{
	Slice	   text = ses_header_find(headers, name);
	JsonbValue value;

	if (text.length == 0)
		return;
	ses_json_set_string(&value, text);
	ses_json_add_member(builder, slice_of(name), &value);
}

/*
 * An object of the headers that the fields and lists of a layout name, so that
 * tables can name a header like any other member, whatever form the list has.
 */
static void
set_headers(const Layout *layout, int part, const JsonbValue *list, JsonbValue *headers)
{
	JsonbBuilder builder = {0};

	for (const Field *field = layout->fields; field->key != NULL; field++)
	{
		if (field->part == part)
			add_header(&builder, list, field->key);
	}
	for (int i = 0; i < MAX_LISTED && layout->candidates[i].key != NULL; i++)
	{
		if (layout->candidates[i].part == part)
			add_header(&builder, list, layout->candidates[i].key);
	}
	ses_json_end_object(&builder, headers);
}

/* Sets a part to the member of another that has its key, in the part's form. */
static void
set_part(const Layout *layout, int part, const JsonbValue *within, JsonbValue *value)
{
	JsonbValue list;
	JsonError  error;

	if (!ses_json_get(within, layout->parts[part].key, value) || layout->forms[part] == PART_OBJECT)
		return;
	list = *value;
	if (layout->forms[part] == PART_HEADERS)
	{
		if (list.type != jbvString || ses_json_parse_in_place(&list, &error))
			set_headers(layout, part, &list, value);
		else
			value->type = jbvNull;
	}
	else if (!ses_json_get_first(&list, value))
		value->type = jbvNull;
}

void
ses_layout_list_candidates(const Layout *layout, const JsonbValue *parts, JsonbValue *list)
{
	JsonElements all = {0};
	int			 before = 0; /* how many there were when the list began that others stand in for */

	for (int i = 0; i < MAX_LISTED && layout->candidates[i].key != NULL; i++)
	{
		const Listed *row = &layout->candidates[i];
		JsonbValue	  some;

		if (!row->is_instead)
			before = all.count;
		if (all.count > before || !ses_json_get(&parts[row->part], row->key, &some))
			continue;
		if (row->address != NULL)
			ses_json_set_members(&some, &some, row->address);
		/* An empty text in place of a list holds no recipient, unlike an empty element of one. */
		if (some.type == jbvString && slice_trim(ses_json_text(&some)).length == 0)
			continue;
		ses_json_read_list(&some);
		ses_json_append(&all, &some);
	}
	ses_json_set_array(list, all.elements, all.count);
}

/* The object of an event, under the first of its keys that the document has. */
static void
find_own_part(const JsonbValue *document, const EventPart *own, JsonbValue *part)
{
	const char *event = own->event;

	while (!ses_json_get_object(document, own->key, part) &&
		   (++own)->event != NULL && strcmp(own->event, event) == 0)
		/* go on */;
}

/*
 * Finds the parts of a document; those that it does not have are JSON nulls.  Where
 * only the type is asked for, all that can decide on it is the event's own object.
 */
static void
find_parts(const Layout *layout, const Event *event, const EventPart *own, JsonbValue *parts)
{
	const Document *document = event->document;
	const bool		only_own = own != NULL && ses_event_needs_only_type(event) &&
		layout->parts[layout->event_part].within == PART_DOCUMENT;

	parts[PART_DOCUMENT] = document->value;
	parts[PART_WRAPPER] = document->wrapper;
	for (int i = PART_OWN; i < MAX_PARTS && layout->parts[i].key != NULL; i++)
	{
		if (i == layout->recipient_part || (only_own && i != layout->event_part))
			parts[i].type = jbvNull;
		else if (i != layout->event_part)
			set_part(layout, i, &parts[layout->parts[i].within], &parts[i]);
		else if (own != NULL)
			find_own_part(&parts[layout->parts[i].within], own, &parts[i]);
		else
			find_part_by_name(&parts[layout->parts[i].within], event->provider_event, &parts[i]);
	}
}

void
ses_layout_append_path(StringInfo path, const Layout *layout, const Mapping *event, int part)
{
	const EventPart *own = part == layout->event_part ? ses_event_part_find(layout->event_parts, event) : NULL;

	if (part == PART_WRAPPER)
		appendStringInfoString(path, "(wrapper).");
	if (part < PART_OWN)
		return;
	ses_layout_append_path(path, layout, event, layout->parts[part].within);
	appendStringInfo(path, "%s.", own != NULL ? own->key : layout->parts[part].key);
}

static Slice
text_at(const JsonbValue *parts, Member member)
{
	return member.key != NULL ? ses_json_get_text(&parts[member.part], member.key) : NO_SLICE;
}

/* Whether a subtype in a table, or one of that, decides on the type of the event. */
static bool
has_types(const Mapping *subtypes)
{
	for (const Mapping *row = subtypes; row->name != NULL; row++)
	{
		if (row->event_type != NO_EVENT_TYPE || (row->subtypes != NULL && has_types(row->subtypes)))
			return true;
	}
	return false;
}

/* Finds the subtype of a level; false past the last. */
static bool
find_subtype(const Layout *layout, const EventPart *own, const JsonbValue *parts, int level, Slice *subtype)
{
	Member member = {layout->event_part, NULL};

	if (own == NULL)
		member = layout->subtypes[level];
	else if (level < (int) lengthof(own->subtypes))
		member.key = own->subtypes[level];
	*subtype = text_at(parts, member);
	return member.key != NULL;
}

/*
 * Refines what the event is by its subtypes; where only the type is asked for, by
 * those that may decide on it.
 */
static void
refine(Event *event, const Layout *layout, const EventPart *own, const JsonbValue *parts, const Mapping *row)
{
	const bool only_type = ses_event_needs_only_type(event);
	bool	   is_finer = true; /* the row is what the last subtype led to */
	Slice	   subtype;

	for (int level = 0; level < MAX_SUBTYPES && row != NULL && row->subtypes != NULL &&
		 find_subtype(layout, own, parts, level, &subtype);
		 level++)
	{
		const Mapping *refined = ses_event_refine(event, row, subtype);

		is_finer = refined != NULL && refined->subtypes != NULL;
		if (is_finer)
			row = refined;
		if (only_type && !has_types(row->subtypes))
			return;
	}
	if (is_finer && row != NULL && row->subtypes != NULL && own != NULL && own->find_subtype != NULL)
		(void) ses_event_refine(event, row, own->find_subtype(&parts[layout->event_part]));
}

void
ses_layout_read_named(const Layout *layout, const Dialect *dialect, const Document *document,
					  Sink *sink, Slice name)
{
	JsonbValue		 parts[MAX_PARTS];
	const Mapping	*row;
	const EventPart *own;
	const Field		*of_recipient;
	Event			 event;

	ses_event_begin(&event, dialect, document, sink);
	row = ses_event_classify(&event, name);
	if (ses_event_needs_only_type(&event) &&
		(row == NULL || row->subtypes == NULL || !has_types(row->subtypes)))
	{
		ses_event_emit(&event);
		return;
	}
	if (sink->trace != NULL)
		sink->trace->layout = layout;
	own = ses_event_part_find(layout->event_parts, row);
	find_parts(layout, &event, own, parts);
	refine(&event, layout, own, parts, row);
	if (ses_event_needs_only_type(&event))
	{
		ses_event_emit(&event);
		return;
	}

	of_recipient = ses_fields_fill_until(&event, layout->fields, parts,
										 layout->recipient_part != 0 ? layout->recipient_part : -1);
	event.details = parts[parts[layout->details].type != jbvNull ? layout->details : PART_DOCUMENT];
	ses_layout_adjust(layout, &event, parts);
	event.list_id = text_at(parts, layout->list_id);
	if (layout->finish != NULL)
	{
		layout->finish(&event, parts);
		ses_event_clear_absent(&event);
	}
	ses_recipients_emit(&event, layout, own, parts, of_recipient);
}

/* Reads the documents in a list that has a name. */
static void
read_list(const Layout *layout, const Dialect *dialect, const Document *document,
		  Sink *sink, Slice name, const JsonbValue *list)
{
	const HalfName *half = &layout->half_name;
	bool			is_half = half->name != NULL && slice_equals_nocase(name, slice_of(half->name));
	Document		item = *document;
	JsonScan		scan;
	Layer			lists = {NULL, layout->lists, -1, document->layer};
	Layer			layer = {NULL, pnstrdup(name.length > 0 ? name.data : "", name.length), -1, &lists};

	item.wrapper = document->value;
	item.known.member = NULL;
	item.layer = &layer;
	ses_json_scan_begin(&scan, list);
	while (!sink->satisfied && ses_json_scan_next(&scan, &item.value))
	{
		layer.index = scan.index;
		if (!ses_json_is_object(&item.value))
			ses_report(sink, document, OUTCOME_MALFORMED, dialect, layout->lists,
					   "has an item, at place %d of a list, that is no object", scan.index);
		else if (is_half)
			ses_layout_read_named(layout, dialect, &item, sink,
								  ses_event_name(name, ses_json_get_text(&item.value, half->key)));
		else
			ses_layout_read_named(layout, dialect, &item, sink, name);
	}
	ses_json_scan_end(&scan);
}

/* Reads each list, under the name that it has there; reports where there is nothing in them. */
static void
read_lists(const Layout *layout, const Dialect *dialect, const Document *document, Sink *sink)
{
	JsonbValue lists;
	JsonbValue list;
	JsonScan   scan;
	JsonError  error;
	bool	   any = false;

	(void) ses_json_get(&document->value, layout->lists, &lists);
	if (!ses_json_parse_in_place(&lists, &error))
	{
		ses_report(sink, document, OUTCOME_MALFORMED, dialect, layout->lists,
				   "is not valid JSON near character %d: %s", error.character, error.problem);
		return;
	}

	if (ses_json_is_object(&lists))
	{
		ses_json_scan_members(&scan, &lists);
		while (!sink->satisfied && ses_json_scan_next(&scan, &list))
		{
			any |= ses_json_list_length(&list) > 0;
			if (scan.index < MAX_LISTS && scan.key.length <= MAX_LIST_NAME)
				read_list(layout, dialect, document, sink, scan.key, &list);
			else
				ses_report(sink, document, OUTCOME_MALFORMED, dialect, layout->lists,
						   "has more than %d lists, or one whose name is longer than %d bytes",
						   MAX_LISTS, MAX_LIST_NAME);
		}
		ses_json_scan_end(&scan);
	}
	if (!any)
		ses_report(sink, document, OUTCOME_MALFORMED, dialect, layout->lists,
				   "has no list with items in it");
}

/* Finds one part of a document, before the event that decides on the others is known. */
static void
find_part(const Layout *layout, const Document *document, int part, JsonbValue *value)
{
	JsonbValue outer;

	if (part < PART_OWN)
	{
		*value = part == PART_WRAPPER ? document->wrapper : document->value;
		return;
	}
	find_part(layout, document, layout->parts[part].within, &outer);
	set_part(layout, part, &outer, value);
}

/* Apart, because names seldom stand so deep. */
static pg_noinline Slice
find_text_in_part(const Layout *layout, const Document *document, const Member *member)
{
	JsonbValue object;

	find_part(layout, document, member->part, &object);
	return ses_json_get_text(&object, member->key);
}

static pg_attribute_always_inline Slice
half_of_name(const Layout *layout, const Document *document, const Member *member)
{
	if (member->part == PART_TYPE)
		return document->type;
	if (member->part == PART_DOCUMENT)
		return ses_document_text(document, member->key);
	return find_text_in_part(layout, document, member);
}

static Slice
find_name(const Layout *layout, const Document *document, const Naming *naming)
{
	Slice word = naming->constant != NULL ? slice_of(naming->constant) : half_of_name(layout, document, &naming->word);
	Slice after = naming->after != NULL ? slice_of(naming->after) : NO_SLICE;

	if (after.length > 0 && slice_starts_with(word, after))
		word = slice_from(word, after.length);
	if (naming->kind.key != NULL)
		word = ses_event_name(word, half_of_name(layout, document, &naming->kind));
	return word;
}

Slice
ses_layout_find_name(const Layout *layout, const Document *document, bool or_constant)
{
	const Naming *naming = layout->naming;
	Slice		  name = NO_SLICE;

	for (; naming != NULL && (naming->word.key != NULL || naming->constant != NULL) && name.length == 0; naming++)
	{
		if ((or_constant || naming->constant == NULL) &&
			(naming->when == NULL || ses_sign_is_met(naming->when, document)))
			name = find_name(layout, document, naming);
	}
	for (int i = 0; i < (int) lengthof(layout->names) && layout->names[i] != NULL && name.length == 0; i++)
		name = ses_document_text(document, layout->names[i]);
	return name;
}

void
ses_layout_read(const Layout *layout, const Dialect *dialect, const Document *document, Sink *sink)
{
	if (layout->lists != NULL)
		read_lists(layout, dialect, document, sink);
	else
		ses_layout_read_named(layout, dialect, document, sink, ses_layout_find_name(layout, document, true));
}
