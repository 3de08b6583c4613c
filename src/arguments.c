/*
 * arguments.c
 *		Arguments that several functions have.
 */
#include "arguments.h"

#include "access/detoast.h"
#include "nodes/execnodes.h"
#include "nodes/primnodes.h"
#include "utils/builtins.h"

#include "base/compat.h"
#include "define/definitions.h"
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

CallMemory *
ses_call_memory(FunctionCallInfo fcinfo)
{
	if (fcinfo->flinfo->fn_extra == NULL)
		fcinfo->flinfo->fn_extra = MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, sizeof(CallMemory));
	return fcinfo->flinfo->fn_extra;
}

/*
 * Whether an argument is the same in all calls: a constant, or a parameter of the
 * query.  An expression that PL/pgSQL evaluates without a query has the same
 * state for other values of its variables; a function that returns rows in FROM
 * is in no such expression.
 */
static bool
is_same_in_all_calls(FunctionCallInfo fcinfo, int n)
{
	const FuncExpr *call = (const FuncExpr *) fcinfo->flinfo->fn_expr;

	if (call == NULL || !IsA(call, FuncExpr) || list_length(call->args) <= n)
		return false;
	return IsA(list_nth(call->args, n), Const) ||
		(fcinfo->resultinfo != NULL && IsA(fcinfo->resultinfo, ReturnSetInfo) && get_fn_expr_arg_stable(fcinfo->flinfo, n));
}

/* Where a value is stored out of line. */
static struct varatt_external
toast_pointer(const struct varlena *value)
{
	struct varatt_external pointer = {0};

	if (VARATT_IS_EXTERNAL_ONDISK(value))
		VARATT_EXTERNAL_GET_POINTER(pointer, value);
	return pointer;
}

/*
 * Whether a call has the definitions of the call before.  What is stored out of line is
 * never changed, and its id is not used again while a query runs.
 */
static bool
has_same_definitions(const CallMemory *memory, Datum definitions)
{
	struct varatt_external pointer;

	if (memory->dropped != ses_definitions_dropped || memory->definitions == (Datum) 0)
		return false;
	if (memory->is_same && memory->definitions == definitions)
		return true;
	if (!OidIsValid(memory->toasted.va_valueid))
		return false;
	pointer = toast_pointer((const struct varlena *) DatumGetPointer(definitions));
	return memcmp(&pointer, &memory->toasted, sizeof(pointer)) == 0;
}

/*
 * Comparing definitions with those in the cache takes longer than parsing an event, if
 * there are many, and reading them from where they are stored longer still.
 */
static const struct ProviderSet *
find_definitions(FunctionCallInfo fcinfo, int n)
{
	CallMemory *memory = ses_call_memory(fcinfo);

	if (has_same_definitions(memory, PG_GETARG_DATUM(n)))
		return memory->defined;
	memory->defined = ses_definitions_find(PG_GETARG_RAW_VARLENA_P(n));
	memory->definitions = PG_GETARG_DATUM(n);
	memory->toasted = toast_pointer(PG_GETARG_RAW_VARLENA_P(n));
	memory->is_same = is_same_in_all_calls(fcinfo, n);
	memory->dropped = ses_definitions_dropped;
	return memory->defined;
}

void
ses_find_definitions(FunctionCallInfo fcinfo, int n, Sink *sink)
{
	/* The functions of an earlier version have fewer arguments. */
	if (PG_NARGS() > n && !PG_ARGISNULL(n))
		sink->defined = find_definitions(fcinfo, n);
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
