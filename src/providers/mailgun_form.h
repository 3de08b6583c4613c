/*
 * mailgun_form.h
 *		Mailgun's webhooks of before 2018, which are forms.
 */
#ifndef SES_MAILGUN_FORM_H
#define SES_MAILGUN_FORM_H

#include "event/layout.h"

extern const Layout ses_mailgun_form;

/* Reads a form, in which fields may be repeated. */
extern void ses_mailgun_read_form(const Dialect *dialect, const Document *document, struct Sink *sink);

#endif /* SES_MAILGUN_FORM_H */
