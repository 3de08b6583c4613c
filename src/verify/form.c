/*
 * form.c
 *		The fields of a form, as bytes.
 */
#include "verify/form.h"

#include "miscadmin.h"

/* As many as ses_payload takes. */
#define MAX_FIELDS 1000

/* Decodes percent signs, to where the caller has room, which moves. */
static Slice
decode(Slice encoded, char **room)
{
	char *start = *room;

	for (int i = 0; i < encoded.length; i++)
	{
		char c = encoded.data[i];
		int	 high = c == '%' && i + 2 < encoded.length ? hex_value(encoded.data[i + 1]) : -1;
		int	 low = high >= 0 ? hex_value(encoded.data[i + 2]) : -1;

		if (low >= 0)
		{
			c = (char) (high * 16 + low);
			i += 2;
		}
		*(*room)++ = c == '+' && low < 0 ? ' ' : c;
	}
	return (Slice) {start, (int) (*room - start)};
}

/* Fields of the same name stay in their order. */
static int
compare_fields(const void *a, const void *b)
{
	const FormBytes *first = a;
	const FormBytes *second = b;
	int				 order = memcmp(first->name.data, second->name.data,
									Min(first->name.length, second->name.length));

	if (order == 0)
		order = first->name.length - second->name.length;
	return order != 0 ? order : first->index - second->index;
}

int
ses_form_read(Slice form, FormBytes **fields)
{
	/* What is decoded is no longer than what it was. */
	char *room = palloc_extended((Size) form.length + 1, MCXT_ALLOC_HUGE);
	int	  count = 0;

	*fields = palloc(MAX_FIELDS * sizeof(FormBytes));
	while (form.length > 0)
	{
		int	  ampersand = slice_find(form, '&');
		Slice field = ampersand >= 0 ? slice_until(form, ampersand) : form;
		int	  equals = slice_find(field, '=');

		CHECK_FOR_INTERRUPTS();
		form = ampersand >= 0 ? slice_from(form, ampersand + 1) : NO_SLICE;
		if (field.length == 0)
			continue;
		if (equals <= 0 || count == MAX_FIELDS)
			return 0;
		(*fields)[count].name = decode(slice_until(field, equals), &room);
		(*fields)[count].value = decode(slice_from(field, equals + 1), &room);
		(*fields)[count].index = count;
		count++;
	}
	qsort(*fields, count, sizeof(FormBytes), compare_fields);
	return count;
}
