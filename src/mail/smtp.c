/*
 * smtp.c
 *		What mail servers answer, and what it means.
 */
#include "mail/smtp.h"

/* A status in numbers: 5.1.10 is {5, 1, 10}. */
typedef struct Status
{
	int class;
	int subject;
	int detail;
} Status;

/*
 * Enhanced status codes that tell a reason, by subject and detail; whether
 * for now (4) or for good (5) makes no difference to why.  Source: the IANA
 * registry "Simple Mail Transfer Protocol (SMTP) Enhanced Status Codes", whose
 * sources are RFC 3463, 4865, 4954, 5248, 6710, 7293, 7372, 7505 and 8689.
 */
static const struct
{
	int	   subject;
	int	   detail;
	Reason reason;
} status_reasons[] = {
	{1, 1, REASON_UNKNOWN_RECIPIENT},  /* bad destination mailbox address */
	{1, 2, REASON_UNKNOWN_HOST},	   /* bad destination system address */
	{1, 3, REASON_INVALID_ADDRESS},	   /* bad destination mailbox address syntax */
	{1, 4, REASON_INVALID_ADDRESS},	   /* destination mailbox address ambiguous */
	{1, 6, REASON_UNKNOWN_RECIPIENT},  /* mailbox has moved, no forwarding
										 * address */
	{1, 7, REASON_OTHER},			   /* bad sender's mailbox address syntax */
	{1, 8, REASON_OTHER},			   /* bad sender's system address */
	{1, 9, REASON_OTHER},			   /* message relayed to non-compliant mailer */
	{1, 10, REASON_UNKNOWN_HOST},	   /* recipient address has null MX */
	{2, 1, REASON_MAILBOX_DISABLED},   /* mailbox disabled, not accepting
										 * messages */
	{2, 2, REASON_MAILBOX_FULL},	   /* mailbox full */
	{2, 3, REASON_MESSAGE_TOO_LARGE},  /* message length exceeds
										 * administrative limit */
	{2, 4, REASON_OTHER},			   /* mailing list expansion problem */
	{3, 1, REASON_MAILBOX_FULL},	   /* mail system full */
	{3, 2, REASON_CONNECTION},		   /* system not accepting network messages */
	{3, 3, REASON_OTHER},			   /* system not capable of selected features */
	{3, 4, REASON_MESSAGE_TOO_LARGE},  /* message too big for system */
	{3, 5, REASON_CONNECTION},		   /* system incorrectly configured */
	{3, 6, REASON_OTHER},			   /* requested priority was changed */
	{4, 1, REASON_CONNECTION},		   /* no answer from host */
	{4, 2, REASON_CONNECTION},		   /* bad connection */
	{4, 3, REASON_CONNECTION},		   /* directory server failure */
	{4, 4, REASON_UNKNOWN_HOST},	   /* unable to route */
	{4, 5, REASON_CONNECTION},		   /* mail system congestion */
	{4, 6, REASON_CONNECTION},		   /* routing loop detected */
	{4, 7, REASON_TIMED_OUT},		   /* delivery time expired */
	{5, 3, REASON_OTHER},			   /* too many recipients */
	{6, 0, REASON_CONTENT_REJECTED},   /* other or undefined media error */
	{6, 1, REASON_CONTENT_REJECTED},   /* media not supported */
	{6, 2, REASON_CONTENT_REJECTED},   /* conversion required and prohibited */
	{6, 3, REASON_CONTENT_REJECTED},   /* conversion required but not
										 * supported */
	{6, 4, REASON_CONTENT_REJECTED},   /* conversion with loss performed */
	{6, 5, REASON_CONTENT_REJECTED},   /* conversion failed */
	{6, 6, REASON_CONTENT_REJECTED},   /* message content not available */
	{6, 7, REASON_CONTENT_REJECTED},   /* non-ASCII addresses not permitted */
	{7, 0, REASON_BLOCKED},			   /* other or undefined security status */
	{7, 1, REASON_BLOCKED},			   /* delivery not authorized, message refused */
	{7, 2, REASON_BLOCKED},			   /* mailing list expansion prohibited */
	{7, 7, REASON_CONTENT_REJECTED},   /* message integrity failure */
	{7, 13, REASON_MAILBOX_DISABLED},  /* user account disabled */
	{7, 16, REASON_MESSAGE_TOO_LARGE}, /* message too big for the specified
										 * priority */
	{7, 17, REASON_UNKNOWN_RECIPIENT}, /* mailbox owner has changed */
	{7, 18, REASON_UNKNOWN_RECIPIENT}, /* domain owner has changed */
	{7, 20, REASON_BLOCKED},		   /* no passing DKIM signature found */
	{7, 21, REASON_BLOCKED},		   /* no acceptable DKIM signature found */
	{7, 22, REASON_BLOCKED},		   /* no valid author-matched DKIM signature
								 * found */
	{7, 23, REASON_BLOCKED},		   /* SPF validation failed */
	{7, 24, REASON_BLOCKED},		   /* SPF validation error */
	{7, 25, REASON_BLOCKED},		   /* reverse DNS validation failed */
	{7, 26, REASON_BLOCKED},		   /* multiple authentication checks failed */
	{7, 27, REASON_BLOCKED},		   /* sender address has null MX */
	{7, 28, REASON_BLOCKED},		   /* mail flood detected */
	{7, 29, REASON_BLOCKED},		   /* ARC validation failure */
	{7, 30, REASON_OTHER},			   /* REQUIRETLS support required */
};

/*
 * Reply codes that tell a reason by themselves.  Source: RFC 5321 section
 * 4.2.3 and RFC 7504.  450, 550 and 554 stand for too many things to name one:
 * "mailbox not found, no access, or command rejected for policy reasons".
 */
static const struct
{
	int	   code;
	Reason reason;
} code_reasons[] = {
	{421, REASON_CONNECTION},		 /* service not available, closing channel */
	{451, REASON_CONNECTION},		 /* local error in processing */
	{452, REASON_MAILBOX_FULL},		 /* insufficient system storage */
	{521, REASON_UNKNOWN_HOST},		 /* server does not accept mail */
	{551, REASON_UNKNOWN_RECIPIENT}, /* user not local */
	{552, REASON_MAILBOX_FULL},		 /* exceeded storage allocation */
	{553, REASON_INVALID_ADDRESS},	 /* mailbox name not allowed */
	{556, REASON_UNKNOWN_HOST},		 /* domain does not accept mail */
};

/* Up to three digits; returns how many. */
static int
read_number(Slice text, int *number)
{
	int digits = 0;

	*number = 0;
	while (digits < 3 && digits < text.length && is_digit(text.data[digits]))
		*number = *number * 10 + (text.data[digits++] - '0');
	return digits;
}

/*
 * An enhanced status code at the very beginning of a text; returns its length,
 * 0 where there is none.  4.4.2.2 and 5.1.1234 are none.
 */
static int
read_status(Slice text, Status *status)
{
	int place = 1;
	int digits;

	if (text.length < 5 || text.data[0] < '2' || text.data[0] > '5' || text.data[0] == '3')
		return 0;
	status->class = text.data[0] - '0';

	for (int part = 0; part < 2; part++)
	{
		if (place >= text.length || text.data[place] != '.')
			return 0;
		place++;
		digits = read_number(slice_from(text, place), part == 0 ? &status->subject : &status->detail);
		if (digits == 0)
			return 0;
		place += digits;
	}

	if (place < text.length && is_digit(text.data[place]))
		return 0;
	if (place + 1 < text.length && text.data[place] == '.' && is_digit(text.data[place + 1]))
		return 0;
	return place;
}

Slice
ses_smtp_find_status(Slice text)
{
	Status status;

	for (int i = 0; i < text.length; i++)
	{
		int length;

		if (i > 0 && (is_digit(text.data[i - 1]) || text.data[i - 1] == '.'))
			continue;
		length = read_status(slice_from(text, i), &status);
		if (length > 0)
			return (Slice) {text.data + i, length};
	}
	return NO_SLICE;
}

/*
 * A reply code at the very beginning of a text, 0 where there is none.  Its
 * second digit is 0 to 5 (RFC 5321 section 4.2.1): 498 and 605 are inventions
 * of providers.
 */
static int
read_code(Slice text)
{
	int code;

	if (read_number(text, &code) != 3)
		return 0;
	if (text.data[0] < '2' || text.data[0] > '5' || text.data[0] == '3' || text.data[1] > '5')
		return 0;
	if (text.length > 3 && !is_blank(text.data[3]) && text.data[3] != '-')
		return 0;
	return code;
}

int
ses_smtp_code(Slice text)
{
	return text.length == 3 ? read_code(text) : 0;
}

/*
 * The first reply code in a text that is one beyond doubt: it begins the text,
 * follows one of ( ; : ] or goes before a status.  "After 500 seconds" has none.
 */
static int
find_code(Slice text)
{
	char before = '('; /* the last character that is no blank */

	for (int i = 0; i < text.length; i++)
	{
		char c = text.data[i];

		if (is_digit(c) && (i == 0 || !is_digit(text.data[i - 1])))
		{
			int	   code = read_code(slice_from(text, i));
			Status status;

			if (code != 0 &&
				(memchr("(;:]", before, 4) != NULL ||
				 (i + 4 < text.length && read_status(slice_from(text, i + 4), &status) > 0)))
				return code;
		}
		if (!is_blank(c))
			before = c;
	}
	return 0;
}

SmtpReply
ses_smtp_read(Slice text)
{
	SmtpReply reply = {.text = slice_trim(text)};
	Status	  status;

	/* Providers write "smtp; 550", "smtp;550" and "SMTP; 550". */
	if (slice_starts_with(reply.text, SLICE("smtp;")))
	{
		reply.text = slice_trim(slice_from(reply.text, 5));
		reply.is_remote = true;
	}
	if (read_code(reply.text) != 0 || read_status(reply.text, &status) > 0)
		reply.is_remote = true;

	reply.code = find_code(reply.text);
	if (reply.code != 0)
		reply.is_remote = true;
	reply.status = ses_smtp_find_status(reply.text);
	return reply;
}

Reason
ses_smtp_reason(Slice text, int code)
{
	Status status;

	if (read_status(text, &status) > 0)
	{
		for (size_t i = 0; i < sizeof(status_reasons) / sizeof(status_reasons[0]); i++)
		{
			if (status_reasons[i].subject == status.subject && status_reasons[i].detail == status.detail)
				return status.class == 2 ? NO_REASON : status_reasons[i].reason;
		}
	}
	for (size_t i = 0; i < sizeof(code_reasons) / sizeof(code_reasons[0]); i++)
	{
		if (code_reasons[i].code == code)
			return code_reasons[i].reason;
	}
	return NO_REASON;
}

bool
ses_smtp_is_generic(Slice text)
{
	Status status;

	return read_status(text, &status) > 0 && status.subject == 0 && status.detail == 0;
}

bool
ses_smtp_is_bad_address(Slice text)
{
	Status status;

	/* 5.1.5 is success, 5.1.7 and 5.1.8 are about the sender's address. */
	return read_status(text, &status) > 0 && status.class == 5 && status.subject == 1 &&
		status.detail != 5 && status.detail != 7 && status.detail != 8;
}

BounceClass
ses_smtp_bounce_class(Slice text, int code)
{
	Status status;

	if (ses_smtp_is_bad_address(text))
		return BOUNCE_HARD;
	if (read_status(text, &status) > 0)
		return status.class == 4 ? BOUNCE_SOFT : BOUNCE_UNDETERMINED;
	return code / 100 == 4 ? BOUNCE_SOFT : BOUNCE_UNDETERMINED;
}
