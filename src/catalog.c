/*
 * catalog.c
 *		ses_mapping, ses_vocabulary: the tables that the parser uses.
 */
#include "postgres.h"

#include "fmgr.h"
#include "funcapi.h"
#include "utils/tuplestore.h"

#include "base/compat.h"
#include "rows.h"
#include "walk/registry.h"

/* A row of ses_mapping(); the subtype is what led to the row, with slashes. */
static void
put_mapping(ReturnSetInfo *result, const Dialect *dialect, const char *event,
			const char *subtype, const Mapping *row)
{
	Datum		values[6];
	bool		nulls[6];

	values[0] = ses_text_or_null(dialect->name, &nulls[0]);
	values[1] = ses_text_or_null(event, &nulls[1]);
	values[2] = ses_text_or_null(subtype, &nulls[2]);
	values[3] = ses_text_or_null(ses_event_types[row->event_type].word, &nulls[3]);
	values[4] = ses_text_or_null(ses_bounce_classes[row->bounce_class].word, &nulls[4]);
	values[5] = ses_text_or_null(ses_reasons[row->reason].word, &nulls[5]);
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
		Mapping		whole = *row;

		ses_mapping_apply(below, &whole.event_type, &whole.bounce_class, &whole.reason);
		whole.subtypes = below->subtypes;
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

static void
put_terms(ReturnSetInfo *result, const char *kind, const Term *terms, int count)
{
	Datum		values[3];
	bool		nulls[3];

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
	return (Datum) 0;
}
