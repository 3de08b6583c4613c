/*
 * zone.c
 *		Time zones, for times that carry none.
 */
#include "text/zone.h"

#include "datatype/timestamp.h"
#include "utils/datetime.h"
#include "utils/timestamp.h"

#include "base/slice.h"
#include "text/timestamp.h"

/* The zones of Etc go from 14 hours in the east, Etc/GMT-14, to 12 in the west. */
static bool
is_hour_of_etc(Slice digits)
{
	int hour = 0;

	if (digits.length < 1 || digits.length > 2)
		return false;
	for (int i = 0; i < digits.length; i++)
	{
		if (!is_digit(digits.data[i]))
			return false;
		hour = hour * 10 + (digits.data[i] - '0');
	}
	return hour <= 14;
}

/*
 * Whether a name is one of the time zone database that means the same on every
 * machine.  The server also takes files that are a setting of the machine, and
 * POSIX specifications, where "UTC+9" is in the west, and a misspelt name with
 * a number behind it is a zone.  So of names with digits only those are taken
 * that cannot be misspelt ones.
 */
static bool
is_zone_name(Slice name)
{
	if (slice_equals_nocase(name, SLICE("localtime")) ||
		slice_equals_nocase(name, SLICE("posixrules")) ||
		slice_starts_with(name, SLICE("right/")))
		return false;
	if (slice_starts_with(name, SLICE("Etc/GMT+")) || slice_starts_with(name, SLICE("Etc/GMT-")))
		return is_hour_of_etc(slice_from(name, 8));
	for (int i = 0; i < name.length; i++)
	{
		if (is_digit(name.data[i]))
			return false;
	}
	return true;
}

TimestampTz
ses_time_to_timestamp(int64 time)
{
	return time - (POSTGRES_EPOCH_JDATE - UNIX_EPOCH_JDATE) * USECS_PER_DAY;
}

pg_tz *
ses_zone_find(const char *name)
{
	int seconds;

	if (*name != '+' && *name != '-')
		return is_zone_name(slice_of(name)) ? pg_tzset(name) : NULL;
	if (!ses_timestamp_parse_offset(slice_of(name), &seconds) ||
		abs(seconds) > MAX_TZDISP_HOUR * SECS_PER_HOUR)
		return NULL;

	/* The server counts offsets as POSIX does: positive ones are in the west. */
	return pg_tzset_offset(-seconds);
}

int64
ses_zone_to_utc(int64 local, pg_tz *zone)
{
	struct pg_tm clock;
	fsec_t		 fraction;

	if (timestamp2tm(ses_time_to_timestamp(local), NULL, &clock, &fraction, NULL, NULL) != 0)
		return NO_TIME;
	return local + DetermineTimeZoneOffset(&clock, zone) * USECS_PER_SEC;
}

/* 01:00 UTC on the last Sunday of a month of 31 days, in microseconds since the Unix epoch. */
static int64
last_sunday(int year, int month)
{
	int day = date2j(year, month, 31);

	return (day - j2day(day) - UNIX_EPOCH_JDATE) * USECS_PER_DAY + USECS_PER_HOUR;
}

int64
ses_zone_home_to_utc(int64 local, int offset, bool has_summer_time)
{
	const int64 utc = local - offset * USECS_PER_SEC;
	int			year;
	int			month;
	int			day;

	if (!has_summer_time || utc < 0)
		return utc;
	j2date((int) (utc / USECS_PER_DAY) + UNIX_EPOCH_JDATE, &year, &month, &day);
	if (year >= 1996 && utc >= last_sunday(year, 3) + USECS_PER_HOUR && utc < last_sunday(year, 10))
		return utc - USECS_PER_HOUR;
	return utc;
}
