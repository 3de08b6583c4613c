/*
 * words.h
 *		Reducing a text to the words that matter in a reply.
 */
#ifndef SES_WORDS_H
#define SES_WORDS_H

#include "base/slice.h"

/* Beside the text's length, what the reduced text may need per byte of it. */
#define WORDS_SIZE(length) (2 * (length) + 2)

/*
 * Writes the words of a text in lower case, a blank behind each, or a dot behind
 * those of a host's name or URL; returns their length.  Numbers, addresses, punctuation and small words such as "is" and
 * "the" are left out.  Chinese and Japanese characters are a word each, because
 * nothing separates words there.
 */
extern int ses_words_reduce(Slice text, char *data);

#endif /* SES_WORDS_H */
