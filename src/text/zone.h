/*
 * zone.h
 *		Time zones, for times that carry none; PostgreSQL's own count of time.
 */
#ifndef SES_ZONE_H
#define SES_ZONE_H

#include "postgres.h"
#include "datatype/timestamp.h"
#include "pgtime.h"

/*
 * A zone by its name in the time zone database ("Asia/Tokyo"), or a fixed
 * offset in the sense of ISO 8601 ("+09:00" is east of Greenwich).  NULL where
 * there is no such zone.  Abbreviations ("JST") are not taken: what they stand
 * for is a setting of the server.
 */
extern pg_tz *ses_zone_find(const char *name);

/* Microseconds since the Unix epoch, as PostgreSQL counts them. */
extern TimestampTz ses_time_to_timestamp(int64 time);

/*
 * From what the clock on the wall shows, in microseconds since the Unix epoch
 * as though it were UTC, to the time that it is.
 */
extern int64 ses_zone_to_utc(int64 local, pg_tz *zone);

#endif /* SES_ZONE_H */
