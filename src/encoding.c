/*
 * encoding.c
 *		From bytes of the outside to text of the database, without raising.
 */
#include "encoding.h"

#include "catalog/pg_conversion.h"
#include "catalog/pg_namespace.h"
#include "miscadmin.h"
#include "utils/memutils.h"
#include "compat.h"

/*
 * The server's own conversion from UTF-8 to the database's encoding, which is
 * neither UTF-8 nor SQL_ASCII; not one that a schema of the search_path has.
 */
static Oid
find_conversion(void)
{
	return FindDefaultConversion(PG_CATALOG_NAMESPACE, PG_UTF8, GetDatabaseEncoding());
}

/* Converts valid UTF-8 into a buffer; false where something cannot be converted. */
static bool
convert(Oid conversion, Slice utf8, char *buffer, int room)
{
	return OidIsValid(conversion) &&
		pg_do_encoding_conversion_buf(conversion, PG_UTF8, GetDatabaseEncoding(),
									  (unsigned char *) utf8.data, utf8.length,
									  (unsigned char *) buffer, room, true) == utf8.length;
}

/* The same the other way, from valid text of the database. */
static bool
convert_back(Slice text, char *buffer, int room)
{
	Oid			conversion = FindDefaultConversion(PG_CATALOG_NAMESPACE, GetDatabaseEncoding(), PG_UTF8);

	return OidIsValid(conversion) &&
		pg_do_encoding_conversion_buf(conversion, GetDatabaseEncoding(), PG_UTF8,
									  (unsigned char *) text.data, text.length,
									  (unsigned char *) buffer, room, true) == text.length;
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

/* Whether text of the database is UTF-8 as it is; SQL_ASCII takes any bytes, that is what it is for. */
static bool
is_same_in_utf8(Slice text)
{
	int			encoding = GetDatabaseEncoding();

	return encoding == PG_UTF8 || encoding == PG_SQL_ASCII || is_ascii(text);
}

/* Room for a conversion of so many bytes, NULL where it would be too much. */
static char *
conversion_room(int length, int *room)
{
	size_t		needed = (size_t) length * MAX_CONVERSION_GROWTH + 1;

	*room = (int) needed;
	return needed <= MaxAllocSize ? palloc(needed) : NULL;
}

bool
ses_text_from_utf8(Slice utf8, Slice *text)
{
	char	   *buffer;
	int			room;

	*text = utf8;
	if (utf8.length == 0)
		return true;
	if (!pg_verify_mbstr(PG_UTF8, utf8.data, utf8.length, true))
		return false;
	if (is_same_in_utf8(utf8))
		return true;

	buffer = conversion_room(utf8.length, &room);
	if (buffer == NULL || !convert(find_conversion(), utf8, buffer, room))
		return false;
	*text = slice_of(buffer);
	return true;
}

bool
ses_utf8_from_text(Slice text, Slice *utf8)
{
	char	   *buffer;
	int			room;

	*utf8 = text;
	if (is_same_in_utf8(text))
		return true;
	buffer = conversion_room(text.length, &room);
	if (buffer == NULL || !convert_back(text, buffer, room))
		return false;
	*utf8 = slice_of(buffer);
	return true;
}

bool
ses_bytes_from_base64(Slice base64, Slice *bytes)
{
	char	   *digits = palloc(base64.length + 1);
	int			count = 0;
	int			room;
	char	   *buffer;

	/* Line breaks are allowed (RFC 2045), but not by the server's decoder. */
	for (int i = 0; i < base64.length; i++)
	{
		if (!is_blank(base64.data[i]))
			digits[count++] = base64.data[i];
	}
	room = pg_b64_dec_len(count) + 1;
	buffer = palloc(room);
	*bytes = (Slice) {buffer, decode_base64(digits, count, buffer, room)};
	return bytes->length >= 0;
}

bool
ses_text_from_base64(Slice base64, Slice *text)
{
	Slice		bytes;

	return ses_bytes_from_base64(base64, &bytes) && ses_text_from_utf8(bytes, text);
}

Slice
ses_base64_from_bytes(Slice bytes)
{
	int			room = pg_b64_enc_len(bytes.length) + 1;
	char	   *buffer = palloc(room);

	return (Slice) {buffer, encode_base64(bytes.data, bytes.length, buffer, room)};
}

/* The code unit of a \u escape at the beginning of a text, -1 if it is none. */
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

/*
 * There is no conversion to SQL_ASCII: it would take any bytes, but does not
 * know which they are.
 */
static bool
character_fits(Oid conversion, pg_wchar character)
{
	unsigned char utf8[MAX_MULTIBYTE_CHAR_LEN];
	char		buffer[MAX_MULTIBYTE_CHAR_LEN * MAX_CONVERSION_GROWTH + 1];

	if (character < 0x80)
		return true;
	unicode_to_utf8(character, utf8);
	return convert(conversion, (Slice) {(char *) utf8, pg_utf_mblen(utf8)}, buffer, sizeof(buffer));
}

bool
ses_json_escapes_fit(Slice json)
{
	Oid			conversion;

	if (GetDatabaseEncoding() == PG_UTF8 || slice_find(json, '\\') < 0)
		return true;

	conversion = find_conversion();
	for (int i = 0; i + 1 < json.length; i++)
	{
		int			unit;

		if (json.data[i] != '\\')
			continue;
		CHECK_FOR_INTERRUPTS();
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
		if (!character_fits(conversion, unit))
			return false;
	}
	return true;
}
