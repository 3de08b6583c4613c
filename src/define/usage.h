/*
 * usage.h
 *		What of a document a provider's tables do not mention, and what of a sign it lacks.
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

/* Why a sign is not that of a document, as a sentence; NULL if it is. */
extern const char *ses_sign_find_lack(const Sign *sign, const Document *document);

/* Whether a document has a value for a field, which an event without the attribute then refused. */
extern bool ses_field_find_refused(const Layout *layout, const Document *document, const Field *field, JsonbValue *value);

#endif /* SES_USAGE_H */
