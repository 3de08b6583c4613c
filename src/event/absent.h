/*
 * absent.h
 *		Ids and addresses that stand for none.
 *
 * Programs send a 0, "null" or a UUID of zeros where they have no id.  Kept, it
 * would join the messages of strangers.
 */
#ifndef SES_ABSENT_H
#define SES_ABSENT_H

#include "base/slice.h"
#include "event/column.h"

/* Whether a text is a program's word for no value: "null", "0", "<>", "N/A". */
extern bool ses_is_absent(Slice text);

/*
 * The text of a column, as it is; empty where the column has ids or addresses and
 * the text stands for none, or is longer than any can be.
 */
extern Slice ses_column_text(Column column, Slice text);

#endif /* SES_ABSENT_H */
