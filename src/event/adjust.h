/*
 * adjust.h
 *		What a layout says of an event beside its fields.
 */
#ifndef SES_ADJUST_H
#define SES_ADJUST_H

#include "event/layout.h"

/* Fills in metadata and reasons, and empties what events of the type do not have. */
extern void ses_layout_adjust(const Layout *layout, Event *event, const JsonbValue *parts);

#endif /* SES_ADJUST_H */
