/*
 * verdict.c
 *		What a reply means: the reason of a refusal, and whether it is hard.
 */
#include "mail/verdict.h"

#include <stdio.h>

/*
 * The status that counts: the reply's own, because it is the remote server's;
 * the one beside it, where the reply's reports no reason.
 */
static Slice
choose_status(const Reply *reply, const ProviderSays *provider)
{
	Slice  beside = provider->status;
	Status own = ses_status_read(reply->status);

	if (own.class != 4 && own.class != 5)
		return beside;
	if (beside.length > 0 && ses_status_find(own, reply->code) == NULL &&
		ses_status_find(ses_status_read(beside), reply->code) != NULL)
		return beside;
	return reply->status;
}

static void
set_reason(Verdict *verdict, RuleKind rule, Reason reason, Certainty certainty)
{
	verdict->rule = rule;
	verdict->reason = reason;
	verdict->certainty = certainty;
}

/* The reason by status, phrase and code, in order of their strength. */
static void
decide_by_reply(Verdict *verdict)
{
	const StatusMeaning *status = ses_status_find(ses_status_read(verdict->status), verdict->code);
	const CodeMeaning	*code = ses_code_find(verdict->code);
	const Match			*match = &verdict->match;

	/* Of the same strength, words say more than a number. */
	if (match->group != NULL &&
		(status == NULL || match->group->strength >= status->strength))
		set_reason(verdict, RULE_PHRASE, match->group->reason, match->phrase->certainty);
	else if (status != NULL)
		set_reason(verdict, RULE_STATUS, status->reason, status->certainty);
	else if (code != NULL)
		set_reason(verdict, RULE_CODE, code->reason, code->certainty);
}

/*
 * Whether a vague phrase decided, such as "refused".  What the provider says is
 * better, because it has seen more than this reply; and in its own prose such a
 * phrase is no reason to doubt that a bounce is hard.
 */
static bool
is_vague(const Verdict *verdict)
{
	return verdict->rule == RULE_PHRASE && verdict->match.group->strength == VAGUE;
}

static bool
is_about_address(Reason reason)
{
	return reason == REASON_UNKNOWN_RECIPIENT || reason == REASON_UNKNOWN_HOST || reason == REASON_INVALID_ADDRESS;
}

/* Whether a reason is about the message, the sender or the moment, not the address. */
static bool
is_soft_reason(Reason reason)
{
	switch (reason)
	{
		case REASON_MAILBOX_FULL:
		case REASON_MESSAGE_TOO_LARGE:
		case REASON_CONTENT_REJECTED:
		case REASON_SPAM:
		case REASON_BLOCKED:
		case REASON_AUTHENTICATION:
		case REASON_RATE_LIMITED:
		case REASON_TIMED_OUT:
		case REASON_CONNECTION:
			return true;
		default:
			return false;
	}
}

static BounceClass
decide_class(const Verdict *verdict, BounceClass provider)
{
	if (verdict->is_temporary || is_soft_reason(verdict->reason))
		return BOUNCE_SOFT;
	if (is_about_address(verdict->reason) && (verdict->certainty == CERTAIN || provider != BOUNCE_SOFT))
		return BOUNCE_HARD;
	return provider != NO_BOUNCE_CLASS ? provider : BOUNCE_UNDETERMINED;
}

/*
 * What the server said goes before what the relay says around it, as "SMTP error
 * from remote mail server after MAIL FROM".
 */
static void
match_reply(const Reply *reply, Matches *matches)
{
	bool is_temporary;

	ses_match(reply->said, matches);
	if (matches->best.group != NULL || reply->said.length == reply->text.length)
		return;
	is_temporary = matches->is_temporary;
	ses_match(reply->text, matches);
	matches->is_temporary = matches->is_temporary || is_temporary;
}

void
ses_verdict(const Reply *reply, const ProviderSays *provider, Verdict *verdict)
{
	static const ProviderSays nothing = {.specific = NO_REASON};
	Matches					  matches;

	if (provider == NULL)
		provider = &nothing;
	memset(verdict, 0, sizeof(*verdict));
	match_reply(reply, &matches);
	verdict->match = matches.best;

	/* A 2xx is a success, which is nothing that a refusal can mean. */
	verdict->code = reply->code >= 400 ? reply->code : 0;
	verdict->status = choose_status(reply, provider);
	verdict->is_temporary = provider->is_deferral || reply->has_four || matches.is_temporary ||
		ses_status_read(provider->status).class == 4;

	if (provider->specific != NO_REASON)
		set_reason(verdict, RULE_PROVIDER, provider->specific, CERTAIN);
	else
		decide_by_reply(verdict);
	if ((verdict->reason == NO_REASON || is_vague(verdict)) && provider->otherwise != NO_REASON)
		set_reason(verdict, RULE_OTHERWISE, provider->otherwise, LIKELY);
	else if (is_vague(verdict) && !reply->is_remote && provider->class == BOUNCE_HARD)
		set_reason(verdict, NO_RULE, NO_REASON, LIKELY);
	verdict->class = decide_class(verdict, provider->class);
}

/* The words of a phrase, Chinese and Japanese ones without blanks between. */
static int
join_words(const Match *match, char words[MAX_WORDS])
{
	int length = 0;

	for (int i = 0; i < match->length; i++)
	{
		if (match->words[i] == ' ' && i >= 3 && (unsigned char) match->words[i - 3] >= 0xE3)
			continue;
		words[length++] = match->words[i];
	}
	return length;
}

void
ses_verdict_rule(const Verdict *verdict, char rule[MAX_RULE])
{
	char words[MAX_WORDS];

	switch (verdict->rule)
	{
		case RULE_PROVIDER:
			snprintf(rule, MAX_RULE, "provider");
			break;
		case RULE_STATUS:
			snprintf(rule, MAX_RULE, "status %.*s", verdict->status.length, verdict->status.data);
			break;
		case RULE_PHRASE:
			snprintf(rule, MAX_RULE, "phrase %.*s", join_words(&verdict->match, words), words);
			break;
		case RULE_CODE:
			snprintf(rule, MAX_RULE, "code %d", verdict->code);
			break;
		case RULE_OTHERWISE:
			snprintf(rule, MAX_RULE, "otherwise");
			break;
		case NO_RULE:
			rule[0] = '\0';
			break;
	}
}
