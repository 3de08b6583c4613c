/*
 * usage.h
 *		What of a document a provider's tables do not mention.
 */
#ifndef SES_USAGE_H
#define SES_USAGE_H

#include "postgres.h"

#include "event/document.h"
#include "walk/provider.h"

/* Called for a member that no table mentions, with its path and value. */
typedef void (*UnusedMember)(void *context, const char *path, const JsonbValue *value);

/* The paths that a provider's tables mention, in the current memory context. */
typedef struct Mentions
{
	const char **paths;
	int			 count;
	int			 room;
} Mentions;

extern void ses_mentions_collect(Mentions *mentions, const Provider *provider);

/* Goes through the members of a document that no path leads to, or through. */
extern void ses_mentions_find_unused(const Mentions *mentions, const JsonbValue *document,
									 UnusedMember take, void *context);

#endif /* SES_USAGE_H */
