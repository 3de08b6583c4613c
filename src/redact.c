/*
 * redact.c
 *		ses_redact: a payload without an address.
 */
#include "postgres.h"

#include "base/compat.h"
#include "redact/redact.h"

SQL_FUNCTION(ses_redact);
Datum
ses_redact(PG_FUNCTION_ARGS)
{
	text *address = PG_GETARG_TEXT_PP(1);

	PG_RETURN_JSONB_P(ses_redact_payload(PG_GETARG_JSONB_P(0),
										 (Slice) {VARDATA_ANY(address), VARSIZE_ANY_EXHDR(address)}));
}
