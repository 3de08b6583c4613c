/*
 * payload.c
 *		ses_payload: from a request body to what is stored.
 */
#include "postgres.h"

#include "arguments.h"
#include "base/compat.h"
#include "json/building.h"
#include "json/parsing.h"
#include "walk/payload.h"

/*
 * The longest string that a jsonb can be: beside it, there is a header of the
 * whole and one of the string.
 */
#define JSONB_MAX_STRING (JENTRY_OFFLENMASK - 2 * (int) sizeof(uint32))

SQL_FUNCTION(ses_payload);
Datum
ses_payload(PG_FUNCTION_ARGS)
{
	Slice	   body = ses_text_argument(fcinfo, 0);
	JsonbValue value;
	JsonError  error;

	if (!ses_payload_read(body, &value, &error))
	{
		if (body.length > JSONB_MAX_STRING)
			body.length = pg_mbcliplen(body.data, body.length, JSONB_MAX_STRING);
		ses_json_set_string(&value, body);
	}
	PG_RETURN_JSONB_P(ses_json_to_jsonb(&value));
}
