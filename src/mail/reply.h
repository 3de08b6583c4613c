/*
 * reply.h
 *		Reading what mail servers answer: reply codes (RFC 5321) and enhanced
 *		status codes (RFC 3463), in the forms in which servers, gateways and
 *		providers write them.
 *
 * What a reply means is decided in verdict.c.  Pure C: nothing of the server is
 * needed here.
 */
#ifndef SES_REPLY_H
#define SES_REPLY_H

#include "base/slice.h"

typedef struct Reply
{
	Slice text;		 /* without the diagnostic type of RFC 3464, "smtp;" */
	Slice said;		 /* what the server said: from its code on, without a relay's remarks */
	bool  is_remote; /* of a mail server: has that type or a code, or begins with a status */
	bool  has_four;	 /* a code or status in it begins with 4 */
	int	  code;		 /* 550; 0 where there is none */
	Slice status;	 /* "5.1.1"; empty where there is none */
	Slice host;		 /* the mail server that a relay names */
} Reply;

/* An enhanced status code in numbers: 5.1.10 is {5, 1, 10}. */
typedef struct Status
{
	int class; /* 0 where there is no status */
	int subject;
	int detail;
} Status;

/* Reads a text that may be a reply.  Never fails, because any text is something. */
extern Reply ses_reply_read(Slice text);

/*
 * A reply without the command that Postfix and Exim name behind it, "(in reply to
 * RCPT TO command)".
 */
extern Slice ses_reply_without_remark(Slice reply);

/* The reply code if a text is exactly one, else 0. */
extern int ses_reply_code(Slice text);

/* The first enhanced status code in a text, empty where there is none. */
extern Slice ses_reply_find_status(Slice text);

/* A status that begins a text; class 0 where none does. */
extern Status ses_status_read(Slice text);

/* Whether a status reports no more than its class, as 5.0.0 does. */
extern bool ses_status_is_generic(Slice status);

#endif /* SES_REPLY_H */
