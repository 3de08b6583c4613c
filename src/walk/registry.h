/*
 * registry.h
 *		The list of providers.
 *
 * A line here is a file under providers/, which defines ses_NAME.  The order is
 * that of ses_mapping(), and decides nothing else: no two providers recognize
 * one document.
 */
#ifndef SES_REGISTRY_H
#define SES_REGISTRY_H

#include "walk/provider.h"

/* clang-format off */
#define PROVIDERS(provider) \
	provider(amazon) \
	provider(customers_mail_cloud) \
	provider(tencent) \
	provider(alibaba) \
	provider(azure) \
	provider(brevo) \
	provider(mailersend) \
	provider(mailgun) \
	provider(mailjet) \
	provider(mailtrap) \
	provider(mandrill) \
	provider(postmark) \
	provider(resend) \
	provider(sendgrid) \
	provider(sparkpost)
/* clang-format on */

#define DECLARE_PROVIDER(name) extern const Provider ses_##name;
PROVIDERS(DECLARE_PROVIDER)
#undef DECLARE_PROVIDER

#define COUNT_PROVIDER(name) +1
enum
{
	PROVIDER_COUNT = PROVIDERS(COUNT_PROVIDER)
};
#undef COUNT_PROVIDER

/* All of them, ended by NULL. */
extern const Provider *const ses_providers[];

/* Reads a document of a provider, in which texts that were looked up are kept. */
extern void ses_provider_read(const Provider *provider, Document *document, Sink *sink);

/* Goes into the member that is the document, if the provider has one; false where it is not there. */
extern bool ses_provider_enter(const Provider *provider, Document *document);

/* The same by its tables alone, for what its read() prepared. */
extern void ses_provider_read_layouts(const Provider *provider, Document *document, Sink *sink);

#endif /* SES_REGISTRY_H */
