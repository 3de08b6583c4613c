/*
 * budget.h
 *		How many copies of what it says a payload may have in rows, and how many
 *		bytes may be decompressed of it.
 *
 * Each recipient in a list has a row, and each row has all that the event says.
 * Without a bound, half a megabyte would become hundreds.  The bound is of a whole
 * payload, because a payload may have any number of events.
 */
#ifndef SES_BUDGET_H
#define SES_BUDGET_H

#include "postgres.h"
#include "utils/jsonb.h"

/* More recipients than one event may have. */
#define MAX_RECIPIENTS 1000

/* What a payload has spent; zero at first. */
typedef struct Budget
{
	int	  rows; /* beyond the usual number of recipients of an event */
	int64 bytes;
	int	  decompressed; /* bytes, of GZIP_MAX_LENGTH */
} Budget;

/*
 * Whether an event may have a row for each of its recipients, which is spent then.
 * All rows have the details, or as much of the document.
 */
extern bool ses_budget_spend(Budget *self, int recipients, const JsonbValue *document, const JsonbValue *details);

#endif /* SES_BUDGET_H */
