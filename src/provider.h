/*
 * provider.h
 *		What a provider is to the rest: how to know its documents, its words,
 *		and how to read its events.
 *
 * A provider is one file under providers/, its declaration below, and its line
 * in the registry in provider.c.
 */
#ifndef SES_PROVIDER_H
#define SES_PROVIDER_H

#include "document.h"
#include "event.h"
#include "mapping.h"
#include "sink.h"

typedef struct Provider
{
	const char *name;			/* as in the column provider */
	int			home_offset;	/* of times that carry no zone: seconds east of
								 * Greenwich */
	bool		has_unique_event_ids;	/* its documentation says that the id of
										 * an event is unique and the same in
										 * every form of the webhook */
	const Mapping *events;

	/* Whether a document is one of this provider's, and of nobody else's. */
	bool		(*recognizes) (const Document *document);

	/*
	 * Emits the document's events; reports what in it is none.  Ends early
	 * once the sink is satisfied.
	 */
	void		(*read) (const Document *document, Sink *sink);
} Provider;

extern const Provider ses_amazon;
extern const Provider ses_customers_mail_cloud;
extern const Provider ses_tencent;

/* All of them, ended by NULL. */
extern const Provider *const ses_providers[];

/* The provider of a document, NULL where nobody knows it. */
extern const Provider *ses_provider_find(const Document *document);

#endif							/* SES_PROVIDER_H */
