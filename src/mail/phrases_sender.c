/*
 * phrases_sender.c
 *		Phrases about the sender, the connection's address and the message.
 *
 * They stand before those about the recipient, because what refuses a sender
 * often names the recipient as well: "Recipient address rejected: ... listed at
 * zen.spamhaus.org".
 */
#include "mail/phrases.h"

static const Phrase content[] = {
	PHRASE("(virus|viruses|malware|trojan|worm|threat|threats) (name |)(detected|found|infected|suspected|scanner|"
		   "in message|in attachment|in mail)",
		   "ClamAV, amavis, MIMEsweeper, Trend Micro"),
	PHRASE("(infected|contains|contained|carries|carrying) (with |)(virus|viruses|malware|worm)",
		   "ClamAV, Sophos, Symantec"),
	PHRASE("(contains|contain|presents|blocked because its content presents) (potential|a "
		   "potential) security (issue|risk|threat)",
		   "Gmail"),
	PHRASE("content presents a potential", "Gmail"),
	PHRASE("(virus|malware) (rejected|blocked|threat|content)", "mail filters"),
	PHRASE("(message|email|mail) (contains|contained) (virus|malware|malicious)", "mail filters"),
	PHRASE("infected (message|email|mail|file|attachment)", "mail filters"),
	PHRASE("(executable|prohibited|forbidden|banned|dangerous|blocked|unacceptable|illegal|"
		   "disallowed|suspicious|encrypted|zip) (attachment|attachments|file|files|file type|"
		   "filename|content type|extension)",
		   "amavis, Exim, MailScanner, SpamTitan"),
	PHRASE("attachment (type |type exe |)(not allowed|blocked|rejected|prohibited|forbidden|not accepted)",
		   "Exchange, Barracuda"),
	PHRASE("(invalid|missing|malformed|duplicate|illegal|bad|multiple) (message |mail |mime |from |"
		   "subject |date |to |)(header|headers)",
		   "amavis, Exim, Gmail"),
	PHRASE("headers (not rfc|too long|invalid|malformed)", "Exim, Postfix"),
	PHRASE("not (rfc|rfc 5322|rfc 2822|rfc 822) compliant", "Gmail, Exchange Online"),
	PHRASE("(conform|conforms|comply|complies) (to|with) rfc", "mail filters"),
	PHRASE("(must be rfc|rfc compliant)", "Gmail, Exchange Online"),
	PHRASE("(multiple|missing|duplicate|no) (from|subject|date|to|message-id|received|sender) "
		   "(header|headers|field|fields)",
		   "Gmail, Exim, MessageWall"),
	PHRASE("messages without (to|from|date|subject) fields", "hosting providers"),
	PHRASE("(bad|malicious|dangerous) content", "Customers Mail Cloud, mail filters"),
	PHRASE("malformed (message|mail|email|mime)", "amavis, Gmail"),
	PHRASE("(message|mail|email) malformed", "Gmail"),
	PHRASE("accept email with the below content", "indimail"),
	PHRASE("(infected|virus found|viruses found)", "ClamAV, amavis"),
	PHRASE("(bare|stray) (lf|line feed|linefeed|linefeeds|cr|lfs|newline|newlines)",
		   "qmail, Exchange Online"),
	PHRASE("(mime|header) (reject|rejected|error|structure|violation)", "amavis, MessageWall"),
	PHRASE("invalid (mime|message) (structure|content|format)", "MessageWall, amavis"),
	PHRASE("(character set|character sets|charset|charsets)", "mail filters"),
	PHRASE("(header|line) (length |size |)(is |)too long", "Exchange Online, Exim"),
	PHRASE("line length exceeded", "Exim"),
	PHRASE("(non-ascii|8bit|eight-bit|8-bit|improper use of 8-bit) (characters|data|character) "
		   "(not |in |)",
		   "RFC 5321"),
	END_OF_PHRASES,
};

static const Phrase too_large[] = {
	PHRASE("(too large|too big)", "Sendmail, Exchange"),
	PHRASE("(message|mail|email|body|file|header|attachment|attachments|e-mail|size|data|messages) "
		   "(size |is |length |header size |body size |body |file |was |)(too big|too large|too long|"
		   "too heavy|exceeds|exceeded|exceeds size|exceed|larger than|over limit|limit exceeded|over "
		   "the limit|violation|exceeding)",
		   "Sendmail, Postfix, Exim, Exchange, Gmail"),
	PHRASE("(exceeds|exceeded|exceed|exceeding|over|larger than) (the |our |your |google's |a |"
		   ")(fixed |local |current |permitted |allowed |)(maximum |max |message |mail |header |fixed "
		   "|size |)(message |mail |header |body |)(size|length|size limit|size limits|message header "
		   "size|maximum value|header name limit|maximum size|fixed limit|administrative limit)",
		   "RFC 1870, Postfix, Gmail"),
	PHRASE("(bigger|larger|longer) than (allowed|permitted|maximum|limit|size)", "hosting providers"),
	PHRASE("exceeded mailsize limit", "GMX, NetEase"),
	PHRASE("exceeds my databytes limit", "qmail"),
	PHRASE("(maximum|max|fixed) (message |mail |email |)size", "RFC 1870, Sendmail"),
	PHRASE("(message|mail|email|attachment) size (limit|limits)", "RFC 1870, Gmail"),
	PHRASE("(line|header name|header) (length |)limit (exceeded|of)", "Exim, Gmail"),
	PHRASE("header name limit", "Gmail"),
	PHRASE("(recipsizelimit|sendsizelimit|messagetoolarge|message_too_large)", "Exchange"),
	PHRASE("(too big|too large) (for this|a message|message|attachment)", "Exchange"),
	PHRASE("(size|message) (limit|limits) (exceeded|of)", "Exchange, Postfix"),
	PHRASE("(nachricht|e-mail|mail) (ist |)zu (groß|gross)", "Exchange, German"),
	PHRASE("message (est |)trop (volumineux|gros|grand)", "Exchange, Orange, French"),
	PHRASE("messaggio (è |)troppo grande", "Exchange, Italian"),
	PHRASE("mensaje (es |)demasiado grande", "Exchange, Spanish"),
	PHRASE("(wiadomość|wiadomosc) (jest |)(za|zbyt) (duża|duza)", "Exchange, Polish"),
	PHRASE("(邮件过大|邮件太大|メッセージのサイズが大きすぎ|メッセージが大きすぎ)", "Coremail, Exchange, Chinese and Japanese"),
	END_OF_PHRASES,
};

static const Phrase authentication[] = {
	PHRASE("(spf|dkim|dmarc|sender policy framework|sender id|arc) (check |record |validation |"
		   "verification |authentication |signature |policy |alignment |test |hard |soft |)(fail|"
		   "fails|failed|failure|softfail|hardfail|rejected|reject|violation|invalid|not pass|not "
		   "passed|did not pass|does not pass|error|missing|required|blocked|denied|forbidden|"
		   "unauthorized|restriction)",
		   "Postfix with policyd-spf, OpenDMARC, Exim, QQ, Yahoo"),
	PHRASE("(hostname|host name) no (ptr|dns|record|records|reverse)", "mail filters"),
	PHRASE("no reverse", "mail filters"),
	PHRASE("(fails|failed|failing|failure of|lacks|without) (basic |valid |)(authentication|alignment)", "Gmail, Outlook.com"),
	PHRASE("(encryption|authentication|encrypted) (needed|mechanism)", "RFC 4954"),
	PHRASE("(must be|should be|use) encrypted", "mail filters"),
	PHRASE("(please|must|must first|first|to) authenticate", "Exim, cPanel"),
	PHRASE("(log in|login) (before|first|with|through|via)", "Gmail, cPanel"),
	PHRASE("(fail|fails|failed|failing|violates|violated|violation of|blocked by|rejected by|per|"
		   "pass|passing|passes|due to|because of|by) (to pass |the |its |it's |an |sender's |"
		   "domain's |your |our |)(spf|dkim|dmarc|sender policy framework|sender id)",
		   "Gmail, OpenDMARC, policyd-spf, Exchange Online"),
	PHRASE("(spf|dkim|dmarc) (and|or) (spf|dkim|dmarc)", "Gmail"),
	PHRASE("(ptr|dns|helo) and spf", "mail filters"),
	PHRASE("domains (dmarc|spf) (policy|record)", "Gmail"),
	PHRASE("(email|mail|message|messages) with dkim", "Gmail"),
	PHRASE("(to|email|mail|messages) (authenticate|be signed|signed)", "Gmail, Yahoo"),
	PHRASE("not (allowed|authorized|authorised|permitted|designated) (to send |)(mail |email |"
		   ")(from|by|for) (domain|spf)",
		   "policyd-spf"),
	PHRASE("unauthenticated (email|mail|sender|message|connections)", "Gmail, Yahoo"),
	PHRASE("(sender|client|email|message) (was |is |)(unauthenticated|not authenticated)",
		   "Gmail, Exchange"),
	PHRASE("dns nr", "AOL: published code of reverse DNS"),
	PHRASE("(turn on|enable|use|without) (smtp |)(authentication|auth)", "Exim, cPanel"),
	PHRASE("ipv6 sending guidelines", "Gmail"),
	PHRASE("(submitter|sender) failed to authenticate", "Mimecast"),
	PHRASE("(sender|client) not authenticated by organization", "Exchange Online"),
	PHRASE("(ptr|rdns|reverse dns|reverse lookup|reverse hostname|reverse ip|reverse name|reverse "
		   "mapping|reverse dns lookup|reverse dns record|reverse record)",
		   "Exim, Postfix, Yahoo, IronPort, 1&1"),
	PHRASE("(cannot|could not|unable to|cant|failed to|couldnt) (find|resolve|lookup|verify) "
		   "(your|your reverse|reverse|client) (hostname|host|host name|host names|ip|dns|domain|address|name)",
		   "Postfix: reject_unknown_client_hostname"),
	PHRASE("(helo|ehlo) (command |name |hostname |host |argument |domain |)(invalid|rejected|"
		   "mismatch|forged|does not|required|denied|verification|must|error|not)",
		   "Postfix, Exim"),
	PHRASE("(invalid|forged|bad|fake|faked|incorrect|wrong|unqualified|numeric|bogus|syntactically "
		   "invalid) (helo|ehlo)",
		   "Exim, Postfix, qmail"),
	PHRASE("(need|needs|require|requires|must|requires|issue a|must issue a) (to |a |)(use |"
		   ")(starttls|tls|ssl|encryption|encrypted)",
		   "RFC 3207: \"Must issue a STARTTLS command first\""),
	PHRASE("(starttls|tls|ssl|tlsa|dane) (is |version |certificate |connection |negotiation |"
		   "handshake |validation |support |encryption |use |)(required|failed|failure|invalid|"
		   "expired|not supported|unavailable|mandatory|error|not available)",
		   "Exchange Online, Postfix"),
	PHRASE("(authentication|auth|login|smtp authentication) (is |)(required|failed|failure|"
		   "credentials|unsuccessful|needed|rejected|invalid)",
		   "RFC 4954, Exchange, Gmail"),
	PHRASE("required authentication", "Exim, MDaemon, Courier"),
	PHRASE("(requires|require|needs) (smtp |sender |)(authentication|auth)",
		   "Exim, MDaemon, Courier"),
	PHRASE("(smtp |)(username|user name|login|user) and password", "RFC 4954: Gmail, Exim"),
	PHRASE("(invalid|incorrect|bad) (login|password|credentials|username or password)", "RFC 4954"),
	PHRASE("(application-specific password|web login|webloginrequired)", "Gmail"),
	PHRASE("not (authenticated|authorized) to send", "Exchange"),
	PHRASE("client (was |)not authenticated", "Exchange"),
	PHRASE("cannot achieve exchange server authentication", "Exchange"),
	PHRASE("(pop before smtp|check mail first|check your mail|pop3 first|logged into the pop)",
		   "cPanel, iMail"),
	PHRASE("(your|client|sending|sender) (host |ip |ip address |server |address |)(does not|"
		   "doesn't|has no|didn't) (resolve|match|ptr|reverse|valid)",
		   "mail filters: reverse DNS"),
	PHRASE("(mx|or mx|aaaa|mx or|dns|ptr|mx or aaaa) resource record",
		   "Coremail, Sina: the sender's domain"),
	PHRASE("(without|not having) (a valid |valid |)(sender domain|reverse|ptr)", "Yahoo"),
	PHRASE("custom from (denied|not)", "Gmail"),
	PHRASE("customfromdenied", "Gmail: \"Send mail as\""),
	PHRASE("send mail as", "Gmail: \"Send mail as\""),
	END_OF_PHRASES,
};

static const Phrase rates[] = {
	TEMPORARY_PHRASE("(greylist|greylisted|greylisting)", "Postgrey, policyd, Exim, Rspamd"),
	TEMPORARY_PHRASE("(graylist|graylisted|graylisting)", "sqlgrey"),
	TEMPORARY_PHRASE("(grey|gray) (listing|listed|list)", "milter-greylist"),
	TEMPORARY_PHRASE("try again slower", "Postfix policy services"),
	PHRASE("too many (concurrent |concurrent smtp |simultaneous |open |smtp |incoming |active |new |parallel |"
		   ")(connections|sessions|connects|deliveries|smtp sessions|connection)",
		   "Postfix, Sendmail, Exim, IronPort, Yahoo, Orange"),
	PHRASE("too many (messages|mails|emails|recipients|rcpts|invalid recipients|unknown|unknown "
		   "users|bad recipients|bad commands|errors|invalid|transactions|bounces|failures|requests|"
		   "different|message|e-mails|spam|bad)",
		   "Postfix, Sendmail, Exchange, Zoho"),
	PHRASE("(many|much) (spam|mail|email|messages|bounces|connections|traffic) from",
		   "mail filters"),
	PHRASE("(connection|connections|message|messages|mail|email|recipient|recipients|rate|"
		   "frequency|sending|volume|submission|session|smtp|receiving|delivery|ip|client|traffic|"
		   "session) (rate |rates |frequency |count |concurrency |volume |submission |number |)(limit|"
		   "limits|limited|exceeded|exceeds|threshold|throttled|throttling|limitation|too high|too "
		   "fast|restricted)",
		   "Postfix anvil, QQ, NetEase, Exim, Cloudmark"),
	PHRASE("(rate limited|rate limiting)", "Exim, Gmail, Exchange Online"),
	PHRASE("rate (limit|limits|limited|limiting)", "Exim, Gmail, Exchange Online"),
	PHRASE("(ratelimit|ratelimited|ratelimits)", "Exim, MailChannels"),
	PHRASE("(throttle|throttled|throttling)", "Exchange Online, IronPort, Apple, SendGrid"),
	PHRASE("(receiving mail|receiving email) (at a rate|too quickly|too rapidly)", "Gmail"),
	PHRASE("(unusual|excessive|high) (rate|volume|amount|number) of", "Gmail, Yahoo, Apple"),
	PHRASE("(deferred|delayed|blocked|rejected) due to (unexpected|excessive|high) (volume|rate)",
		   "Yahoo, Apple"),
	PHRASE("(unexpected|excessive) (volume|message volume)", "Yahoo, Apple"),
	PHRASE("user complaints", "Yahoo: \"unexpected volume or user complaints\""),
	PHRASE("(exceeded|exceeds|exceeding|over|reached|exceed) (the |your |our |its |configured |"
		   "maximum |allowed |permitted |hourly |daily |connection |a |)(rate|number of|connection|"
		   "connections|message|messages|recipient|recipients|configured|hourly|daily|threshold|"
		   "sending|frequency) (limit|rate|limits|rates|per|of|connections|messages|recipients)",
		   "Postfix anvil, Exim, Zoho"),
	PHRASE("(exceeded|exceeds) (the |)(configured|maximum|allowed) (limit|rate|number|connections)",
		   "Postfix anvil, Symantec"),
	PHRASE("(limit|limits) (on|of|for) (the |)(number of |)(connections|messages|recipients|"
		   "sessions)",
		   "IronPort, Exchange"),
	PHRASE("(hourly|daily|per hour|per day|per minute) (limit|quota|maximum|rate|message|messages|"
		   "recipient)",
		   "hosting panels"),
	PHRASE("(this hour|per hour|per day|per minute|per connection)", "GoDaddy, hosting panels"),
	PHRASE("(only|one|maximum|max) (one |)(recipient|recipients|connection|connections|message|"
		   "messages) (at a time|per|allowed|reached|supported|exceeded)",
		   "Exchange, Gmail"),
	PHRASE("(maximum|max) (recipients|connections|messages) per", "Exchange, Zimbra"),
	PHRASE("prevents additional messages", "Gmail"),
	PHRASE("slow down", "Orange, Postfix policy services"),
	PHRASE("(sending|receiving|sent|delivering) (mail |messages |email |)too (fast|quickly|"
		   "frequently|often|many)",
		   "QQ, NetEase"),
	PHRASE("too (fast|quickly|frequently|frequent)", "QQ, NetEase, Coremail"),
	PHRASE("frequency limited", "QQ"),
	PHRASE("(trop de connexions|trop de messages)", "Orange, Free, French"),
	PHRASE("(demasiadas conexiones|rechazo temporal)", "Telefónica, hosting providers, Spanish"),
	PHRASE("zu viele (verbindungen|nachrichten|empfänger)", "Exchange, German"),
	PHRASE("troppe connessioni", "Aruba, Italian"),
	PHRASE("(hl icc|hl ifc|mi dmc|mi sfq|mi stc|mi cel|mi ccl|rp qrc|rp cel|rp drc|rp ccl)",
		   "NetEase: published codes of connections, messages and recipients"),
	PHRASE("max (emails|messages|defers and failures) per (hour|day)", "cPanel"),
	PHRASE("(recipients|messages|emails) (received|sent) (this hour|today)", "IronPort"),
	PHRASE("发送频率", "Coremail, Chinese"),
	END_OF_PHRASES,
};

static const Phrase sender_refused[] = {
	PHRASE("(sender|senders|from|return address|return path|envelope sender|envelope from|mail from|from address|"
		   "mailfrom) (address |email address |domain |email |verify |verification |mailbox |callout |"
		   ")(rejected|refused|denied|blocked|banned|blacklisted|not accepted|not allowed|failed|"
		   "invalid|unverified|is invalid|does not exist|doesn't exist|not exist|not found|"
		   "unresolvable|mismatch|matched|not liked|unknown|listed|must resolve|must exist|"
		   "unacceptable|not valid|not permitted|disallowed|not verified)",
		   "Postfix, Exim, qmail, Courier"),
	PHRASE("(rejected|banned|invalid|unknown|unqualified|untrusted|unauthorized|non-existent|nonexistent|unresolvable|bad|blocked|unverified|forged|refused|"
		   "unrouteable|blacklisted|spoofed|fake|illegal|unacceptable) (sender|senders|from "
		   "address|return path|sending|envelope sender|sender domain|mail from)",
		   "Exchange Online, Postfix, MDaemon"),
	PHRASE("(domain|mx|mail exchanger) (of|for) (the |)(sender|senders|from)",
		   "Sendmail: \"Domain of sender address ... does not exist\""),
	PHRASE("your (mail from|from|sender|sending) (domain|address)", "mail filters"),
	PHRASE("(badmailfrom|bad mail from)", "qmail"),
	PHRASE("(blocked senders|anti-spoofing|antispoofing|spoofed|spoofing)",
		   "Mimecast, mail filters"),
	PHRASE("sender email not in", "hosting providers"),
	PHRASE("(emetteur|expediteur|expéditeur|émetteur) invalide", "Orange, French"),
	PHRASE("permission to (post|send|mail)", "Google Groups, Exchange, mailing lists"),
	PHRASE("not a member of (mailing list|list|group)", "mailing lists"),
	PHRASE("permisos necesarios para publicar", "Google Groups, Spanish"),
	PHRASE("(nicht die erforderlichen berechtigungen|keine berechtigung)",
		   "Google Groups, Exchange, German"),
	PHRASE("(only|subscribers only|members only) (members|subscribers) (may|can|are allowed)",
		   "mailing lists"),
	PHRASE("mismatches client ip", "mail filters"),
	PHRASE("only (accept |accepts |accepting |)(local|internal|authenticated|authorized|trusted|known|mail|email|messages) "
		   "(senders|users|hosts|servers|mail|email|from)",
		   "mailing lists, Exchange"),
	PHRASE("(mail|mails|email|emails|messages) from you", "hosting providers"),
	PHRASE("could not verify sender", "Exim: callouts"),
	PHRASE("(sender|callback|callout) (verify|verification|setup) (failed|failure|callout)", "Exim: callouts"),
	PHRASE("(sender|senders|from) domain (no|without|must)", "mail filters"),
	PHRASE("(recipient|user|addressee) (blocked|rejects|rejected|refuses|refused|blocks) "
		   "(your|you|mail from|mails from|email from|messages from|sender)",
		   "mail filters"),
	PHRASE("sender (not |isn't |is not |)(allowed|authorized|permitted|approved|welcome|accepted|on|in|in "
		   "whitelist|whitelisted)",
		   "Exchange, mailing lists"),
	PHRASE("(accept|accepts|accepting|accepted) (mail |mails |messages |email |emails |)(only |"
		   ")from (this |that |your |the |these |known |internal |)(sender|sender address|address|"
		   "domain|senders|host|server|ip|servers|hosts|your ip)",
		   "IronPort, Exchange"),
	PHRASE("(you|sender|user) (are |is |)not (allowed|authorized|permitted|authorised) to (send|"
		   "connect|mail|email|post|deliver|use|submit|access|write)",
		   "Exchange, Sendmail, mailing lists"),
	PHRASE("not (allowed|authorized|permitted|authorised) to (send|connect|post|submit|deliver)",
		   "Exchange, Sendmail, mailing lists"),
	PHRASE("(message|messages|mail|email) from (this |your |)(domain|sender|user|host|server|"
		   "network|location|country|region) (not|blocked|rejected|refused|denied|will not|will be)",
		   "IronPort, Barracuda"),
	PHRASE("not (a |)registered (gateway |)(user|sender)", "hosting providers"),
	END_OF_PHRASES,
};

/* Links and words in messages; before the lists of addresses, because they share names. */
static const Phrase link_lists[] = {
	PHRASE("(uribl|surbl|dbl spamhaus|spamhaus dbl|ivmuri|uri blacklist|uri dnsbl|blacklisted url|"
		   "blacklisted link|blacklisted uri|multi uribl|black uribl)",
		   "URIBL, SURBL, Spamhaus DBL"),
	PHRASE("spam (content|classification|score|points|filter)",
		   "SpamAssassin, Google Groups, Symantec"),
	PHRASE("(blocked|rejected|refused) by (spamassassin|spam filter|antispam|rspamd)", "SpamAssassin, Rspamd"),
	PHRASE("(url|urls|link|links|uri|web site|website) (in|within|found|blacklisted|listed|"
		   "contained)",
		   "Exim, Symantec, Gmail"),
	END_OF_PHRASES,
};

static const Phrase blocklists[] = {
	PHRASE("(spamhaus|spamcop|sorbs|barracudacentral|barracuda reputation|abuseat|njabl|dsbl|cbl|"
		   "senderscore|backscatterer|uceprotect|mailspike|invaluement|senderbase|cloudmark|dnsbl|"
		   "dnsbls|rbl|rbls|rblsmtpd|dnsrbl|xbl|pbl|sbl|psbl|nixspam|manitu|hostkarma|trustedsource|"
		   "csi|bl|dul|dnswl|dnsblchile|abusix|spameatingmonkey|proofpoint com|blocklist de|ahbl|ordb|"
		   "mail-abuse|senderrep)",
		   "operators of blocklists"),
	PHRASE("(blacklist|blacklisted|blacklisting|blacklists|blacklistis)", "mail filters"),
	PHRASE("(black list|black listed|black-listed|block list|block-list)",
		   "Outlook.com, mail filters"),
	PHRASE("(blocklist|blocklisted|blocklists)", "mail filters"),
	PHRASE("blocked (using|by|due to|because|at|with|from|for)",
		   "Postfix: reject_rbl_client; Cisco, Symantec"),
	PHRASE("(listed|listing) (in|at|on|by|with)", "mail filters"),
	PHRASE("(your|sender|sending|source|connecting|client|from) (ip|ip address|host|server|"
		   "network|address|mail server|mta|smtp server|subnet|ip range) (blocked|rejected|banned|"
		   "refused|denied|listed|not allowed|not accepted|not authorized|not permitted|forbidden|bad|"
		   "suspicious|on our|is on|restricted|dynamic|on)",
		   "mail filters"),
	PHRASE("(ip|ip address|ips) (block|blocked|rejected|banned|refused|denied|listed|blacklisted|"
		   "forbidden|is_blocked|restricted|not allowed|not welcome)",
		   "mail filters"),
	PHRASE("host (blocked|banned|listed|blacklisted|forbidden|restricted|not allowed|not welcome)", "mail filters"),
	PHRASE("(blocked|banned|rejected|refused|denied|forbidden|bad|suspect|suspected|suspicious|"
		   "spam|unwelcome|dynamic|restricted|infected) (sending |source |client |sender |mail |"
		   "remote |)(ip|ip address|ips|host|ip's)",
		   "Exchange Online, mail filters"),
	PHRASE("banned (sending|sender|recipient)", "Exchange Online"),
	PHRASE("(abuse|attack|attacks) (detected|from)", "mail filters"),
	PHRASE("(detected|due to|because of) (abuse|attack|attacks)", "mail filters"),
	PHRASE("(open proxy|open proxies|proxy server)", "Exim, mail filters"),
	PHRASE("reputation", "Gmail, IronPort, Symantec, Apple, Vade"),
	PHRASE("(dynamic|residential|generic|dialup|dial-up|dsl|home) (ip|ips|address|addresses|host|"
		   "hosts|hostname|client|clients|pool|range|connection|rdns)",
		   "mail filters"),
	PHRASE("(sender|client) base reputation", "IronPort"),
	PHRASE("(hl rep|hl ipb|hl ihu|hl isc|hl mep|wm bli|wm blu|dt rbl|dt sum|mi spb)",
		   "NetEase: published codes of addresses and senders"),
	PHRASE("(rly b1|rly b2|rly b3|con b1|rtr bb|rtr bl|rtr bg|rtr ge|rtr rw|dyn t1|rly sn|rly cs4|"
		   "rly bd|rly nw)",
		   "AOL: published codes"),
	PHRASE("(aup in|aup i|aup out|cxbl|cxthrt)", "Cox, Charter: published codes"),
	PHRASE("(ipcheck proofpoint|mxtoolbox|lookup lasso|removal from this list|removal from the "
		   "list|delist|delisting|delisted)",
		   "Proofpoint, Microsoft"),
	PHRASE("blocked see", "Proofpoint"),
	PHRASE("(permanently|temporarily|will be) deferred", "Yahoo"),
	PHRASE("(tss04|tss09|ts01|ts02|ts03|tss05)", "Yahoo"),
	PHRASE("(not like|not liked|dislike) (source|sender|your)", "mail filters"),
	PHRASE("(region|country) (blocked|banned)", "mail filters"),
	PHRASE("(geographic|geographical|geoip) (location|block|blocked|region)", "mail filters"),
	PHRASE("(access|service|server access|connection|connections) (forbidden|prohibited) (by|from|"
		   "for|to)",
		   "GMX, mail filters"),
	PHRASE("(poor|bad|low) (email |sender |ip |)(reputation|score)", "Symantec, IronPort"),
	PHRASE("not accepting connections", "Apple, Yahoo"),
	PHRASE("(connections|connection|mail|email|messages) (not accepted|will not be accepted|"
		   "refused) from",
		   "Yahoo, Comcast"),
	END_OF_PHRASES,
};

static const Phrase spam[] = {
	PHRASE("(spam|unsolicited|unwanted|bulk|junk|ube|uce|spammy)",
		   "SpamAssassin, Rspamd, Gmail, Cloudmark, Barracuda"),
	PHRASE("(spamming|spammer|spammers|spamassassin|antispam|spambox|spamdetected|spamtrap|"
		   "spamblock|dspam)",
		   "mail filters"),
	PHRASE("(phishing|phish|scam|fraud|fraudulent)", "Exim with ClamAV, Symantec"),
	PHRASE("(content|message content|mail content|email content) (rejected|denied|filter|filtered|"
		   "scored|filtering|reject|analysis|blocked|match|matched)",
		   "Symantec, Cloudmark, Rspamd"),
	PHRASE("(message|mail|email) (filtered|scored)", "Symantec, SpamAssassin"),
	PHRASE("rejected (for|due to|because of|by) (content|message content|filter|content filter|"
		   "content filtering|bayesian)",
		   "MailScanner, procmail"),
	PHRASE("score (too high|exceeds|exceeded|above|over)", "SpamAssassin, Rspamd"),
	PHRASE("(bayesian|bayes)", "MailScanner, procmail"),
	PHRASE("(advertisement|advertisements|advertising)", "QQ, Coremail"),
	PHRASE("nature of (the |)content", "Gmail"),
	PHRASE("(mailguard|policyfilter|content filter|content filtering)", "mail filters"),
	PHRASE("DT SPM", "NetEase: the code of a message taken for spam"),
	PHRASE("(垃圾邮件|垃圾郵件)", "NetEase, QQ, Chinese"),
	PHRASE("迷惑メール", "docomo, au, Japanese"),
	PHRASE("(indésirable|pourriel)", "Exchange, Free, French"),
	END_OF_PHRASES,
};

/* Names that occur in advice as well, so that anything clearer goes before. */
static const Phrase authentication_mentioned[] = {
	PHRASE("(spf|dkim|dmarc|sender policy framework)",
		   "OpenDMARC, Mimecast, Exchange Online, openspf.org's page"),
	PHRASE("(starttls|tlsa|dane|tls version|mta-sts|certificate)", "Exchange Online, Postfix"),
	END_OF_PHRASES,
};

static const Phrase virus_mentioned[] = {
	PHRASE("(virus|viruses|malware|trojan|infected|illegal content|html mail)", "mail filters"),
	END_OF_PHRASES,
};

static const Phrase address_refused[] = {
	PHRASE("(access|connection|connections|mail|email|messages) from (ip|ip address|your|dynamic|"
		   "unknown|dynamic ips)",
		   "Mail.ru, GMX, mail filters"),
	PHRASE("client (host|address|ip) (rejected|blocked|refused|denied)", "Postfix"),
	PHRASE("host not welcome", "mail filters"),
	PHRASE("envelope (blocked|rejected)", "Mimecast"),
	PHRASE("(no|not) (smtp service|smtp service here|mail service here)", "GMX, Sendmail"),
	PHRASE("suspected bounce attacks", "QQ"),
	END_OF_PHRASES,
};

static const Phrase clear_policy[] = {
	PHRASE("(local|security|company|administrative|site|recipient|system|email|mail|corporate|"
		   "message|content|organization) (policy|policies)",
		   "Apple, Mimecast, Exim"),
	PHRASE("(policy|policies) (reason|reasons|violation|restriction|restrictions|reject|rejection|"
		   "rules)",
		   "Yahoo, GMX, Exim"),
	PHRASE("(due to|by|for|of|against) (our|their|your|) (policy|policies)", "Exim, mail filters"),
	PHRASE("(will not|does not|did not|doesn't|won't|do not|don't) accept (delivery|mails|mail "
		   "from remote|any mail|mail from|messages from|mails from|email from)",
		   "AOL, mail filters"),
	PHRASE("recipient preferences", "Facebook"),
	PHRASE("refused to (receive|accept) (mail|email|message|messages)", "mail filters"),
	PHRASE("delivery to this address is restricted", "Exchange Online"),
	PHRASE("go away", "Rspamd"),
	PHRASE("ask your postmaster for help", "T-Online"),
	END_OF_PHRASES,
};

const PhraseGroup ses_sender_phrases[] = {
	{"content and headers", REASON_CONTENT_REJECTED, LOOSE, content},
	{"too large messages", REASON_MESSAGE_TOO_LARGE, LOOSE, too_large},
	{"rates", REASON_RATE_LIMITED, LOOSE, rates},
	{"links and content of spam", REASON_SPAM, LOOSE, link_lists},
	{"blocklists and reputation", REASON_BLOCKED, LOOSE, blocklists},
	{"authentication", REASON_AUTHENTICATION, LOOSE, authentication},
	{"spam", REASON_SPAM, LOOSE, spam},
	{"authentication, mentioned", REASON_AUTHENTICATION, LOOSE, authentication_mentioned},
	{"refused senders", REASON_BLOCKED, LOOSE, sender_refused},
	{"refused addresses", REASON_BLOCKED, LOOSE, address_refused},
	{"viruses, mentioned", REASON_CONTENT_REJECTED, LOOSE, virus_mentioned},
	{"policy, clear", REASON_BLOCKED, LOOSE, clear_policy},
	END_OF_GROUPS,
};
