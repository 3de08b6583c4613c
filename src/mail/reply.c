/*
 * reply.c
 *		Reading what mail servers answer.
 *
 * Everything here is one pass over the text, or over a bounded piece of it, so
 * that the time is linear in its length.
 */
#include "mail/reply.h"

/*
 * RFC 5321 limits a line of a reply to 512 octets.  The longest published
 * replies, of several lines, have less than 2 kB; the quoted log of a gateway
 * has a few.  Beyond this many bytes nothing is read.
 */
#define MAX_REPLY 16384

/* A host's name has at most 255 octets (RFC 1035, section 2.3.4). */
#define MAX_HOST 255

static bool
is_word_char(char c)
{
	return is_letter(c) || is_digit(c) || (unsigned char) c >= 0x80;
}

static bool
contains_char(const char *set, char c)
{
	return c != '\0' && strchr(set, c) != NULL;
}

/* Up to three digits; returns how many. */
static int
read_number(Slice text, int *number)
{
	int digits = 0;

	*number = 0;
	while (digits < 3 && digits < text.length && is_digit(text.data[digits]))
		*number = *number * 10 + (text.data[digits++] - '0');
	return digits;
}

/*
 * Reads a status at the very beginning of a text; returns its length, or 0.
 * RFC 3463 has the subjects 0 to 7, and no leading zeros; so "4.94.2" is a
 * version of Exim.  "5.1.1.example" is a name, "4.2.2.1" an address.
 */
static int
read_status(Slice text, Status *status)
{
	int offset = 1;
	int numbers[2];

	if (text.length < 5 || !contains_char("245", text.data[0]))
		return 0;

	for (int part = 0; part < 2; part++)
	{
		int digits;

		if (offset >= text.length || text.data[offset] != '.')
			return 0;
		offset++;
		digits = read_number(slice_from(text, offset), &numbers[part]);
		if (digits == 0 || (digits > 1 && text.data[offset] == '0'))
			return 0;
		offset += digits;
	}

	if (numbers[0] > 7 || (offset < text.length && is_word_char(text.data[offset])))
		return 0;
	if (offset + 1 < text.length && text.data[offset] == '.' && is_word_char(text.data[offset + 1]))
		return 0;
	*status = (Status) {text.data[0] - '0', numbers[0], numbers[1]};
	return offset;
}

Status
ses_status_read(Slice text)
{
	Status status = {0, 0, 0};

	read_status(text, &status);
	return status;
}

bool
ses_status_is_generic(Slice text)
{
	Status status = ses_status_read(text);

	return status.class != 0 && status.subject == 0 && status.detail == 0;
}

/* Whether the word before an offset announces a version: "version 5.1.2". */
static bool
follows_version(Slice text, int offset)
{
	static const char *const words[] = {"version", "exim", "sendmail", "postfix", "release"};

	while (offset > 0 && is_blank(text.data[offset - 1]))
		offset--;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
	{
		if (slice_ends_with(slice_until(text, offset), slice_of(words[i])))
			return true;
	}
	return false;
}

/* The length of a status at an offset, where it can begin there; else 0. */
static int
status_at(Slice text, int offset, Status *status)
{
	char before = offset > 0 ? text.data[offset - 1] : ' ';
	int	 length;

	if (is_word_char(before) || before == '.')
		return 0;
	length = read_status(slice_from(text, offset), status);
	return length > 0 && !follows_version(text, offset) ? length : 0;
}

Slice
ses_reply_find_status(Slice text)
{
	Status status;

	if (text.length > MAX_REPLY)
		text.length = MAX_REPLY;
	for (int i = 0; i < text.length; i++)
	{
		int length = is_digit(text.data[i]) ? status_at(text, i, &status) : 0;

		if (length > 0)
			return (Slice) {text.data + i, length};
	}
	return NO_SLICE;
}

/*
 * A reply code at the very beginning of a text, 0 where there is none.  Its
 * second digit should be 0 to 5 (RFC 5321, section 4.2.1); servers also use
 * 47x, 57x, 58x and 59x, while 498 and 605 are inventions of providers, and 465
 * is a port.
 */
static int
read_code(Slice text)
{
	int code;

	if (read_number(text, &code) != 3 || !contains_char("245", text.data[0]))
		return 0;
	if (text.length > 3 && !is_blank(text.data[3]) && !contains_char("-:,/])>'\"", text.data[3]))
		return 0;
	if (text.data[1] == '6' || (text.data[0] != '5' && text.data[1] > '7'))
		return 0;
	return code;
}

int
ses_reply_code(Slice text)
{
	return text.length == 3 ? read_code(text) : 0;
}

/* Whether a code at an offset has a status behind it: "550 5.1.1", "550/5.1.1". */
static bool
precedes_status(Slice text, int offset)
{
	Status status;
	int	   i = offset + 3;

	while (i < text.length && i < offset + 8 && (is_blank(text.data[i]) || contains_char("-:,/(#'", text.data[i])))
		i++;
	return i > offset + 3 && read_status(slice_from(text, i), &status) > 0;
}

/* Whether a colon is the one between a host and a port: "mx.example:587". */
static bool
is_before_port(Slice text, int colon)
{
	return colon > 0 && (is_word_char(text.data[colon - 1]) || text.data[colon - 1] == ']');
}

/*
 * The reply code at an offset, where it is one beyond doubt: it begins the
 * text, or follows punctuation, or goes before a status or a quotation.
 * "After 500 seconds" has none.  BEFORE is the offset of the last character
 * that is not blank, -1 at the beginning.
 */
static int
code_at(Slice text, int offset, int before)
{
	int code;

	if (offset > 0 && (is_word_char(text.data[offset - 1]) || contains_char("./@", text.data[offset - 1])))
		return 0;
	code = read_code(slice_from(text, offset));
	if (code == 0)
		return 0;
	if (before < 0)
		return code;
	if (code < 400) /* in a text about a failure, a number; but "sent (250 2.0.0 OK)" */
		return text.data[before] == '(' && precedes_status(text, offset) ? code : 0;
	if (precedes_status(text, offset) || slice_starts_with(slice_from(text, offset + 3), SLICE("-'")))
		return code;
	if (before == offset - 1 && text.data[before] == ':' && is_before_port(text, before))
		return 0;
	if (slice_ends_with(slice_until(text, before + 1), SLICE("code")))
		return code; /* "ResponseCode 421" */
	return contains_char("(;:][=<>'\"#", text.data[before]) ? code : 0;
}

/*
 * What gateways write before the reply that they quote: Postfix and its kind
 * ("host mx.example[192.0.2.1] said:"), RFC 3464's type within other words
 * (Exchange 2003: "#5.5.0 smtp;550 5.1.1 ..."), Exchange ("returned '", "->"),
 * IronPort ("5.1.0 - Unknown address error 550-'Relaying not allowed'").
 */
static const Slice quoting[] = {
	{"said:", 5},
	{"smtp;", 5},
	{"error:", 6},
	{"returned '", 10},
	{"->", 2},
	{"address error ", 14},
};

/* Where a code begins behind words that quote a reply and end at an offset; else 0. */
static int
quotation_at(Slice text, int offset)
{
	for (size_t i = 0; i < sizeof(quoting) / sizeof(quoting[0]); i++)
	{
		int next = offset + 1;

		if (quoting[i].data[quoting[i].length - 1] != text.data[offset] ||
			!slice_ends_with(slice_until(text, next), quoting[i]))
			continue;
		while (next < text.length && next < offset + 20 && contains_char(" \t\r\n'\"", text.data[next]))
			next++;
		if (next < text.length && read_code(slice_from(text, next)) >= 400)
			return next;
	}
	return 0;
}

/* The innermost reply: the text behind the last words that quote one. */
static int
find_inner_reply(Slice text)
{
	int start = 0;

	for (int i = 0; i < text.length; i++)
	{
		char c = text.data[i];
		int	 next = 0;

		if (c == ':' || c == ';' || c == '\'' || c == '>' || c == ' ')
			next = quotation_at(text, i);
		if (next > 0)
			start = next;
	}
	return start;
}

/* Reads the codes and statuses of a reply into it; the first of each counts. */
static void
scan_numbers(Reply *reply, Slice text)
{
	int before = -1;

	for (int i = 0; i < text.length; i++)
	{
		char c = text.data[i];

		if (is_digit(c) && (i == 0 || !is_digit(text.data[i - 1])))
		{
			Status status;
			int	   code = code_at(text, i, before);
			int	   length = code == 0 ? status_at(text, i, &status) : 0;

			if (code != 0 && reply->code < 400 && (reply->code == 0 || code >= 400))
			{
				reply->code = code;
				reply->said = slice_from(text, i);
			}
			if (length > 0 && (reply->status.length == 0 || (reply->status.data[0] == '2' && status.class != 2)))
				reply->status = (Slice) {text.data + i, length};
			if ((code != 0 && code / 100 == 4) || (length > 0 && status.class == 4))
				reply->has_four = true;
		}
		if (!is_blank(c))
			before = i;
	}
}

/* The host's name that ends at an offset; empty where none does. */
static Slice
host_before(Slice text, int end)
{
	int start = end;
	int dots = 0;

	while (start > 0 && end - start <= MAX_HOST &&
		   (is_word_char(text.data[start - 1]) || text.data[start - 1] == '.' ||
			text.data[start - 1] == '-' || text.data[start - 1] == '_'))
	{
		start--;
		if (text.data[start] == '.')
			dots++;
	}
	if (dots == 0 || end - start > MAX_HOST)
		return NO_SLICE;
	return (Slice) {text.data + start, end - start};
}

/*
 * The server of "host mx.example[192.0.2.1] said: 550" (Postfix, Exim),
 * "connect to mx.example[192.0.2.1]:25" and "conversation with ...".  A host within
 * what the server said, from an offset on, is the sender's: "client host ... blocked".
 */
static Slice
find_host(Slice text, int said)
{
	static const Slice words[] = {{"host ", 5}, {"connect to ", 11}, {"conversation with ", 18}};

	for (int i = slice_find(text, '['); i >= 0 && i + 1 < text.length;)
	{
		Slice host = host_before(text, i > 0 && text.data[i - 1] == ' ' ? i - 1 : i);
		Slice before = host.length > 0 ? slice_until(text, (int) (host.data - text.data)) : NO_SLICE;
		int	  next = slice_find(slice_from(text, i + 1), '[');

		for (size_t w = 0; w < sizeof(words) / sizeof(words[0]); w++)
		{
			if (hex_value(text.data[i + 1]) >= 0 && slice_ends_with(before, words[w]) && (w > 0 || i < said))
				return host;
		}
		i = next < 0 ? -1 : i + 1 + next;
	}
	return NO_SLICE;
}

Slice
ses_reply_without_remark(Slice said)
{
	Slice remark = SLICE("(in reply to ");

	for (int i = said.length - remark.length; i >= 0 && i >= said.length - 64; i--)
	{
		if (slice_starts_with(slice_from(said, i), remark))
			return slice_until(said, i);
	}
	return said;
}

Reply
ses_reply_read(Slice text)
{
	Reply  reply = {.text = slice_trim(text)};
	Slice  read;
	Status status;
	int	   inner;
	bool   is_exit_code;

	/* Providers write "smtp; 550", "smtp;550" and "SMTP; 550". */
	if (slice_starts_with(reply.text, SLICE("smtp;")))
	{
		reply.text = slice_trim(slice_from(reply.text, 5));
		reply.is_remote = true;
	}
	read = reply.text;
	if (read.length > MAX_REPLY)
		read.length = MAX_REPLY;

	/* RFC 3464's "x-unix" has the exit code of a local program. */
	is_exit_code = slice_starts_with(read, SLICE("x-unix;"));
	inner = is_exit_code ? 0 : find_inner_reply(read);
	if (!is_exit_code)
		scan_numbers(&reply, slice_from(read, inner));
	if (inner > 0)
	{
		Reply outer = {.text = slice_until(read, inner)};

		/* The quoted reply counts; what it lacks is the gateway's. */
		scan_numbers(&outer, outer.text);
		reply.has_four = reply.has_four || outer.has_four;
		if (reply.status.length == 0)
			reply.status = outer.status;
	}
	reply.said = ses_reply_without_remark(reply.said.length > 0 ? reply.said : slice_from(read, inner));
	reply.host = find_host(read, reply.code != 0 ? (int) (reply.said.data - read.data) : read.length);
	if (reply.code != 0 || read_status(read, &status) > 0)
		reply.is_remote = true;
	return reply;
}
