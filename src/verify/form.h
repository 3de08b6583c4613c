/*
 * form.h
 *		The fields of a form (application/x-www-form-urlencoded), as bytes.
 *
 * ses_payload makes text of them, which a signature does not cover where the
 * database's encoding lacks a character.  What is a form here is one there.
 */
#ifndef SES_FORM_H
#define SES_FORM_H

#include "postgres.h"

#include "base/slice.h"

typedef struct FormBytes
{
	Slice name;
	Slice value;
	int	  index; /* in the form, from 0 */
} FormBytes;

/*
 * Decodes the fields of a form in UTF-8, in the order of their names, and returns
 * how many there are: 0 where the text is not a form.
 */
extern int ses_form_read(Slice utf8, FormBytes **fields);

#endif /* SES_FORM_H */
