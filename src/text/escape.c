/*
 * escape.c
 *		Characters that are escaped, in any of the ways of text in text.
 */
#include "text/escape.h"

/* The halves of a pair in UTF-16, by their upper six bits. */
#define FIRST_SURROGATE 0xD800
#define SECOND_SURROGATE 0xDC00

/* What the reader of JSON has for a zero and for half a pair. */
#define REPLACEMENT 0xFFFD

int
ses_escape_read(Slice text, int at, int *character)
{
	int	 start = at;
	char kind = text.data[at++];

	switch (kind)
	{
		case '%':
			while (slice_starts_with(slice_from(text, at), SLICE("25")))
				at += 2;
			break;
		case '=':
			break;
		case '\\':
			while (at < text.length && text.data[at] == '\\')
				at++;
			if (at >= text.length || text.data[at] != 'u' || slice_hex_byte(text, at + 1) != 0)
				return 0;
			at += 3;
			break;
		default:
			return 0;
	}
	*character = slice_hex_byte(text, at);
	if (*character >= 0)
		return at + 2 - start;
	/* %25 alone is a % itself. */
	*character = '%';
	return kind == '%' && at > start + 1 ? at - start : 0;
}

/* The length of a \u escape of JSON at an offset, with all of its backslashes, and its code unit; 0 where there is none. */
static int
read_unit(Slice text, int at, int *unit)
{
	int end = at;
	int high;
	int low;

	while (end < text.length && text.data[end] == '\\')
		end++;
	if (end == at || end >= text.length || text.data[end] != 'u')
		return 0;
	high = slice_hex_byte(text, end + 1);
	low = slice_hex_byte(text, end + 3);
	*unit = high * 256 + low;
	return high >= 0 && low >= 0 ? end + 5 - at : 0;
}

static bool
is_surrogate(int unit, int first)
{
	return (unit & 0xFC00) == first;
}

/* Writes a character beyond ASCII. */
static int
put_utf8(int character, char *utf8)
{
	int length = character < 0x800 ? 2 : character < 0x10000 ? 3 :
															   4;

	for (int i = length - 1; i > 0; i--)
	{
		utf8[i] = (char) (0x80 | (character & 0x3F));
		character >>= 6;
	}
	utf8[0] = (char) ((0xF00 >> length & 0xFF) | character);
	return length;
}

int
ses_escape_read_utf8(Slice text, int at, char *utf8, int *utf8_length)
{
	int character;
	int second;
	int length = read_unit(text, at, &character);
	int second_length;

	if (length == 0 || (character > 0 && character < 0x80))
		return 0;
	if (is_surrogate(character, FIRST_SURROGATE) &&
		(second_length = read_unit(text, at + length, &second)) > 0 && is_surrogate(second, SECOND_SURROGATE))
	{
		character = 0x10000 + ((character & 0x3FF) << 10) + (second & 0x3FF);
		length += second_length;
	}
	else if (character == 0 || is_surrogate(character, FIRST_SURROGATE) || is_surrogate(character, SECOND_SURROGATE))
		character = REPLACEMENT;
	*utf8_length = put_utf8(character, utf8);
	return length;
}

/* How long a control character is at an offset, as it is or escaped, in JSON by a letter too; 0 where there is none. */
static int
control_length(Slice text, int at, char control, char letter)
{
	int end = at;
	int character;
	int length;

	if (at >= text.length)
		return 0;
	if (text.data[at] == control)
		return 1;
	while (end < text.length && text.data[end] == '\\')
		end++;
	if (end > at && end < text.length && text.data[end] == letter)
		return end + 1 - at;
	/* Not =0A, because quoted-printable leaves line breaks as they are. */
	length = text.data[at] != '=' ? ses_escape_read(text, at, &character) : 0;
	return length > 0 && character == control ? length : 0;
}

int
ses_escape_line_break(Slice text, int at)
{
	int carriage_return = control_length(text, at, '\r', 'r');
	int line_feed = control_length(text, at + carriage_return, '\n', 'n');

	return line_feed > 0 ? carriage_return + line_feed : 0;
}

int
ses_escape_soft_break(Slice text, int at)
{
	int line_break;

	if (at >= text.length || text.data[at] != '=')
		return 0;
	line_break = ses_escape_line_break(text, at + 1);
	return line_break > 0 ? 1 + line_break : 0;
}
