/*
 * matcher.h
 *		Finding phrases in a reply.
 */
#ifndef SES_MATCHER_H
#define SES_MATCHER_H

#include "mail/phrases.h"

/* As long as any words that are found; longer phrases are a mistake in the table. */
#define MAX_WORDS 80

/* A phrase that was found. */
typedef struct Match
{
	const PhraseGroup *group; /* NULL where none was found */
	const Phrase	  *phrase;
	char			   words[MAX_WORDS]; /* what stood in the reply, without small words */
	int				   length;
} Match;

typedef struct Matches
{
	Match best;			/* the first, in order of precedence */
	bool  is_temporary; /* one of them says so */
} Matches;

/* Finds the phrases of a text, in time linear in its length. */
extern void ses_match(Slice text, Matches *matches);

/* How much of the memory for phrases is used, in percent; over 100, some are lost. */
extern int ses_match_memory_used(void);

#endif /* SES_MATCHER_H */
