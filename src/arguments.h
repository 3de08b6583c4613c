/*
 * arguments.h
 *		Arguments that several functions have.
 */
#ifndef SES_ARGUMENTS_H
#define SES_ARGUMENTS_H

#include "postgres.h"

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

/* The same; raises where the zone does not exist. */
extern void ses_require_zone(FunctionCallInfo fcinfo, Sink *sink);

#endif /* SES_ARGUMENTS_H */
