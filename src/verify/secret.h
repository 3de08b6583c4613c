/*
 * secret.h
 *		Requests that have a secret in them, instead of a signature.
 */
#ifndef SES_SECRET_H
#define SES_SECRET_H

#include "postgres.h"

#include "base/slice.h"
#include "verify/request.h"

/*
 * The forms of a key that is a secret.  The first two are such for any provider, because
 * each takes a URL of the user's choice.
 */
typedef enum SecretForm
{
	SECRET_PARAMETER, /* ?name=value */
	SECRET_HEADER,	  /* Name: value */
	SECRET_PASSWORD,  /* user:password */
	SECRET_WORD,
} SecretForm;

extern SecretForm ses_secret_form(Slice key);

/*
 * Compares the secret of a request with a key, in a time that depends on lengths only.
 * Returns NULL where they are equal, else the problem as a sentence.
 */
extern const char *ses_secret_check(Request *request, const SecretUse *use, SecretForm form, Slice key);

#endif /* SES_SECRET_H */
