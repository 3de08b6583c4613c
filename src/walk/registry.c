/*
 * registry.c
 *		The list of providers, and reading a document by one of them.
 */
#include "walk/registry.h"

#include "walk/sign.h"

#define REFERENCE_PROVIDER(name) &ses_##name,

const Provider *const ses_providers[] = {
	PROVIDERS(REFERENCE_PROVIDER)
		NULL,
};

/* Whether a document is about the webhook or the account; reports it. */
static bool
report_control(const Provider *provider, const Document *document, Sink *sink)
{
	for (const Control *control = provider->controls; control != NULL && control->sign != NULL; control++)
	{
		if (ses_sign_is_met(control->sign, document))
		{
			ses_report(sink, document, OUTCOME_CONTROL, &provider->dialect, NULL, "%s", control->clause);
			return true;
		}
	}
	return false;
}

/* Which of its layouts a document has: that of its sign, else the first without one. */
static const Layout *
layout_of(const Provider *provider, const Document *document)
{
	const Layout *other = NULL;

	if (provider->layouts[1] == NULL)
		return provider->layouts[0];
	for (int i = 0; i < MAX_LAYOUTS && provider->layouts[i] != NULL; i++)
	{
		if (provider->layout_signs[i] == NULL)
			other = other != NULL ? other : provider->layouts[i];
		else if (ses_sign_is_met(provider->layout_signs[i], document))
			return provider->layouts[i];
	}
	return other != NULL ? other : provider->layouts[0];
}

void
ses_provider_read(const Provider *provider, const Document *document, Sink *sink)
{
	if (provider->read != NULL)
		provider->read(provider, document, sink);
	else if (!report_control(provider, document, sink))
		ses_layout_read(layout_of(provider, document), &provider->dialect, document, sink);
}
