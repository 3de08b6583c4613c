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
#include "layout.h"
#include "mapping.h"
#include "sink.h"

/*
 * One way to know that a document is a provider's: by the keys of its object, by
 * a word in it, or by what the wrapper says that it is.  All that a sign names
 * has to hold.  Nobody else's documents have it: a test gives every fixture to
 * every provider.
 */
typedef struct Sign
{
	const char *keys[4];		/* all of which the object has */
	const char *object;			/* one of them, whose value is an object */
	const char *const *foreign; /* none of which it has, ended by NULL; NULL:
								 * any may be there */

	/*
	 * What the text of a member begins with; of the wrapper's type, where no
	 * member is named.
	 */
	const char *member;
	const char *prefix;

	bool		is_text;		/* the document is text, and no object */

	/* What else has to hold that only code can tell. */
	bool		(*confirms) (const Document *document);
} Sign;

typedef struct Provider
{
	const char *name;			/* as in the column provider */
	int			home_offset;	/* of times that carry no zone: seconds east of
								 * Greenwich */
	bool		has_unique_event_ids;	/* its documentation says that the id of
										 * an event is unique and the same in
										 * every form of the webhook */
	const char *list;			/* the key of the list in an object that has
								 * several documents in it; NULL where an array
								 * does, or nothing */
	const Sign *signs;			/* ended by one that names nothing */
	const Mapping *events;
	const Layout *layout;		/* where things stand in a document */

	/*
	 * Emits the document's events, where the layout alone cannot; reports what
	 * in it is none.  Ends early once the sink is satisfied.
	 */
	void		(*read) (const Document *document, Sink *sink);
} Provider;

extern const Provider ses_alibaba;
extern const Provider ses_amazon;
extern const Provider ses_azure;
extern const Provider ses_brevo;
extern const Provider ses_customers_mail_cloud;
extern const Provider ses_mailersend;
extern const Provider ses_mailgun;
extern const Provider ses_mailjet;
extern const Provider ses_mailtrap;
extern const Provider ses_mandrill;
extern const Provider ses_postmark;
extern const Provider ses_resend;
extern const Provider ses_sendgrid;
extern const Provider ses_sparkpost;
extern const Provider ses_tencent;

/* All of them, ended by NULL. */
extern const Provider *const ses_providers[];

/*
 * Keys of SendGrid, beside which its customers' arguments stand, of whatever
 * name: foreign to all signs of flat objects.
 */
extern const char *const ses_sendgrid_keys[];

/* Reads a document of a provider. */
extern void ses_provider_read(const Provider *provider, const Document *document, Sink *sink);

#endif							/* SES_PROVIDER_H */
