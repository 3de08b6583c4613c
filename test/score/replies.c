/*
 * replies.c
 *		Decides what replies mean, from a file of lines.
 *
 * In: the status beside the reply, what the provider says (its class, "deferred",
 * "otherwise=REASON", "specific=REASON", between blanks), the reply; between tabs.
 * "\n", "\t" and "\\" stand for line breaks, tabs and backslashes.  Out: code, status, remote host, class,
 * reason, rule and the title of the phrase's group, between tabs.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mail/verdict.h"

/* Replaces the escapes of a line in place; returns the new length. */
static int
unescape(char *text)
{
	int length = 0;

	for (const char *c = text; *c != '\0' && *c != '\n'; c++)
	{
		if (*c == '\\' && c[1] != '\0')
		{
			c++;
			text[length++] = *c == 'n' ? '\n' : *c == 't' ? '\t' :
															*c;
		}
		else
			text[length++] = *c;
	}
	return length;
}

static Reason
find_reason(Slice word)
{
	for (int reason = 1; reason < REASONS; reason++)
	{
		if (slice_equals(word, slice_of(ses_reasons[reason].word)))
			return reason;
	}
	fprintf(stderr, "unknown reason: %.*s\n", word.length, word.data);
	exit(1);
}

/* Reads one word of what the provider says. */
static void
read_says(ProviderSays *says, Slice word)
{
	for (int class = 1; class < BOUNCE_CLASSES; class ++)
	{
		if (slice_equals(word, slice_of(ses_bounce_classes[class].word)))
			says->class = class;
	}
	if (slice_equals(word, SLICE("deferred")))
		says->is_deferral = true;
	if (slice_starts_with(word, SLICE("otherwise=")))
		says->otherwise = find_reason(slice_from(word, 10));
	if (slice_starts_with(word, SLICE("specific=")))
		says->specific = find_reason(slice_from(word, 9));
}

static void
print_verdict(Slice status, Slice provider, Slice text)
{
	Reply		 reply = ses_reply_read(text);
	ProviderSays says = {.status = ses_reply_find_status(status)};
	Verdict		 verdict;
	char		 rule[MAX_RULE];
	const char *class;
	const char *reason;

	while (provider.length > 0)
	{
		int blank = slice_find(provider, ' ');
		int length = blank < 0 ? provider.length : blank;

		read_says(&says, slice_until(provider, length));
		provider = slice_from(provider, blank < 0 ? length : length + 1);
	}
	ses_verdict(&reply, &says, &verdict);
	ses_verdict_rule(&verdict, rule);
	class = ses_bounce_classes[verdict.class].word;
	reason = ses_reasons[verdict.reason].word;
	if (verdict.code != 0)
		printf("%d", verdict.code);
	printf("\t%.*s\t%.*s\t%s\t%s\t%s\t%s\n", verdict.status.length, verdict.status.data,
		   reply.host.length, reply.host.data, class, reason != NULL ? reason : "", rule,
		   verdict.rule == RULE_PHRASE ? verdict.match.group->title : "");
}

int
main(void)
{
	char  *line = NULL;
	size_t size = 0;

	if (ses_match_memory_used() >= 100)
	{
		fprintf(stderr, "the memory for phrases is full\n");
		return 1;
	}
	while (getline(&line, &size, stdin) > 0)
	{
		char *provider = strchr(line, '\t');
		char *text = provider != NULL ? strchr(provider + 1, '\t') : NULL;

		if (text == NULL)
		{
			fprintf(stderr, "not three columns: %s", line);
			return 1;
		}
		provider++;
		text++;
		print_verdict((Slice) {line, (int) (provider - line - 1)}, (Slice) {provider, (int) (text - provider - 1)},
					  (Slice) {text, unescape(text)});
	}
	free(line);
	return 0;
}
