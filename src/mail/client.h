/*
 * client.h
 *		Who opened or clicked: a person, a proxy or a machine, by the user agent.
 *
 * A table of rules decides, in its order.  A rule is a literal text that stands at
 * some place of the agent; case is ignored, of ASCII letters only.  Pure C: nothing of
 * the server is needed here.
 */
#ifndef SES_CLIENT_H
#define SES_CLIENT_H

#include "base/slice.h"
#include "base/vocabulary.h"

/*
 * Where the text of a rule stands.  A word is a run of letters: digits do not belong to
 * it, because versions follow some without anything between, "Basecamp3".
 */
typedef enum Place
{
	IN_WORDS,	  /* anywhere, as whole words */
	AT_START,	  /* the agent begins with it, as whole words */
	AT_END,		  /* the agent ends with it */
	IS_AGENT,	  /* the agent is exactly this */
	LAST_PRODUCT, /* it begins the last of what blanks separate */
	ENDS_WORD,	  /* a word ends with it */
	PLACES
} Place;

typedef struct ClientRule
{
	const char *pattern; /* ASCII with a letter in it; NULL ends a list */
	Place		place;
	const char *client; /* NULL where the program is unknown */
	const char *source;
	const char *beside; /* that the agent must contain, too; NULL: nothing */
	const char *except; /* the word that is no match of ENDS_WORD; NULL: none */
} ClientRule;

/* Rules about programs of one kind. */
typedef struct ClientGroup
{
	const char		 *kind;		  /* NULL ends a table */
	EventType		  event_type; /* EVENT_OPENED or EVENT_CLICKED; NO_EVENT_TYPE for both */
	Actor			  actor;	  /* NO_ACTOR where the program alone does not decide */
	const ClientRule *rules;
} ClientGroup;

/* In order of precedence: the machines and proxies before the programs of persons. */
extern const ClientGroup ses_client_machines[];
extern const ClientGroup ses_client_programs[];

/* The rule that decided; both members are NULL where none did. */
typedef struct ClientMatch
{
	const ClientGroup *group;
	const ClientRule  *rule;
} ClientMatch;

/*
 * Finds the rule for an agent, in time linear in its length.  No rule is about other
 * events than opens and clicks.
 */
extern ClientMatch ses_client_find(EventType event_type, Slice agent);

/* A place in words: "start", "word ending". */
extern const char *ses_client_place(Place place);

/* How much of the memory for rules is used, in percent; over 100, some are lost. */
extern int ses_client_memory_used(void);

#endif /* SES_CLIENT_H */
