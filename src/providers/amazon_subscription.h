/*
 * amazon_subscription.h
 *		What an Amazon SES Subscription event tells: in or out.
 */
#ifndef SES_AMAZON_SUBSCRIPTION_H
#define SES_AMAZON_SUBSCRIPTION_H

#include "postgres.h"
#include "utils/jsonb.h"

/*
 * Whether a Subscription event tells that somebody wants less mail: all topics
 * are out, or one is that was not before.  A contact's preferences are told as
 * a whole, before and after.  Postbox tells none, and sends the event when
 * somebody unsubscribes.
 */
extern bool ses_amazon_is_opt_out(const JsonbValue *subscription);

#endif							/* SES_AMAZON_SUBSCRIPTION_H */
