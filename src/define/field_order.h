/*
 * field_order.h
 *		In which order a definition's attributes are filled, and in which form.
 */
#ifndef SES_FIELD_ORDER_H
#define SES_FIELD_ORDER_H

#include "event/field.h"

/* The columns that fields fill, in that order. */
extern const Column ses_field_order[];
extern const int	ses_field_columns;

/* The form of a place that states none. */
extern FieldForm ses_field_usual_form(Column column);

#endif /* SES_FIELD_ORDER_H */
