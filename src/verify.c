/*
 * verify.c
 *		ses_verify: whether a webhook is of the provider; ses_signatures: how
 *		providers sign.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "funcapi.h"
#include "lib/stringinfo.h"
#include "utils/builtins.h"
#include "utils/timestamp.h"

#include "arguments.h"
#include "base/compat.h"
#include "json/reading.h"
#include "rows.h"
#include "text/timestamp.h"
#include "verify/verification.h"

static Datum
time_or_null(int64 micros, bool *is_null)
{
	*is_null = micros == NO_TIME;
	return *is_null ? (Datum) 0 : TimestampTzGetDatum(micros - ((int64) (POSTGRES_EPOCH_JDATE - UNIX_EPOCH_JDATE)) * USECS_PER_DAY);
}

/* The arguments, and what is wrong with them. */
static Verification
verify(FunctionCallInfo fcinfo)
{
	static const char *const missing[] = {
		"The argument provider is null.",
		NULL,
		"The argument body is null.",
		"The argument key is null.",
	};
	Request request = {
		.headers.type = jbvNull,
		.body = ses_text_argument(fcinfo, 2),
		.url = ses_text_argument(fcinfo, 4),
	};

	for (int i = 0; i < (int) lengthof(missing); i++)
	{
		if (missing[i] != NULL && PG_ARGISNULL(i))
			return (Verification) {.problem = missing[i]};
	}
	if (!PG_ARGISNULL(1))
		ses_json_root(PG_GETARG_JSONB_P(1), &request.headers);
	return ses_verify_request(ses_text_argument(fcinfo, 0), &request, ses_text_argument(fcinfo, 3));
}

SQL_FUNCTION(ses_verify);
Datum
ses_verify(PG_FUNCTION_ARGS)
{
	static const Oid types[] = {BOOLOID, TIMESTAMPTZOID, TEXTOID, TEXTOID};
	TupleDesc		 type;
	Verification	 verification;
	Datum			 values[lengthof(types)];
	bool			 nulls[lengthof(types)] = {false};
	bool			 is_verified;

	if (get_call_result_type(fcinfo, NULL, &type) != TYPEFUNC_COMPOSITE || type->natts != lengthof(types))
		elog(ERROR, "ses_verify must return type ses_verification");
	for (int i = 0; i < (int) lengthof(types); i++)
		ses_check_attribute(type, i, "ses_verification", types[i]);

	verification = verify(fcinfo);
	is_verified = verification.problem == NULL;
	values[0] = BoolGetDatum(is_verified);
	values[1] = time_or_null(is_verified ? verification.signed_at : NO_TIME, &nulls[1]);
	values[2] = ses_text_or_null(is_verified ? ses_covers[verification.covers] : NULL, &nulls[2]);
	values[3] = ses_text_or_null(verification.problem, &nulls[3]);
	return HeapTupleGetDatum(heap_form_tuple(BlessTupleDesc(type), values, nulls));
}

/*
 * ses_signatures
 */

/* A place as people read it: a header, or a path in the body. */
static char *
describe_place(const Scheme *scheme, const Place *place)
{
	if (place->kind == NO_PLACE)
		return NULL;
	if (place->kind == IN_HEADER)
		return psprintf("header %s", place->name);
	if (scheme->object != NULL)
		return psprintf("body %s.%s", scheme->object, place->name);
	return psprintf("body %s", place->name);
}

/* What is signed, piece after piece; in brackets what is not always there. */
static char *
describe_parts(const Scheme *scheme)
{
	StringInfoData text;

	initStringInfo(&text);
	for (const SignedPart *part = scheme->parts; part->kind != PARTS_END; part++)
	{
		if (part != scheme->parts)
			appendStringInfoString(&text, " + ");
		switch (part->kind)
		{
			case SIGNED_WORDS:
				appendStringInfo(&text, "\"%s\"", part->name);
				break;
			case SIGNED_HEADER:
			case SIGNED_MEMBER:
				appendStringInfoString(&text, part->name);
				break;
			case SIGNED_TIME:
				appendStringInfoString(&text, scheme->time.prefix != NULL ? scheme->time.prefix : scheme->time.name);
				break;
			case SIGNED_LINES:
				appendStringInfo(&text, "lines(%s)", part->name);
				break;
			case SIGNED_OPTIONAL_LINES:
				appendStringInfo(&text, "[lines(%s)]", part->name);
				break;
			case SIGNED_BODY:
				appendStringInfoString(&text, "body");
				break;
			case SIGNED_URL:
				appendStringInfoString(&text, "url");
				break;
			case SIGNED_FIELDS:
				appendStringInfoString(&text, "names and values of the form, by name");
				break;
			case PARTS_END:
				break;
		}
	}
	return text.data;
}

#define SIGNATURE_COLUMNS 8

static void
put_signature(ReturnSetInfo *result, const char *const columns[SIGNATURE_COLUMNS])
{
	Datum values[SIGNATURE_COLUMNS];
	bool  nulls[SIGNATURE_COLUMNS];

	for (int i = 0; i < SIGNATURE_COLUMNS; i++)
		values[i] = ses_text_or_null(columns[i], &nulls[i]);
	tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
}

static void
put_scheme(ReturnSetInfo *result, const Scheme *scheme)
{
	for (const char *const *provider = scheme->providers; *provider != NULL; provider++)
	{
		const char *const columns[SIGNATURE_COLUMNS] = {
			*provider,
			ses_signature_algorithms[scheme->algorithm],
			describe_place(scheme, &scheme->signature),
			describe_parts(scheme),
			describe_place(scheme, &scheme->time),
			ses_covers[scheme->covers],
			scheme->key,
			scheme->source,
		};

		put_signature(result, columns);
	}
}

static void
put_secret(ReturnSetInfo *result, const SecretUse *use)
{
	const char *const columns[SIGNATURE_COLUMNS] = {
		use->provider,
		ses_signature_algorithms[SIGNED_BY_NONE],
		use->place == IN_QUERY	? "query of the URL, or a header" :
			use->member != NULL ? psprintf("header authorization, another, or body %s", use->member) :
								  "header authorization, or another",
		NULL,
		NULL,
		ses_covers[COVERS_SECRET],
		use->member != NULL ? "user:password, Name: value, ?name=value, or the secret" :
							  "user:password, Name: value, or ?name=value",
		use->source,
	};

	put_signature(result, columns);
}

SQL_FUNCTION(ses_signatures);
Datum
ses_signatures(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;

	InitMaterializedSRF(fcinfo, 0);
	for (const Scheme *scheme = ses_schemes; scheme->providers[0] != NULL; scheme++)
		put_scheme(result, scheme);
	for (const SecretUse *use = ses_secret_uses; use->provider != NULL; use++)
		put_secret(result, use);
	return (Datum) 0;
}
