/*
 * client.c
 *		ses_client: who opened or clicked; ses_clients: the rules that decide it.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "funcapi.h"
#include "utils/builtins.h"
#include "utils/tuplestore.h"

#include "arguments.h"
#include "base/compat.h"
#include "mail/client.h"
#include "rows.h"

enum
{
	CLIENT_ACTOR,
	CLIENT_NAME,
	CLIENT_COLUMNS
};

/* The type of event that a rule can be about; NO_EVENT_TYPE for any other word. */
static EventType
event_type_of(Slice word)
{
	if (slice_equals(word, slice_of(ses_event_types[EVENT_OPENED].word)))
		return EVENT_OPENED;
	if (slice_equals(word, slice_of(ses_event_types[EVENT_CLICKED].word)))
		return EVENT_CLICKED;
	return NO_EVENT_TYPE;
}

/* The third argument, an address, is for ranges that operators may publish later. */
SQL_FUNCTION(ses_client);
Datum
ses_client(PG_FUNCTION_ARGS)
{
	ClientMatch match = ses_client_find(event_type_of(ses_text_argument(fcinfo, 0)), ses_text_argument(fcinfo, 1));
	Actor		actor = match.group != NULL ? match.group->actor : NO_ACTOR;
	const char *client = match.rule != NULL ? match.rule->client : NULL;
	TupleDesc	type;
	Datum		values[CLIENT_COLUMNS];
	bool		nulls[CLIENT_COLUMNS];

	if (get_call_result_type(fcinfo, NULL, &type) != TYPEFUNC_COMPOSITE || type->natts != CLIENT_COLUMNS)
		elog(ERROR, "ses_client must return a record of %d columns", CLIENT_COLUMNS);
	values[CLIENT_ACTOR] = ses_text_or_null(ses_actors[actor].word, &nulls[CLIENT_ACTOR]);
	values[CLIENT_NAME] = ses_text_or_null(client, &nulls[CLIENT_NAME]);
	return HeapTupleGetDatum(heap_form_tuple(BlessTupleDesc(type), values, nulls));
}

static void
put_groups(ReturnSetInfo *result, const ClientGroup *groups)
{
	Datum values[9];
	bool  nulls[9];

	for (const ClientGroup *group = groups; group->kind != NULL; group++)
	{
		for (const ClientRule *rule = group->rules; rule->pattern != NULL; rule++)
		{
			values[0] = ses_text_or_null(group->kind, &nulls[0]);
			values[1] = ses_text_or_null(ses_client_place(rule->place), &nulls[1]);
			values[2] = ses_text_or_null(rule->pattern, &nulls[2]);
			values[3] = ses_text_or_null(rule->beside, &nulls[3]);
			values[4] = ses_text_or_null(rule->except, &nulls[4]);
			values[5] = ses_text_or_null(ses_event_types[group->event_type].word, &nulls[5]);
			values[6] = ses_text_or_null(ses_actors[group->actor].word, &nulls[6]);
			values[7] = ses_text_or_null(rule->client, &nulls[7]);
			values[8] = ses_text_or_null(rule->source, &nulls[8]);
			tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
		}
	}
}

SQL_FUNCTION(ses_clients);
Datum
ses_clients(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;

	InitMaterializedSRF(fcinfo, 0);
	put_groups(result, ses_client_machines);
	put_groups(result, ses_client_programs);
	return (Datum) 0;
}
