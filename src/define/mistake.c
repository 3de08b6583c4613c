/*
 * mistake.c
 *		What is wrong in a definition, and where.
 */
#include "define/mistake.h"

#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"
#include "utils/json.h"
#include "utils/varlena.h"

/* How much of a text a sentence quotes, and how long a key is in a path. */
#define MAX_QUOTED 60
#define MAX_KEY 200

static bool
is_identifier(Slice key)
{
	if (key.length == 0 || is_digit(key.data[0]))
		return false;
	for (int i = 0; i < key.length; i++)
	{
		if (!is_letter(key.data[i]) && !is_digit(key.data[i]) && key.data[i] != '_')
			return false;
	}
	return true;
}

static char *
cut(Slice text, int bytes)
{
	int length = pg_mbcliplen(text.data, text.length, bytes);

	return psprintf("%.*s%s", length, text.data, length < text.length ? "..." : "");
}

static void
append_step(StringInfo path, const Step *step)
{
	if (step == NULL)
		return;
	append_step(path, step->outer);
	if (step->index >= 0)
		appendStringInfo(path, "[%d]", step->index);
	else
	{
		appendStringInfoChar(path, '.');
		if (is_identifier(step->key))
			appendStringInfoString(path, cut(step->key, MAX_KEY));
		else
			escape_json(path, step->key.length > 0 ? cut(step->key, MAX_KEY) : "");
	}
}

char *
ses_step_path(const Step *step)
{
	StringInfoData path;

	initStringInfo(&path);
	appendStringInfoChar(&path, '$');
	append_step(&path, step);
	return path.data;
}

const char *
ses_mistake_quote(Slice text)
{
	return text.length > 0 ? cut(text, MAX_QUOTED) : "";
}

/* As the server guesses the names of columns: at most four edits, and half of the text stays. */
#define MAX_EDITS 4

void
ses_guess_look_at(Guess *self, const char *word)
{
	int most = self->word != NULL ? self->distance - 1 : Min(MAX_EDITS, self->text.length / 2);
	int distance;

	if (most < 1 || self->text.length > MAX_QUOTED)
		return;
	distance = varstr_levenshtein_less_equal(self->text.data, self->text.length, word, strlen(word), 1, 1, 1, most, true);
	if (distance > most)
		return;
	self->word = word;
	self->distance = distance;
}

const char *
ses_guess_sentence(const Guess *self)
{
	return self->word != NULL ? psprintf(" Perhaps it is \"%s\".", self->word) : "";
}

void
ses_mistake_add(Mistakes *mistakes, const Step *step, const char *format, ...)
{
	StringInfoData problem;

	if (mistakes->count++ >= MAX_MISTAKES)
		return;
	initStringInfo(&problem);
	for (;;)
	{
		va_list arguments;
		int		needed;

		va_start(arguments, format);
		needed = appendStringInfoVA(&problem, format, arguments);
		va_end(arguments);
		if (needed == 0)
			break;
		enlargeStringInfo(&problem, needed);
	}
	mistakes->list[mistakes->count - 1] = (Mistake) {ses_step_path(step), problem.data};
}
