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

/*
 * The same for a provider's home zone: an offset in seconds east of Greenwich, and
 * whether it has the European Union's summer time, which has been one hour from
 * the last Sunday of March to the last of October, 01:00 UTC, since 1996.  A time
 * that the clock skips or shows twice is standard time, as with ses_zone_to_utc.
 */
extern int64 ses_zone_home_to_utc(int64 local, int offset, bool has_summer_time);

#endif /* SES_ZONE_H */
