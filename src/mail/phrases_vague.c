/*
 * phrases_vague.c
 *		Phrases about the delivery and its time, then those that servers use for
 *		several reasons, then those that only say that the failure is temporary.
 */
#include "mail/phrases.h"

static const Phrase expired[] = {
	PHRASE("(gave up|giving up) after", "providers"),
	PHRASE("(undeliverable|undelivered) after", "providers"),
	PHRASE("(hours|days) in the queue", "providers"),
	PHRASE("(deliver|delivered) (in|within) (the |)(time|allowed time|time allowed|time limit)", "providers"),
	PHRASE("(retries|attempts|tries) (exhausted|exceeded)", "providers"),
	PHRASE("(multiple|number of|several|repeated) (retries|attempts|tries)", "providers"),
	PHRASE("queue lifetime", "Postfix"),
	PHRASE("(deliver|delivered|delivering|send|sent|trying|tried) (message |mail |email |)(for|after|in|within) "
		   "(day|days|hour|hours)",
		   "Sendmail, Sun"),
	PHRASE("(attempted for|unreachable for too long|for too long)", "Exim, providers"),
	PHRASE("(message|delivery|queue|retry) (time |timeout |)(expired|expi=)",
		   "Exchange, Sendmail, Postfix"),
	PHRASE("queue expired", "Exchange"),
	PHRASE("(in|on) (the |our |)queue (too long|for too long|for more)", "qmail, Mail.ru"),
	PHRASE("(retry|retry time|delivery time) (not reached|reached|exceeded|expired)", "Exim"),
	PHRASE("(retry|delivery) timeout", "Exim"),
	PHRASE("(delivery|message) (timed out|timeout|time out)", "providers"),
	PHRASE("(could not|cannot|unable to|not) (be |)(delivered|deliver) (in|for|within) (minutes|"
		   "hours|days|more)",
		   "Exchange, Sendmail"),
	PHRASE("failing for a long time", "Exim"),
	PHRASE("(delivery|delivering) (failed|attempts|attempt|failed attempts) (attempts|will "
		   "continue|exceeded)",
		   "Exim, providers"),
	PHRASE("(too many|maximum|exceeded) (delivery |)(attempts|retries|tries)", "providers"),
	PHRASE("(will give up|given up after|retried for)", "Exim"),
	END_OF_PHRASES,
};

static const Phrase connection[] = {
	PHRASE("(connection|conversation|session|operation|connect|read|write|network|socket|response|"
		   "command|dns|idle) (error |with |to |)(timed out|timeout|time out|refused|reset|lost|"
		   "closed|dropped|aborted|failed|failure|broken|terminated|unexpectedly closed|error|closed "
		   "by|died)",
		   "Postfix, qmail, Exim, Unix"),
	PHRASE("(connection|connect) (was |)(refused|reset|closed|dropped|timed out) by",
		   "Unix, Sendmail"),
	PHRASE("(timed out|lost connection|timeout) (while|with|after|during|exceeded|waiting)",
		   "Postfix"),
	PHRASE("(could not|couldn't|cannot|unable to|can't|failed to|failure to|wasn't able to|not "
		   "able to) (connect|establish|contact|reach|open|make a connection|read|talk|communicate)",
		   "qmail, Exchange"),
	PHRASE("(remote host|server|host|peer) (closed|refused|dropped|reset) connection", "Exim"),
	PHRASE("(disconnected unexpectedly|unexpectedly disconnected|unexpected response)", "Exim, providers"),
	PHRASE("(host|server|network) not reachable", "providers"),
	PHRASE("broken pipe", "Unix"),
	PHRASE("(database|transport|queue) error", "hosting providers, Sendmail"),
	PHRASE("error (opening|creating|reading)", "vpopmail, iMail"),
	PHRASE("command not found", "Unix"),
	PHRASE("(timeout exceeded|error timeout|timed out)", "Postfix, Yandex"),
	PHRASE("(network is unreachable|host is unreachable|no route to host|host is down|host down|no "
		   "answer from host|network unreachable)",
		   "Unix"),
	PHRASE("(name or service not known|name server|temporary failure in name resolution|dns lookup|"
		   "server failure|servfail)",
		   "Unix, Postfix"),
	PHRASE("(name server|domain name|dns|mx|host|hostname|name|directory|ldap|user|recipient|"
		   "database) (lookup|resolution|resolve) (failed|failure|error|timeout|timed out|deferred|"
		   "problem)",
		   "Postfix, Sendmail"),
	PHRASE("unable to (lookup|look up|resolve) (dns|domain|host|hostname|mx|name)", "Exchange"),
	PHRASE("(server|system|service|mail system|mail server|host) (is |)(busy|overloaded|shutting "
		   "down|not active|not available|down|currently down|unavailable|temporarily unavailable|too busy|"
		   "unreachable|currently unavailable|not responding|error)",
		   "Exchange, Sendmail, Postfix"),
	PHRASE("(load average|high load|overload|server load|resources temporarily|resource "
		   "temporarily)",
		   "Sendmail, qmail"),
	PHRASE("(temporary|internal|local|transient|temporarily|upstream|system|server|unexpected|"
		   "configuration|config) (server |system |local |lookup |backend |delivery |internal |mail |"
		   "dns |)(error|failure|problem|config error|malfunction|fault|rejected message)",
		   "Postfix, Sendmail, Exim, Exchange, Yahoo"),
	PHRASE("(system config error|local configuration error|mail server configuration|service "
		   "unavailable|technical difficulties|technical problem|misconfigured|incorrectly configured)",
		   "Sendmail, Orange"),
	PHRASE("(service refused|service temporarily|temporarily unavailable|temporarily rejected|"
		   "temporarily deferred)",
		   "Orange, Gmail"),
	PHRASE("(could not load|cannot load|unable to load) drd", "Mimecast"),
	PHRASE("(lock failure|can't create|cannot open|cannot create|error while writing|pipe to|"
		   "unable to write|exit status|write error|i/o error|input/output error)",
		   "procmail, Sendmail"),
	PHRASE("(license expired|licence expired)", "mail filters"),
	PHRASE("(storedrv|hub transport|no healthy)", "Exchange"),
	PHRASE("(unverified address|address verification in progress)", "Postfix"),
	PHRASE("(unknown mail transport error|mail transport unavailable|unknown mailer error|command "
		   "died with status|unable to process connection|resources are temporarily|resources "
		   "temporarily)",
		   "Postfix, Sendmail, Mimecast"),
	PHRASE("(points to|remote host address) local host", "Exim"),
	PHRASE("(lookup did not complete|time limit exceeded)", "Exim, Postfix"),
	PHRASE("(did not|didn't|not) (respond|responding)", "Exchange, Sun"),
	PHRASE("communication (problem|error|failure)", "Exchange"),
	PHRASE("no (response|answer|reply) from (host|server|remote)", "Exchange, providers"),
	PHRASE("reports connection with", "CommuniGate"),
	PHRASE("(cannot|can not|unable to) open", "vpopmail, Sendmail"),
	PHRASE("(database|directory|ldap|backend) (unavailable|not available)", "Postfix, Sendmail"),
	END_OF_PHRASES,
};

static const Phrase policy[] = {
	PHRASE("(access|connection|message|service|mail|email|delivery|transaction|content|envelope|"
		   "administratively) (was |been |)(denied|prohibited|blocked|forbidden|refused|not "
		   "authorized|not accepted|not allowed|banned|disallowed)",
		   "Postfix, Exim, Exchange Online, Mimecast"),
	PHRASE("(policy|policies)", "mail filters"),
	PHRASE("administrative prohibition", "Exim, Mimecast"),
	PHRASE("(administratively denied|administratively prohibited)", "Exim"),
	PHRASE("(not authorized|not authorised|unauthorized|not permitted|not allowed|not accepted)",
		   "Exchange, Sendmail"),
	PHRASE("(will|does|did) not accept (delivery|mail|messages|email)", "AOL, mail filters"),
	PHRASE("(rejected|refused|blocked|denied|bounced) by (this system|system|recipient|the recipient|user|"
		   "server|administrator|our|local|your|header|rule|postmaster|remote host)",
		   "mail filters"),
	PHRASE("(challenge-response|whitelist|allowlist|white list)", "Facebook, mail filters"),
	PHRASE("(access list|list_access_from|list_access)", "mail filters"),
	PHRASE("(failed to delivery|message refused|message rejected|mail rejected|mail rejete|mail "
		   "refused|rejected message|email rejected|emails rejected|refused message|message blocked)",
		   "mail filters, Orange"),
	PHRASE("(blocked|banned)", "mail filters"),
	PHRASE("problem occurred", "T-Online"),
	PHRASE("no (permit|permission)", "mail filters"),
	PHRASE("not registered", "hosting providers"),
	PHRASE("(security|forbidden|prohibited|prohibition)", "mail filters"),
	PHRASE("(abgelehnt|zurückgewiesen)", "GMX, Exchange, German"),
	PHRASE("(rejeté|refusé|rejete)", "Orange, Exchange, French"),
	PHRASE("(odrzucona|odrzucono)", "Exchange, Polish"),
	PHRASE("(rechazado|rechazo|rifiutato)", "hosting providers, Spanish and Italian"),
	END_OF_PHRASES,
};

static const Phrase unavailable[] = {
	PHRASE("(mailbox|account|user|recipient|mail box|address) (name |)(unavailable|not available|"
		   "not allowed|not accessible|currently unavailable|isn't available)",
		   "RFC 5321, Outlook.com, GMX"),
	PHRASE("(recipient|address|user|rcpt|recipients|addresses) (address |)(rejected|refused|denied|"
		   "not accepted|failed|invalid)",
		   "Postfix, IronPort, Barracuda"),
	PHRASE("(rejected|refused|invalid|unacceptable|undeliverable) (recipient|recipients|address)",
		   "mail filters"),
	PHRASE("(does not|did not|doesn't) like recipient", "qmail"),
	PHRASE("unknown address error", "IronPort"),
	PHRASE("(undeliverable|not deliverable|can't be delivered)", "providers"),
	END_OF_PHRASES,
};

/* Single words, where nothing says of what. */
static const Phrase quota_mentioned[] = {
	PHRASE("(quota|overquota|storage full|disk space|mailbox space|user exceeded)", "Courier, vpopmail"),
	END_OF_PHRASES,
};

static const Phrase disabled_mentioned[] = {
	PHRASE("(suspended|deactivated|inactive|discontinued|administratively disabled)", "hosting providers"),
	END_OF_PHRASES,
};

static const Phrase missing_mentioned[] = {
	PHRASE("(not found|unknown|no such|not known|no longer exists|no longer in use|not in use|"
		   "no longer active|no longer available|no longer used|moved)",
		   "hosting providers"),
	PHRASE("(does not|doesn't|do not) (exist|exists)", "hosting providers: a name in between"),
	PHRASE("(existiert nicht|unbekannt|unbekannter|nicht gefunden)", "hosting providers, German"),
	PHRASE("(n'existe pas|inconnu|inconnue|inexistant|inexistante)", "Orange, Free, French"),
	PHRASE("(no existe|desconocido|desconocida|inexistente|no encontrado)", "hosting providers, Spanish and Portuguese"),
	PHRASE("(non esiste|sconosciuto|sconosciuta|inesistente|non trovato)", "Aruba, Libero, Italian"),
	PHRASE("(nie istnieje|nieznany|nieznana)", "Onet, WP, Polish"),
	PHRASE("(onbekend|bestaat niet)", "hosting providers, Dutch"),
	PHRASE("(не найден|не существует|неизвестен)", "Yandex, Mail.ru, Russian"),
	PHRASE("(不存在|找不到|无此用户)", "QQ, Coremail, Chinese"),
	PHRASE("(存在しません|存在しない|見つかりません)", "docomo, hosting providers, Japanese"),
	END_OF_PHRASES,
};

/* The sender or the message, where nothing says what is wrong with them. */
static const Phrase sender_mentioned[] = {
	PHRASE("(sender|senders|whitelist|proxy|relaying|abuse|untrusted|spoofed|permission|right to)", "mail filters"),
	PHRASE("(helo|ehlo|restricted|restriction|restrictions|violate|violates|violating|violation)", "Courier, mail filters"),
	END_OF_PHRASES,
};

static const Phrase full_mentioned[] = {
	PHRASE("full", "Exim: the user's name in between"),
	END_OF_PHRASES,
};

static const Phrase refused_mentioned[] = {
	PHRASE("(denied|rejected|refused|reject|disallowed)", "mail filters"),
	END_OF_PHRASES,
};

static const Phrase protocol[] = {
	PHRASE("(syntax error|command parameter|command not implemented|command unrecognized|"
		   "unrecognized command|bad sequence|sequence of commands|unrecognized parameter|protocol "
		   "violation|send hello first|rcpt first|ehlo first|helo first|unimplemented|not implemented|"
		   "need mail|need rcpt|command not recognized|invalid arguments)",
		   "RFC 5321"),
	END_OF_PHRASES,
};

/* The last, because these report hardly more than that the sender may try again. */
static const Phrase try_again[] = {
	TEMPORARY_PHRASE("(try again|try later|retry later|come back later|again later|please retry|"
					 "try again later|later|resend later)",
					 "Postfix, Exim, Yahoo"),
	PHRASE("(closing connection|closing transmission|transmission channel)", "RFC 5321"),
	TEMPORARY_PHRASE("(temporary|temporarily|transient|for now)", "RFC 5321"),
	TEMPORARY_PHRASE("(lookup failed|lookup failure|lookup error|lookup timeout|unable to lookup "
					 "dns|timed out)",
					 "Exchange, Postfix"),
	END_OF_PHRASES,
};

/* The exit status of a local program, which is all that is said. */
static const Phrase programs[] = {
	PHRASE("x-unix", "RFC 3464, Postfix: the type of a diagnostic code"),
	END_OF_PHRASES,
};

const PhraseGroup ses_vague_phrases[] = {
	{"expired messages", REASON_TIMED_OUT, LOOSE, expired},
	{"connections and servers", REASON_CONNECTION, LOOSE, connection},
	{"unavailable recipients", REASON_UNKNOWN_RECIPIENT, VAGUE, unavailable},
	{"quotas, mentioned", REASON_MAILBOX_FULL, VAGUE, quota_mentioned},
	{"policy", REASON_BLOCKED, VAGUE, policy},
	{"protocol", REASON_OTHER, VAGUE, protocol},
	{"disabled, mentioned", REASON_MAILBOX_DISABLED, VAGUE, disabled_mentioned},
	{"missing, mentioned", REASON_UNKNOWN_RECIPIENT, VAGUE, missing_mentioned},
	{"full, mentioned", REASON_MAILBOX_FULL, VAGUE, full_mentioned},
	{"refused, mentioned", REASON_BLOCKED, VAGUE, refused_mentioned},
	{"senders, mentioned", REASON_BLOCKED, VAGUE, sender_mentioned},
	{"temporary failures", REASON_CONNECTION, VAGUE, try_again},
	{"local programs", REASON_OTHER, VAGUE, programs},
	END_OF_GROUPS,
};
