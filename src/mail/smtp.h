/*
 * smtp.h
 *		What mail servers answer: replies (RFC 5321), enhanced status codes
 *		(RFC 3463, RFC 5248 and the IANA registry) and what they mean.
 *
 * Pure C: nothing of the server is needed here.
 */
#ifndef SES_SMTP_H
#define SES_SMTP_H

#include "base/slice.h"
#include "base/vocabulary.h"

typedef struct SmtpReply
{
	Slice text;		 /* the words, without the diagnostic type of RFC
								 * 3464 ("smtp;") */
	bool  is_remote; /* the words are a mail server's: they have that
								 * type, or begin with a code */
	int	  code;		 /* 550; 0 where there is none */
	Slice status;	 /* "5.1.1"; empty where there is none */
} SmtpReply;

/* Reads what may be a reply.  Never fails: any text is something. */
extern SmtpReply ses_smtp_read(Slice text);

/* The reply code that a text is, 0 where it is none. */
extern int ses_smtp_code(Slice text);

/* The first enhanced status code in a text, empty where there is none. */
extern Slice ses_smtp_find_status(Slice text);

/* The reason that a status tells, else the code, else NO_REASON. */
extern Reason ses_smtp_reason(Slice status, int code);

/* Whether a status tells no more than its class: 5.0.0. */
extern bool ses_smtp_is_generic(Slice status);

/* Whether a status says that the address of the recipient is wrong for good. */
extern bool ses_smtp_is_bad_address(Slice status);

/*
 * How a bounce counts that the provider did not class itself.  Only what says
 * that the address is wrong counts as hard: a refusal for policy (5.7.1) is
 * permanent for that message, not for the address.
 */
extern BounceClass ses_smtp_bounce_class(Slice status, int code);

#endif /* SES_SMTP_H */
