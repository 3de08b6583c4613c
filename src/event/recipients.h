/*
 * recipients.h
 *		One row for each recipient of an event.
 */
#ifndef SES_RECIPIENTS_H
#define SES_RECIPIENTS_H

#include "event/layout.h"

/*
 * Emits an event that is filled but for what differs from recipient to recipient:
 * once for each whom it concerns or may concern, or once where no recipient is
 * listed.  The fields are those of an entry of a list, which becomes the
 * recipient_part.
 */
extern void ses_recipients_emit(Event *event, const Layout *layout, const EventPart *own,
								JsonbValue *parts, const Field *fields);

#endif /* SES_RECIPIENTS_H */
