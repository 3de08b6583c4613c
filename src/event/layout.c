/*
 * layout.c
 *		Reading a document by its provider's layout.
 */
#include "event/layout.h"

#include "utils/memutils.h"

#include "mail/header.h"
#include "json/reading.h"
#include "event/sink.h"
#include "event/trace.h"

/* Finds the parts of a document; those that it does not have are JSON nulls. */
static void
find_parts(const Layout *layout, const Document *document, JsonbValue *parts)
{
	parts[PART_DOCUMENT] = document->value;
	parts[PART_WRAPPER] = document->wrapper;
	for (int i = PART_OWN; i < MAX_PARTS && layout->parts[i].key != NULL; i++)
		(void) ses_json_get(&parts[layout->parts[i].within], layout->parts[i].key, &parts[i]);
}

void
ses_layout_append_path(StringInfo path, const Layout *layout, int part)
{
	if (part == PART_WRAPPER)
		appendStringInfoString(path, "(wrapper).");
	if (part < PART_OWN)
		return;
	ses_layout_append_path(path, layout, layout->parts[part].within);
	appendStringInfo(path, "%s.", layout->parts[part].key);
}

static Slice
text_at(const JsonbValue *parts, Member member)
{
	return member.key != NULL ? ses_json_get_text(&parts[member.part], member.key) : NO_SLICE;
}

/* Refines what the event is by its subtypes. */
static void
refine(Event *event, const Layout *layout, const JsonbValue *parts, const Mapping *row)
{
	for (int i = 0; i < (int) lengthof(layout->subtypes) && layout->subtypes[i].key != NULL; i++)
	{
		const Mapping *refined;

		if (row == NULL || row->subtypes == NULL)
			return;
		refined = ses_event_refine(event, row, text_at(parts, layout->subtypes[i]));
		if (refined != NULL && refined->subtypes != NULL)
			row = refined;
	}
}

/* How many addresses are in a list, whose elements may have several. */
static int
count_addresses(const JsonbValue *list)
{
	JsonScan	scan;
	JsonbValue	element;
	int			count = 0;

	ses_json_scan_begin(&scan, list);
	while (ses_json_scan_next(&scan, &element))
	{
		Slice		rest = ses_json_text(&element);

		while (ses_header_take_address(&rest).length > 0)
			count++;
	}
	ses_json_scan_end(&scan);
	return count;
}

/* Emits the event for each of those it may concern; what a row takes is gone with the next. */
static void
emit_for_candidates(const Event *event, const JsonbValue *list, int count)
{
	MemoryContext outer = CurrentMemoryContext;
	MemoryContext row = AllocSetContextCreate(outer, "ses_events candidate", ALLOCSET_SMALL_SIZES);
	Event		one = *event;
	JsonScan	scan;
	JsonbValue	element;

	one.candidates = count;
	ses_json_scan_light(&scan, list);
	while (!event->sink->satisfied && ses_json_scan_next(&scan, &element))
	{
		Slice		rest = ses_json_text(&element);

		while (!event->sink->satisfied &&
			   (one.recipient = ses_header_take_address(&rest)).length > 0)
		{
			MemoryContextSwitchTo(row);
			ses_event_emit(&one);
			MemoryContextSwitchTo(outer);
			MemoryContextReset(row);
		}
	}
	MemoryContextDelete(row);
}

void
ses_layout_read_named(const Layout *layout, const Dialect *dialect, const Document *document,
					  Sink *sink, Slice name)
{
	JsonbValue	parts[MAX_PARTS];
	JsonbValue	list = {.type = jbvNull};
	const Mapping *row;
	int			candidates;
	Event		event;

	ses_event_begin(&event, dialect, document, sink);
	row = ses_event_classify(&event, name);
	if (ses_event_needs_only_type(&event) && (row == NULL || row->subtypes == NULL))
	{
		ses_event_emit(&event);
		return;
	}
	if (sink->trace != NULL)
		sink->trace->layout = layout;
	find_parts(layout, document, parts);
	refine(&event, layout, parts, row);
	if (ses_event_needs_only_type(&event))
	{
		ses_event_emit(&event);
		return;
	}

	ses_fields_fill(&event, layout->fields, parts);
	event.details = parts[layout->details];
	if (layout->finish != NULL)
		layout->finish(&event, parts);

	/* How many rows there are does not depend on who asks for what. */
	if (layout->list_candidates != NULL)
	{
		ses_fields_fill_column(&event, layout->fields, parts, COL_RECIPIENT);
		if (event.recipient.length == 0)
			layout->list_candidates(parts, &list);
	}
	candidates = count_addresses(&list);
	if (candidates == 0)
		ses_event_emit(&event);
	else if (!ses_event_emit_if_too_many(&event, candidates))
		emit_for_candidates(&event, &list, candidates);
}

void
ses_layout_read(const Layout *layout, const Dialect *dialect, const Document *document, Sink *sink)
{
	Slice		name = NO_SLICE;

	for (int i = 0; i < (int) lengthof(layout->names) && layout->names[i] != NULL && name.length == 0; i++)
		name = ses_json_get_text(&document->value, layout->names[i]);
	ses_layout_read_named(layout, dialect, document, sink, name);
}
