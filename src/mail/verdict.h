/*
 * verdict.h
 *		What a reply means: the reason of a refusal, and whether it is hard.
 *
 * One rule for all providers.  Reason, the first that reports one:
 *	1. what the provider says specifically;
 *	2. decisive phrases, then a specific status, then clear phrases, then a
 *	   status that servers use loosely, then vague phrases;
 *	3. the code;
 *	4. what the provider says for want of anything better, which a vague phrase
 *	   does not replace.
 *
 * Class:
 *	1. temporary, if a code or status begins with 4, or words say so;
 *	2. hard: not temporary, and an unknown recipient or host or an invalid
 *	   address, for certain; if only likely, where the provider's own class is
 *	   not soft;
 *	3. soft: temporary, or a reason that is about the message, the sender or
 *	   the moment;
 *	4. anything else: the provider's class, else undetermined.
 */
#ifndef SES_VERDICT_H
#define SES_VERDICT_H

#include "mail/matcher.h"
#include "mail/reply.h"

/* What a provider says beside the reply; all zero where it says nothing. */
typedef struct ProviderSays
{
	Reason specific;  /* the reason, whatever the reply says */
	Reason otherwise; /* the reason, if the reply reports none */
	BounceClass class;
	bool  is_deferral; /* the provider tries again: never hard */
	Slice status;	   /* a status that stands beside the reply */
} ProviderSays;

typedef enum RuleKind
{
	NO_RULE,
	RULE_PROVIDER, /* what the provider says specifically */
	RULE_STATUS,
	RULE_PHRASE,
	RULE_CODE,
	RULE_OTHERWISE /* what the provider says for want of better */
} RuleKind;

typedef struct Verdict
{
	Reason reason;
	BounceClass class;
	RuleKind  rule;
	Certainty certainty;
	bool	  is_temporary;
	int		  code;	  /* that counts; 0 where there is none */
	Slice	  status; /* that counts */
	Match	  match;  /* the phrase, if that decided */
} Verdict;

/* As long as any rule in words, with its zero. */
#define MAX_RULE (MAX_WORDS + 16)

/* Decides what a reply means; PROVIDER may be NULL. */
extern void ses_verdict(const Reply *reply, const ProviderSays *provider, Verdict *verdict);

/* What decided the reason: "status 5.2.2", "phrase over quota", "code 421"; "" for nothing. */
extern void ses_verdict_rule(const Verdict *verdict, char rule[MAX_RULE]);

#endif /* SES_VERDICT_H */
