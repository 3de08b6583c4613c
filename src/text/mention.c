/*
 * mention.c
 *		Finding an address in text, however it is spelled.
 */
#include "text/mention.h"

#include "text/escape.h"

/* RFC 5321, section 4.5.3.1: 64 octets before the @ and 255 behind it. */
#define MAX_ADDRESS 320

bool
ses_mention_is_address(Slice text)
{
	int at_sign = slice_find(text, '@');

	return at_sign > 0 && at_sign < text.length - 1 && text.length <= MAX_ADDRESS;
}

static bool
is_beyond_ascii(char c)
{
	return ((unsigned char) c & 0x80) != 0;
}

/*
 * How long the backslashes are that JSON, or JSON in JSON, has at an offset before a
 * quotation mark, or for the backslash of a quoted local part.
 */
static int
backslashes(Slice text, int at, char character)
{
	int end = at;

	while (end < text.length && text.data[end] == '\\')
		end++;
	if (character == '\\')
		return end > at ? end - at - 1 : 0;
	return end < text.length && text.data[end] == '"' ? end - at : 0;
}

/*
 * The length of an escape in JSON of the character beyond ASCII that the rest of an
 * address begins with, 0 where there is none, and the length of the character.
 */
static int
match_beyond_ascii(Slice text, int at, Slice rest, int *length)
{
	char utf8[UTF8_ROOM];
	int	 escape;

	if (text.data[at] != '\\' || !is_beyond_ascii(rest.data[0]))
		return 0;
	escape = ses_escape_read_utf8(text, at, utf8, length);
	return escape > 0 && slice_starts_with(rest, (Slice) {utf8, *length}) ? escape : 0;
}

/* The length of an address that is spelled at an offset, 0 where it is not. */
static int
match(Slice text, int start, Slice address)
{
	int at = start;

	/* As it is first: a%25b@x.example would be read as an escape. */
	if (slice_starts_with(slice_from(text, start), address))
		return address.length;
	for (int i = 0; i < address.length; i++)
	{
		int character;
		int length;
		int bytes;

		if (i > 0)
			at += ses_escape_soft_break(text, at);
		if (at >= text.length)
			return 0;
		if (address.data[i] == '"' || address.data[i] == '\\')
			at += backslashes(text, at, address.data[i]);
		/* First as an escape: of a=b@x.example, the = may be written =3D. */
		length = ses_escape_read(text, at, &character);
		if (length > 0 && to_lower((char) character) == to_lower(address.data[i]))
			at += length;
		else if (to_lower(text.data[at]) == to_lower(address.data[i]))
			at++;
		else if ((length = match_beyond_ascii(text, at, slice_from(address, i), &bytes)) > 0)
		{
			at += length;
			i += bytes - 1;
		}
		else
			return 0;
	}
	return at - start;
}

/*
 * Whether a character, told apart from ASCII's others, makes a word.  Beyond
 * ASCII there are letters, but also the quotation marks and ideographs that
 * stand around an address: these count only beside a character of their kind.
 */
static bool
is_letter_or_digit(char c, char neighbour)
{
	return is_digit(c) || is_letter(c) ||
		(is_beyond_ascii(c) && is_beyond_ascii(neighbour));
}

/*
 * Whether a character belongs to the address that goes on behind it.  More may,
 * by RFC 5322, but = / & ' and their kin stand rather between an address and
 * something else.
 */
static bool
is_of_local_part(char c, char neighbour)
{
	return is_letter_or_digit(c, neighbour) || (c != '\0' && strchr("._+-", c) != NULL);
}

/* An escape that stands for any character: for one beyond ASCII, its first byte. */
static int
read_json_escape(Slice text, int at, int *character)
{
	char utf8[UTF8_ROOM];
	int	 bytes;
	int	 length = ses_escape_read_utf8(text, at, utf8, &bytes);

	if (length == 0)
		return ses_escape_read(text, at, character);
	*character = (unsigned char) utf8[0];
	return length;
}

/*
 * Whether an escape ends before an offset, and what it stands for: what looks like
 * a letter may be its end, as in %3Dann, %253Dann, \u003cann or =20ann.  A
 * control character is none in quoted-printable: ?n=11ann stays what it is.
 */
static bool
escape_before(Slice text, int at, int *character)
{
	int percent = at - 3;

	while (percent >= 2 && slice_starts_with(slice_from(text, percent - 1), SLICE("25")))
		percent -= 2;
	if (percent >= 0 && text.data[percent] == '%' && ses_escape_read(text, percent, character) == at - percent)
		return true;
	if (at >= 6 && text.data[at - 6] == '\\' && read_json_escape(text, at - 6, character) == 6)
		return true;
	if (at >= 3 && text.data[at - 3] == '=' && ses_escape_read(text, at - 3, character) == 3)
		return *character >= ' ' || is_blank((char) *character);
	return false;
}

/* Whether a mention of an address may begin at an offset: nothing before it belongs to it. */
static bool
may_begin(Slice text, int at, Slice mention, char first)
{
	int character;

	if (at >= 3 && ses_escape_soft_break(text, at - 3) == 3)
		at -= 3;
	else if (at >= 2 && ses_escape_soft_break(text, at - 2) == 2)
		at -= 2;

	if (at == 0)
		return true;
	if (escape_before(text, at, &character))
		return !is_of_local_part((char) character, first);
	if (at >= 2 && text.data[at - 2] == '\\' && strchr("bfnrt", text.data[at - 1]) != NULL)
		return true;
	/* In the encoded-words of headers, a blank is written so. */
	if (text.data[at - 1] == '_' && slice_find(mention, '=') >= 0)
		return true;
	return !is_of_local_part(text.data[at - 1], first);
}

/* The character at an offset, as it is meant, and how long it is; 0 at the end. */
static int
read_character(Slice text, int at, char *character)
{
	int escaped;
	int length;
	int break_length = ses_escape_soft_break(text, at);

	at += break_length;
	if (at >= text.length)
		return 0;
	length = read_json_escape(text, at, &escaped);
	*character = length > 0 ? (char) escaped : text.data[at];
	return break_length + (length > 0 ? length : 1);
}

/* Whether an address may end before an offset: its domain does not go on there. */
static bool
may_end(Slice text, int at, char last)
{
	char c;
	int	 length = read_character(text, at, &c);

	if (length == 0)
		return true;
	if (c == '.')
		return read_character(text, at + length, &c) == 0 || !is_letter_or_digit(c, last);
	return !is_letter_or_digit(c, last) && c != '-' && c != '_';
}

bool
ses_mention_find(Slice text, Slice address, Slice *mention)
{
	if (!ses_mention_is_address(address))
		return false;
	for (int at = 0; at < text.length; at++)
	{
		char c = text.data[at];
		int	 length;

		if (to_lower(c) != to_lower(address.data[0]) && c != '%' && c != '=' && c != '\\')
			continue;
		/* A run of backslashes is read once. */
		if (c == '\\' && at > 0 && text.data[at - 1] == '\\')
			continue;
		length = match(text, at, address);
		*mention = (Slice) {text.data + at, length};
		if (length > 0 && may_begin(text, at, *mention, address.data[0]) &&
			may_end(text, at + length, address.data[address.length - 1]))
			return true;
	}
	return false;
}
