/*
 * redact.h
 *		A payload without what it says of an address.
 */
#ifndef SES_REDACT_H
#define SES_REDACT_H

#include "postgres.h"
#include "utils/jsonb.h"

#include "base/slice.h"

struct ProviderSet;

/*
 * The payload itself where it does not mention the address.  Providers may be
 * defined beside the built-in ones, or NULL.
 */
extern Jsonb *ses_redact_payload(Jsonb *payload, Slice address, const struct ProviderSet *defined);

#endif /* SES_REDACT_H */
