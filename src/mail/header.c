/*
 * header.c
 *		What stands in the headers of a message.
 */
#include "mail/header.h"

#include "lib/stringinfo.h"
#include "miscadmin.h"

#include "text/encoding.h"
#include "json/reading.h"

/* What is between the last < and > that are not in a quoted string, empty where they are not. */
static Slice
find_in_brackets(Slice mailbox, bool heed_quotes)
{
	Slice found = NO_SLICE;
	bool  quoted = false;
	int	  open = -1;

	for (int i = 0; i < mailbox.length; i++)
	{
		char c = mailbox.data[i];

		if (quoted && c == '\\')
			i++;
		else if (c == '"' && heed_quotes)
			quoted = !quoted;
		else if (quoted)
			continue;
		else if (c == '<')
			open = i;
		else if (c == '>' && open >= 0)
		{
			found = (Slice) {mailbox.data + open + 1, i - open - 1};
			open = -1;
		}
	}
	return found;
}

/* An address without the comment that may follow: "ann@a.example (Ann)". */
static Slice
strip_comment(Slice address)
{
	int comment = slice_find(address, '(');

	if (comment > 0 && is_blank(address.data[comment - 1]) && slice_ends_with(address, SLICE(")")))
		address = slice_until(address, comment);
	return slice_trim(address);
}

/* An address without a source route (RFC 5321, appendix C): "@a.example,@b.example:ann@c.example". */
static Slice
strip_route(Slice address)
{
	int end = address.length > 0 && address.data[0] == '@' ? slice_find(address, ':') : -1;

	return slice_from(address, end + 1);
}

/* "undisclosed-recipients:;", also without its end. */
static bool
is_empty_group(Slice text)
{
	return text.length > 0 && (text.data[text.length - 1] == ';' || text.data[text.length - 1] == ':') &&
		slice_find(text, ':') > 0 && slice_find(text, '@') < 0;
}

Slice
ses_header_address(Slice mailbox)
{
	Slice trimmed = slice_trim(mailbox);
	Slice address;

	if (slice_find(trimmed, '<') < 0)
		return is_empty_group(trimmed) ? NO_SLICE : strip_comment(trimmed);

	address = find_in_brackets(trimmed, true);
	/* A quotation mark that nothing closes hides the brackets. */
	if (address.data == NULL)
		address = find_in_brackets(trimmed, false);
	return address.data != NULL ? strip_route(slice_trim(address)) : trimmed;
}

AddressList
ses_header_addresses(Slice text)
{
	return (AddressList) {
		.rest = text,
		.is_single = slice_find(text, ',') < 0 && slice_find(text, ';') < 0,
		.has_at = slice_find(text, '@') >= 0};
}

/*
 * Where the first address of a list ends.  A comma in a name is in quotation marks
 * or in a comment, and one in brackets belongs to a source route.
 */
static int
find_separator(Slice list, bool is_plain, bool *is_open)
{
	bool quoted = false;
	bool bracketed = false;
	int	 comments = 0;

	for (int i = 0; i < list.length; i++)
	{
		char c = list.data[i];

		if (quoted)
		{
			i += c == '\\';
			quoted = c != '"';
		}
		else if (!is_plain && (c == '(' || (c == ')' && comments > 0)))
			comments += c == '(' ? 1 : -1;
		else if (comments > 0)
			continue;
		else if (!is_plain && c == '"')
			quoted = true;
		else if (!is_plain && (c == '<' || c == '>'))
			bracketed = c == '<';
		else if ((c == ',' || c == ';') && !bracketed)
			return i;
	}
	*is_open = quoted || bracketed || comments > 0;
	return list.length;
}

/* The members of a group, "friends: ann@a.example", or what is no group as it is. */
static Slice
strip_group_name(Slice text)
{
	bool quoted = false;

	for (int i = 0; i < text.length; i++)
	{
		char c = text.data[i];

		if (quoted)
		{
			i += c == '\\';
			quoted = c != '"';
		}
		else if (c == '"')
			quoted = true;
		else if (c == ':')
			return slice_from(text, i + 1);
		else if (c == '@' || c == '<')
			break;
	}
	return text;
}

/* The length of the first word of a text. */
static int
word_length(Slice text)
{
	int length = 0;

	while (length < text.length && !is_blank(text.data[length]))
		length++;
	return length;
}

/*
 * Takes the first of the addresses that only blanks separate, and keeps the others
 * for the next calls.  Empty, where a word is no address.  A quoted local part may
 * have blanks, and stays whole.
 */
static Slice
take_first_word(AddressList *list, Slice address)
{
	int length = word_length(address);

	if (length == address.length || !list->has_at || slice_find(address, '"') >= 0)
		return address;
	for (Slice rest = address; rest.length > 0; rest = slice_trim(slice_from(rest, word_length(rest))))
	{
		if (slice_find(slice_until(rest, word_length(rest)), '@') < 0)
			return NO_SLICE;
	}
	list->words = slice_trim(slice_from(address, length));
	return slice_until(address, length);
}

/*
 * Whether a piece without an address had one, or may have: "<>" and "Ann <>", and
 * nothing before a comma.  A comma may end a list, so that nothing after it is none.
 */
static bool
had_address(Slice piece, bool is_last)
{
	Slice trimmed = slice_trim(piece);

	return trimmed.length == 0 ? !is_last : slice_find(trimmed, '<') >= 0 && ses_header_address(trimmed).length == 0;
}

/* The address of the next piece, empty where it has none. */
static Slice
next_in_piece(AddressList *list, Slice piece, bool is_last)
{
	Slice address = ses_header_address(strip_group_name(piece));
	Slice first;

	if (address.length == 0 || (list->has_at && slice_find(address, '@') < 0))
	{
		list->without += had_address(piece, is_last);
		return NO_SLICE;
	}
	first = take_first_word(list, address);
	list->without += first.length == 0;
	return first;
}

Slice
ses_header_next_address(AddressList *list)
{
	if (list->words.length > 0)
	{
		Slice words = list->words;
		int	  length = word_length(words);

		list->words = slice_trim(slice_from(words, length));
		return slice_until(words, length);
	}
	while (list->rest.length > 0)
	{
		bool  is_open = false;
		int	  end = list->rest.length;
		Slice address;

		if (!list->is_single)
			end = find_separator(list->rest, list->is_plain, &is_open);

		/* Once for each list, so that the time is linear. */
		if (is_open)
		{
			list->is_plain = true;
			end = find_separator(list->rest, true, &is_open);
		}
		address = next_in_piece(list, slice_until(list->rest, end), end == list->rest.length);
		list->rest = end < list->rest.length ? slice_from(list->rest, end + 1) : NO_SLICE;
		if (address.length > 0)
			return address;
	}
	return NO_SLICE;
}

Slice
ses_header_message_id(Slice header)
{
	Slice id = slice_trim(header);

	if (id.length >= 2 && id.data[0] == '<' && id.data[id.length - 1] == '>')
		id = slice_trim((Slice) {id.data + 1, id.length - 2});
	return id;
}

int64
ses_header_date(Slice header)
{
	ParsedTime time;

	return ses_timestamp_parse_rfc5322(header, &time) ? time.micros : NO_TIME;
}

/* Decodes the "Q" encoding of RFC 2047, section 4.2. */
static bool
decode_q(Slice text, Slice *bytes)
{
	char *out = palloc(text.length + 1);
	int	  length = 0;

	for (int i = 0; i < text.length; i++)
	{
		char c = text.data[i];

		if (c == '_')
			c = ' ';
		else if (c == '=')
		{
			int byte = slice_hex_byte(text, i + 1);

			if (byte < 0)
				return false;
			c = (char) byte;
			i += 2;
		}
		out[length++] = c;
	}
	*bytes = (Slice) {out, length};
	return true;
}

/* Takes what stands before the next question mark, and the mark. */
static bool
take_part(Slice *rest, Slice *part)
{
	int mark = slice_find(*rest, '?');

	if (mark < 0)
		return false;
	*part = slice_until(*rest, mark);
	*rest = slice_from(*rest, mark + 1);
	return true;
}

/*
 * Decodes the encoded-word at the beginning of a text, "=?charset?encoding?text?=",
 * where the charset may carry a language after a star (RFC 2231, section 5).
 * Returns its length, 0 where there is none that can be decoded.
 */
static int
decode_word(Slice text, Slice *bytes)
{
	Slice rest;
	Slice charset;
	Slice encoding;
	Slice encoded;
	int	  language;
	bool  decoded;

	if (!slice_starts_with(text, SLICE("=?")))
		return 0;
	rest = slice_from(text, 2);
	if (!take_part(&rest, &charset) || !take_part(&rest, &encoding) || !take_part(&rest, &encoded) ||
		!slice_starts_with(rest, SLICE("=")))
		return 0;

	language = slice_find(charset, '*');
	if (language >= 0)
		charset = slice_until(charset, language);
	if (!slice_equals_nocase(charset, SLICE("utf-8")) &&
		!slice_equals_nocase(charset, SLICE("utf8")) &&
		!slice_equals_nocase(charset, SLICE("us-ascii")))
		return 0;

	if (slice_equals_nocase(encoding, SLICE("b")))
		decoded = ses_bytes_from_base64(encoded, bytes);
	else if (slice_equals_nocase(encoding, SLICE("q")))
		decoded = decode_q(encoded, bytes);
	else
		decoded = false;
	return decoded ? (int) (rest.data + 1 - text.data) : 0;
}

/* How many blanks are at the beginning of a text. */
static int
count_blanks(Slice text)
{
	int blanks = 0;

	while (blanks < text.length && is_blank(text.data[blanks]))
		blanks++;
	return blanks;
}

/*
 * Decodes the run of encoded-words at the beginning of a text, with only blanks
 * between them, which are there for the line length only.  Returns its length,
 * 0 where there is none; *decoded is the run as sent where it cannot be read.
 *
 * Words are put together as bytes, in a buffer of the caller's, and checked as a whole: programs split
 * characters between words, although they should not.
 */
static int
decode_run(Slice text, StringInfo bytes, Slice *decoded)
{
	Slice word;
	int	  length = decode_word(text, &word);
	int	  run = 0;

	if (length == 0)
		return 0;
	resetStringInfo(bytes);
	while (length > 0)
	{
		int blanks;

		CHECK_FOR_INTERRUPTS();
		appendBinaryStringInfo(bytes, word.data, word.length);
		run += length;
		blanks = count_blanks(slice_from(text, run));
		length = decode_word(slice_from(text, run + blanks), &word);
		if (length > 0)
			run += blanks;
	}
	if (!ses_text_from_utf8((Slice) {bytes->data, bytes->len}, decoded))
		*decoded = slice_until(text, run);
	return run;
}

Slice
ses_header_decode(Slice header)
{
	StringInfoData text;
	StringInfoData bytes;
	Slice		   rest = header;

	if (header.length < 2 || slice_find(header, '=') < 0 || slice_find(header, '?') < 0)
		return header;

	initStringInfo(&text);
	initStringInfo(&bytes);
	while (rest.length > 0)
	{
		Slice decoded;
		int	  run = decode_run(rest, &bytes, &decoded);

		if (run > 0)
			appendBinaryStringInfo(&text, decoded.data, decoded.length);
		else
			appendStringInfoChar(&text, rest.data[run++]);
		rest = slice_from(rest, run);
	}
	return (Slice) {text.data, text.len};
}

/* Whether a text, or a key, is a name, whatever its case. */
static bool
is_name(const JsonbValue *word, Slice name)
{
	return word->type == jbvString && slice_equals_nocase(ses_json_text(word), name);
}

/* Finds the header of a name among the members of an object, each a header. */
static bool
find_member(const JsonbValue *headers, Slice name, JsonbValue *value)
{
	JsonScan   scan;
	JsonbValue member;
	bool	   found = false;

	ses_json_scan_members(&scan, headers);
	while (!found && ses_json_scan_next(&scan, &member))
	{
		found = slice_equals_nocase(scan.key, name);
		if (found)
			*value = member;
	}
	ses_json_scan_end(&scan);
	return found;
}

/* Finds the second element of a pair whose first is a name. */
static bool
find_in_pair(const JsonbValue *pair, Slice name, JsonbValue *value)
{
	JsonScan   scan;
	JsonbValue word;

	ses_json_scan_light(&scan, pair);
	return ses_json_scan_next(&scan, &word) && is_name(&word, name) && ses_json_scan_next(&scan, value);
}

/* Finds the header of a name in an element of a list: an object, or a pair. */
static bool
find_in_element(const JsonbValue *element, Slice name, JsonbValue *value)
{
	JsonbValue word;

	if (ses_json_get(element, "name", &word))
		return is_name(&word, name) && ses_json_get(element, "value", value);
	if (ses_json_get(element, "Name", &word))
		return is_name(&word, name) && ses_json_get(element, "Value", value);
	if (ses_json_is_array(element))
		return find_in_pair(element, name, value);
	return ses_json_is_object(element) && find_member(element, name, value);
}

/* Finds the header of a name in a list. */
static bool
find_in_list(const JsonbValue *headers, Slice name, JsonbValue *value)
{
	JsonScan   scan;
	JsonbValue header;
	bool	   found = false;

	ses_json_scan_light(&scan, headers);
	while (!found && ses_json_scan_next(&scan, &header))
		found = find_in_element(&header, name, value);
	ses_json_scan_end(&scan);
	return found;
}

Slice
ses_header_find(const JsonbValue *headers, const char *name)
{
	Slice	   wanted = slice_of(name);
	JsonbValue value;
	JsonbValue first;
	bool	   found;

	/* An object may be a list of one. */
	found = (ses_json_is_object(headers) && find_member(headers, wanted, &value)) ||
		find_in_list(headers, wanted, &value);
	return found && ses_json_get_first(&value, &first) ? ses_json_text(&first) : NO_SLICE;
}
