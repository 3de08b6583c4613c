/*
 * redact.c
 *		ses_redact: a payload without an address.
 */
#include "postgres.h"

#include "arguments.h"
#include "base/compat.h"
#include "redact/redact.h"

SQL_FUNCTION(ses_redact);
Datum
ses_redact(PG_FUNCTION_ARGS)
{
	Sink sink = {0};

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		PG_RETURN_NULL();
	ses_find_definitions(fcinfo, 2, &sink);
	PG_RETURN_JSONB_P(ses_redact_payload(PG_GETARG_JSONB_P(0), ses_text_argument(fcinfo, 1), sink.defined));
}
