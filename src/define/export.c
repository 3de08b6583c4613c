/*
 * export.c
 *		A provider as the definition that it could be loaded from.
 *
 * The other way round than the loader.  Code has no other form: what it does is
 * left out, and described.
 */
#include "define/export.h"

#include "define/writer.h"

/*
 * Signs
 */

/* Without code and without text, which no definition can ask for, a sign would be in more documents. */
static bool
is_data(const Sign *sign)
{
	return sign->confirms == NULL && !sign->is_text;
}

static void
add_signs(Export *self)
{
	const Sign *signs = self->provider->signs;

	ses_export_add_key(self, "signs");
	ses_export_open_item(self, '[');
	for (int i = 0; !ses_sign_is_last(&signs[i]); i++)
	{
		if (is_data(&signs[i]))
			ses_export_sign(self, &signs[i]);
	}
	ses_export_close_item(self, ']');
}

static void
add_controls(Export *self)
{
	if (self->provider->controls == NULL)
		return;
	ses_export_add_key(self, "controls");
	ses_export_open_item(self, '[');
	for (const Control *control = self->provider->controls; control->sign != NULL; control++)
	{
		ses_export_open_item(self, '{');
		ses_export_add_sign_keys(self, control->sign);
		ses_export_add_text(self, "about", control->clause);
		ses_export_add_text(self, "link", control->link);
		ses_export_close_item(self, '}');
	}
	ses_export_close_item(self, ']');
}

/*
 * Events
 */

static void
add_rows(Export *self, const char *key, const Mapping *rows)
{
	ses_export_add_key(self, key);
	ses_export_open_item(self, '{');
	for (const Mapping *row = rows; row->name != NULL; row++)
	{
		ses_export_add_key(self, row->name);
		ses_export_open_item(self, '{');
		ses_export_add_text(self, "type", ses_event_types[row->event_type].word);
		ses_export_add_text(self, "class", ses_bounce_classes[row->bounce_class].word);
		ses_export_add_text(self, "reason", ses_reasons[row->reason].word);
		ses_export_add_text(self, "otherwise", ses_reasons[row->otherwise].word);
		ses_export_add_flag(self, "in_rates", row->is_outside_rates, false);
		ses_export_add_flag(self, "is_bot", row->is_bot, true);
		if (row->subtypes != NULL)
			add_rows(self, "subtypes", row->subtypes);
		ses_export_close_item(self, '}');
	}
	ses_export_close_item(self, '}');
}

static void
add_layout_signs(Export *self, const Sign *signs)
{
	if (signs == NULL)
		return;
	ses_export_add_key(self, "sign");
	ses_export_open_item(self, '[');
	for (; !ses_sign_is_last(signs); signs++)
		ses_export_sign(self, signs);
	ses_export_close_item(self, ']');
}

static void
add_other_layouts(Export *self)
{
	const Provider *provider = self->provider;
	bool			any = false;

	for (int i = 1; i < MAX_LAYOUTS && provider->layouts[i] != NULL; i++)
	{
		const Layout *layout = provider->layouts[i];

		if (!any)
		{
			ses_export_add_key(self, "layouts");
			ses_export_open_item(self, '[');
		}
		any = true;
		ses_export_open_item(self, '{');
		add_layout_signs(self, provider->layout_signs[i]);
		ses_export_layout(self, layout);
		ses_export_close_item(self, '}');
	}
	if (any)
		ses_export_close_item(self, ']');
}

static void
add_zone(Export *self)
{
	int minutes = abs(self->provider->dialect.home_offset) / SECS_PER_MINUTE;

	if (self->provider->dialect.has_summer_time)
		ses_export_add_text(self, "zone", "Europe/Paris"); /* an hour east, with the summer time of the European Union */
	else if (minutes != 0)
		ses_export_add_text(self, "zone", psprintf("%c%02d:%02d", self->provider->dialect.home_offset < 0 ? '-' : '+', minutes / 60, minutes % 60));
}

void
ses_definition_append(StringInfo json, const Provider *provider)
{
	Export self = {.json = json, .provider = provider};

	appendStringInfoChar(json, '{');
	ses_export_add_text(&self, "provider", provider->dialect.name);
	add_signs(&self);
	ses_export_add_texts(&self, "claims", provider->claims, PG_INT32_MAX);
	ses_export_add_text(&self, "list", provider->list);
	ses_export_add_text(&self, "within", provider->within);
	ses_export_add_text(&self, "members", provider->members);
	ses_export_add_text(&self, "wrapper_type", provider->wrapper_type);
	add_zone(&self);
	ses_export_add_flag(&self, "has_unique_event_ids", provider->dialect.has_unique_event_ids, true);
	add_rows(&self, "events", provider->dialect.events);
	add_controls(&self);
	add_layout_signs(&self, provider->layout_signs[0]);
	ses_export_layout(&self, provider->layouts[0]);
	add_other_layouts(&self);
	ses_export_add_texts(&self, "only_code", provider->only_code, PG_INT32_MAX);
	appendStringInfoChar(json, '}');
}
