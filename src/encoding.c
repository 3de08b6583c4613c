/*
 * encoding.c
 *		From bytes of the outside to text of the database, without raising.
 */
#include "encoding.h"

#include "catalog/namespace.h"
#include "utils/memutils.h"
#include "compat.h"

/*
 * Converts valid UTF-8 to an encoding that is neither UTF-8 nor SQL_ASCII, as
 * the server itself would, but with a false in place of the error.
 */
static bool
convert_from_utf8(Slice utf8, Slice *text)
{
	int			encoding = GetDatabaseEncoding();
	Oid			conversion = FindDefaultConversionProc(PG_UTF8, encoding);
	size_t		room = (size_t) utf8.length * MAX_CONVERSION_GROWTH + 1;
	unsigned char *buffer;
	int			converted;

	if (!OidIsValid(conversion) || room > MaxAllocSize)
		return false;
	buffer = palloc(room);
	converted = pg_do_encoding_conversion_buf(conversion, PG_UTF8, encoding,
											  (unsigned char *) utf8.data, utf8.length,
											  buffer, (int) room, true);
	*text = (Slice) {(char *) buffer, (int) strlen((char *) buffer)};
	return converted == utf8.length;
}

static bool
is_ascii(Slice bytes)
{
	for (int i = 0; i < bytes.length; i++)
	{
		if (IS_HIGHBIT_SET(bytes.data[i]))
			return false;
	}
	return true;
}

bool
ses_text_from_utf8(Slice utf8, Slice *text)
{
	int			encoding = GetDatabaseEncoding();

	*text = utf8;
	if (utf8.length == 0)
		return true;
	if (!pg_verify_mbstr(PG_UTF8, utf8.data, utf8.length, true))
		return false;
	/* SQL_ASCII takes any bytes as they are: that is what it is for. */
	if (encoding == PG_UTF8 || encoding == PG_SQL_ASCII || is_ascii(utf8))
		return true;
	return convert_from_utf8(utf8, text);
}

bool
ses_bytes_from_base64(Slice base64, Slice *bytes)
{
	int			room;
	char	   *buffer;

	if ((size_t) base64.length > MaxAllocSize / 2)
		return false;
	room = pg_b64_dec_len(base64.length) + 1;
	buffer = palloc(room);
	*bytes = (Slice) {buffer, decode_base64(base64.data, base64.length, buffer, room)};
	return bytes->length >= 0;
}

bool
ses_text_from_base64(Slice base64, Slice *text)
{
	Slice		bytes;

	return ses_bytes_from_base64(base64, &bytes) && ses_text_from_utf8(bytes, text);
}

/* The code unit of a \uXXXX escape at the beginning of a text, -1 if it is none. */
static int
read_escape(Slice text)
{
	int			unit = 0;

	if (text.length < 6 || text.data[0] != '\\' || text.data[1] != 'u')
		return -1;
	for (int i = 2; i < 6; i++)
	{
		int			digit = hex_value(text.data[i]);

		if (digit < 0)
			return -1;
		unit = unit * 16 + digit;
	}
	return unit;
}

static bool
character_fits(pg_wchar character)
{
	unsigned char utf8[MAX_MULTIBYTE_CHAR_LEN];
	Slice		text;

	if (character < 0x80)
		return true;
	/* Bytes that SQL_ASCII would take, but it does not know which they are. */
	if (GetDatabaseEncoding() == PG_SQL_ASCII)
		return false;
	unicode_to_utf8(character, utf8);
	return ses_text_from_utf8((Slice) {(char *) utf8, pg_utf_mblen(utf8)}, &text);
}

bool
ses_json_escapes_fit(Slice json)
{
	if (GetDatabaseEncoding() == PG_UTF8)
		return true;

	for (int i = 0; i + 1 < json.length; i++)
	{
		int			unit;

		if (json.data[i] != '\\')
			continue;
		unit = read_escape(slice_from(json, i));
		if (unit < 0)
		{
			i++;				/* an escape of another kind: \\u is none */
			continue;
		}
		i += 5;

		/*
		 * Halves of a surrogate pair stand for one character together.  What
		 * is wrong with a half alone is for the lexer to say.
		 */
		if (is_utf16_surrogate_first(unit))
		{
			int			second = read_escape(slice_from(json, i + 1));

			if (second < 0 || !is_utf16_surrogate_second(second))
				continue;
			unit = surrogate_pair_to_codepoint(unit, second);
			i += 6;
		}
		else if (is_utf16_surrogate_second(unit))
			continue;
		if (!character_fits(unit))
			return false;
	}
	return true;
}
