/*
 * phrases_decisive.c
 *		Phrases that beat every status.
 *
 * They stand before the others because they are about one thing only, while
 * servers send them with whatever status is at hand: a full mailbox with 5.1.1,
 * a loop with 5.6.0, a refusal to relay with 5.4.1.
 */
#include "mail/phrases.h"

/*
 * Quotas that are not the mailbox's.  They are in front of its own, because they
 * share its words.
 */
static const Phrase sending_quota[] = {
	PHRASE("queue quota exceeded", "Exchange Online: queue of an organization"),
	PHRASE("(daily|hourly|sending|message|submission|smtp) (sending |relay |submission |rate |"
		   ")(quota|limit) (exceeded|reached)",
		   "Gmail, Zoho, hosting panels: the sender's quota"),
	PHRASE("(exceeded|exceeds|reached) (your |their |)(daily|hourly|monthly|sending|rate|message|submission) "
		   "(sending |message |rate |)(quota|limit|limits)",
		   "Gmail, Zoho: the sender's quota"),
	PHRASE("(reached|exceeded) (a |your |)limit for sending", "Gmail"),
	PHRASE("per hour message receive limit", "Exchange Online: limit of a recipient"),
	PHRASE("(recipients|messages|emails) per (message|session|connection|transaction)", "RFC 5321's limits, Exim"),
	PHRASE("(recipients|messages|emails) (per|) (hour|day)", "GoDaddy, hosting panels"),
	PHRASE("(receive|receiving) (limit|quota) exceeded", "Exchange Online: limit of a recipient"),
	END_OF_PHRASES,
};

static const Phrase mailbox_full[] = {
	PHRASE("(mailbox|mail box|inbox|maildir|mailfolder|mail folder|account|user|users mailbox|"
		   "storage|quota|mail system|mail spool|spool|folder|users disk) (already |too |now |currently |"
		   "temporarily |)full",
		   "Sendmail, Postfix, Exim, Courier, Dovecot, iCloud"),
	PHRASE("(mailbox|mail box|inbox|account) (for user |)(full|exceeded)", "Dovecot, Zimbra"),
	PHRASE("mailbox (of|for) full", "vpopmail, hosting providers: an address in between"),
	PHRASE("full mailbox", "Notes, MDaemon"),
	PHRASE("(over|above|exceeds|exceeded|exceeding|beyond|out of|has no) (the |his |her |their |"
		   "its |my |maximum |allowed |allotted |assigned |mail |email |mailbox |disk |storage |account |"
		   "user |available |)(quota|quote)",
		   "Gmail, Dovecot, Cyrus, cPanel, Exim"),
	PHRASE("overquota", "Courier, Orange, iMail"),
	PHRASE("over-quota", "procmail, vpopmail"),
	PHRASE("(mailbox|mail box|user|users|account|disk|storage|recipient|recipients|inbox|domain|"
		   "maildir|message) (disk |storage |mail |mailbox |)(quota|quote|space) (has |would be |will "
		   "be |)(exceeded|full|violation|limit|error|reached|used up|exhausted)",
		   "Exim, Dovecot, Zoho, Zimbra, cPanel, qmail with vpopmail"),
	PHRASE("quota (exceeded|violation|full|exceed|exhausted|reached)",
		   "Dovecot, Cyrus, Lotus Domino"),
	PHRASE("(exceed|exceeds|exceeded|exceeding) (his |her |their |its |the |maximum |allowed |"
		   "allotted |)(mailbox |mail |account |disk |)(storage|quota|mailbox size|disk space|space)",
		   "RFC 5321's \"exceeded storage allocation\", Yahoo, AOL"),
	PHRASE("(mailbox|mailfolder|account|storage|mail storage) (size |space |storage |)(limit|"
		   "limits|maximum|capacity|allocation) (would be |)(exceeded|reached|full)",
		   "Postfix, Exchange"),
	PHRASE("(mailbox|account|storage) (size |)(exceeds|exceeded) (size |its |the |maximum |storage "
		   "|allowed |)(limit|size|quota|capacity|storage)",
		   "Postfix, MDaemon"),
	PHRASE("(mailbox|recipient|recipients|user|users|account) (mailbox |)storage (full|exceeded|"
		   "limit)",
		   "AOL, Mirapoint"),
	PHRASE("(insufficient|not enough|no|out of|lack of|low) (disk |storage |system storage |"
		   "mailbox |free |)(space|storage|room) (available|left|for|on|in|in mailbox|in the mailbox|)",
		   "RFC 5321, Postfix, Exim"),
	PHRASE("insufficient (system |disk |)(storage|resources|disk space)", "RFC 5321, Exchange"),
	PHRASE("(mailbox|inbox|mail folder|users mailbox) (size |has |) (exceeds|exceeded|exceeding|reached|"
		   "over|above|at) (its |the |his |maximum |allowed |) (limit|maximum|size|capacity|quota|"
		   "storage|allowed)",
		   "Exchange, MDaemon, Yahoo"),
	PHRASE("exceeds (available|remaining|free) (space|storage)", "Exim, Dovecot"),
	PHRASE("(over|exceeds|exceeded) (his |her |their |users |)(mailbox |disk |storage |)(allocation|allowance)", "hosting providers"),
	PHRASE("exceeds (his|her|their|users) (limit|limits)", "hosting providers"),
	PHRASE("(mailbox|mail box|inbox) (will|would) exceed", "Exim, hosting providers"),
	PHRASE("(no more|mailbox|mail box|disk|storage) space (available|not enough|left|insufficient)", "NetEase, hosting providers"),
	PHRASE("(disk|file system|filesystem|partition) (is |) full", "Unix"),
	PHRASE("no space left on device", "Unix"),
	PHRASE("(user|recipient|mailbox|account) has (too many|exhausted) (messages|allowed storage "
		   "space|his storage|their storage)",
		   "Yahoo, iMail"),
	PHRASE("(user|recipient) exceeded (allotted|his|her|their)", "iMail, hosting providers"),
	PHRASE("(too many|maximum number of) messages (in|on) (this |the |)(mailbox|inbox|account)",
		   "Courier, Cyrus"),
	PHRASE("would exceed (the |)(mailbox|quota|storage|maximum)", "Exim, Mercury"),
	PHRASE("(email |mail |e-mail |)(account|mailbox) (that you tried to reach |you tried to reach |"
		   ")(is |)(over quota|out of storage space)",
		   "Gmail"),
	PHRASE("out of storage space", "Gmail"),
	PHRASE("delivery failed over quota", "Lotus Domino"),
	PHRASE("(QuotaExceeded|QuotaExceededException|SubmissionQuotaExceededException|"
		   "MapiExceptionShutoffQuotaExceeded)",
		   "Exchange"),
	PHRASE("(OverQuotaPerm|OverQuotaTemp)", "Gmail's address of help"),
	PHRASE("(いっぱいです|がいっぱい|容量を超え|容量オーバー)", "Exchange, Gmail, hosting providers, Japanese"),
	PHRASE("(已满|超过配额)", "QQ, Coremail, Chinese"),
	PHRASE("邮箱空间不足", "QQ, Coremail, Chinese"),
	PHRASE("(postfach|mailbox) (ist |)(voll|überfüllt|ueberfuellt)",
		   "Exchange, GMX, T-Online, German"),
	PHRASE("(das |)postfach des empfängers ist voll", "Exchange, German"),
	PHRASE("(zuviele|zu viele) mails auf dem server", "GMX, German"),
	PHRASE("(boite|boîte) (du destinataire |aux lettres |de réception |mail |)(est |)(pleine|"
		   "saturée|saturee)",
		   "Orange, Exchange, French"),
	PHRASE("(quota|espace) (dépassé|depasse|de stockage dépassé)", "Free, La Poste, French"),
	PHRASE("casella (di posta |postale |email |del destinatario |)(è |e |)piena",
		   "Aruba, Libero, Exchange, Italian"),
	PHRASE("spazio esaurito", "Unix, Italian"),
	PHRASE("skrzynka (pocztowa |odbiorcy |)(jest |)(pełna|pelna|przepełniona|przepelniona)",
		   "Exchange, Onet, Polish"),
	PHRASE("(buzón|buzon|casilla) (de correo |del destinatario |)(está |esta |)(lleno|llena)",
		   "Exchange, Telefónica, Spanish"),
	PHRASE("cuota (de disco |de almacenamiento |)(excedida|superada)",
		   "hosting providers, Spanish"),
	END_OF_PHRASES,
};

/* Before "PTR record", which is otherwise about the sender's reverse DNS. */
static const Phrase no_mail_server[] = {
	PHRASE("(unable|failed) to get mx", "SendGrid: \"unable to get mx info: failed to get IPs from PTR record\""),
	END_OF_PHRASES,
};

/* Before "listed in", which is about blocklists. */
static const Phrase directories[] = {
	CERTAIN_PHRASE("not (listed in|found in|in) (domino directory|address book|public name|ldap|"
				   "directory|local recipient|recipient table|user database|our database|database)",
				   "Lotus Domino, LDAP"),
	END_OF_PHRASES,
};

static const Phrase listed_address[] = {
	PHRASE("(dnsrbl|blocked for abuse)", "AT&T, with 5.1.1"),
	PHRASE("(ip|ip address) (is |)(blacklisted|blocklisted)", "mail filters, with 5.1.1"),
	END_OF_PHRASES,
};

static const Phrase any_recipient[] = {
	PHRASE("all recipient addresses rejected",
		   "Exchange Online: one of several, which is not said"),
	END_OF_PHRASES,
};

static const Phrase no_mail[] = {
	CERTAIN_PHRASE("(null mx|nullmx)", "RFC 7505"),
	CERTAIN_PHRASE("(mx or srv record|mx record) indicated no smtp service", "Exim"),
	CERTAIN_PHRASE("domain (does not|doesn't) (receive|accept) (mail|email|e-mail)",
				   "RFC 7504, RFC 7505"),
	END_OF_PHRASES,
};

static const Phrase loops[] = {
	PHRASE("(too many|maximum|exceeded|exceeds) (number of |)(hops|hop count|received headers|"
		   "received lines)",
		   "Sendmail, Exim, qmail"),
	PHRASE("too many hops", "Postfix, Sendmail"),
	PHRASE("hop count exceeded", "Exchange, Exim"),
	PHRASE("message exceeded hops", "Gmail: \"exceeded 50 hops\""),
	PHRASE("(mail|routing|possible|possible mail|forwarding) loop", "Exchange, Sendmail"),
	PHRASE("loop detected", "Exim, ImprovMX"),
	PHRASE("loops back to (myself|me)", "Postfix, Sendmail"),
	PHRASE("(message|mail) (is |)looping", "qmail"),
	END_OF_PHRASES,
};

static const Phrase relaying[] = {
	PHRASE("(relay|relaying) (access |is |mail |)(denied|prohibited|forbidden|refused|disabled|"
		   "restricted)",
		   "Postfix, Sendmail, Exim, MDaemon"),
	PHRASE("(relay|relaying|relays) (is |)not (permitted|allowed|authorized|supported)",
		   "Exim, iMail, Courier"),
	PHRASE("(not|unable|cannot|cant|wont|refuse|refuses|refused|denied|doesnt|does not|do not|will "
		   "not|no longer|we do not|didnt) (to |permitted to |allowed to |authorized to |currently "
		   "permitted to |)(relay|relaying|relays)",
		   "Exchange, Exim, MDaemon"),
	PHRASE("not (currently |)(permitted|allowed) to relay", "Exim of cPanel"),
	PHRASE("(relay|relaying) (to|from|for) (prohibited|denied|forbidden|not allowed)",
		   "MDaemon, hosting providers"),
	PHRASE("(allowed|permitted) to be relayed", "qmail with Symantec's patches, Sun"),
	PHRASE("not a gateway", "Exim, old"),
	PHRASE("only (relay|relays)", "hosting providers"),
	PHRASE("insecure mail relay", "Sendmail, old"),
	PHRASE("mail relay denied", "Gmail"),
	PHRASE("no relaying", "Exim, MDaemon"),
	PHRASE("open relay", "Sendmail, MDaemon"),
	PHRASE("not (open|) relay", "Notes, hosting providers"),
	END_OF_PHRASES,
};

static const Phrase name_servers[] = {
	TEMPORARY_PHRASE("(cname|mx|dns) lookup failed temporarily", "qmail"),
	TEMPORARY_PHRASE("host not found try again", "Postfix: EAI_AGAIN"),
	TEMPORARY_PHRASE("(servfail|gave try_again)", "DNS, Exim"),
	END_OF_PHRASES,
};

static const Phrase inactivity[] = {
	PHRASE("(account|mailbox|user) (disabled|blocked|suspended|deactivated|locked) by (administrator|admin|abuse|owner)",
		   "hosting providers"),
	PHRASE("unavailable: account is disabled", "Mail.ru, behind \"invalid mailbox\""),
	PHRASE("(disabled|blocked|suspended|deactivated|locked|inactive|unavailable|closed) (due to|"
		   "for|because of) (inactivity|non use|not being used|abuse by)",
		   "Free, Yandex, Mail.ru"),
	END_OF_PHRASES,
};

const PhraseGroup ses_decisive_phrases[] = {
	{"quotas of senders", REASON_RATE_LIMITED, SPECIFIC, sending_quota},
	{"full mailboxes", REASON_MAILBOX_FULL, SPECIFIC, mailbox_full},
	{"mail servers that are not found", REASON_UNKNOWN_HOST, SPECIFIC, no_mail_server},
	{"directories", REASON_UNKNOWN_RECIPIENT, SPECIFIC, directories},
	{"listed addresses", REASON_BLOCKED, SPECIFIC, listed_address},
	{"one of all recipients", REASON_BLOCKED, SPECIFIC, any_recipient},
	{"hosts that take no mail", REASON_UNKNOWN_HOST, SPECIFIC, no_mail},
	{"mail loops", REASON_CONNECTION, SPECIFIC, loops},
	{"name servers", REASON_CONNECTION, SPECIFIC, name_servers},
	{"mailboxes that are not used", REASON_MAILBOX_DISABLED, SPECIFIC, inactivity},
	{"relaying", REASON_BLOCKED, SPECIFIC, relaying},
	END_OF_GROUPS,
};
