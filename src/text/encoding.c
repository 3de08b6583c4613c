/*
 * encoding.c
 *		From bytes of the outside to text of the database, without raising.
 */
#include "text/encoding.h"

#include "catalog/pg_conversion.h"
#include "catalog/pg_namespace.h"
#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "utils/memutils.h"

#include "base/compat.h"

/* What stands for that which text cannot hold. */
#define REPLACEMENT 0xFFFD

/* So many bytes are checked and converted at once: all of a character, and few calls. */
#define AT_ONCE 256

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

/*
 * Whether text of the database is UTF-8, or taken for it: SQL_ASCII does not
 * know which characters its bytes are.
 */
static bool
has_utf8(void)
{
	return GetDatabaseEncoding() == PG_UTF8 || GetDatabaseEncoding() == PG_SQL_ASCII;
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
	size_t room = (size_t) bytes.length * MAX_CONVERSION_GROWTH + 1;
	char  *buffer;

	*result = bytes;
	if (has_utf8() || is_ascii(bytes))
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

int
ses_text_put_character(pg_wchar character, char *to)
{
	unsigned char utf8[MAX_MULTIBYTE_CHAR_LEN];
	char		  buffer[MAX_MULTIBYTE_CHAR_LEN * MAX_CONVERSION_GROWTH + 1];
	int			  length;

	if (character == 0 || is_utf16_surrogate_first(character) || is_utf16_surrogate_second(character))
		character = REPLACEMENT;
	unicode_to_utf8(character, utf8);
	length = pg_utf_mblen(utf8);
	if (has_utf8() || length == 1)
	{
		memcpy(to, utf8, length);
		return length;
	}
	if (convert(find_conversion(PG_UTF8, GetDatabaseEncoding()), PG_UTF8, GetDatabaseEncoding(),
				(Slice) {(char *) utf8, length}, buffer, sizeof(buffer)))
	{
		length = strlen(buffer);
		memcpy(to, buffer, length);
		return length;
	}
	if (character != REPLACEMENT)
		return ses_text_put_character(REPLACEMENT, to);
	*to = '?';
	return 1;
}

static void
append_replacement(StringInfo text)
{
	enlargeStringInfo(text, MAX_MULTIBYTE_CHAR_LEN);
	text->len += ses_text_put_character(REPLACEMENT, text->data + text->len);
	text->data[text->len] = '\0';
}

/*
 * Appends AT_ONCE bytes of valid UTF-8 at most.  The server's conversion returns how far it came, so that
 * what it stopped at is replaced.
 */
static void
append_utf8(StringInfo text, Slice utf8)
{
	Oid conversion;

	if (has_utf8() || is_ascii(utf8))
	{
		appendBinaryStringInfo(text, utf8.data, utf8.length);
		return;
	}
	conversion = find_conversion(PG_UTF8, GetDatabaseEncoding());
	while (utf8.length > 0)
	{
		int room = utf8.length * MAX_CONVERSION_GROWTH + 1;
		int converted = 0;

		enlargeStringInfo(text, room);
		if (OidIsValid(conversion))
		{
			converted = pg_do_encoding_conversion_buf(conversion, PG_UTF8, GetDatabaseEncoding(),
													  (unsigned char *) utf8.data, utf8.length,
													  (unsigned char *) text->data + text->len, room, true);
			text->len += strlen(text->data + text->len);
		}
		if (converted == 0)
		{
			append_replacement(text);
			converted = pg_utf_mblen((const unsigned char *) utf8.data);
		}
		utf8 = slice_from(utf8, converted);
	}
}

/*
 * How many bytes one replacement stands for, where bytes are not UTF-8: as many
 * as a character could begin with (The Unicode Standard, 3.9, "U+FFFD
 * Substitution of Maximal Subparts"; table 3-7 has the ranges).
 */
static int
count_invalid(Slice bytes)
{
	unsigned char lead = bytes.data[0];
	unsigned char low = lead == 0xE0 ? 0xA0 : (lead == 0xF0 ? 0x90 : 0x80);
	unsigned char high = lead == 0xED ? 0x9F : (lead == 0xF4 ? 0x8F : 0xBF);
	int			  promised = 1;
	int			  count = 1;

	if (lead >= 0xC2 && lead <= 0xF4)
		promised = lead < 0xE0 ? 2 : (lead < 0xF0 ? 3 : 4);
	while (count < promised && count < bytes.length &&
		   (unsigned char) bytes.data[count] >= low && (unsigned char) bytes.data[count] <= high)
	{
		count++;
		low = 0x80;
		high = 0xBF;
	}
	return count;
}

/* How much of a text is UTF-8, from its beginning. */
static int
count_valid(Slice bytes)
{
	return pg_encoding_verifymbstr(PG_UTF8, bytes.data, bytes.length);
}

Slice
ses_text_from_bytes(Slice bytes)
{
	StringInfoData text;

	if (count_valid(bytes) == bytes.length && (has_utf8() || is_ascii(bytes)))
		return bytes;

	initStringInfo(&text);
	while (bytes.length > 0)
	{
		/* In pieces, because the server looks at all of what it is handed. */
		int count = count_valid(slice_until(bytes, Min(bytes.length, AT_ONCE)));

		CHECK_FOR_INTERRUPTS();
		if (count > 0)
			append_utf8(&text, slice_until(bytes, count));
		else
		{
			append_replacement(&text);
			count = count_invalid(bytes);
		}
		bytes = slice_from(bytes, count);
	}
	return (Slice) {text.data, text.len};
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
		CHECK_FOR_INTERRUPTS();
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

	if (!ses_bytes_from_base64(base64, &bytes))
		return false;
	*text = ses_text_from_bytes(bytes);
	return true;
}

Slice
ses_base64_from_bytes(Slice bytes)
{
	int	  room = pg_b64_enc_len(bytes.length) + 1;
	char *buffer = palloc(room);

	return (Slice) {buffer, encode_base64(bytes.data, bytes.length, buffer, room)};
}
