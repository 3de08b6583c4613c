/*
 * base64.c
 *		Where base64 stands in text, and how it is written.
 */
#include "text/base64.h"

#include "miscadmin.h"

#include "utils/memutils.h"

#include "text/escape.h"

/* The characters of both alphabets beside letters and digits. */
#define OTHER_DIGITS "+/-_"

/* A longer escape is not copied for each digit, because text could grow with its square. */
#define MAX_PERCENT_LENGTH 9

static bool
is_base64_digit(char c)
{
	return is_digit(c) || is_letter(c) || (c != '\0' && strchr(OTHER_DIGITS, c) != NULL);
}

/* How many backslashes are at an offset. */
static int
backslashes(Slice text, int at)
{
	int end = at;

	while (end < text.length && text.data[end] == '\\')
		end++;
	return end - at;
}

/* How long the digit at an offset is, as it is or escaped, and which; 0 where there is none. */
static int
read_digit(Slice text, int at, char *digit)
{
	int length;
	int character;

	if (at >= text.length)
		return 0;
	*digit = text.data[at];
	if (is_base64_digit(*digit))
		return 1;
	if (*digit == '%' || *digit == '\\')
	{
		length = ses_escape_read(text, at, &character);
		*digit = (char) character;
		if (length > 0 && is_base64_digit(*digit))
			return length;
	}
	/* PHP writes a slash so in JSON. */
	length = backslashes(text, at);
	*digit = '/';
	return length > 0 && at + length < text.length && text.data[at + length] == '/' ? length + 1 : 0;
}

bool
ses_base64_begins(Slice text)
{
	char digit;

	return read_digit(text, 0, &digit) > 0;
}

/* How long an equals sign at an offset is, as it is or escaped; 0 where there is none. */
static int
padding_length(Slice text, int at)
{
	int character;
	int length = at < text.length ? ses_escape_read(text, at, &character) : 0;

	if (length > 0 && character == '=')
		return length;
	return at < text.length && text.data[at] == '=' ? 1 : 0;
}

/*
 * An escape is passed as a whole, because its end looks like digits.  Of
 * quoted-printable only what has to be escaped in it: a=kA may be base64.
 */
int
ses_base64_gap(Slice text)
{
	int character;
	int length = ses_escape_line_break(text, 0);

	if (length == 0)
		length = ses_escape_read(text, 0, &character);
	if (length > 0 && text.data[0] == '=' && (is_digit((char) character) || is_letter((char) character)))
		length = 0;
	if (length == 0)
	{
		length = backslashes(text, 0);
		if (length > 0 && length < text.length && strchr("bfnrt", text.data[length]) != NULL)
			length++;
	}
	return Max(length, 1);
}

/*
 * How long a line break at an offset is, with the indentation behind it, where lines
 * of base64 may go on there: not behind a blank line, and not in what separates
 * the parts of a message.
 */
static int
break_length(Slice text, int at, Base64Extent extent)
{
	int	 length = ses_escape_line_break(text, at);
	char digit;

	if (length == 0 && extent == BASE64_SOFT_LINES)
		length = ses_escape_soft_break(text, at);
	if (length == 0)
		return 0;
	while (at + length < text.length && (text.data[at + length] == ' ' || text.data[at + length] == '\t'))
		length++;
	return read_digit(text, at + length, &digit) > 0 && !slice_starts_with(slice_from(text, at + length), SLICE("--")) ? length : 0;
}

int
ses_base64_length(Slice text, Base64Extent extent)
{
	int end = 0;

	while (end < text.length)
	{
		char digit;
		int	 length = read_digit(text, end, &digit);
		bool is_slash = length > 0 && text.data[end + length - 1] == '/';

		CHECK_FOR_INTERRUPTS();
		if (length == 0 && extent != BASE64_PIECE && end > 0)
			length = break_length(text, end, extent);
		else if (is_slash && extent == BASE64_PIECE)
			length = 0;
		if (length == 0)
			break;
		end += length;
	}
	for (int i = 0; i < 2 && end > 0; i++)
		end += padding_length(text, end);
	return end;
}

bool
ses_base64_is_spread(Slice text)
{
	bool has_blank = false;
	bool has_ended = false;

	for (int i = 0; i < text.length; i++)
	{
		char c = text.data[i];

		if (is_blank(c))
			has_blank = true;
		else if (c == '=')
			has_ended = true;
		else if (has_ended || !(is_digit(c) || is_letter(c) || c == '+' || c == '/'))
			return false;
	}
	return has_blank;
}

/* The alphabet for URLs has other characters for 62 and 63 (RFC 4648, section 5). */
static char
to_standard(char c)
{
	if (c == '-')
		return '+';
	return c == '_' ? '/' : c;
}

static char
to_url(char c)
{
	if (c == '+')
		return '-';
	return c == '/' ? '_' : c;
}

/* The digits of base64 in the standard alphabet, and how many; digits may be NULL. */
static int
read_digits(Slice base64, char *digits, bool *is_padded)
{
	int count = 0;
	int at = 0;

	*is_padded = false;
	while (at < base64.length)
	{
		char digit;
		int	 length = read_digit(base64, at, &digit);

		if (length == 0)
		{
			*is_padded |= padding_length(base64, at) > 0;
			length = ses_base64_gap(slice_from(base64, at));
		}
		else if (digits != NULL)
			digits[count++] = to_standard(digit);
		else
			count++;
		at += length;
	}
	return count;
}

Slice
ses_base64_standard(Slice base64)
{
	char *digits = palloc(base64.length + 4);
	bool  is_padded;
	int	  length = read_digits(base64, digits, &is_padded);

	/* One digit alone is less than a byte: what was cut off has one. */
	if (length % 4 == 1)
		length--;
	while (length % 4 != 0)
		digits[length++] = '=';
	return (Slice) {digits, length};
}

int
ses_base64_skip(Slice base64, int digits)
{
	int at = 0;

	while (digits > 0 && at < base64.length)
	{
		char digit;
		int	 length = read_digit(base64, at, &digit);

		if (length > 0)
			digits--;
		else
			length = ses_base64_gap(slice_from(base64, at));
		at += length;
	}
	return at;
}

/* Escapes what a form or a URL cannot hold, as often as a percent sign in another text is escaped. */
static Slice
escape(Slice base64, Slice other)
{
	Slice percent = slice_from(other, slice_find(other, '%'));
	int	  length = 1;
	char *escaped;
	int	  count = 0;

	while (slice_starts_with(slice_from(percent, length), SLICE("25")))
		length += 2;
	percent = slice_until(percent, length <= MAX_PERCENT_LENGTH ? length : 1);
	if ((Size) base64.length > MaxAllocSize / (MAX_PERCENT_LENGTH + 2))
		return base64;
	escaped = palloc(base64.length * (percent.length + 2) + 1);
	for (int i = 0; i < base64.length; i++)
	{
		char c = base64.data[i];

		if (is_digit(c) || is_letter(c))
		{
			escaped[count++] = c;
			continue;
		}
		memcpy(escaped + count, percent.data, percent.length);
		count += percent.length;
		memcpy(escaped + count, c == '+' ? "2B" : c == '/' ? "2F" :
															 "3D",
			   2);
		count += 2;
	}
	return (Slice) {escaped, count};
}

Slice
ses_base64_like(Slice base64, Slice other)
{
	char *digits = (char *) base64.data;
	bool  for_urls = slice_find(other, '-') >= 0 || slice_find(other, '_') >= 0;
	bool  is_padded;

	if (read_digits(other, NULL, &is_padded) % 4 != 0 && !is_padded)
	{
		while (base64.length > 0 && digits[base64.length - 1] == '=')
			base64.length--;
	}
	for (int i = 0; for_urls && i < base64.length; i++)
		digits[i] = to_url(digits[i]);
	return !for_urls && slice_find(other, '%') >= 0 ? escape(base64, other) : base64;
}
