/*
 * phrases.h
 *		The phrases in replies that report why a message was refused.
 *
 * A phrase is a sequence of whole words.  It is found whatever its case, and
 * without what differs between servers that say the same: punctuation, numbers,
 * addresses, and small words such as "is" and "the".  So "mailbox is full" also
 * stands for "Mailbox <ann@a.example> full".  Alternatives are in parentheses, and
 * an empty one makes them optional: "(mailbox|account) (size|) exceeded".
 *
 * Order is precedence: that of the groups, and that of the phrases in a group.
 */
#ifndef SES_PHRASES_H
#define SES_PHRASES_H

#include "mail/status.h"

/* Whether a reply with this phrase asks to try again, whatever its code. */
typedef enum Duration
{
	AS_CODE,
	TEMPORARY
} Duration;

typedef struct Phrase
{
	const char *words;	/* NULL ends a group */
	const char *source; /* who writes so */
	Certainty	certainty;
	Duration	duration;
} Phrase;

#define PHRASE(words, source) \
	{ \
		words, source, LIKELY, AS_CODE \
	}
#define CERTAIN_PHRASE(words, source) \
	{ \
		words, source, CERTAIN, AS_CODE \
	}
#define TEMPORARY_PHRASE(words, source) \
	{ \
		words, source, LIKELY, TEMPORARY \
	}
#define END_OF_PHRASES \
	{ \
		NULL, NULL, LIKELY, AS_CODE \
	}
#define END_OF_GROUPS \
	{ \
		NULL, NO_REASON, VAGUE, NULL \
	}

/*
 * Phrases with one reason.  VAGUE ones count only where neither a status nor a
 * clearer phrase reports anything; LOOSE here means clear words, which beat a
 * status that servers use loosely; SPECIFIC ones beat every status.
 */
typedef struct PhraseGroup
{
	const char	 *title;
	Reason		  reason; /* NO_REASON: they only say that it is temporary */
	Strength	  strength;
	const Phrase *phrases;
} PhraseGroup;

/* A table ends with a group without a title. */
extern const PhraseGroup ses_decisive_phrases[];
extern const PhraseGroup ses_sender_phrases[];
extern const PhraseGroup ses_recipient_phrases[];
extern const PhraseGroup ses_vague_phrases[];

#endif /* SES_PHRASES_H */
