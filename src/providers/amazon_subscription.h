/*
 * amazon_subscription.h
 *		What an Amazon SES Subscription event tells: in or out.
 */
#ifndef SES_AMAZON_SUBSCRIPTION_H
#define SES_AMAZON_SUBSCRIPTION_H

#include "postgres.h"
#include "utils/jsonb.h"

#include "base/slice.h"

/*
 * The subtype of a Subscription event, OptOut or OptIn.  The event has none: it
 * has a contact's preferences as a whole, before and after.
 */
extern Slice ses_amazon_subscription_subtype(const JsonbValue *subscription);

#endif /* SES_AMAZON_SUBSCRIPTION_H */
