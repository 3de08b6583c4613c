/*
 * encoding.c
 *		From bytes of the outside to text of the database, without raising.
 */
#include "text/encoding.h"

#include "catalog/pg_conversion.h"
#include "catalog/pg_namespace.h"
#include "miscadmin.h"
#include "utils/memutils.h"
#include "base/compat.h"

/*
 * The server's own conversion between two encodings, of which one is UTF-8 and
 * the other neither UTF-8 nor SQL_ASCII; not one that a schema of the
 * search_path has.
 */
static Oid
find_conversion(int from, int to)
{
	return FindDefaultConversion(PG_CATALOG_NAMESPACE, from, to);
}

/* Converts valid bytes into a buffer; false where something cannot be converted. */
static bool
convert(Oid conversion, int from, int to, Slice bytes, char *buffer, int room)
{
	return OidIsValid(conversion) &&
		pg_do_encoding_conversion_buf(conversion, from, to,
									  (unsigned char *) bytes.data, bytes.length,
									  (unsigned char *) buffer, room, true) == bytes.length;
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

/*
 * Valid bytes, between UTF-8 and the database's encoding.  SQL_ASCII takes any
 * bytes as they are: that is what it is for.
 */
static bool
reencode(int from, int to, Slice bytes, Slice *result)
{
	int	   encoding = GetDatabaseEncoding();
	size_t room = (size_t) bytes.length * MAX_CONVERSION_GROWTH + 1;
	char  *buffer;

	*result = bytes;
	if (encoding == PG_UTF8 || encoding == PG_SQL_ASCII || is_ascii(bytes))
		return true;

	if (room > MaxAllocSize)
		return false;
	buffer = palloc(room);
	if (!convert(find_conversion(from, to), from, to, bytes, buffer, (int) room))
		return false;
	*result = slice_of(buffer);
	return true;
}

bool
ses_text_from_utf8(Slice utf8, Slice *text)
{
	*text = utf8;
	if (utf8.length == 0)
		return true;
	return pg_verify_mbstr(PG_UTF8, utf8.data, utf8.length, true) &&
		reencode(PG_UTF8, GetDatabaseEncoding(), utf8, text);
}

bool
ses_utf8_from_text(Slice text, Slice *utf8)
{
	return reencode(GetDatabaseEncoding(), PG_UTF8, text, utf8);
}

bool
ses_bytes_from_base64(Slice base64, Slice *bytes)
{
	char *digits = palloc(base64.length + 1);
	int	  count = 0;
	int	  room;
	char *buffer;

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
	Slice bytes;

	return ses_bytes_from_base64(base64, &bytes) && ses_text_from_utf8(bytes, text);
}

Slice
ses_base64_from_bytes(Slice bytes)
{
	int	  room = pg_b64_enc_len(bytes.length) + 1;
	char *buffer = palloc(room);

	return (Slice) {buffer, encode_base64(bytes.data, bytes.length, buffer, room)};
}

/* The code unit of a \u escape at the beginning of a text, -1 if it is none. */
static int
read_escape(Slice text)
{
	int unit = 0;

	if (text.length < 6 || text.data[0] != '\\' || text.data[1] != 'u')
		return -1;
	for (int i = 2; i < 6; i++)
	{
		int digit = hex_value(text.data[i]);

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
	char		  buffer[MAX_MULTIBYTE_CHAR_LEN * MAX_CONVERSION_GROWTH + 1];

	if (character < 0x80)
		return true;
	unicode_to_utf8(character, utf8);
	return convert(conversion, PG_UTF8, GetDatabaseEncoding(),
				   (Slice) {(char *) utf8, pg_utf_mblen(utf8)}, buffer, sizeof(buffer));
}

bool
ses_json_escapes_fit(Slice json)
{
	Oid conversion;

	if (GetDatabaseEncoding() == PG_UTF8 || slice_find(json, '\\') < 0)
		return true;

	conversion = find_conversion(PG_UTF8, GetDatabaseEncoding());
	for (int i = 0; i + 1 < json.length; i++)
	{
		int unit;

		if (json.data[i] != '\\')
			continue;
		CHECK_FOR_INTERRUPTS();
		unit = read_escape(slice_from(json, i));
		if (unit < 0)
		{
			i++; /* an escape of another kind: \\u is none */
			continue;
		}
		i += 5;

		/*
		 * Halves of a surrogate pair stand for one character together.  What
		 * is wrong with a half alone is for the lexer to say.
		 */
		if (is_utf16_surrogate_first(unit))
		{
			int second = read_escape(slice_from(json, i + 1));

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
