/*
 * field.h
 *		Filling an event's columns from a provider's JSON, by a table.
 *
 * A provider's table of fields reads like its documentation: one row a
 * column, with the object and the key that its value stands under.  Where
 * several rows name one column, the first that has a value is taken.  Columns
 * that nobody will read are not looked up.
 */
#ifndef SES_FIELD_H
#define SES_FIELD_H

#include "event/event.h"

/*
 * What has to be done to the provider's text to have the column's.  AS_REPLY is
 * for COL_SMTP_RESPONSE: it fills smtp_code and smtp_status, too, and
 * description in its stead where the words are the provider's own.  Where the
 * code has a member of its own, the row of COL_SMTP_CODE stands before that of
 * the reply, so that words without a code in them are a reply as well.
 */
typedef enum FieldForm
{
	AS_SENT,
	AS_ADDRESS,	   /* "Ann <ann@a.example>": the address alone */
	AS_MESSAGE_ID, /* without < and > */
	AS_HEADER,	   /* encoded-words decoded */
	AS_HOST,	   /* without the "dns;" of RFC 3464 */
	AS_FIRST,	   /* a list: the text of its first element */
	AS_STATUS,	   /* the enhanced status code in it; a later row improves one
								 * that is generic, as 5.0.0 is */
	AS_REPLY,	   /* what a mail server answered; of a list, its
								 * first element */
	AS_DATE,	   /* as in the Date header of mail */
	AS_JSON,	   /* text that may hold JSON; one that does not
								 * stays text, under its own key in metadata */
	AS_MEMBER,	   /* text, under its own key in metadata */
	AS_MORE,	   /* added to the tags that there are, or under its own key
								 * to metadata */
	AS_BEFORE_DOT, /* up to the first dot, if there is one */
	AS_NAME,	   /* what is_bot means by the name of a program: none is a person */
	AS_ROBOT	   /* the kind of a client: a robot, or another */
} FieldForm;

typedef struct Field
{
	Column		column;
	int			part; /* of the layout */
	const char *key;  /* NULL ends the table */
	FieldForm	form;
} Field;

/* How many there are: the last of them, and one. */
#define FIELD_FORMS ((int) AS_ROBOT + 1)

/* The name of a form, as ses_fields() has it: "reply". */
extern const char *ses_field_form_name(FieldForm form);

/*
 * Fills the columns that the table names, and that are wanted and still empty.
 * An object that the payload does not have is a JSON null.
 */
extern void ses_fields_fill(Event *event, const Field *fields, const JsonbValue *parts);

/* The same, up to the first field of a part: returns that, or the end of the table. */
extern const Field *ses_fields_fill_until(Event *event, const Field *fields, const JsonbValue *parts, int part);

/* Empties a column that a field may fill. */
extern void ses_field_clear(Event *event, Column column);

/* Fills one column, wanted or not. */
extern void ses_fields_fill_column(Event *event, const Field *fields, const JsonbValue *parts, Column column);

#endif /* SES_FIELD_H */
