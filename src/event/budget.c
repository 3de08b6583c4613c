/*
 * budget.c
 *		How many copies of what it says a payload may have in rows.
 */
#include "event/budget.h"

#include "miscadmin.h"

#include "json/reading.h"

/* What providers allow is at most a few dozens: these are free of the bound on rows. */
#define USUAL_RECIPIENTS 50

/* One event with as many recipients as there may be, and no second. */
#define MAX_ROWS_BEYOND (MAX_RECIPIENTS - USUAL_RECIPIENTS)

#define MAX_BYTES ((int64) 64 * 1024 * 1024)

/* What a row takes beside the text of its event: its header, ids, and entries of indexes. */
#define BYTES_OF_ROW 1024

/* About as many bytes as a value takes in a jsonb. */
static int64
size_of(const JsonbValue *value)
{
	int64 size = sizeof(JEntry);

	CHECK_FOR_INTERRUPTS();
	switch (value->type)
	{
		case jbvString:
			return size + value->val.string.len;
		case jbvNumeric:
			return size + VARSIZE_ANY(value->val.numeric);
		case jbvBinary:
			return size + value->val.binary.len;
		case jbvArray:
			for (int i = 0; i < value->val.array.nElems; i++)
				size += size_of(&value->val.array.elems[i]);
			return size;
		case jbvObject:
			for (int i = 0; i < value->val.object.nPairs; i++)
				size += size_of(&value->val.object.pairs[i].key) + size_of(&value->val.object.pairs[i].value);
			return size;
		default:
			return size;
	}
}

bool
ses_budget_spend(Budget *self, int recipients, const JsonbValue *document, const JsonbValue *details)
{
	int	  beyond = Max(recipients - USUAL_RECIPIENTS, 0);
	int64 bytes;

	if (recipients <= 1)
		return true;
	if (recipients > MAX_RECIPIENTS || self->rows + beyond > MAX_ROWS_BEYOND || self->bytes > MAX_BYTES)
		return false;
	bytes = (int64) recipients * (BYTES_OF_ROW + Max(size_of(document), size_of(details)));

	/* An event with the usual number may go beyond the bound, as the last that does. */
	if (beyond > 0 && self->bytes + bytes > MAX_BYTES)
		return false;
	self->rows += beyond;
	self->bytes += bytes;
	return true;
}
