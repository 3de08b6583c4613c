/*
 * words.c
 *		Reducing a text to the words that matter in a reply.
 */
#include "mail/words.h"

/* A text that is being reduced. */
typedef struct Words
{
	char *data;
	int	  length;
	int	  word;		  /* where the last word begins */
	int	  run;		  /* where what may be an address begins */
	int	  angle;	  /* where "<" was, -1 outside */
	bool  is_address; /* the run has an @ */
	bool  is_name;	  /* the run has a dot within, as a host or URL */
	bool  is_number;  /* the word has digits only */
} Words;

static bool
is_small_word(const char *word, int length)
{
	static const Slice small[] = {
		{"a", 1},
		{"an", 2},
		{"the", 3},
		{"is", 2},
		{"are", 3},
		{"was", 3},
		{"were", 4},
		{"be", 2},
		{"been", 4},
		{"being", 5},
		{"has", 3},
		{"have", 4},
		{"this", 4},
		{"that", 4},
		{"its", 3},
	};

	if (length > 5 || strchr("atiwbh", word[0]) == NULL)
		return false;
	for (size_t i = 0; i < sizeof(small) / sizeof(small[0]); i++)
	{
		if (slice_equals(small[i], (Slice) {word, length}))
			return true;
	}
	return false;
}

static void
end_word(Words *words)
{
	int length = words->length - words->word;

	if (length == 0)
		return;
	if (words->is_number || is_small_word(words->data + words->word, length))
		words->length = words->word;
	else
		words->data[words->length++] = ' ';
	words->word = words->length;
	words->is_number = true;
}

/* What was added since an offset is an address, which is no words. */
static void
drop_since(Words *words, int offset)
{
	words->length = offset;
	words->word = offset;
	words->is_number = true;
}

static void
end_run(Words *words)
{
	end_word(words);
	if (words->is_address)
		drop_since(words, words->run);
	else if (words->is_name)
	{
		for (int i = words->run; i < words->length; i++)
		{
			if (words->data[i] == ' ')
				words->data[i] = '.';
		}
	}
	words->run = words->length;
	words->is_address = false;
	words->is_name = false;
}

static void
add_separator(Words *words, char c)
{
	switch (c)
	{
		case '@':
			words->is_address = true;
			end_word(words);
			break;
		case '<':
			end_run(words);
			words->angle = words->length;
			break;
		case '>':
			end_run(words);
			if (words->angle >= 0)
				drop_since(words, words->angle);
			words->run = words->length;
			words->angle = -1;
			break;
		case ' ':
		case '\t':
		case '\r':
		case '\n':
			words->angle = -1; /* no address: "<421 4.4.2 timed out>" */
			end_run(words);
			break;
		case '(':
		case ')':
		case '[':
		case ']':
		case '"':
		case ',':
		case ';':
		case ':':
			end_run(words);
			break;
		case '\'':
			break; /* "doesn't" is one word */
		default:
			end_word(words);
	}
}

/*
 * Bytes of UTF-8 that are separators or quotes: U+00A0, U+3000, and U+2019 as
 * an apostrophe.  Returns how many bytes they have, 0 for any other.
 */
static int
read_wide_separator(Slice text, bool *is_blank_like)
{
	*is_blank_like = true;
	if (text.length >= 2 && memcmp(text.data, "\xC2\xA0", 2) == 0)
		return 2;
	if (text.length >= 3 && memcmp(text.data, "\xE3\x80\x80", 3) == 0)
		return 3;
	*is_blank_like = false;
	return text.length >= 3 && memcmp(text.data, "\xE2\x80\x99", 3) == 0 ? 3 : 0;
}

/* The length of a Chinese or Japanese character (U+3040 to U+FAFF) that begins a text, else 0. */
static int
read_ideograph(Slice text)
{
	unsigned char lead = (unsigned char) text.data[0];

	return text.length >= 3 && lead >= 0xE3 && lead <= 0xEF ? 3 : 0;
}

int
ses_words_reduce(Slice text, char *data)
{
	Words words = {.data = data, .angle = -1, .is_number = true};

	for (int i = 0; i < text.length; i++)
	{
		char c = text.data[i];

		if ((unsigned char) c >= 0x80)
		{
			bool is_blank_like;
			int	 skip = read_wide_separator(slice_from(text, i), &is_blank_like);

			if (skip > 0)
			{
				if (is_blank_like)
					add_separator(&words, ' ');
				i += skip - 1;
				continue;
			}
			skip = read_ideograph(slice_from(text, i));
			if (skip > 0)
			{
				end_word(&words);
				memcpy(words.data + words.length, text.data + i, skip);
				words.length += skip;
				words.is_number = false;
				end_word(&words);
				i += skip - 1;
				continue;
			}
		}
		if (is_letter(c) || (unsigned char) c >= 0x80)
		{
			words.data[words.length++] = to_lower(c);
			words.is_number = false;
		}
		else if (is_digit(c))
			words.data[words.length++] = c;
		else
		{
			if (c == '.' && i > 0 && i + 1 < text.length && is_letter(text.data[i + 1]) && !is_blank(text.data[i - 1]))
				words.is_name = true;
			add_separator(&words, c);
		}
	}
	end_run(&words);
	return words.length;
}
