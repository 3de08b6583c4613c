/*
 * clue.c
 *		Reasons that are told in prose only.
 */
#include "mail/clue.h"

/* Nobody says why in more. */
#define MAX_PROSE 10000

bool
ses_clue_has(Slice text, const char *word)
{
	Slice wanted = slice_of(word);
	int	  end = text.length < MAX_PROSE ? text.length : MAX_PROSE;

	for (int i = 0; i + wanted.length <= end; i++)
	{
		if (slice_starts_with(slice_from(text, i), wanted))
			return true;
	}
	return false;
}

Reason
ses_clue_find(const Clue *clues, Slice text)
{
	for (const Clue *clue = clues; clue->word != NULL; clue++)
	{
		if (ses_clue_has(text, clue->word))
			return clue->reason;
	}
	return NO_REASON;
}
