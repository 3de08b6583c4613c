/*
 * status.c
 *		What enhanced status codes and reply codes mean without any words.
 */
#include "mail/status.h"

/*
 * One row per status, or range of details; the first that fits counts.  Where
 * class or code make no difference they are 0: why is the same for now and forever.
 * Sources: RFC 3463, the IANA registry "SMTP Enhanced Status Codes" with the
 * RFCs that it names, and Microsoft's "Email non-delivery reports in Exchange
 * Online" and Google's "SMTP error reference" for what the registry lacks.
 */
const StatusMeaning ses_status_meanings[] = {
	/* x.1: addresses.  x.1.0 reports nothing by itself. */
	{0, 0, 1, 1, 1, REASON_UNKNOWN_RECIPIENT, SPECIFIC, CERTAIN, "RFC 3463: bad destination mailbox address"},
	{0, 0, 1, 2, 2, REASON_UNKNOWN_HOST, LOOSE, CERTAIN, "RFC 3463: bad destination system address"},
	{0, 0, 1, 3, 3, REASON_INVALID_ADDRESS, LOOSE, CERTAIN, "RFC 3463: bad destination mailbox address syntax"},
	{0, 0, 1, 4, 4, REASON_OTHER, LOOSE, LIKELY, "RFC 3463: destination mailbox address ambiguous"},
	{0, 0, 1, 6, 6, REASON_UNKNOWN_RECIPIENT, SPECIFIC, CERTAIN, "RFC 3463: mailbox has moved, no forwarding address"},
	{0, 0, 1, 7, 7, REASON_BLOCKED, SPECIFIC, LIKELY, "RFC 3463: bad sender's mailbox address syntax"},
	{0, 0, 1, 8, 8, REASON_BLOCKED, SPECIFIC, LIKELY, "RFC 3463: bad sender's system address"},
	{0, 0, 1, 9, 9, REASON_OTHER, LOOSE, LIKELY, "RFC 5248: message relayed to non-compliant mailer"},
	{556, 5, 1, 10, 10, REASON_UNKNOWN_HOST, SPECIFIC, CERTAIN, "RFC 7505: recipient address has null MX"},
	{0, 0, 1, 10, 10, REASON_UNKNOWN_RECIPIENT, SPECIFIC, CERTAIN, "Exchange Online: recipient not found"},
	{0, 0, 1, 20, 20, REASON_CONTENT_REJECTED, SPECIFIC, LIKELY, "Exchange Online: multiple From addresses"},
	{0, 0, 1, 90, 91, REASON_RATE_LIMITED, SPECIFIC, LIKELY, "Exchange Online: daily limit of messages"},

	/* x.2: mailboxes.  x.2.0 reports nothing by itself. */
	{0, 4, 2, 1, 1, REASON_RATE_LIMITED, LOOSE, LIKELY, "Gmail: the user is receiving mail too quickly"},
	{0, 0, 2, 1, 1, REASON_MAILBOX_DISABLED, LOOSE, LIKELY, "RFC 3463: mailbox disabled, not accepting messages"},
	{0, 0, 2, 2, 2, REASON_MAILBOX_FULL, SPECIFIC, LIKELY, "RFC 3463: mailbox full"},
	{0, 0, 2, 3, 3, REASON_MESSAGE_TOO_LARGE, SPECIFIC, LIKELY, "RFC 3463: message length exceeds administrative limit"},
	{0, 0, 2, 4, 4, REASON_OTHER, LOOSE, LIKELY, "RFC 3463: mailing list expansion problem"},
	{0, 0, 2, 14, 14, REASON_CONNECTION, SPECIFIC, LIKELY, "Exchange Online: misconfigured forwarding address"},
	{0, 0, 2, 121, 122, REASON_RATE_LIMITED, SPECIFIC, LIKELY, "Exchange Online: recipient's receiving limit exceeded"},

	/* x.3: mail systems.  x.3.0 reports nothing by itself. */
	{0, 0, 3, 1, 1, REASON_MAILBOX_FULL, SPECIFIC, LIKELY, "RFC 3463: mail system full"},
	{521, 5, 3, 2, 2, REASON_UNKNOWN_HOST, SPECIFIC, LIKELY, "RFC 7504: host does not accept mail"},
	{0, 0, 3, 2, 2, REASON_CONNECTION, LOOSE, LIKELY, "RFC 3463: system not accepting network messages"},
	{0, 0, 3, 3, 3, REASON_OTHER, VAGUE, LIKELY, "RFC 3463: system not capable of selected features"},
	{0, 0, 3, 4, 4, REASON_MESSAGE_TOO_LARGE, SPECIFIC, LIKELY, "RFC 3463: message too big for system"},
	{0, 0, 3, 5, 5, REASON_CONNECTION, LOOSE, LIKELY, "RFC 3463: system incorrectly configured"},
	{0, 0, 3, 6, 6, REASON_OTHER, VAGUE, LIKELY, "RFC 6710: requested priority was changed"},
	{0, 0, 3, 190, 190, REASON_OTHER, SPECIFIC, LIKELY, "Exchange Online: journaling not supported"},

	/* x.4: network.  What is not listed is connection, by its subject. */
	{0, 5, 4, 1, 1, REASON_UNKNOWN_RECIPIENT, LOOSE, LIKELY, "Exchange Online: recipient address rejected, access denied"},
	{0, 4, 4, 1, 1, REASON_CONNECTION, LOOSE, LIKELY, "RFC 3463: no answer from host"},
	{0, 0, 4, 3, 3, REASON_CONNECTION, LOOSE, LIKELY, "RFC 3463: directory server failure"},
	{0, 0, 4, 4, 4, REASON_UNKNOWN_HOST, SPECIFIC, CERTAIN, "RFC 3463: unable to route"},
	{0, 0, 4, 7, 7, REASON_TIMED_OUT, SPECIFIC, LIKELY, "RFC 3463: delivery time expired"},
	{0, 0, 4, 300, 300, REASON_TIMED_OUT, SPECIFIC, LIKELY, "Exchange Online: message expired"},
	{0, 0, 4, 310, 310, REASON_UNKNOWN_HOST, SPECIFIC, CERTAIN, "Exchange Online: DNS domain does not exist"},
	{0, 0, 4, 312, 312, REASON_UNKNOWN_HOST, SPECIFIC, LIKELY, "Exchange Online: DNS query failed"},
	{0, 0, 4, 0, 999, REASON_CONNECTION, LOOSE, LIKELY, "RFC 3463: network and routing"},

	/* x.5: protocol.  x.5.0 reports nothing by itself. */
	{0, 0, 5, 1, 2, REASON_OTHER, VAGUE, LIKELY, "RFC 3463: invalid command, syntax error"},
	{0, 0, 5, 3, 3, REASON_RATE_LIMITED, LOOSE, LIKELY, "RFC 3463: too many recipients"},
	{0, 0, 5, 4, 5, REASON_OTHER, VAGUE, LIKELY, "RFC 3463: invalid arguments, wrong protocol version"},

	/* x.6: content and media. */
	{0, 0, 6, 0, 0, REASON_CONTENT_REJECTED, LOOSE, LIKELY, "RFC 3463: other or undefined media error"},
	{0, 0, 6, 1, 999, REASON_CONTENT_REJECTED, SPECIFIC, LIKELY, "RFC 3463, Exchange Online: message content or media"},

	/* x.7: security and policy.  What is not listed is blocked, by its subject. */
	{0, 0, 7, 3, 3, REASON_BLOCKED, LOOSE, LIKELY, "RFC 3463: security conversion required but not possible"},
	{0, 0, 7, 4, 6, REASON_AUTHENTICATION, LOOSE, LIKELY, "RFC 3463: security features, cryptography"},
	{0, 0, 7, 7, 7, REASON_CONTENT_REJECTED, LOOSE, LIKELY, "RFC 3463: message integrity failure"},
	{0, 0, 7, 8, 8, REASON_AUTHENTICATION, SPECIFIC, LIKELY, "RFC 4954: authentication credentials invalid"},
	{0, 0, 7, 9, 9, REASON_BLOCKED, LOOSE, LIKELY, "Yahoo, AOL: policy (RFC 4954: mechanism too weak)"},
	{0, 0, 7, 10, 11, REASON_AUTHENTICATION, SPECIFIC, LIKELY, "RFC 5248, RFC 4954: encryption needed"},
	{0, 0, 7, 13, 13, REASON_MAILBOX_DISABLED, SPECIFIC, LIKELY, "RFC 5248: user account disabled"},
	{0, 0, 7, 16, 16, REASON_MESSAGE_TOO_LARGE, SPECIFIC, LIKELY, "RFC 6710: message too big for the specified priority"},
	{0, 0, 7, 17, 17, REASON_UNKNOWN_RECIPIENT, SPECIFIC, CERTAIN, "RFC 7293: mailbox owner has changed"},
	{0, 0, 7, 18, 18, REASON_UNKNOWN_HOST, SPECIFIC, CERTAIN, "RFC 7293: domain owner has changed"},
	{0, 0, 7, 20, 27, REASON_AUTHENTICATION, SPECIFIC, LIKELY, "RFC 7372, RFC 7505: DKIM, SPF, reverse DNS, sender's null MX"},
	{0, 0, 7, 28, 28, REASON_RATE_LIMITED, SPECIFIC, LIKELY, "IANA: mail flood detected"},
	{0, 0, 7, 29, 32, REASON_AUTHENTICATION, SPECIFIC, LIKELY, "RFC 8617, RFC 8689, Gmail: ARC, TLS, DKIM, alignment"},
	{0, 0, 7, 40, 40, REASON_AUTHENTICATION, SPECIFIC, LIKELY, "Gmail: DMARC record or policy missing"},
	{0, 0, 7, 57, 57, REASON_AUTHENTICATION, SPECIFIC, LIKELY, "Exchange: client was not authenticated"},
	{0, 0, 7, 320, 325, REASON_AUTHENTICATION, SPECIFIC, LIKELY, "Exchange Online: STARTTLS, certificates, DANE"},
	{0, 0, 7, 504, 505, REASON_MAILBOX_DISABLED, SPECIFIC, LIKELY, "Exchange Online: recipient rejected or banned"},
	{0, 0, 7, 506, 506, REASON_AUTHENTICATION, SPECIFIC, LIKELY, "Exchange Online: bad HELO"},
	{0, 4, 7, 500, 505, REASON_CONNECTION, LOOSE, LIKELY, "Exchange Online: server busy"},
	{0, 0, 7, 508, 508, REASON_RATE_LIMITED, SPECIFIC, LIKELY, "Exchange Online: address has exceeded its rate"},
	{0, 0, 7, 509, 509, REASON_AUTHENTICATION, SPECIFIC, LIKELY, "Exchange Online: DMARC"},
	{0, 0, 7, 512, 512, REASON_CONTENT_REJECTED, SPECIFIC, LIKELY, "Exchange Online: message is not RFC 5322 compliant"},
	{0, 0, 7, 515, 515, REASON_AUTHENTICATION, SPECIFIC, LIKELY, "Outlook.com: SPF, DKIM, DMARC of bulk senders"},
	{0, 4, 7, 650, 652, REASON_RATE_LIMITED, SPECIFIC, LIKELY, "Outlook.com: rate limited due to reputation"},
	{0, 0, 7, 705, 705, REASON_RATE_LIMITED, SPECIFIC, LIKELY, "Exchange Online: tenant has exceeded its threshold"},
	{0, 4, 7, 850, 899, REASON_RATE_LIMITED, SPECIFIC, LIKELY, "Exchange Online: rate of the address"},
	{0, 0, 7, 0, 999, REASON_BLOCKED, LOOSE, LIKELY, "RFC 3463: security or policy"},

	/* A header that is too long has the subject of nothing else. */
	{0, 0, 0, 350, 350, REASON_CONTENT_REJECTED, SPECIFIC, LIKELY, "Exchange Online: header too long"},
	{0, 0, 0, 0, 0, NO_REASON, VAGUE, LIKELY, NULL}};

/*
 * Reply codes that report a reason by themselves.  450, 550 and 554 stand for
 * too much to name one: "mailbox not found, no access, or command rejected for
 * policy reasons".
 */
const CodeMeaning ses_code_meanings[] = {
	{421, REASON_CONNECTION, LIKELY, "RFC 5321: service not available, closing channel"},
	{451, REASON_CONNECTION, LIKELY, "RFC 5321: local error in processing"},
	{521, REASON_UNKNOWN_HOST, LIKELY, "RFC 7504: host does not accept mail"},
	{530, REASON_AUTHENTICATION, LIKELY, "RFC 4954: authentication required"},
	{535, REASON_AUTHENTICATION, LIKELY, "RFC 4954: authentication credentials invalid"},
	{556, REASON_UNKNOWN_HOST, CERTAIN, "RFC 7504: domain does not accept mail"},
	{0, NO_REASON, LIKELY, NULL}};

const StatusMeaning *
ses_status_find(Status status, int code)
{
	if (status.class != 4 && status.class != 5)
		return NULL;
	for (const StatusMeaning *row = ses_status_meanings; row->reason != NO_REASON; row++)
	{
		if ((row->code == 0 || row->code == code) && (row->class == 0 || row->class == status.class) &&
			row->subject == status.subject && row->first_detail <= status.detail && status.detail <= row->last_detail)
			return row;
	}
	return NULL;
}

const CodeMeaning *
ses_code_find(int code)
{
	for (const CodeMeaning *row = ses_code_meanings; row->reason != NO_REASON; row++)
	{
		if (row->code == code)
			return row;
	}
	return NULL;
}
