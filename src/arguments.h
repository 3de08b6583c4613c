/*
 * arguments.h
 *		Arguments that several functions have.
 */
#ifndef SES_ARGUMENTS_H
#define SES_ARGUMENTS_H

#include "postgres.h"

#include "access/tupdesc.h"
#include "fmgr.h"

#include "base/slice.h"
#include "event/sink.h"

/* A text, borrowed from the argument; empty if that is NULL. */
extern Slice ses_text_argument(FunctionCallInfo fcinfo, int n);

/*
 * Sets the zone of times without one from the second argument, unless that is
 * NULL.  Returns its name where it does not exist, else NULL.
 */
extern const char *ses_find_zone(FunctionCallInfo fcinfo, Sink *sink);

/* What a call keeps for the next in the same query. */
typedef struct CallMemory
{
	TupleDesc				  type; /* of the rows that are returned; NULL: not known yet */
	Datum					  definitions;
	struct varatt_external	  toasted; /* where they are stored out of line; no value: they are not */
	const struct ProviderSet *defined; /* by these definitions */
	uint64					  dropped; /* how many sets were dropped until then */
	bool					  is_same; /* all calls have these definitions */
} CallMemory;

extern CallMemory *ses_call_memory(FunctionCallInfo fcinfo);

/* Sets the providers that an argument defines, unless it is NULL, or is not there. */
extern void ses_find_definitions(FunctionCallInfo fcinfo, int n, Sink *sink);

/* The zone as before; raises where the zone does not exist. */
extern void ses_require_zone(FunctionCallInfo fcinfo, Sink *sink);

#endif /* SES_ARGUMENTS_H */
