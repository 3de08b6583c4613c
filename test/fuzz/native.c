/*
 * native.c
 *		Fuzzing what is pure C, by libFuzzer, with the sanitizers of addresses and
 *		of undefined behaviour.
 *
 * Memory that is read beyond an input is found by the sanitizer: libFuzzer puts
 * each into an allocation of its own.  What is checked besides is what callers
 * rely on.
 */
#include <stdio.h>
#include <stdlib.h>
#include <stdint.h>

#include "mail/client.h"
#include "mail/mailbox.h"
#include "mail/verdict.h"
#include "mail/words.h"
#include "event/mapping.h"
#include "text/mention.h"
#include "text/timestamp.h"

/* The years 1 to 9999, and the offsets that local times may have. */
#define HOURS INT64_C(3600000000)
#define FIRST_MICROS (INT64_C(-62135596800000000) - 16 * HOURS)
#define LAST_MICROS (INT64_C(253402300799999999) + 17 * HOURS)

static void
expect(bool condition, const char *what)
{
	if (!condition)
	{
		fprintf(stderr, "does not hold: %s\n", what);
		abort();
	}
}

static bool
is_within(Slice part, Slice whole)
{
	return part.length == 0 ||
		(part.length > 0 && part.data >= whole.data && part.data + part.length <= whole.data + whole.length);
}

static bool
is_possible(ParsedTime time)
{
	return time.micros >= FIRST_MICROS && time.micros <= LAST_MICROS;
}

static void
try_timestamp(Slice text)
{
	ParsedTime time;
	ParsedTime again;
	int		   seconds;

	if (ses_timestamp_parse(text, &time))
	{
		expect(is_possible(time), "a time is in the years 1 to 9999");
		expect(ses_timestamp_parse(slice_trim(text), &again) && again.micros == time.micros,
			   "blanks around a time say nothing");
	}
	if (ses_timestamp_parse_rfc5322(text, &time))
		expect(is_possible(time) && !time.is_local, "the time of a Date header has a zone");
	if (ses_timestamp_parse_offset(text, &seconds))
		expect(abs(seconds) < 16 * 3600, "an offset has less than sixteen hours");
}

static void
try_verdict(Slice text)
{
	Reply		 reply = ses_reply_read(text);
	ProviderSays says = {.class = text.length % BOUNCE_CLASSES, .otherwise = text.length % REASONS, .status = ses_reply_find_status(text), .is_deferral = text.length % 5 == 0};
	Verdict		 verdict;
	Verdict		 alone;
	char		 rule[MAX_RULE];
	char		*words = malloc(WORDS_SIZE(text.length));
	int			 length = ses_words_reduce(text, words);

	expect(length <= WORDS_SIZE(text.length) && (length == 0 || words[length - 1] == ' ' || words[length - 1] == '.'), "each word has a blank or dot behind it");
	free(words);
	expect(is_within(reply.text, text) && is_within(reply.said, text), "what was said is in the text");
	expect(is_within(reply.status, text) && is_within(reply.host, text), "a status and a host are in the text");
	expect(reply.code == 0 || (reply.code >= 200 && reply.code <= 599), "a code is one of SMTP");

	ses_verdict(&reply, &says, &verdict);
	ses_verdict_rule(&verdict, rule);
	expect(verdict.reason < REASONS && verdict.class < BOUNCE_CLASSES, "a verdict is of the vocabulary");
	expect((verdict.reason == NO_REASON) == (rule[0] == '\0'), "a reason has a rule");
	expect(verdict.class != BOUNCE_HARD || !says.is_deferral, "what is deferred is never hard");
	expect(verdict.class != BOUNCE_HARD || !verdict.is_temporary, "what is temporary is never hard");

	ses_verdict(&reply, NULL, &alone);
	expect(alone.rule != RULE_OTHERWISE && alone.rule != RULE_PROVIDER, "nothing was said by a provider");
	expect(ses_match_memory_used() < 100, "all phrases have room");
}

static const MailboxPattern *
mailbox(Slice address, Slice host, Slice reply)
{
	const MailboxFacts facts = {.address = address, .host = host, .reply = reply};

	return ses_mailbox_find(&facts);
}

/* The text as each of the facts; as a host, also with a letter before it. */
static void
try_mailbox(Slice text)
{
	const MailboxPattern *by_host = mailbox(NO_SLICE, text, NO_SLICE);
	const MailboxPattern *by_reply = mailbox(NO_SLICE, NO_SLICE, text);
	const MailboxPattern *by_domain = mailbox(text, NO_SLICE, NO_SLICE);
	const MailboxPattern *by_all = mailbox(text, text, text);
	const MailboxFacts	  quoted = {.address = text, .reply_host = ses_reply_read(text).host, .reply = text};
	char				 *longer = malloc(text.length + 1);

	expect(by_host == NULL || by_host->rule->sign == BY_HOST, "a host is one of the hosts");
	expect(by_reply == NULL || by_reply->rule->sign == BY_REPLY, "a reply is one of the replies");
	expect(by_domain == NULL || by_domain->rule->sign == BY_DOMAIN, "a domain is one of the domains");
	expect(by_domain == NULL || memchr(text.data, '@', text.length) != NULL, "an address has an @");
	expect(by_all == (by_host != NULL ? by_host : by_reply != NULL ? by_reply :
																	 by_domain),
		   "a host goes before a reply, and that before a domain");
	(void) ses_mailbox_find(&quoted);

	memcpy(longer + 1, text.data, text.length);
	longer[0] = 'x';
	if (by_host != NULL && is_letter(text.data[0]) && by_host->text.data[0] != '*' && slice_find(text, ';') < 0)
		expect(mailbox(NO_SLICE, (Slice) {longer, text.length + 1}, NO_SLICE) != by_host, "labels are compared as a whole");
	free(longer);
	expect(ses_mailbox_memory_used() < 100, "all patterns have room");
}

/* The first half as a word, the other as a name. */
static void
try_word(Slice text)
{
	int	  half = text.length / 2;
	Slice word = slice_until(text, half);
	char *name = malloc(text.length - half + 1);
	char *normal_word = malloc(half + 1);
	char *normal_name = malloc(text.length - half + 1);
	int	  word_length;
	int	  name_length;

	memcpy(name, text.data + half, text.length - half);
	name[text.length - half] = '\0';
	/* Text in a jsonb has no zero bytes. */
	if (memchr(text.data, '\0', text.length) == NULL)
	{
		word_length = ses_word_normalize(word, normal_word);
		name_length = ses_word_normalize(slice_of(name), normal_name);
		expect(ses_word_equals(word, name) ==
				   (word_length == name_length && memcmp(normal_word, normal_name, word_length) == 0),
			   "words are equal that are normalized to the same");
	}
	free(name);
	free(normal_word);
	free(normal_name);
}

/* The first quarter as an address. */
static void
try_mention(Slice text)
{
	Slice address = slice_until(text, text.length / 4);
	Slice rest = slice_from(text, text.length / 4);
	Slice mention;

	if (!ses_mention_is_address(address))
		return;
	if (ses_mention_find(rest, address, &mention))
		expect(mention.length > 0 && is_within(mention, rest), "a mention is a part of the text");
	expect(ses_mention_find(address, address, &mention), "an address mentions itself");
}

static void
try_client(Slice text)
{
	ClientMatch opened = ses_client_find(EVENT_OPENED, text);
	ClientMatch clicked = ses_client_find(EVENT_CLICKED, text);
	ClientMatch trimmed = ses_client_find(EVENT_OPENED, slice_trim(text));

	expect((opened.group == NULL) == (opened.rule == NULL), "a rule is of a group");
	expect(opened.rule == trimmed.rule, "blanks around an agent say nothing");
	expect(clicked.group == NULL || clicked.group->actor != ACTOR_PROXY, "no proxy follows links");
	expect(clicked.group == NULL || clicked.group->event_type != EVENT_OPENED, "a rule is about its events only");
	expect(ses_client_find(EVENT_DELIVERED, text).rule == NULL, "no rule is about deliveries");
	expect(ses_client_memory_used() < 100, "all rules have room");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static void (*const targets[])(Slice text) = {try_timestamp, try_word, try_mention, try_verdict, try_mailbox, try_client};
	Slice text = {(const char *) data + 1, (int) size - 1};

	if (size > 1)
		targets[data[0] % (sizeof(targets) / sizeof(targets[0]))](text);
	return 0;
}
