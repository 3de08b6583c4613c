/*
 * header.h
 *		What stands in the headers of a message: addresses, Message-IDs and
 *		dates (RFC 5322), encoded-words (RFC 2047).
 */
#ifndef SES_HEADER_H
#define SES_HEADER_H

#include "postgres.h"

#include "base/slice.h"
#include "text/timestamp.h"
#include "utils/jsonb.h"

/*
 * The address alone: "Ann <ann@a.example>" is "ann@a.example".  Case as sent.  Empty
 * for a group without members, "undisclosed-recipients:;".
 */
extern Slice ses_header_address(Slice mailbox);

/*
 * A text with addresses in it, commas or semicolons between them, on the way
 * through it.
 */
typedef struct AddressList
{
	Slice rest;
	Slice words;	 /* what follows the address in its piece, where blanks separate several */
	int	  without;	 /* pieces so far that had an address once, or have none that can be read */
	bool  is_single; /* nothing is between addresses, as in most texts */
	bool  has_at;	 /* a piece without @ is then a part of a name */
	bool  is_plain;	 /* one of the marks around names is never closed, so none counts any more */
} AddressList;

extern AddressList ses_header_addresses(Slice text);

/* The next address; empty at the end.  A group is its members, which may be none. */
extern Slice ses_header_next_address(AddressList *list);

/* A Message-ID without its angle brackets. */
extern Slice ses_header_message_id(Slice header);

/* The time that a Date header tells, NO_TIME where it is none. */
extern int64 ses_header_date(Slice header);

/*
 * A header with its encoded-words decoded, in the current memory context.
 * What is in another charset than UTF-8 or US-ASCII, is broken, or cannot be
 * represented in the database's encoding stays as sent.
 */
extern Slice ses_header_decode(Slice header);

/*
 * The value of the first header of a name, whatever its case; empty where there is
 * none.  Headers are a list of {"name": …, "value": …}, which may have capitals, of
 * objects with a header as their one member, or of pairs [name, value]; or an object
 * whose members they are.  Of a value that is a list, because the message has the
 * header several times, it is the first.
 */
extern Slice ses_header_find(const JsonbValue *headers, const char *name);

#endif /* SES_HEADER_H */
