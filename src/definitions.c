/*
 * definitions.c
 *		ses_check_definition: what is wrong in providers that are given as data;
 *		ses_definition_keys: what they may have; ses_definition: a built-in provider
 *		as such data.
 */
#include "postgres.h"

#include "funcapi.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/tuplestore.h"

#include "arguments.h"
#include "base/compat.h"
#include "define/definitions.h"
#include "define/export.h"
#include "define/key.h"
#include "rows.h"
#include "walk/registry.h"

SQL_FUNCTION(ses_check_definition);
Datum
ses_check_definition(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	Mistakes	  *mistakes = palloc0(sizeof(Mistakes));
	Datum		   values[2];
	bool		   nulls[2];

	InitMaterializedSRF(fcinfo, 0);
	if (PG_ARGISNULL(0))
		return (Datum) 0;
	(void) ses_definitions_load(PG_GETARG_JSONB_P(0), mistakes);
	for (int i = 0; i < Min(mistakes->count, MAX_MISTAKES); i++)
	{
		values[0] = ses_text_or_null(mistakes->list[i].path, &nulls[0]);
		values[1] = ses_text_or_null(mistakes->list[i].problem, &nulls[1]);
		tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
	}
	return (Datum) 0;
}

SQL_FUNCTION(ses_definition_keys);
Datum
ses_definition_keys(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	Datum		   values[5];
	bool		   nulls[5] = {false};

	InitMaterializedSRF(fcinfo, 0);
	for (const DefinitionKey *key = ses_definition_key_list; key->name != NULL; key++)
	{
		values[0] = ses_text_or_null(ses_key_owner_name(key->owner), &nulls[0]);
		values[1] = ses_text_or_null(key->name, &nulls[1]);
		values[2] = ses_text_or_null(ses_key_type_name(key->type), &nulls[2]);
		values[3] = BoolGetDatum(key->is_required);
		values[4] = ses_text_or_null(key->meaning, &nulls[4]);
		tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
	}
	return (Datum) 0;
}

SQL_FUNCTION(ses_definition);
Datum
ses_definition(PG_FUNCTION_ARGS)
{
	Slice		   name = ses_text_argument(fcinfo, 0);
	StringInfoData json;

	initStringInfo(&json);
	for (const Provider *const *provider = ses_providers; *provider != NULL; provider++)
	{
		if (!slice_equals(name, slice_of((*provider)->dialect.name)))
			continue;
		ses_definition_append(&json, *provider);
		PG_RETURN_DATUM(DirectFunctionCall1(jsonb_in, CStringGetDatum(json.data)));
	}
	PG_RETURN_NULL();
}
