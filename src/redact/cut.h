/*
 * cut.h
 *		Cutting the mentions of an address out of a JSON value.
 */
#ifndef SES_CUT_H
#define SES_CUT_H

#include "postgres.h"
#include "utils/jsonb.h"

#include "base/slice.h"

typedef struct Cut
{
	Slice address;
	bool  may_parse; /* text may be read as JSON, and written again */

	/*
	 * Elements of arrays, and of objects with decimal keys, that mention the address,
	 * counted as they are found, the inner before the outer.  By that number they can
	 * be left out.
	 */
	int			elements;
	const bool *left_out; /* NULL: none is */

	/* Bytes that were decompressed, because their sum has a bound. */
	int decompressed;

	/* private to cut.c */
	MemoryContext context; /* of what is made */
	int			  base64_depth;
} Cut;

/*
 * Makes a value without the address in the current memory context, and returns
 * true; false, where the value does not mention it.
 */
extern bool ses_cut_value(Cut *self, const JsonbValue *value, JsonbValue *result);

#endif /* SES_CUT_H */
