/*
 * absent.c
 *		Ids and addresses that stand for none.
 */
#include "event/absent.h"

/* In lower case, without brackets around them. */
static const char *const words[] = {
	"null", "nil", "none", "nan", "n/a", "undefined", "unknown", "false", "object object",
	"-1", "-1.0", NULL};

#define MAX_WORD 13

static bool
has_only_zeros(Slice text)
{
	for (int i = 0; i < text.length; i++)
	{
		if (text.data[i] != '0' && text.data[i] != '-' && text.data[i] != '.')
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

/* Whether a text is a word for no value: most ids and addresses are longer than these. */
static bool
is_word(Slice text)
{
	if (text.length > MAX_WORD)
		return false;
	for (int i = 0; words[i] != NULL; i++)
	{
		if (slice_equals_nocase(text, slice_of(words[i])))
			return true;
	}
	return false;
}

static bool
is_no_value(Slice text)
{
	return is_word(text) || has_only_zeros(text);
}

bool
ses_absent_has_word(Slice text)
{
	Slice inner;
	int	  at_sign;

	/* Before all else, because ids of Amazon SES begin with a zero and end with some. */
	if (text.length > 1 && text.data[0] == '0' && is_digit(text.data[1]) && text.data[1] != '0')
		return false;
	text = slice_trim(text);
	inner = strip_brackets(text);
	if (is_no_value(inner))
		return true;

	/* A program that has no value puts it on both sides: "null@", "undefined@undefined". */
	at_sign = slice_find(inner, '@');
	return at_sign >= 0 && is_no_value(slice_until(inner, at_sign)) &&
		is_no_value(slice_from(inner, at_sign + 1));
}
