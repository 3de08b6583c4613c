/*
 * registry.c
 *		The list of providers, and reading a document by one of them.
 */
#include "walk/registry.h"

#include "json/reading.h"

/* Members that are documents: each takes memory, and most objects have one. */
#define MAX_MEMBERS 20

#define REFERENCE_PROVIDER(name) &ses_##name,

const Provider *const ses_providers[] = {
	PROVIDERS(REFERENCE_PROVIDER)
		NULL,
};

/* Whether a document is about the webhook or the account; reports it. */
static pg_noinline bool
report_control(const Provider *provider, const Document *document, Sink *sink)
{
	for (const Control *control = provider->controls; control != NULL && control->sign != NULL; control++)
	{
		Document notice;

		if (!ses_sign_is_met(control->sign, document))
			continue;
		notice = *document;
		if (control->link != NULL)
			notice.link = ses_json_get_text(&document->value, control->link);
		ses_report(sink, &notice, OUTCOME_CONTROL, &provider->dialect, NULL, "%s", control->clause);
		return true;
	}
	return false;
}

/* Which of its layouts a document has: that of its signs, else the first without any. */
static const Layout *
layout_of(const Provider *provider, Document *document)
{
	const Layout *other = NULL;

	for (int i = 0; i < MAX_LAYOUTS && provider->layouts[i] != NULL; i++)
	{
		if (provider->layout_signs[i] == NULL)
			other = other != NULL ? other : provider->layouts[i];
		else if (ses_sign_any_is_met(provider->layout_signs[i], document))
			return provider->layouts[i];
	}
	return other != NULL ? other : provider->layouts[0];
}

bool
ses_provider_enter(const Provider *provider, Document *document)
{
	JsonbValue inner;

	if (provider->within == NULL || !ses_json_get_object(&document->value, provider->within, &inner))
		return false;
	document->wrapper = document->value;
	document->value = inner;
	document->known.member = NULL;
	return true;
}

/* Leaves of what is around a document what is the provider's. */
static void
settle_wrapper(const Provider *provider, Document *document)
{
	(void) ses_provider_enter(provider, document);
	if (provider->wrapper_type != NULL && !slice_starts_with(document->type, slice_of(provider->wrapper_type)))
		document->wrapper.type = jbvNull;
}

/* Reads one document.  Apart, as all but the shortest way is: that of most documents. */
static pg_noinline void
read_one(const Provider *provider, Document *document, Sink *sink)
{
	if (provider->controls == NULL || !report_control(provider, document, sink))
	{
		const Layout *layout = provider->layouts[1] == NULL ? provider->layouts[0] : layout_of(provider, document);

		ses_layout_read(layout, &provider->dialect, document, sink);
	}
}

/* Reads each member of an object; reports where there is nothing in it. */
static void
read_members(const Provider *provider, const Document *document, const JsonbValue *object, Sink *sink)
{
	Document inner = *document;
	JsonScan scan;

	if (ses_json_length(object) == 0)
	{
		ses_report(sink, document, OUTCOME_CONTROL, &provider->dialect, provider->members,
				   "is empty: the provider checks whether the webhook answers");
		return;
	}
	if (ses_json_length(object) > MAX_MEMBERS)
		ses_report(sink, document, OUTCOME_MALFORMED, &provider->dialect, provider->members,
				   "has more than %d events", MAX_MEMBERS);
	ses_json_scan_members(&scan, object);
	while (!sink->satisfied && scan.index + 1 < MAX_MEMBERS && ses_json_scan_next(&scan, &inner.value))
	{
		inner.type = scan.key;
		inner.known.member = NULL;
		if (ses_json_is_object(&inner.value))
			read_one(provider, &inner, sink);
		else
			ses_report(sink, document, OUTCOME_MALFORMED, &provider->dialect, provider->members,
					   "has an event that is no object");
	}
	ses_json_scan_end(&scan);
}

/* Reads a document that may be around others, or inside one. */
static pg_noinline void
read_wrapped(const Provider *provider, const Document *document, Sink *sink)
{
	Document   inner = *document;
	JsonbValue object;

	if (provider->members != NULL && ses_json_get_object(&document->value, provider->members, &object))
	{
		read_members(provider, document, &object, sink);
		return;
	}
	if (provider->within != NULL || provider->wrapper_type != NULL)
		settle_wrapper(provider, &inner);
	read_one(provider, &inner, sink);
}

void
ses_provider_read_layouts(const Provider *provider, Document *document, Sink *sink)
{
	if (provider->members != NULL || provider->within != NULL || provider->wrapper_type != NULL)
		read_wrapped(provider, document, sink);
	else if (provider->controls != NULL || provider->layouts[1] != NULL)
		read_one(provider, document, sink);
	else
		ses_layout_read(provider->layouts[0], &provider->dialect, document, sink);
}

void
ses_provider_read(const Provider *provider, Document *document, Sink *sink)
{
	if (provider->read != NULL)
		provider->read(provider, document, sink);
	else
		ses_provider_read_layouts(provider, document, sink);
}
