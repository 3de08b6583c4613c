/*
 * phrases_recipient.c
 *		Phrases about the recipient's address, its host and the delivery.
 *
 * Those that are certain make a bounce hard: nothing but a wrong address is said
 * in such words.
 */
#include "mail/phrases.h"

static const Phrase disabled[] = {
	PHRASE("(account|mailbox|user|recipient|address|mail box|email account|domain|alias|email "
		   "address|mail account) (that you tried to reach |you tried to reach |you are trying to "
		   "reach |or domain |currently |temporarily |permanently |address |mailbox |account |status |"
		   "or |temporary |)(disabled|inactive|suspended|deactivated|locked|blocked|frozen|expired|"
		   "not active|not enabled|closed temporarily|on hold|over limit|dormant|barred|deactivate|"
		   "inactivated|disabled or discontinued|discontinued|not activated|administratively disabled|"
		   "no longer active|turned off|restricted|unavailable due to inactivity|quarantined)",
		   "Gmail, Yahoo, Zimbra, Zoho, CommuniGate, Orange"),
	PHRASE("(disabled|inactive|suspended|deactivated|locked|frozen|expired|dormant) (account|"
		   "mailbox|user|recipient|recipient address|email address|email account)",
		   "Postfix, hosting providers"),
	PHRASE("no longer (accepts|accepting|receives|accept) (mail|messages|email|any mail)", "qmail"),
	PHRASE("(mail receiving|receiving mail|mail delivery|incoming mail) (for |)(disabled|suspended|"
		   "blocked)",
		   "hosting providers"),
	PHRASE("disabled with mta service", "NetEase"),
	PHRASE("(AccountDisabledException|MailboxDisabledException|RecipientDisabled)", "Exchange"),
	PHRASE("mail to suspended", "hosting providers"),
	PHRASE("DisabledUser", "Gmail's address of help"),
	PHRASE("(deactivated|disabled|suspended) due to (abuse|inactivity)",
		   "Postini, hosting providers"),
	PHRASE("not accepting (mail|messages|email|any mail|any messages|e-mail)", "RFC 3463, Yahoo"),
	PHRASE("(user|recipient|account|mailbox|address) (currently |) not accepting",
		   "RFC 3463, Yahoo"),
	PHRASE("(user|recipient|account|mailbox|address) (does not|doesn't|cannot|can't|can not|unable to|not able to|"
		   "not allowed to) (accept|receive|get) (mail|messages|email|new|any|e-mail|external|"
		   "incoming)",
		   "MDaemon, Exchange"),
	PHRASE("not configured to accept (mail|external)", "Exchange"),
	PHRASE("(recipient|user|account) (not allowed|not permitted)", "mail filters"),
	PHRASE("compte (du destinataire |)(est |)(bloqué|bloque|désactivé|desactive|suspendu)",
		   "Orange, La Poste, French"),
	PHRASE("(konto|postfach|benutzer) (ist |)(deaktiviert|gesperrt)",
		   "Exchange, hosting providers, German"),
	PHRASE("(cuenta|buzón|buzon) (está |)(suspendida|desactivada|deshabilitada|bloqueada)",
		   "hosting providers, Spanish"),
	PHRASE("(account|casella|utente) (disabilitata|disabilitato|sospesa|sospeso)",
		   "Aruba, Libero, Italian"),
	PHRASE("konto (jest |)(zablokowane|nieaktywne)", "Onet, WP, Polish"),
	PHRASE("(帐号被冻结|帐号已被禁用)", "Coremail, Chinese"),
	END_OF_PHRASES,
};

static const Phrase unknown_user[] = {
	CERTAIN_PHRASE("(user|recipient|mailbox|mail box|account|address|addressee|mail drop|alias|"
				   "username|local part|local user|users|destination|customer|receiver|email address|to "
				   "address|virtual user|mail address|subscriber|userid|user id) (name |account |email |"
				   "address |mailbox |id |in rcpt |or mailbox |or alias |)(unknown|unkown|unknow|no found|not known|not found|does "
				   "not exist|doesn't exist|dosn't exist|doesnt exists|does not exists|not exist|not exists|"
				   "non-existent|nonexistent|nonexistant|non existent|no longer exists|not valid|invalid|not "
				   "recognized|not recognised|isn't valid|could not be found|cannot be found|can't be found|"
				   "couldn't be found|not listed|not in directory|not a valid mailbox|not here|not existing|"
				   "can not be found|not defined|no longer valid|no longer available|removed|deleted|"
				   "not registered|isn't on server|terminated|cancelled|canceled|closed|not our customer|not local|not on this server|not "
				   "present|not on our|not in our|not listed in|no longer here|wrong)",
				   "Sendmail, Postfix, Exim, Exchange, Notes, Dovecot, NetEase"),
	CERTAIN_PHRASE("(unknown|unkown|unknow|no matching|no local|invalid|nonexistent|non-existent|unrecognized|unrecognised|undefined|"
				   "no such|unknown or illegal|illegal|bad|not a valid|wrong|no valid|unknown local|unknown "
				   "virtual|no longer valid|incorrect|invalid final|invalid/inactive|unknown or invalid|"
				   "unroutable) (user|users|recipient|recipients|mailbox|mailboxes|account|accounts|address|"
				   "addressee|local part|local-part|local user|username|alias|rcpt|email address|person|"
				   "customer|email|e-mail address|email account|mail address|destination address|destination mailbox|"
				   "to address|recipient address|user name|mailbox name|receiver|email recipient|mail box|"
				   "mail drop|domain or user|userid|user id|final delivery userid|recipient name|recipient "
				   "email)",
				   "Sendmail, Exim, qmail, Exchange, hosting providers"),
	CERTAIN_PHRASE("(no|not a) (mailbox|mail box|user|recipient|account|valid mailbox|valid user|"
				   "person|such local user|valid account|valid recipient|valid recipients|mail account) (here|"
				   "by|found|with|named|matching|in this|called|for|exists|on this|at this|of this|known|"
				   "exist|is here)",
				   "qmail, vpopmail, Exim"),
	CERTAIN_PHRASE("(nosuchuser|no_such_user|nosuchrecipient|recipnotfound|recipientnotfound|"
				   "recipient notfound|usernotfound|unknownuser|unknown-user|user_unknown|nouser)",
				   "Gmail's address of help, Exchange"),
	CERTAIN_PHRASE("(email account that you tried to reach|account you are trying to reach|address "
				   "you sent to|email address) (that |) does not exist",
				   "Gmail"),
	CERTAIN_PHRASE("(that you tried to reach|you tried to reach|you entered|you specified) (does "
				   "not exist|couldn't be found|wasn't found)",
				   "Gmail, Exchange"),
	CERTAIN_PHRASE("(doesn't|does not|do not) have an (account|mailbox)", "Yahoo, hosting providers: the domain stands in between"),
	CERTAIN_PHRASE("(user|recipient|mailbox|account|address) no longer (on|at|in|exist|known|here)", "Exchange, hosting providers"),
	CERTAIN_PHRASE("nobody by", "hosting providers"),
	CERTAIN_PHRASE("no matches found", "Lotus Domino"),
	CERTAIN_PHRASE("(email|mail|e-mail) (address|account) (could not|cannot|couldn't) be found",
				   "AOL, hosting providers"),
	CERTAIN_PHRASE("(email address |address |lookup |)lookup in domain map failed", "CommuniGate"),
	CERTAIN_PHRASE("(is |)not (a |an |)(known|valid|existing|local|active) (user|recipient|mailbox|"
				   "account|email address|address|e-mail address)",
				   "IronPort, MDaemon, Notes"),
	CERTAIN_PHRASE("user (not |isn't |)a member of (domain|the domain)", "hosting providers"),
	CERTAIN_PHRASE("(account|mailbox|user|address) (has been |is |)(closed|deleted|removed|"
				   "terminated|cancelled|canceled|abolished|purged)",
				   "hosting providers"),
	CERTAIN_PHRASE("(no longer with|no longer at|no longer employed|left the company|no longer "
				   "works)",
				   "administrators"),
	CERTAIN_PHRASE("(address|recipient|user|mailbox) (rejected|verify|validation) (failed|user "
				   "unknown|unknown user|no such user|unknown)",
				   "Postfix, Exim"),
	CERTAIN_PHRASE("(recipient|rcpt) (validation|verify|verification) (check |from ldap |failed|"
				   "failure)",
				   "MailScanner, mail filters"),
	CERTAIN_PHRASE("recipient verify from ldap failed", "Exim with LDAP"),
	CERTAIN_PHRASE("(undeliverable|unroutable|unrouteable) address", "Postfix, Exim"),
	CERTAIN_PHRASE("(mailbox|user|account|address) not (available here|known at this|hosted|found "
				   "here|local)",
				   "hosting providers"),
	CERTAIN_PHRASE("there no (one|user|mailbox|account|such)", "hosting providers"),
	CERTAIN_PHRASE("(address|email|recipient|user|account|name|mailbox) (does not|doesn't|dosn't|"
				   "didn't|do not|don't) (exist|exists|exsit)",
				   "hosting providers"),
	CERTAIN_PHRASE("(rcpt|recipient) (not exist|dosn't exist|doesn't exist|does not exist)",
				   "hosting providers"),
	CERTAIN_PHRASE("(user|addressee|recipient) (name |)(info |)(not unique|ambiguous)",
				   "Lotus Domino"),
	CERTAIN_PHRASE("(domain|destination) (does not|doesn't) (contain|have such|) (user|mailbox)",
				   "hosting providers"),
	CERTAIN_PHRASE("user path (no|not|does not) exist", "Coremail"),
	CERTAIN_PHRASE("not in my validrcptto", "qmail"),
	CERTAIN_PHRASE("no longer valid", "Yahoo, hosting providers: behind an address"),
	CERTAIN_PHRASE("(ExRecipNotFound|RecipNotFound)", "Exchange"),
	CERTAIN_PHRASE("user (is |)terminated", "Mail.ru"),
	CERTAIN_PHRASE("no user record found", "Apple"),
	CERTAIN_PHRASE("unknown local part", "Exim"),
	PHRASE("(recipient|address|recipients) (can not|cannot|could not|can't) be verified", "Exim"),
	PHRASE("verification failed for", "Exim: callouts"),
	CERTAIN_PHRASE("no (mailbox|such mailbox|alias)", "qmail, vpopmail"),
	CERTAIN_PHRASE("not in (the |our |my |)(recipient|recipients|address|user|valid recipient|valid "
				   "recipients) list",
				   "mail filters"),
	CERTAIN_PHRASE("(address|user|account) (is |)marked as invalid", "hosting providers"),
	CERTAIN_PHRASE("badrcptto", "qmail"),
	CERTAIN_PHRASE("(couldn't|could not) find (that|the|this) (address|email address)", "Exchange Online"),
	CERTAIN_PHRASE("(cannot|can't|could not|couldn't|unable to) find (recipient|user|mailbox|account)",
				   "LDAP, hosting providers"),
	CERTAIN_PHRASE("do not accept messages at this address", "indimail"),
	CERTAIN_PHRASE("(address|email|number) (you are trying to contact |)(no longer|not) in service",
				   "hosting providers"),
	PHRASE("(can't|cannot|could not) verify recipient", "Exim"),
	PHRASE("(email address|address) (is |)incorrect", "hosting providers"),
	CERTAIN_PHRASE("not our customer", "hosting providers"),
	CERTAIN_PHRASE("recipient addresses in single label domains", "Gmail"),
	CERTAIN_PHRASE("mailbox currently unavailable or does not exist", "hosting providers"),
	/* Japanese, Chinese, German, French, Italian, Polish, Spanish */
	CERTAIN_PHRASE("(アドレス不明|アドレスが見つから|メールアドレスが存在しません|ユーザーが見つかりません|メール アドレスが見つかりませんでした)",
				   "Gmail, Exchange Online, Japanese"),
	CERTAIN_PHRASE("(宛先不明|宛先のメールアドレスが見つかりません|存在しないメールアドレス)", "docomo, hosting providers, Japanese"),
	CERTAIN_PHRASE("(用户不存在|邮箱不存在|收件人不存在|收件人邮箱不存在|邮箱地址不存在|找不到收件人)",
				   "QQ, NetEase, Coremail, Exchange Online, Chinese"),
	CERTAIN_PHRASE("(benutzer|empfänger|empfaenger|postfach|adresse|mailadresse|e-mail-adresse) "
				   "(ist |)(unbekannt|nicht bekannt|nicht gefunden|existiert nicht|nicht vorhanden|ungültig|"
				   "wurde nicht gefunden|konnte nicht gefunden werden)",
				   "T-Online, Exchange Online, hosting providers, German"),
	CERTAIN_PHRASE("(unbekannter|ungültiger|ungueltiger) (benutzer|empfänger|empfaenger)",
				   "hosting providers, German"),
	CERTAIN_PHRASE("(utilisateur|destinataire|adresse|compte|boîte|boite) (est |) (inconnu|"
				   "inconnue|inexistant|inexistante|invalide)",
				   "Orange, Free, La Poste, French"),
	CERTAIN_PHRASE("(adresse destinataire|destinataire) invalide", "Orange, La Poste, French"),
	CERTAIN_PHRASE("adresse d au moins un destinataire invalide", "Orange, French"),
	CERTAIN_PHRASE("(adresse e-mail|adresse|compte|utilisateur|destinataire) n'existe pas",
				   "Orange, Exchange Online, French"),
	CERTAIN_PHRASE("(utente|destinatario|casella|indirizzo|indirizzo destinatario|account) (è |e |"
				   ")(sconosciuto|inesistente|non esistente|non trovato|non valido|non esiste|sconosciuta|non "
				   "presente)",
				   "Aruba, Libero, Italian"),
	CERTAIN_PHRASE("non esiste nessun utente", "Aruba, vpopmail, Italian"),
	CERTAIN_PHRASE("(nieznany|brak|nie ma takiego|nie istnieje) (użytkownik|użytkownika|uzytkownik|"
				   "uzytkownika|adresat|adresata|odbiorca|odbiorcy|adres|konto|konta|takiego konta|takiego "
				   "użytkownika|takiego uzytkownika)",
				   "Onet, WP, home.pl, Polish"),
	CERTAIN_PHRASE("(użytkownik|uzytkownik|adresat|odbiorca|konto|adres) (jest |)(nieznany|nie "
				   "istnieje|nieznane|nie został znaleziony)",
				   "Onet, WP, Exchange Online, Polish"),
	CERTAIN_PHRASE("(usuario|destinatario|buzón|buzon|cuenta|dirección|direccion) (de correo |"
				   ")(desconocido|desconocida|inexistente|no existe|no encontrado|no encontrada|inválido|"
				   "invalido|inválida|no válido)",
				   "Telefónica, Exchange Online, hosting providers, Spanish"),
	CERTAIN_PHRASE("no existe (el |la |)(usuario|buzón|buzon|cuenta|destinatario|dirección)",
				   "Telefónica, hosting providers, Spanish"),
	END_OF_PHRASES,
};

static const Phrase malformed_address[] = {
	CERTAIN_PHRASE("(not a valid|isn't a valid|invalid|is not a valid) rfc (5321|2821|5322|822|) "
				   "address",
				   "Gmail"),
	CERTAIN_PHRASE("(malformed|bad|invalid|illegal) (address syntax|recipient syntax|email address "
				   "syntax|mailbox syntax|address format|syntax in address)",
				   "Postfix, QQ, Exim"),
	CERTAIN_PHRASE("(malformed|syntactically incorrect) (address|recipient)", "Exim"),
	CERTAIN_PHRASE("(bad|invalid|illegal) (recipient |email |mailbox |destination |)address "
				   "(syntax|format)",
				   "Postfix, QQ"),
	CERTAIN_PHRASE("(need fully-qualified address|restricted characters in address|missing or "
				   "malformed local part|unqualified address|domain literals not allowed)",
				   "Postfix, Exim"),
	CERTAIN_PHRASE("address must (contain|include) (domain|host)", "Exim, qmail"),
	CERTAIN_PHRASE("(domain missing or malformed|malformed or missing domain)", "Exim"),
	CERTAIN_PHRASE("(illegal|invalid) (character|characters) in (address|local part|recipient)",
				   "Exim, qmail"),
	END_OF_PHRASES,
};

static const Phrase unknown_host[] = {
	CERTAIN_PHRASE("(domain|host|hostname|host name|mail server|mail domain|recipient domain|"
				   "destination domain|destination|destination server|recipients domain) (name |) (unknown|not found|does not "
				   "exist|doesn't exist|not exist|invalid|non-existent|could not be found)",
				   "Sendmail, Postfix, Exchange"),
	CERTAIN_PHRASE("(domain|host|hostname|host name|recipient domain|destination domain) (name |"
				   ")(unknown|not found|does not exist|doesn't exist|not exist|invalid|non-existent|could not "
				   "be found|lookup failed|because domain not reachable)",
				   "Sendmail, Postfix, Exchange"),
	CERTAIN_PHRASE("(unknown|invalid|illegal|no such|nonexistent|bad|unrouteable|unroutable|non-existent) "
				   "(domain|host domain name|host|destination domain|recipient domain|host name|mail domain|hostname|mail host|"
				   "domain name)",
				   "Sendmail, Exim, Exchange"),
	CERTAIN_PHRASE("(unrouteable|unroutable) (address|mail domain)", "Exim"),
	CERTAIN_PHRASE("(nxdomain|non-existent domain|nonexistentdomain|domain nonexistent)", "DNS"),
	CERTAIN_PHRASE("(couldn't|could not|cannot|unable to|can't) find (any host|a mail exchanger|"
				   "mail host|host|any mail|mail exchanger|any mx|the host|domain)",
				   "qmail: \"couldn't find any host named\""),
	CERTAIN_PHRASE("(no mx|no valid mx|no mail exchanger|no mail server|no a or mx|no mx or a|all "
				   "relevant mx records) (record|records|host|hosts|found|for|entry|point)",
				   "DNS"),
	CERTAIN_PHRASE("(domain|host) (doesn't|does not) (receive|accept) (mail|email|e-mail)",
				   "RFC 7504, RFC 7505"),
	CERTAIN_PHRASE("no ip address (found |)(for|found)", "Exim"),
	PHRASE("(cannot route|can't route|unable to route|no route for|no mail hosts|invalid mx)", "Sendmail, MDaemon"),
	CERTAIN_PHRASE("domain not reachable", "hosting providers"),
	CERTAIN_PHRASE("bad destination system", "RFC 3463"),
	CERTAIN_PHRASE("(domain|host) (has |)no (dns|mx|mail server|mail servers|mail exchanger|mail exchangers|valid mx)", "DNS"),
	CERTAIN_PHRASE("no dns (entry|entries|record|records) for", "DNS"),
	CERTAIN_PHRASE("(name or domain|host or domain name) not found", "Postfix"),
	PHRASE("name service error", "Postfix"),
	PHRASE("(couldn't|could not|cannot|unable to|can't) find mx", "Brevo"),
	PHRASE("(dns|mx) (error|failure|problem|lookup failure|lookup error)", "Exchange, Postfix"),
	PHRASE("(we |)(don't|do not) (handle|accept|host) (mail|email) for", "Exim, Sendmail"),
	PHRASE("(isn't|not) in my (list of allowed rcpthosts|badrcptto|control/locals|control locals)",
		   "qmail"),
	PHRASE("(domain|address) (isn't|not) (hosted|handled|served|local) (here|by|on)",
		   "hosting providers"),
	PHRASE("(domain|host) (isn't|not) (allowed|accepted|here|local|hosted|configured|in our|listed|"
		   "supported|enabled|active)",
		   "hosting providers"),
	CERTAIN_PHRASE("(domäne|domain) (existiert nicht|unbekannt|nicht gefunden|wurde nicht gefunden)",
				   "Exchange Online, German"),
	CERTAIN_PHRASE("(domaine|nom de domaine) (inconnu|inexistant|n'existe pas)",
				   "Exchange Online, French"),
	CERTAIN_PHRASE("(dominio) (inesistente|sconosciuto|non trovato|desconocido|inexistente|no "
				   "existe)",
				   "hosting providers, Italian and Spanish"),
	CERTAIN_PHRASE("(域名不存在|找不到域)", "QQ, Coremail, Chinese"),
	CERTAIN_PHRASE("(ドメインが見つかりません|ドメインが存在しません)", "Gmail, Exchange Online, Japanese"),
	END_OF_PHRASES,
};

const PhraseGroup ses_recipient_phrases[] = {
	{"malformed addresses", REASON_INVALID_ADDRESS, LOOSE, malformed_address},
	{"unknown users", REASON_UNKNOWN_RECIPIENT, LOOSE, unknown_user},
	{"disabled mailboxes", REASON_MAILBOX_DISABLED, LOOSE, disabled},
	{"unknown hosts", REASON_UNKNOWN_HOST, LOOSE, unknown_host},
	END_OF_GROUPS,
};
