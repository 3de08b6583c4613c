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

const Provider *
ses_provider_find(const Document *document)
{
	for (const Provider *const *provider = ses_providers; *provider != NULL; provider++)
	{
		if ((*provider)->recognizes(document))
			return *provider;
	}
	return NULL;
}
