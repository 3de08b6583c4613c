/*
 * clue.c
 *		Reasons that are told in prose only.
 */
#include "clue.h"

/* Nobody says why in more. */
#define MAX_PROSE 10000

static bool
has_word(Slice text, Slice word)
{
	for (int i = 0; i + word.length <= text.length; i++)
	{
		if (slice_starts_with(slice_from(text, i), word))
			return true;
	}
	return false;
}

Reason
ses_clue_find(const Clue *clues, Slice text)
{
	if (text.length > MAX_PROSE)
		text = slice_until(text, MAX_PROSE);
	for (const Clue *clue = clues; clue->word != NULL; clue++)
	{
		if (has_word(text, slice_of(clue->word)))
			return clue->reason;
	}
	return NO_REASON;
}
