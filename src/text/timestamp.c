/*
 * timestamp.c
 *		The forms in which providers write times.
 */
#include "text/timestamp.h"

#define MICROS_PER_SECOND INT64_C(1000000)
#define SECONDS_PER_DAY 86400

/* The years that RFC 3339 can write, 1 to 9999. */
#define FIRST_MICROS INT64_C(-62135596800000000)
#define LAST_MICROS INT64_C(253402300799999999)

/* What is left to read, taken from the front. */
typedef struct Reader
{
	const char *next;
	const char *end;
} Reader;

static bool
at_end(const Reader *reader)
{
	return reader->next == reader->end;
}

/* The next character, or 0 at the end. */
static char
peek(const Reader *reader)
{
	return at_end(reader) ? '\0' : *reader->next;
}

static bool
take(Reader *reader, char c)
{
	if (at_end(reader) || to_lower(*reader->next) != c)
		return false;
	reader->next++;
	return true;
}

static void
skip_blanks(Reader *reader)
{
	while (!at_end(reader) && is_blank(*reader->next))
		reader->next++;
}

/* Exactly so many digits. */
static bool
take_digits(Reader *reader, int count, int *number)
{
	*number = 0;
	if (reader->end - reader->next < count)
		return false;
	for (int i = 0; i < count; i++)
	{
		if (!is_digit(reader->next[i]))
			return false;
		*number = *number * 10 + (reader->next[i] - '0');
	}
	reader->next += count;
	return true;
}

/*
 * The digits after a decimal point, as a part of the unit: six digits of it
 * are microseconds of a second.  What is beyond is rounded, halves up.
 */
static int64_t
take_fraction(Reader *reader, int64_t unit)
{
	int64_t value = 0;

	while (!at_end(reader) && is_digit(*reader->next) && unit >= 10)
	{
		unit /= 10;
		value += (*reader->next++ - '0') * unit;
	}
	if (!at_end(reader) && is_digit(*reader->next) && *reader->next >= '5')
		value++;
	while (!at_end(reader) && is_digit(*reader->next))
		reader->next++;
	return value;
}

static bool
is_leap_year(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int
days_in_month(int year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	return month == 2 && is_leap_year(year) ? 29 : days[month - 1];
}

/* Days from 1970-01-01 to a day of the Gregorian calendar. */
static int64_t
days_since_epoch(int year, int month, int day)
{
	int64_t years_before = year - 1;
	int64_t days = years_before * 365 + years_before / 4 - years_before / 100 + years_before / 400;

	for (int m = 1; m < month; m++)
		days += days_in_month(year, m);
	return days + day - 1 - 719162; /* days from 0001-01-01 to 1970-01-01 */
}

static bool
is_date(int year, int month, int day)
{
	return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= days_in_month(year, month);
}

/* "hh:mm", and ":ss" where it is there.  Second 60 is a leap second, as PostgreSQL reads it. */
static bool
take_clock(Reader *reader, int *seconds)
{
	int hour,
		minute,
		second = 0;

	if (!take_digits(reader, 2, &hour) || !take(reader, ':') || !take_digits(reader, 2, &minute))
		return false;
	if (take(reader, ':') && !take_digits(reader, 2, &second))
		return false;
	if (hour > 23 || minute > 59 || second > 60)
		return false;
	*seconds = (hour * 60 + minute) * 60 + second;
	return true;
}

/* "+hh:mm", "+hhmm" or "+hh", east of Greenwich. */
static bool
take_offset(Reader *reader, int *seconds)
{
	bool west = peek(reader) == '-';
	int	 hours,
		minutes = 0;

	if (!take(reader, '+') && !take(reader, '-'))
		return false;
	if (!take_digits(reader, 2, &hours))
		return false;
	if (take(reader, ':') || !at_end(reader))
	{
		if (!take_digits(reader, 2, &minutes))
			return false;
	}
	if (hours > 15 || minutes > 59)
		return false;
	*seconds = (hours * 60 + minutes) * 60;
	if (west)
		*seconds = -*seconds;
	return true;
}

bool
ses_timestamp_parse_offset(Slice text, int *seconds)
{
	Reader reader = {text.data, text.data + text.length};

	return take_offset(&reader, seconds) && at_end(&reader);
}

/*
 * An offset, or a name that stands for one: those that UTC goes by, and those
 * that RFC 5322 section 4.3 keeps from older times.
 */
static bool
take_zone(Reader *reader, int *seconds)
{
	static const struct
	{
		Slice name;
		int	  hours;
	} names[] = {
		{{"utc", 3}, 0},
		{{"gmt", 3}, 0},
		{{"ut", 2}, 0},
		{{"z", 1}, 0},
		{{"est", 3}, -5},
		{{"edt", 3}, -4},
		{{"cst", 3}, -6},
		{{"cdt", 3}, -5},
		{{"mst", 3}, -7},
		{{"mdt", 3}, -6},
		{{"pst", 3}, -8},
		{{"pdt", 3}, -7},
	};
	Slice rest = {reader->next, (int) (reader->end - reader->next)};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
	{
		if (slice_starts_with(rest, names[i].name))
		{
			reader->next += names[i].name.length;
			*seconds = names[i].hours * 3600;
			return true;
		}
	}
	return take_offset(reader, seconds);
}

static int64_t
to_micros(int64_t days, int64_t seconds, int64_t fraction)
{
	return (days * SECONDS_PER_DAY + seconds) * MICROS_PER_SECOND + fraction;
}

static bool
parse_iso(Slice text, ParsedTime *time)
{
	Reader reader = {text.data, text.data + text.length};
	int	   year,
		month,
		day,
		clock,
		offset = 0;
	int64_t fraction = 0;
	bool	has_zone = false;

	if (!take_digits(&reader, 4, &year) || !take(&reader, '-') ||
		!take_digits(&reader, 2, &month) || !take(&reader, '-') ||
		!take_digits(&reader, 2, &day) || !is_date(year, month, day))
		return false;
	if (!take(&reader, 't') && !take(&reader, ' '))
		return false;
	if (!take_clock(&reader, &clock))
		return false;
	if (take(&reader, '.'))
	{
		if (!is_digit(peek(&reader)))
			return false;
		fraction = take_fraction(&reader, MICROS_PER_SECOND);
	}

	/* Amazon's documentation has "2018-10-08T14:05:45 +0000". */
	skip_blanks(&reader);
	if (!at_end(&reader))
	{
		if (!take_zone(&reader, &offset) || !at_end(&reader))
			return false;
		has_zone = true;
	}

	time->micros = to_micros(days_since_epoch(year, month, day), clock - offset, fraction);
	time->is_local = !has_zone;
	return true;
}

static bool
parse_epoch(Slice text, ParsedTime *time)
{
	Reader	reader = {text.data, text.data + text.length};
	bool	negative = take(&reader, '-');
	int64_t whole = 0;
	int64_t unit; /* microseconds in one of the text's units */

	if (!is_digit(peek(&reader)))
		return false;
	while (is_digit(peek(&reader)))
	{
		if (whole >= INT64_C(1000000000000000000) / 10)
			return false;
		whole = whole * 10 + (*reader.next++ - '0');
	}

	if (whole < INT64_C(100000000000))
		unit = MICROS_PER_SECOND;
	else if (whole < INT64_C(100000000000000))
		unit = 1000;
	else
		unit = 1;

	whole *= unit;
	if (take(&reader, '.'))
		whole += take_fraction(&reader, unit);
	if (!at_end(&reader) || whole == 0)
		return false;

	time->micros = negative ? -whole : whole;
	if (time->micros < FIRST_MICROS || time->micros > LAST_MICROS)
		return false;
	time->is_local = false;
	return true;
}

bool
ses_timestamp_parse(Slice text, ParsedTime *time)
{
	text = slice_trim(text);
	return parse_iso(text, time) || parse_epoch(text, time);
}

/* The number of a month's English abbreviation, 0 for anything else. */
static int
take_month(Reader *reader)
{
	static const char months[][4] = {"jan", "feb", "mar", "apr", "may", "jun",
									 "jul", "aug", "sep", "oct", "nov", "dec"};

	for (int month = 0; month < 12; month++)
	{
		Slice rest = {reader->next, (int) (reader->end - reader->next)};

		if (slice_starts_with(rest, (Slice) {months[month], 3}))
		{
			reader->next += 3;
			return month + 1;
		}
	}
	return 0;
}

bool
ses_timestamp_parse_rfc5322(Slice text, ParsedTime *time)
{
	int	   comment = slice_find(text, '(');
	int	   comma = slice_find(text, ',');
	Reader reader;
	int	   day,
		month,
		year,
		clock,
		offset;

	/* A zone's name often follows as a comment: "+0900 (JST)". */
	if (comment >= 0)
		text = slice_until(text, comment);
	/* The name of the day says nothing that the date does not. */
	if (comma >= 0 && comma < text.length)
		text = slice_from(text, comma + 1);
	text = slice_trim(text);
	reader = (Reader) {text.data, text.data + text.length};

	if (!take_digits(&reader, 2, &day) && !take_digits(&reader, 1, &day))
		return false;
	skip_blanks(&reader);
	month = take_month(&reader);
	skip_blanks(&reader);
	if (!take_digits(&reader, 4, &year) || !is_date(year, month, day))
		return false;
	skip_blanks(&reader);
	if (!take_clock(&reader, &clock))
		return false;
	skip_blanks(&reader);
	if (!take_zone(&reader, &offset) || !at_end(&reader))
		return false;

	time->micros = to_micros(days_since_epoch(year, month, day), clock - offset, 0);
	time->is_local = false;
	return true;
}
