/*
 * escape.c
 *		Characters that are escaped, in any of the ways of text in text.
 */
#include "text/escape.h"

/* The value of two hexadecimal digits, -1 where they are none. */
static int
hex_byte(Slice text, int at)
{
	int high = at + 1 < text.length ? hex_value(text.data[at]) : -1;
	int low = high >= 0 ? hex_value(text.data[at + 1]) : -1;

	return low >= 0 ? high * 16 + low : -1;
}

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
			if (at >= text.length || text.data[at] != 'u' || hex_byte(text, at + 1) != 0)
				return 0;
			at += 3;
			break;
		default:
			return 0;
	}
	*character = hex_byte(text, at);
	if (*character >= 0)
		return at + 2 - start;
	/* %25 alone is a % itself. */
	*character = '%';
	return kind == '%' && at > start + 1 ? at - start : 0;
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
