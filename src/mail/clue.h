/*
 * clue.h
 *		Reasons that are told in prose only.
 *
 * Pure C: nothing of the server is needed here.
 */
#ifndef SES_CLUE_H
#define SES_CLUE_H

#include "base/slice.h"
#include "base/vocabulary.h"

/* A word that gives a reason away, wherever it stands in a text. */
typedef struct Clue
{
	const char *word; /* in lower case; NULL ends a table */
	Reason		reason;
} Clue;

/* Whether a text has a word, whatever its case. */
extern bool ses_clue_has(Slice text, const char *word);

/* The reason of the first clue in a table that a text has, whatever its case. */
extern Reason ses_clue_find(const Clue *clues, Slice text);

#endif /* SES_CLUE_H */
