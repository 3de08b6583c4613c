/*
 * absent.c
 *		Ids and addresses that stand for none.
 */
#include "event/absent.h"

/* Octets of an address (RFC 5321, 4.5.3.1: 64 and 255, with the @ between them). */
#define MAX_ADDRESS 320

/* Octets of a line of a message (RFC 5322, 2.1.1), which a Message-ID has to fit in. */
#define MAX_ID 998

/* In lower case, without brackets around them. */
static const char *const words[] = {
	"null", "nil", "none", "nan", "n/a", "undefined", "unknown", "false", "object object", NULL};

static bool
has_only_zeros(Slice text)
{
	for (int i = 0; i < text.length; i++)
	{
		if (text.data[i] != '0' && text.data[i] != '-')
			return false;
	}
	return true;
}

/* What is between brackets of any kind. */
static Slice
strip_brackets(Slice text)
{
	static const char *const pairs[] = {"<>", "()", "[]", "{}", NULL};

	for (int i = 0; pairs[i] != NULL && text.length >= 2; i++)
	{
		if (text.data[0] == pairs[i][0] && text.data[text.length - 1] == pairs[i][1])
			return slice_trim((Slice) {text.data + 1, text.length - 2});
	}
	return text;
}

/* Whether a text begins as a word for no value does: most ids and addresses do not. */
static inline bool
may_be_absent(Slice text)
{
	switch (to_lower(text.data[0]))
	{
		case '0':
		case '-':
		case 'n':
		case 'u':
		case 'f':
		case '<':
		case '(':
		case '[':
		case '{':
			return true;
		default:
			return is_blank(text.data[0]);
	}
}

bool
ses_is_absent(Slice text)
{
	if (text.length == 0)
		return true;
	if (!may_be_absent(text))
		return false;
	text = strip_brackets(slice_trim(text));
	for (int i = 0; words[i] != NULL; i++)
	{
		if (slice_equals_nocase(text, slice_of(words[i])))
			return true;
	}
	return has_only_zeros(text);
}

Slice
ses_column_text(Column column, Slice text)
{
	int longest;

	switch (column)
	{
		case COL_RECIPIENT:
		case COL_SENDER:
			longest = MAX_ADDRESS;
			break;
		case COL_MESSAGE_ID:
		case COL_RFC_MESSAGE_ID:
		case COL_PROVIDER_EVENT_ID:
			longest = MAX_ID;
			break;
		default:
			return text;
	}
	return text.length > longest || ses_is_absent(text) ? NO_SLICE : text;
}
