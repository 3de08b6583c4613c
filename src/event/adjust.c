/*
 * adjust.c
 *		What a layout says of an event beside its fields.
 */
#include "event/adjust.h"

#include "json/building.h"
#include "json/reading.h"
#include "mail/clue.h"

/* Texts under keys with a prefix; anything else stays in details alone. */
static void
set_prefixed(JsonbValue *metadata, const JsonbValue *object, Slice prefix)
{
	JsonbBuilder builder = {0};
	JsonScan	 scan;
	JsonbValue	 member;

	ses_json_scan_members(&scan, object);
	while (ses_json_scan_next(&scan, &member))
	{
		if (slice_starts_with(scan.key, prefix) && member.type == jbvString)
			ses_json_add_member(&builder, scan.key, &member);
	}
	ses_json_scan_end(&scan);
	ses_json_end_object(&builder, metadata);
}

/* Whether a hint could still say something, so that most texts are not searched. */
static bool
is_open(const Hint *hint, const Event *event, bool is_found)
{
	if (hint->type != event->event_type)
		return false;
	if (hint->bounce_class != NO_BOUNCE_CLASS && event->provider_class == NO_BOUNCE_CLASS)
		return true;
	return hint->reason != NO_REASON && !is_found &&
		(!hint->is_otherwise || (event->otherwise == NO_REASON && event->reason == NO_REASON));
}

static void
apply_hints(const Hint *hints, Event *event, const JsonbValue *parts)
{
	bool is_found = false;

	for (const Hint *hint = hints; hint->type != NO_EVENT_TYPE; hint++)
	{
		if (!is_open(hint, event, is_found) ||
			!ses_clue_has(ses_json_get_text(&parts[hint->part], hint->key), hint->word))
			continue;
		if (hint->bounce_class != NO_BOUNCE_CLASS && event->provider_class == NO_BOUNCE_CLASS)
			event->provider_class = hint->bounce_class;
		if (hint->reason == NO_REASON || is_found)
			continue;
		is_found = true;
		if (!hint->is_otherwise)
			event->reason = hint->reason;
		else if (event->otherwise == NO_REASON)
			event->otherwise = hint->reason;
	}
}

void
ses_layout_adjust(const Layout *layout, Event *event, const JsonbValue *parts)
{
	if (layout->own_keys != NULL && ses_event_wants(event, COL_METADATA))
		ses_json_set_others(&event->metadata, &parts[PART_DOCUMENT], layout->own_set, layout->own_keys);
	if (layout->metadata_prefix != NULL && ses_event_wants(event, COL_METADATA))
		set_prefixed(&event->metadata, &parts[PART_DOCUMENT], slice_of(layout->metadata_prefix));
	if (layout->hints != NULL)
		apply_hints(layout->hints, event, parts);
	for (const Only *only = layout->only; only != NULL && only->types != 0; only++)
	{
		if ((only->types & TYPE_BIT(event->event_type)) == 0)
			ses_field_clear(event, only->column);
	}
}
