/*
 * provider.c
 *		The registry of providers.
 */
#include "provider.h"

const Provider *const ses_providers[] = {
	&ses_amazon,
	&ses_customers_mail_cloud,
	&ses_tencent,
	NULL
};

void
ses_provider_read(const Provider *provider, const Document *document, Sink *sink)
{
	if (provider->read != NULL)
		provider->read(document, sink);
	else
		ses_layout_read(provider->layout, provider, document, sink);
}
