/*
 * zone.c
 *		Time zones, for times that carry none.
 */
#include "zone.h"

#include "datatype/timestamp.h"
#include "utils/datetime.h"
#include "utils/timestamp.h"

#include "event.h"
#include "slice.h"

/* Reads "+09:00", "+0900" or "+09"; false for anything else. */
static bool
read_offset(const char *text, int *seconds)
{
	int			digits[4] = {0};
	int			count = 0;

	if (*text != '+' && *text != '-')
		return false;
	for (const char *c = text + 1; *c != '\0'; c++)
	{
		if (*c == ':' && count == 2)
			continue;
		if (!is_digit(*c) || count == 4)
			return false;
		digits[count++] = *c - '0';
	}
	if (count != 2 && count != 4)
		return false;

	*seconds = (digits[0] * 10 + digits[1]) * SECS_PER_HOUR + (digits[2] * 10 + digits[3]) * SECS_PER_MINUTE;
	if (*seconds > MAX_TZDISP_HOUR * SECS_PER_HOUR || digits[2] > 5)
		return false;
	if (*text == '-')
		*seconds = -*seconds;
	return true;
}

pg_tz *
ses_zone_find(const char *name)
{
	int			seconds;

	/* The server counts offsets as POSIX does: positive ones are in the west. */
	if (read_offset(name, &seconds))
		return pg_tzset_offset(-seconds);
	return pg_tzset(name);
}

int64
ses_zone_to_utc(int64 local, pg_tz *zone)
{
	struct pg_tm clock;
	fsec_t		fraction;

	if (timestamp2tm(ses_time_to_timestamp(local), NULL, &clock, &fraction, NULL, NULL) != 0)
		return NO_TIME;
	return local + DetermineTimeZoneOffset(&clock, zone) * USECS_PER_SEC;
}
