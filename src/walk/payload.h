/*
 * payload.h
 *		From the text of a request body to JSON.
 */
#ifndef SES_PAYLOAD_H
#define SES_PAYLOAD_H

#include "postgres.h"
#include "utils/jsonb.h"

#include "json/parsing.h"
#include "base/slice.h"

/*
 * Reads a text that is JSON, a sequence of documents (an array, in which a part
 * that is broken is a string), or a form (application/x-www-form-urlencoded: an
 * object of strings); JSON may be percent-encoded.  False for any other; the error
 * is then of the text as JSON, and empty where it does not even begin like JSON.
 */
extern bool ses_payload_read(Slice body, JsonbValue *value, JsonError *error);

/*
 * Whether a text that need not be one is worth reading: it begins like JSON, or
 * like a form of several fields.
 */
extern bool ses_payload_is_likely(Slice body);

#endif /* SES_PAYLOAD_H */
