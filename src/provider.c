/*
 * provider.c
 *		The registry of providers.
 */
#include "provider.h"

const Provider *const ses_providers[] = {
	&ses_amazon,
	&ses_customers_mail_cloud,
	&ses_tencent,
	&ses_alibaba,
	&ses_azure,
	&ses_brevo,
	&ses_mailersend,
	&ses_mailgun,
	&ses_mailjet,
	&ses_mailtrap,
	&ses_mandrill,
	&ses_postmark,
	&ses_resend,
	&ses_sendgrid,
	&ses_sparkpost,
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
