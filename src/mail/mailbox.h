/*
 * mailbox.h
 *		Who operates a mailbox: by the host that answered, else by the signature of its
 *		reply, else by the domain of the address.
 *
 * The operator decides whether mail is accepted, which is why it is not always the
 * company that the address belongs to: a gateway in front of a mailbox hides it.
 * Pure C: nothing of the server is needed here.
 */
#ifndef SES_MAILBOX_H
#define SES_MAILBOX_H

#include "base/slice.h"

/* In the order in which they are asked. */
typedef enum MailboxSign
{
	BY_HOST,  /* the name of the server that answered, "mx1.a.example" */
	BY_REPLY, /* what stands in its reply, and in that of no other operator */
	BY_DOMAIN /* the domain of the address */
} MailboxSign;

/*
 * Patterns of one operator, with commas between.  A name that begins with "*." is
 * itself and all names below it; any other is itself only.  In replies a name follows
 * one of the marks of mailbox.c, as "//" of a URL.
 */
typedef struct MailboxRule
{
	const char *operator_name; /* NULL ends a table */
	MailboxSign sign;
	const char *patterns;
	const char *source;
} MailboxRule;

#define END_OF_MAILBOXES \
	{ \
		NULL, BY_HOST, NULL, NULL \
	}

/* The tables, and NULL behind the last. */
extern const MailboxRule *const ses_mailbox_rules[];
extern const MailboxRule		ses_mailboxes_worldwide[];
extern const MailboxRule		ses_mailboxes_gateways[];
extern const MailboxRule		ses_mailboxes_hosting[];
extern const MailboxRule		ses_mailboxes_europe[];
extern const MailboxRule		ses_mailboxes_asia[];
extern const MailboxRule		ses_mailboxes_america[];

/* One pattern of a rule. */
typedef struct MailboxPattern
{
	Slice			   text; /* as it stands in the rule */
	const MailboxRule *rule;
} MailboxPattern;

/* What is known of a mailbox; empty where it is not. */
typedef struct MailboxFacts
{
	Slice address;	  /* without a display name */
	Slice host;		  /* that answered, as a provider reports it */
	Slice reply_host; /* that a relay names in its report of the reply */
	Slice reply;
} MailboxFacts;

/* The pattern that decides, NULL where none does. */
extern const MailboxPattern *ses_mailbox_find(const MailboxFacts *facts);

/* Takes the first pattern from a list of them, which is empty behind the last. */
extern Slice ses_mailbox_next_pattern(Slice *patterns);

/* "host", "reply", "domain". */
extern const char *ses_mailbox_sign_name(MailboxSign sign);

/* How full the fullest of the tables made of the patterns is, in percent. */
extern int ses_mailbox_memory_used(void);

#endif /* SES_MAILBOX_H */
