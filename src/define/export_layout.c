/*
 * export_layout.c
 *		A layout as the part of a definition that it could be loaded from.
 */
#include "define/writer.h"

#include "define/field_order.h"

/* The keys that lead to a part; returns how many. */
static int
collect_keys(const Layout *layout, int part, const char **keys)
{
	int count;

	if (part == PART_DOCUMENT)
		return 0;
	if (part == PART_WRAPPER)
	{
		keys[0] = "(wrapper)";
		return 1;
	}
	count = part == layout->event_part || part == layout->recipient_part ? 0 : collect_keys(layout, layout->parts[part].within, keys);
	keys[count] = layout->parts[part].key;
	return count + 1;
}

/* A path: keys with dots between them, unless a key has one itself. */
static void
add_path(Export *self, const Layout *layout, int part, const char *key)
{
	const char	  *keys[MAX_PARTS + 1];
	int			   count = collect_keys(layout, part, keys);
	StringInfoData path;
	bool		   has_dot = false;

	if (key != NULL)
		keys[count++] = key;
	initStringInfo(&path);
	for (int i = 0; i < count; i++)
	{
		has_dot |= strchr(keys[i], '.') != NULL;
		appendStringInfo(&path, "%s%s", i > 0 ? "." : "", keys[i]);
	}
	if (!has_dot)
	{
		ses_export_add_item(self, path.data);
		return;
	}
	ses_export_open_item(self, '[');
	for (int i = 0; i < count; i++)
		ses_export_add_item(self, keys[i]);
	ses_export_close_item(self, ']');
}

static void
add_half_of_name(Export *self, const Layout *layout, Member half)
{
	if (half.part == PART_TYPE)
		ses_export_add_item(self, KEY_OF_TYPE);
	else
		add_path(self, layout, half.part, half.key);
}

/* Whether a name depends on what a definition can say: keys, or how a text begins. */
static bool
has_condition(const Naming *naming)
{
	return naming->when != NULL && (naming->when->keys[0] != NULL || naming->when->prefix != NULL);
}

/* A name that is more than one path or two. */
static void
add_name_object(Export *self, const Layout *layout, const Naming *naming)
{
	ses_export_open_item(self, '{');
	ses_export_add_text(self, "is", naming->constant);
	if (naming->constant == NULL)
	{
		ses_export_add_key(self, "at");
		add_half_of_name(self, layout, naming->word);
	}
	if (naming->kind.key != NULL)
	{
		ses_export_add_key(self, "and");
		add_half_of_name(self, layout, naming->kind);
	}
	ses_export_add_text(self, "after", naming->after);
	if (has_condition(naming))
	{
		ses_export_add_key(self, "when");
		ses_export_sign(self, naming->when);
	}
	ses_export_close_item(self, '}');
}

static void
add_naming(Export *self, const Layout *layout, const Naming *naming)
{
	if (naming->constant != NULL || naming->after != NULL || has_condition(naming))
	{
		add_name_object(self, layout, naming);
		return;
	}
	if (naming->kind.key == NULL)
	{
		add_half_of_name(self, layout, naming->word);
		return;
	}
	ses_export_open_item(self, '[');
	add_half_of_name(self, layout, naming->word);
	add_half_of_name(self, layout, naming->kind);
	ses_export_close_item(self, ']');
}

static void
add_names(Export *self, const Layout *layout)
{
	const Naming *naming = layout->naming;

	if (layout->lists != NULL)
		return;
	ses_export_add_key(self, "names");
	ses_export_open_item(self, '[');
	for (; naming != NULL && (naming->word.key != NULL || naming->constant != NULL); naming++)
		add_naming(self, layout, naming);
	for (int i = 0; i < (int) lengthof(layout->names) && layout->names[i] != NULL; i++)
		add_path(self, layout, PART_DOCUMENT, layout->names[i]);
	ses_export_close_item(self, ']');
}

static void
add_subtypes(Export *self, const Layout *layout)
{
	if (layout->subtypes[0].key == NULL)
		return;
	ses_export_add_key(self, "subtypes");
	ses_export_open_item(self, '[');
	for (int i = 0; i < MAX_SUBTYPES && layout->subtypes[i].key != NULL; i++)
		add_path(self, layout, layout->subtypes[i].part, layout->subtypes[i].key);
	ses_export_close_item(self, ']');
}

/* One place of a column; its form, if it is another than usual. */
static void
add_place(Export *self, const Layout *layout, const Field *field)
{
	if (field->form == ses_field_usual_form(field->column))
	{
		add_path(self, layout, field->part, field->key);
		return;
	}
	ses_export_open_item(self, '{');
	ses_export_add_key(self, "at");
	add_path(self, layout, field->part, field->key);
	ses_export_add_text(self, "as", ses_field_form_name(field->form));
	ses_export_close_item(self, '}');
}

static void
add_fields(Export *self, const Layout *layout)
{
	ses_export_add_key(self, "fields");
	ses_export_open_item(self, '{');
	for (int i = 0; i < ses_field_columns; i++)
	{
		bool any = false;

		for (const Field *field = layout->fields; field->key != NULL; field++)
		{
			if (field->column != ses_field_order[i])
				continue;
			if (!any)
			{
				ses_export_add_key(self, ses_columns[field->column].name);
				ses_export_open_item(self, '[');
			}
			add_place(self, layout, field);
			any = true;
		}
		if (any)
			ses_export_close_item(self, ']');
	}
	ses_export_close_item(self, '}');
}

static void
add_event_parts(Export *self, const Layout *layout)
{
	if (layout->event_part == 0)
		return;
	ses_export_add_key(self, "event_parts");
	ses_export_open_item(self, '{');
	for (const EventPart *own = layout->event_parts; own != NULL && own->event != NULL; own++)
	{
		ses_export_add_key(self, own->event);
		ses_export_open_item(self, '{');
		ses_export_add_text(self, "key", own->key);
		ses_export_add_texts(self, "subtypes", own->subtypes, lengthof(own->subtypes));
		ses_export_add_text(self, "recipients", own->recipients);
		ses_export_add_text(self, "concern", own->concern == ONE_OF_THEM ? "one" : NULL);
		ses_export_close_item(self, '}');
	}
	ses_export_close_item(self, '}');
}

/* The paths to parts that are not the object itself. */
static void
add_parts_of_form(Export *self, const Layout *layout, const char *key, PartForm form)
{
	bool any = false;

	for (int i = PART_OWN; i < MAX_PARTS && layout->parts[i].key != NULL; i++)
	{
		if (layout->forms[i] != form)
			continue;
		if (!any)
		{
			ses_export_add_key(self, key);
			ses_export_open_item(self, '[');
		}
		add_path(self, layout, i, NULL);
		any = true;
	}
	if (any)
		ses_export_close_item(self, ']');
}

static void
add_candidates(Export *self, const Layout *layout)
{
	if (!ses_layout_has_candidates(layout))
		return;
	ses_export_add_key(self, "candidates");
	ses_export_open_item(self, '[');
	for (int i = 0; i < MAX_LISTED && layout->candidates[i].key != NULL; i++)
	{
		const Listed *row = &layout->candidates[i];

		if (row->address == NULL && !row->is_instead)
		{
			add_path(self, layout, row->part, row->key);
			continue;
		}
		ses_export_open_item(self, '{');
		ses_export_add_key(self, "at");
		add_path(self, layout, row->part, row->key);
		ses_export_add_text(self, "address", row->address);
		ses_export_add_flag(self, "is_instead", row->is_instead, true);
		ses_export_close_item(self, '}');
	}
	ses_export_close_item(self, ']');
}

static void
add_only(Export *self, const Layout *layout)
{
	if (layout->only == NULL)
		return;
	ses_export_add_key(self, "only");
	ses_export_open_item(self, '{');
	for (const Only *only = layout->only; only->types != 0; only++)
	{
		ses_export_add_key(self, ses_columns[only->column].name);
		ses_export_open_item(self, '[');
		for (int type = 1; type < (int) EVENT_TYPES; type++)
		{
			if ((only->types & TYPE_BIT(type)) != 0)
				ses_export_add_item(self, ses_event_types[type].word);
		}
		ses_export_close_item(self, ']');
	}
	ses_export_close_item(self, '}');
}

static void
add_hints(Export *self, const Layout *layout)
{
	if (layout->hints == NULL)
		return;
	ses_export_add_key(self, "hints");
	ses_export_open_item(self, '[');
	for (const Hint *hint = layout->hints; hint->type != NO_EVENT_TYPE; hint++)
	{
		ses_export_open_item(self, '{');
		ses_export_add_text(self, "type", ses_event_types[hint->type].word);
		ses_export_add_key(self, "at");
		add_path(self, layout, hint->part, hint->key);
		ses_export_add_text(self, "word", hint->word);
		ses_export_add_text(self, "reason", ses_reasons[hint->reason].word);
		ses_export_add_flag(self, "is_otherwise", hint->is_otherwise, true);
		ses_export_add_text(self, "class", ses_bounce_classes[hint->bounce_class].word);
		ses_export_close_item(self, '}');
	}
	ses_export_close_item(self, ']');
}

void
ses_export_layout(Export *self, const Layout *layout)
{
	ses_export_add_text(self, "name", layout->name);
	add_names(self, layout);
	add_subtypes(self, layout);
	if (layout->details != PART_DOCUMENT)
	{
		ses_export_add_key(self, "details");
		add_path(self, layout, layout->details, NULL);
	}
	if (layout->list_id.key != NULL)
	{
		ses_export_add_key(self, "list_id");
		add_path(self, layout, layout->list_id.part, layout->list_id.key);
	}
	add_fields(self, layout);
	add_parts_of_form(self, layout, "first_elements", PART_FIRST);
	add_parts_of_form(self, layout, "headers", PART_HEADERS);
	add_candidates(self, layout);
	add_only(self, layout);
	add_hints(self, layout);
	ses_export_add_texts(self, "own_keys", layout->own_keys, PG_INT32_MAX);
	ses_export_add_text(self, "metadata_prefix", layout->metadata_prefix);
	add_event_parts(self, layout);
	if (layout->recipients.key != NULL)
	{
		ses_export_add_key(self, "recipients");
		add_path(self, layout, layout->recipients.part, layout->recipients.key);
	}
	ses_export_add_text(self, "concern", layout->is_for_each ? "each" : NULL);
	ses_export_add_text(self, "lists", layout->lists);
	if (layout->half_name.name != NULL)
	{
		ses_export_add_key(self, "half_name");
		ses_export_open_item(self, '{');
		ses_export_add_text(self, "name", layout->half_name.name);
		ses_export_add_text(self, "key", layout->half_name.key);
		ses_export_close_item(self, '}');
	}
}
