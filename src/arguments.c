/*
 * arguments.c
 *		Arguments that several functions have.
 */
#include "arguments.h"

#include "utils/builtins.h"

#include "base/compat.h"
#include "text/zone.h"

Slice
ses_text_argument(FunctionCallInfo fcinfo, int n)
{
	text *argument;

	if (PG_ARGISNULL(n))
		return NO_SLICE;
	argument = PG_GETARG_TEXT_PP(n);
	return (Slice) {VARDATA_ANY(argument), VARSIZE_ANY_EXHDR(argument)};
}

const char *
ses_find_zone(FunctionCallInfo fcinfo, Sink *sink)
{
	char *zone;

	if (PG_ARGISNULL(1))
		return NULL;
	zone = text_to_cstring(PG_GETARG_TEXT_PP(1));
	sink->zone = ses_zone_find(zone);
	return sink->zone == NULL ? zone : NULL;
}

void
ses_require_zone(FunctionCallInfo fcinfo, Sink *sink)
{
	const char *unknown_zone = ses_find_zone(fcinfo, sink);

	if (unknown_zone != NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("time zone \"%s\" not recognized", unknown_zone),
				 errdetail("The zone is for timestamps in the payload that carry none."),
				 errhint("Use a name such as Asia/Tokyo, or a fixed offset such as +09:00.")));
}
