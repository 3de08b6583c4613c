/*
 * verification.h
 *		Whether a request is of whom it says: by a signature, or by a secret.
 */
#ifndef SES_VERIFICATION_H
#define SES_VERIFICATION_H

#include "postgres.h"

#include <stdint.h>

#include "base/slice.h"
#include "verify/request.h"
#include "verify/scheme.h"

typedef struct Verification
{
	const char *problem; /* a sentence; NULL: the request is verified */
	Cover		covers;
	int64_t		signed_at; /* microseconds since the Unix epoch, or NO_TIME */
} Verification;

/* Checks a request by the schemes of a provider in turn. */
extern Verification ses_verify_request(Slice provider, Request *request, Slice key);

#endif /* SES_VERIFICATION_H */
