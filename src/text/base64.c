/*
 * base64.c
 *		Where base64 stands in text, and how it is written.
 */
#include "text/base64.h"

bool
ses_base64_is_digit(char c)
{
	return is_digit(c) || is_letter(c) || (c != '\0' && strchr("+/-_", c) != NULL);
}

/*
 * Whether lines of base64 may go on behind an offset: not behind a blank line, and
 * not in what separates the parts of a message.
 */
static bool
is_line_break(Slice text, int at)
{
	Slice next = slice_from(text, at + (text.data[at] == '\r' ? 2 : 1));

	if (!slice_starts_with(slice_from(text, at), SLICE("\r\n")) && text.data[at] != '\n')
		return false;
	return next.length > 0 && ses_base64_is_digit(next.data[0]) && !slice_starts_with(next, SLICE("--"));
}

int
ses_base64_length(Slice text, bool in_lines)
{
	int length = 0;

	while (length < text.length)
	{
		char c = text.data[length];

		if (ses_base64_is_digit(c) && (in_lines || c != '/'))
			length++;
		else if (in_lines && length > 0 && is_line_break(text, length))
			length += c == '\r' ? 2 : 1;
		else
			break;
	}
	for (int i = 0; i < 2 && length > 0 && length < text.length && text.data[length] == '='; i++)
		length++;
	return length;
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

Slice
ses_base64_standard(Slice base64)
{
	char *digits = palloc(base64.length + 4);
	int	  length = 0;

	for (int i = 0; i < base64.length; i++)
	{
		char c = base64.data[i];

		if (ses_base64_is_digit(c))
			digits[length++] = to_standard(c);
	}
	while (length % 4 != 0)
		digits[length++] = '=';
	return (Slice) {digits, length};
}

Slice
ses_base64_like(Slice base64, Slice other)
{
	char *digits = (char *) base64.data;
	bool  for_urls = slice_find(other, '-') >= 0 || slice_find(other, '_') >= 0;

	if (slice_find(other, '=') < 0 && ses_base64_standard(other).length > other.length)
	{
		while (base64.length > 0 && digits[base64.length - 1] == '=')
			base64.length--;
	}
	for (int i = 0; for_urls && i < base64.length; i++)
		digits[i] = to_url(digits[i]);
	return base64;
}
