/*
 * percent.h
 *		Text that is percent-encoded, as in forms.
 */
#ifndef SES_PERCENT_H
#define SES_PERCENT_H

#include "postgres.h"

#include "base/slice.h"

/*
 * Decodes a name or a value of a form: + is a blank, %XX a byte.  A % that
 * introduces nothing stands for itself, as in browsers.
 */
extern Slice ses_percent_decode(Slice encoded);

/*
 * Whether a text begins like JSON that is still percent-encoded, once or twice:
 * frameworks that decode a form do not always decode its values.
 */
extern bool ses_percent_is_json(Slice text);

/* Such a text, decoded as often as it is encoded. */
extern Slice ses_percent_decode_json(Slice text);

#endif /* SES_PERCENT_H */
