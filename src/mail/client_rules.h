/*
 * client_rules.h
 *		How the tables of clients are written.
 */
#ifndef SES_CLIENT_RULES_H
#define SES_CLIENT_RULES_H

#include "mail/client.h"

#define WORDS(pattern, client, source) \
	{ \
		pattern, IN_WORDS, client, source, NULL, NULL \
	}
#define START(pattern, client, source) \
	{ \
		pattern, AT_START, client, source, NULL, NULL \
	}
#define ENDING(pattern, client, source) \
	{ \
		pattern, ENDS_WORD, client, source, NULL, NULL \
	}
#define END_OF_RULES \
	{ \
		NULL, IN_WORDS, NULL, NULL, NULL, NULL \
	}
#define END_OF_GROUPS \
	{ \
		NULL, NO_EVENT_TYPE, NO_ACTOR, NULL \
	}

#endif /* SES_CLIENT_RULES_H */
