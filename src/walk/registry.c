/*
 * registry.c
 *		The list of providers, and reading a document by one of them.
 */
#include "walk/registry.h"

#define REFERENCE_PROVIDER(name) &ses_##name,

const Provider *const ses_providers[] = {
	PROVIDERS(REFERENCE_PROVIDER)
		NULL,
};

void
ses_provider_read(const Provider *provider, const Document *document, Sink *sink)
{
	if (provider->read != NULL)
		provider->read(provider, document, sink);
	else
		ses_layout_read(provider->layouts[0], &provider->dialect, document, sink);
}
