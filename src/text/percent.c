/*
 * percent.c
 *		Text that is percent-encoded, as in forms.
 */
#include "text/percent.h"

#include "text/encoding.h"

/*
 * Whether a value is one address, nothing of which is escaped.  No blank can
 * stand in that, so a + is meant, as in the messages of Alibaba's MNS, which
 * escape nothing.
 */
static bool
is_bare_address(Slice value)
{
	int at = slice_find(value, '@');

	if (at <= 0 || at == value.length - 1)
		return false;
	for (int i = 0; i < value.length; i++)
	{
		char c = value.data[i];

		if ((c == '@' && i != at) || (c == '+' && i > at) || (c != '\0' && strchr("%:/,;", c) != NULL))
			return false;
	}
	return true;
}

Slice
ses_percent_decode(Slice encoded)
{
	bool  is_address = is_bare_address(encoded);
	char *bytes = palloc_extended((Size) encoded.length + 1, MCXT_ALLOC_HUGE);
	int	  length = 0;

	for (int i = 0; i < encoded.length; i++)
	{
		char c = encoded.data[i];
		int	 byte = c == '%' ? slice_hex_byte(encoded, i + 1) : -1;

		if (byte >= 0)
		{
			c = (char) byte;
			i += 2;
		}
		else if (c == '+' && !is_address)
			c = ' ';
		bytes[length++] = c;
	}
	return ses_text_from_bytes((Slice) {bytes, length});
}

/* Whether a text begins with another one, whose hexadecimal digits may have any case. */
static bool
begins_with(Slice text, Slice beginning)
{
	return text.length >= beginning.length && slice_equals_nocase(slice_until(text, beginning.length), beginning);
}

/* Skips blanks at the beginning, as they are, encoded once and encoded twice. */
static Slice
skip_blanks(Slice text)
{
	static const char *const blanks[] = {
		" ", "\t", "\n", "\r", "+", "%20", "%09", "%0A", "%0D", "%2B", "%2520", "%2509", "%250A", "%250D"};
	int i = 0;

	while (i < (int) lengthof(blanks))
	{
		Slice blank = slice_of(blanks[i++]);

		if (begins_with(text, blank))
		{
			text = slice_from(text, blank.length);
			i = 0;
		}
	}
	return text;
}

/* Whether a text begins with an object, an array or a string that is encoded once. */
static bool
is_encoded_once(Slice text)
{
	return begins_with(text, SLICE("%7B")) || begins_with(text, SLICE("%5B")) ||
		begins_with(text, SLICE("%22"));
}

static bool
is_encoded_twice(Slice text)
{
	return begins_with(text, SLICE("%257B")) || begins_with(text, SLICE("%255B")) ||
		begins_with(text, SLICE("%2522"));
}

bool
ses_percent_is_json(Slice text)
{
	text = skip_blanks(text);
	return is_encoded_once(text) || is_encoded_twice(text);
}

/* Decodes a text in which characters that are not ASCII may stand for themselves. */
static Slice
decode_mixed(Slice text)
{
	Slice utf8;

	return ses_percent_decode(ses_utf8_from_text(text, &utf8) ? utf8 : text);
}

Slice
ses_percent_decode_json(Slice text)
{
	if (is_encoded_twice(skip_blanks(text)))
		text = decode_mixed(text);
	return decode_mixed(text);
}
