/*
 * status.h
 *		What enhanced status codes and reply codes mean without any words.
 */
#ifndef SES_STATUS_H
#define SES_STATUS_H

#include "mail/reply.h"
#include "base/vocabulary.h"

/*
 * Whether a reason proves that the address is wrong.  A likely one does so only
 * where the provider does not say otherwise.
 */
typedef enum Certainty
{
	LIKELY,
	CERTAIN
} Certainty;

/*
 * How far words are heard.  Servers use some statuses loosely: 5.7.1 stands for
 * anything from an unknown user to a blocklist, so that words beat it.
 */
typedef enum Strength
{
	VAGUE,	 /* any words beat it */
	LOOSE,	 /* clear words beat it */
	SPECIFIC /* only decisive words beat it */
} Strength;

typedef struct StatusMeaning
{
	int code;  /* that goes with it; 0 for any */
	int class; /* 4 or 5; 0 for both */
	int			subject;
	int			first_detail;
	int			last_detail;
	Reason		reason;
	Strength	strength;
	Certainty	certainty;
	const char *source;
} StatusMeaning;

typedef struct CodeMeaning
{
	int			code;
	Reason		reason;
	Certainty	certainty;
	const char *source;
} CodeMeaning;

/* Both tables end with a reason of NO_REASON. */
extern const StatusMeaning ses_status_meanings[];
extern const CodeMeaning   ses_code_meanings[];

/* The meaning of a status within a reply with a code, NULL where it has none. */
extern const StatusMeaning *ses_status_find(Status status, int code);

/* The meaning of a reply code by itself, NULL where it has none. */
extern const CodeMeaning *ses_code_find(int code);

#endif /* SES_STATUS_H */
