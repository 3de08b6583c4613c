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

/* Whether a text that begins like one is a program's word for no value. */
extern bool ses_absent_has_word(Slice text);

/*
 * Whether a text is such a word: "null", "0", "-1", "<>", "N/A", "null@".  Inline, because each id and
 * address is asked, and the first character of most decides.
 */
static inline bool
ses_is_absent(Slice text)
{
	char last;

	if (text.length == 0)
		return true;
	last = text.data[text.length - 1];
	switch (text.data[0])
	{
		case '0':
		case '-':
			return (last == '0' || last == '-' || last == '@' || text.length == 2 || is_blank(last)) &&
				ses_absent_has_word(text);
		case 'n':
		case 'N':
		case 'u':
		case 'U':
		case 'f':
		case 'F':
		case '<':
		case '(':
		case '[':
		case '{':
		case '@':
			return ses_absent_has_word(text);
		default:
			return is_blank(text.data[0]) && ses_absent_has_word(text);
	}
}

/* Octets of an address (RFC 5321, 4.5.3.1: 64 and 255, with the @ between them). */
#define MAX_ADDRESS 320

/* Octets of a line of a message (RFC 5322, 2.1.1), which a Message-ID has to fit in. */
#define MAX_ID 998

#define ADDRESS_COLUMNS (COLUMN(COL_RECIPIENT) | COLUMN(COL_SENDER))
#define ID_COLUMNS (COLUMN(COL_MESSAGE_ID) | COLUMN(COL_RFC_MESSAGE_ID) | COLUMN(COL_PROVIDER_EVENT_ID))

/*
 * The text of a column, as it is; empty where the column has ids or addresses and
 * the text stands for none, or is longer than any can be.
 */
static inline Slice
ses_column_text(Column column, Slice text)
{
	if ((COLUMN(column) & (ADDRESS_COLUMNS | ID_COLUMNS)) != 0 &&
		(text.length > ((COLUMN(column) & ID_COLUMNS) != 0 ? MAX_ID : MAX_ADDRESS) || ses_is_absent(text)))
		return NO_SLICE;
	return text;
}

#endif /* SES_ABSENT_H */
