/*
 * string.c
 *		Strings of JSON text that hold escapes.
 *
 * Not by the server's lexer, because that refuses \u0000 and halves of surrogate
 * pairs.  RFC 8259 allows both, and programs send them.
 */
#include "json/string.h"

#include "mb/pg_wchar.h"
#include "miscadmin.h"

#include "text/encoding.h"

/* The length of \u and four digits. */
#define UNICODE_ESCAPE 6

/* The code unit of a \u escape at the beginning of a text, -1 where there is none. */
static int
read_unit(Slice text)
{
	int unit = 0;

	if (text.length < UNICODE_ESCAPE || text.data[0] != '\\' || text.data[1] != 'u')
		return -1;
	for (int i = 2; i < UNICODE_ESCAPE; i++)
	{
		int digit = hex_value(text.data[i]);

		if (digit < 0)
			return -1;
		unit = unit * 16 + digit;
	}
	return unit;
}

/* The character of an escape of two characters, '\0' where there is no such escape. */
static char
read_short_escape(char letter)
{
	switch (letter)
	{
		case '"':
		case '\\':
		case '/':
			return letter;
		case 'b':
			return '\b';
		case 'f':
			return '\f';
		case 'n':
			return '\n';
		case 'r':
			return '\r';
		case 't':
			return '\t';
		default:
			return '\0';
	}
}

const char *
ses_json_find_string_end(const char *next, const char *end)
{
	while (next < end && *next != '"')
	{
		if (ses_json_is_plain(*next))
			next++;
		else if (*next != '\\' || next + 1 == end)
			return NULL;
		else if (read_short_escape(next[1]) != '\0')
			next += 2;
		else if (read_unit((Slice) {next, (int) (end - next)}) >= 0)
			next += UNICODE_ESCAPE;
		else
			return NULL;
	}
	return next < end ? next : NULL;
}

/*
 * Writes the character of one or two \u escapes, and returns the length of these.
 * A half of a surrogate pair is no character, and what follows it stands for itself.
 */
static int
put_unicode(Slice text, char **to)
{
	int first = read_unit(text);
	int second;

	if (is_utf16_surrogate_first(first))
	{
		second = read_unit(slice_from(text, UNICODE_ESCAPE));
		if (second >= 0 && is_utf16_surrogate_second(second))
		{
			*to += ses_text_put_character(surrogate_pair_to_codepoint(first, second), *to);
			return 2 * UNICODE_ESCAPE;
		}
	}
	*to += ses_text_put_character(first, *to);
	return UNICODE_ESCAPE;
}

Slice
ses_json_unescape(Slice string)
{
	/* Enough, because an escape is longer than the character that it stands for. */
	char *data = palloc_extended((Size) string.length + 1, MCXT_ALLOC_HUGE);
	char *to = data;
	int	  i = 0;

	while (i < string.length)
	{
		Slice rest = slice_from(string, i);
		int	  plain = slice_find(rest, '\\');
		int	  length = 2;
		char  character;

		if (plain < 0)
			plain = rest.length;
		memcpy(to, rest.data, plain);
		to += plain;
		i += plain;
		if (i + 1 >= string.length)
			break;

		CHECK_FOR_INTERRUPTS();
		character = read_short_escape(string.data[i + 1]);
		if (character != '\0')
			*to++ = character;
		else
			length = put_unicode(slice_from(string, i), &to);
		i += length;
	}
	return (Slice) {data, (int) (to - data)};
}
