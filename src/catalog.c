/*
 * catalog.c
 *		ses_mapping, ses_fields, ses_envelopes, ses_vocabulary: the tables that the
 *		parser uses.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "funcapi.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/tuplestore.h"

#include "base/compat.h"
#include "rows.h"
#include "walk/detection.h"
#include "walk/registry.h"
#include "walk/wrapper.h"

/*
 * ses_mapping: what the events of providers become
 */

/* A row of ses_mapping(); the subtype is what led to the row, with slashes. */
static void
put_mapping(ReturnSetInfo *result, const Dialect *dialect, const char *event,
			const char *subtype, const Mapping *row)
{
	Datum values[7];
	bool  nulls[7];

	values[0] = ses_text_or_null(dialect->name, &nulls[0]);
	values[1] = ses_text_or_null(event, &nulls[1]);
	values[2] = ses_text_or_null(subtype, &nulls[2]);
	values[3] = ses_text_or_null(ses_event_types[row->event_type].word, &nulls[3]);
	values[4] = ses_text_or_null(ses_bounce_classes[row->bounce_class].word, &nulls[4]);
	values[5] = ses_text_or_null(ses_reasons[row->reason].word, &nulls[5]);
	values[6] = BoolGetDatum(!row->is_outside_rates);
	nulls[6] = row->event_type != EVENT_BOUNCED && row->event_type != EVENT_COMPLAINED;
	tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
}

/* A row and its subtypes, which take from it what they leave out. */
static void
put_mappings(ReturnSetInfo *result, const Dialect *dialect, const char *event,
			 const char *subtype, const Mapping *row)
{
	put_mapping(result, dialect, event, subtype, row);
	for (const Mapping *below = row->subtypes; below != NULL && below->name != NULL; below++)
	{
		Mapping whole = *row;

		ses_mapping_apply(below, &whole.event_type, &whole.bounce_class, &whole.reason);
		whole.subtypes = below->subtypes;
		whole.is_outside_rates |= below->is_outside_rates;
		put_mappings(result, dialect, event,
					 subtype != NULL ? psprintf("%s/%s", subtype, below->name) : below->name,
					 &whole);
	}
}

SQL_FUNCTION(ses_mapping);
Datum
ses_mapping(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;

	InitMaterializedSRF(fcinfo, 0);
	for (const Provider *const *provider = ses_providers; *provider != NULL; provider++)
	{
		for (const Mapping *row = (*provider)->dialect.events; row->name != NULL; row++)
			put_mappings(result, &(*provider)->dialect, row->name, NULL, row);
	}
	return (Datum) 0;
}

/*
 * ses_fields: where each attribute comes from
 */

static void
put_field(ReturnSetInfo *result, const Dialect *dialect, const Layout *layout, Column column, const char *path, FieldForm form)
{
	Datum values[5];
	bool  nulls[5];

	values[0] = ses_text_or_null(dialect->name, &nulls[0]);
	values[1] = ses_text_or_null(layout->name, &nulls[1]);
	values[2] = ses_text_or_null(ses_columns[column].name, &nulls[2]);
	values[3] = ses_text_or_null(path, &nulls[3]);
	values[4] = ses_text_or_null(ses_field_form_name(form), &nulls[4]);
	tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
}

/* The fields of a layout, in the order in which they are tried, and its lists of recipients. */
static void
put_fields(ReturnSetInfo *result, const Dialect *dialect, const Layout *layout)
{
	StringInfoData path;

	initStringInfo(&path);
	for (const Field *field = layout->fields; field->key != NULL; field++)
	{
		resetStringInfo(&path);
		ses_layout_append_path(&path, layout, NULL, field->part);
		appendStringInfoString(&path, field->key);
		put_field(result, dialect, layout, field->column, path.data, field->form);
	}
	for (int i = 0; i < MAX_LISTED && layout->candidates[i].key != NULL; i++)
	{
		const Listed *list = &layout->candidates[i];

		resetStringInfo(&path);
		ses_layout_append_path(&path, layout, NULL, list->part);
		appendStringInfoString(&path, list->key);
		if (list->address != NULL)
			appendStringInfo(&path, "[].%s", list->address);
		put_field(result, dialect, layout, COL_RECIPIENT, path.data, AS_ADDRESS);
	}
}

SQL_FUNCTION(ses_fields);
Datum
ses_fields(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;

	InitMaterializedSRF(fcinfo, 0);
	for (const Provider *const *provider = ses_providers; *provider != NULL; provider++)
	{
		for (int i = 0; i < MAX_LAYOUTS && (*provider)->layouts[i] != NULL; i++)
			put_fields(result, &(*provider)->dialect, (*provider)->layouts[i]);
	}
	return (Datum) 0;
}

/*
 * ses_envelopes: how envelopes are recognized
 */

static Datum
keys_datum(const char *const *keys, int count)
{
	Datum texts[lengthof(((Wrapper *) 0)->marks)];
	int	  found = 0;

	while (found < count && keys[found] != NULL)
	{
		texts[found] = CStringGetTextDatum(keys[found]);
		found++;
	}
	return PointerGetDatum(construct_array(texts, found, TEXTOID, -1, false, TYPALIGN_INT));
}

/* A kind of wrapper, or the list of a provider. */
static void
put_envelope(ReturnSetInfo *result, const Wrapper *wrapper, const char *provider)
{
	Datum values[12];
	bool  nulls[12] = {false};

	values[0] = ses_text_or_null(wrapper->name, &nulls[0]);
	values[1] = ses_text_or_null(wrapper->about, &nulls[1]);
	values[2] = ses_text_or_null(provider, &nulls[2]);
	values[3] = keys_datum(wrapper->marks, (int) lengthof(wrapper->marks));
	values[4] = ses_text_or_null(wrapper->within, &nulls[4]);
	values[5] = ses_text_or_null(wrapper->content, &nulls[5]);
	values[6] = BoolGetDatum(wrapper->is_base64);
	values[7] = ses_text_or_null(wrapper->source, &nulls[7]);
	values[8] = ses_text_or_null(wrapper->type, &nulls[8]);
	values[9] = ses_text_or_null(wrapper->time, &nulls[9]);
	values[10] = ses_text_or_null(wrapper->base64_key, &nulls[10]);
	values[11] = BoolGetDatum(wrapper->is_general);
	tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
}

SQL_FUNCTION(ses_envelopes);
Datum
ses_envelopes(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;

	InitMaterializedSRF(fcinfo, 0);
	for (const Wrapper *wrapper = ses_wrappers; wrapper->marks[0] != NULL; wrapper++)
		put_envelope(result, wrapper, NULL);
	for (const Provider *const *provider = ses_providers; *provider != NULL; provider++)
	{
		Wrapper list = {
			.about = "list of events",
			.marks = {(*provider)->list},
			.content = (*provider)->list,
			.is_general = !ses_provider_owns_list(*provider)};

		if (list.content != NULL)
			put_envelope(result, &list, (*provider)->dialect.name);
	}
	return (Datum) 0;
}

/*
 * ses_vocabulary: the terms that attributes have
 */

static void
put_terms(ReturnSetInfo *result, const char *kind, const Term *terms, int count)
{
	Datum values[3];
	bool  nulls[3];

	/* The first of each list is "not told". */
	for (int i = 1; i < count; i++)
	{
		values[0] = ses_text_or_null(kind, &nulls[0]);
		values[1] = ses_text_or_null(terms[i].word, &nulls[1]);
		values[2] = ses_text_or_null(terms[i].meaning, &nulls[2]);
		tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
	}
}

SQL_FUNCTION(ses_vocabulary);
Datum
ses_vocabulary(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;

	InitMaterializedSRF(fcinfo, 0);
	put_terms(result, "event_type", ses_event_types, EVENT_TYPES);
	put_terms(result, "bounce_class", ses_bounce_classes, BOUNCE_CLASSES);
	put_terms(result, "reason", ses_reasons, REASONS);
	put_terms(result, "actor", ses_actors, ACTORS);
	return (Datum) 0;
}
