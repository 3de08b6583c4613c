/*
 * mistake.h
 *		What is wrong in a definition, and where.
 */
#ifndef SES_MISTAKE_H
#define SES_MISTAKE_H

#include "postgres.h"

#include "base/compat.h"
#include "base/slice.h"

/* One step into a definition: a key, or the index of an element. */
typedef struct Step
{
	Slice			   key;
	int				   index; /* -1 for a key */
	const struct Step *outer; /* NULL: the definition itself */
} Step;

typedef struct Mistake
{
	const char *path;	 /* in jsonpath, so that jsonb_path_query finds the place */
	const char *problem; /* a sentence */
} Mistake;

/* More are not listed, so that a list has a bound. */
#define MAX_MISTAKES 100

/* Mistakes, in the memory context that was current when they were added. */
typedef struct Mistakes
{
	int		count; /* all, listed or not */
	Mistake list[MAX_MISTAKES];
} Mistakes;

extern void ses_mistake_add(Mistakes *mistakes, const Step *step, const char *format, ...) printf_like(3, 4);

/* The path of a step: $.events."message.sent".type */
extern char *ses_step_path(const Step *step);

/* A text as mistakes quote it: short, whatever is in it. */
extern const char *ses_mistake_quote(Slice text);

/* The word that a text was probably meant to be, while some are looked at. */
typedef struct Guess
{
	Slice		text;
	const char *word; /* NULL: none so far is like the text */
	int			distance;
} Guess;

extern void ses_guess_look_at(Guess *self, const char *word);

/* A sentence behind the first, with a blank before it; empty where there is no guess. */
extern const char *ses_guess_sentence(const Guess *self);

#endif /* SES_MISTAKE_H */
