/*
 * timestamp.h
 *		The forms in which providers write times.
 *
 * Times are microseconds since the Unix epoch.  timestamptz_in is no help: it
 * is STABLE, because it knows words like "now" and asks the TimeZone setting.
 *
 * Pure C: nothing of the server is needed here.
 */
#ifndef SES_TIMESTAMP_H
#define SES_TIMESTAMP_H

#include <stdint.h>

#include "base/slice.h"

/* A time that the payload does not tell.  No real time has this value. */
#define NO_TIME INT64_MIN

typedef struct ParsedTime
{
	int64_t micros;	  /* since the Unix epoch */
	bool	is_local; /* no zone was told: micros is what the clock on
								 * the wall showed, taken as UTC */
} ParsedTime;

/*
 * Each returns whether the whole text has the form, and sets its result only
 * then.
 */

/*
 * What a JSON value tells, but for blanks around it:
 *
 *	- RFC 3339 and what is written in its stead: a blank in place of the T, no
 *	  seconds, an offset after a blank or without its colon, no offset at all.
 *	  Fractions of any length are rounded to microseconds.
 *	- A number of seconds, milliseconds or microseconds since the Unix epoch; its
 *	  size tells which: below 1e11 (the year 5138) seconds, below 1e14
 *	  milliseconds.  Zero is how programs write "none", and is not a time; nor is
 *	  what is not in the years 1 to 9999.
 */
extern bool ses_timestamp_parse(Slice text, ParsedTime *time);

/* The Date header of a message, RFC 5322 section 3.3: "Tue, 3 Feb 2026 04:05:06 +0900". */
extern bool ses_timestamp_parse_rfc5322(Slice text, ParsedTime *time);

/* An offset, "+09:00", "+0900" or "+09", in seconds east of Greenwich. */
extern bool ses_timestamp_parse_offset(Slice text, int *seconds);

#endif /* SES_TIMESTAMP_H */
