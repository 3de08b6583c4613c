/*
 * mention.c
 *		Finding an address in text, however it is spelled.
 *
 * Sources: RFC 3986, section 2.1 (percent-encoding); RFC 8259, section 7
 * (escapes of JSON); RFC 2045, section 6.7 (quoted-printable).
 */
#include "mention.h"

/* The value of two hexadecimal digits, -1 where they are none. */
static int
hex_byte(Slice text, int at)
{
	int			high = at + 1 < text.length ? hex_value(text.data[at]) : -1;
	int			low = high >= 0 ? hex_value(text.data[at + 1]) : -1;

	return low >= 0 ? high * 16 + low : -1;
}

/* How long a line break inside quoted-printable is, 0 where there is none. */
static int
soft_break(Slice text, int at)
{
	Slice		rest = slice_from(text, at);

	if (slice_starts_with(rest, SLICE("=\r\n")))
		return 3;
	return slice_starts_with(rest, SLICE("=\n")) ? 2 : 0;
}

/*
 * The length of an escape at a place, and what it stands for; 0 where there is
 * none, or it stands for more than a byte.  JSON inside JSON has its
 * backslashes doubled.
 */
static int
read_escape(Slice text, int at, int *character)
{
	int			start = at;

	if (text.data[at] == '%' || text.data[at] == '=')
	{
		*character = hex_byte(text, at + 1);
		return *character >= 0 ? 3 : 0;
	}
	while (at < text.length && text.data[at] == '\\')
		at++;
	if (at == start || at >= text.length || text.data[at] != 'u' || hex_byte(text, at + 1) != 0)
		return 0;
	*character = hex_byte(text, at + 3);
	return *character >= 0 ? at + 5 - start : 0;
}

/* The length of an address that is spelled at a place, 0 where it is not. */
static int
match(Slice text, int start, Slice address)
{
	int			at = start;

	for (int i = 0; i < address.length; i++)
	{
		int			character;
		int			length;

		at += soft_break(text, at);
		if (at >= text.length)
			return 0;
		if (to_lower(text.data[at]) == to_lower(address.data[i]))
		{
			at++;
			continue;
		}
		length = read_escape(text, at, &character);
		if (length == 0 || to_lower((char) character) != to_lower(address.data[i]))
			return 0;
		at += length;
	}
	return at - start;
}

static bool
is_letter_or_digit(char c)
{
	return is_digit(c) || (to_lower(c) >= 'a' && to_lower(c) <= 'z') || ((unsigned char) c & 0x80) != 0;
}

/*
 * Whether a character belongs to the address that goes on behind it.  More may,
 * by RFC 5322, but = / & ' and their kin stand rather between an address and
 * something else.
 */
static bool
is_of_local_part(char c)
{
	return is_letter_or_digit(c) || (c != '\0' && strchr("._+-", c) != NULL);
}

/* Whether an address may begin at a place: nothing before it belongs to it. */
static bool
may_begin(Slice text, int at)
{
	int			character;

	/* What looks like a letter may be the end of an escape: %3Dann, \nann. */
	if (at >= 3 && read_escape(text, at - 3, &character) == 3)
		return !is_of_local_part((char) character);
	if (at >= 6 && read_escape(text, at - 6, &character) == 6)
		return !is_of_local_part((char) character);
	if (at >= 2 && text.data[at - 2] == '\\')
		return true;
	return at == 0 || !is_of_local_part(text.data[at - 1]);
}

/* Whether an address may end before a place: its domain does not go on there. */
static bool
may_end(Slice text, int at)
{
	char		c;

	if (at >= text.length)
		return true;
	c = text.data[at];
	if (c == '.')
		return at + 1 >= text.length || !is_letter_or_digit(text.data[at + 1]);
	return !is_letter_or_digit(c) && c != '-' && c != '_';
}

bool
ses_mention_find(Slice text, Slice address, Slice *mention)
{
	int			at_sign = slice_find(address, '@');

	if (at_sign <= 0 || at_sign == address.length - 1)
		return false;
	for (int at = 0; at < text.length; at++)
	{
		char		c = text.data[at];
		int			length;

		if (to_lower(c) != to_lower(address.data[0]) && c != '%' && c != '=' && c != '\\')
			continue;
		/* A run of backslashes is read once. */
		if (c == '\\' && at > 0 && text.data[at - 1] == '\\')
			continue;
		length = match(text, at, address);
		if (length == 0 || !may_begin(text, at) || !may_end(text, at + length))
			continue;
		*mention = (Slice) {text.data + at, length};
		return true;
	}
	return false;
}
