/*
 * mailboxes_worldwide.c
 *		Who operates mailboxes: the worldwide ones.
 */
#include "mail/mailbox.h"

const MailboxRule ses_mailboxes_worldwide[] = {
	{"gmail", BY_HOST,
	 "*.google.com, *.googlemail.com",
	 "Google Workspace Admin Help: MX record values; the hosts of Gmail are the same"},
	{"gmail", BY_REPLY,
	 "- gsmtp, //support.google.com/mail/?p=",
	 "Gmail Help: SMTP errors and codes"},
	{"gmail", BY_DOMAIN,
	 "gmail.com, googlemail.com, google.com",
	 "Thunderbird ISPDB: googlemail.com"},
	{"microsoft", BY_HOST,
	 "*.protection.outlook.com, *.prod.outlook.com, *.eo.outlook.com, *.mx.microsoft, "
	 "*.hotmail.com, *.protection.office365.us, *.protection.partner.outlook.cn",
	 "Microsoft Learn: MX records of Exchange Online, of its DNSSEC zone and of national clouds"},
	{"microsoft", BY_REPLY,
	 "[*.prod.outlook.com, [*.prod.protection.outlook.com, Hostname=*.prod.outlook.com, "
	 "Hostname=*.prod.exchangelabs.com, //sender.office.com, //olcsupport.office.com, "
	 "//postmaster.live.com, //mail.live.com/mail/troubleshooting",
	 "Microsoft Learn: non-delivery reports of Exchange Online; Outlook.com Postmaster: troubleshooting"},
	{"microsoft", BY_DOMAIN,
	 "hotmail.com, hotmail.be, hotmail.ca, hotmail.ch, hotmail.cl, hotmail.co.id, "
	 "hotmail.co.il, hotmail.co.in, hotmail.co.jp, hotmail.co.kr, hotmail.co.nz, "
	 "hotmail.co.th, hotmail.co.uk, hotmail.co.za, hotmail.com.ar, hotmail.com.au, "
	 "hotmail.com.br, hotmail.com.hk, hotmail.com.tr, hotmail.com.tw, hotmail.com.vn, "
	 "hotmail.cz, hotmail.de, hotmail.dk, hotmail.es, hotmail.fi, hotmail.fr, hotmail.gr, "
	 "hotmail.hu, hotmail.it, hotmail.lt, hotmail.lv, hotmail.my, hotmail.nl, hotmail.no, "
	 "hotmail.ph, hotmail.rs, hotmail.se, hotmail.sg, hotmail.sk",
	 "Outlook.com: domains of Hotmail"},
	{"microsoft", BY_DOMAIN,
	 "live.com, live.at, live.be, live.ca, live.cl, live.cn, live.co.kr, live.co.uk, "
	 "live.co.za, live.com.ar, live.com.au, live.com.mx, live.com.my, live.com.ph, "
	 "live.com.pt, live.com.sg, live.de, live.dk, live.fi, live.fr, live.hk, live.ie, "
	 "live.in, live.it, live.jp, live.nl, live.no, live.ru, live.se, livemail.tw, "
	 "msn.com, msn.cn, msn.nl, passport.com, webtv.net, windowslive.com",
	 "Outlook.com: domains of Windows Live and MSN"},
	{"microsoft", BY_DOMAIN,
	 "outlook.com, outlook.at, outlook.be, outlook.cl, outlook.cn, outlook.co.id, "
	 "outlook.co.il, outlook.co.nz, outlook.co.th, outlook.com.ar, outlook.com.au, "
	 "outlook.com.br, outlook.com.gr, outlook.com.pe, outlook.com.tr, outlook.com.vn, "
	 "outlook.cz, outlook.de, outlook.dk, outlook.es, outlook.fr, outlook.hu, outlook.ie, "
	 "outlook.in, outlook.it, outlook.jp, outlook.kr, outlook.lv, outlook.my, outlook.ph, "
	 "outlook.pt, outlook.sa, outlook.sg, outlook.sk, microsoft.com, *.onmicrosoft.com",
	 "Outlook.com: domains of Outlook; Thunderbird ISPDB: office365.com"},
	{"yahoo", BY_HOST,
	 "*.yahoodns.net, *.yahoo.com, *.mx.aol.com",
	 "Thunderbird ISPDB: yahoo.com, aol.com; MX records of AOL until 2018"},
	{"yahoo", BY_REPLY,
	 "- *.yahoo.com, //postmaster.yahooinc.com, //postmaster.verizonmedia.com, "
	 "//postmaster.yahoo.com, //postmaster.aol.com, //senders.yahooinc.com, "
	 "//help.yahoo.com/kb/postmaster, [TS01, [TS02, [TS03, [TSS01, [TSS02, [TSS03, "
	 "[TSS04, [TSS05, [TSS06, [TSS07, [TSS08, [TSS09, [TSS10, [TSS11, [TSS12, [IPTS01, "
	 "[IPTS02, [IPTS03, [IPTS04",
	 "Yahoo Sender Hub: SMTP error codes"},
	{"yahoo", BY_DOMAIN,
	 "yahoo.com, yahoo.ae, yahoo.at, yahoo.be, yahoo.ca, yahoo.ch, yahoo.cl, yahoo.cn, "
	 "yahoo.co.id, yahoo.co.il, yahoo.co.in, yahoo.co.kr, yahoo.co.nz, yahoo.co.th, "
	 "yahoo.co.uk, yahoo.co.za, yahoo.com.ar, yahoo.com.au, yahoo.com.br, yahoo.com.cn, "
	 "yahoo.com.co, yahoo.com.hk, yahoo.com.mx, yahoo.com.my, yahoo.com.pe, yahoo.com.ph, "
	 "yahoo.com.sg, yahoo.com.tr, yahoo.com.tw, yahoo.com.ve, yahoo.com.vn, yahoo.cz, "
	 "yahoo.de, yahoo.dk, yahoo.es, yahoo.fi, yahoo.fr, yahoo.gr, yahoo.hu, yahoo.ie, "
	 "yahoo.in, yahoo.it, yahoo.nl, yahoo.no, yahoo.pl, yahoo.pt, yahoo.ro, yahoo.ru, "
	 "yahoo.se, ymail.com, myyahoo.com, rocketmail.com, y7mail.com, kimo.com",
	 "Yahoo Mail: domains by country; Thunderbird ISPDB: yahoo.com"},
	{"yahoo", BY_DOMAIN,
	 "aol.com, aim.com, netscape.net, netscape.com, compuserve.com, cs.com, "
	 "wmconnect.com, aol.de, aol.it, aol.fr, aol.es, aol.se, aol.co.uk, aol.co.nz, "
	 "aol.com.au, aol.com.ar, aol.com.br, aol.com.mx, love.com, ygm.com, games.com, "
	 "wow.com",
	 "AOL Mail: domains by country; Thunderbird ISPDB: aol.com"},
	{"yahoo", BY_DOMAIN,
	 "verizon.net, cox.net",
	 "Thunderbird ISPDB: verizon.net, yahoo.com: both companies handed their mailboxes to Yahoo"},
	{"apple", BY_HOST,
	 "*.mail.icloud.com, *.apple.com",
	 "Apple Support: MX records of custom domains with iCloud Mail"},
	{"apple", BY_REPLY,
	 "//support.apple.com",
	 "Apple Support: postmaster information for iCloud Mail"},
	{"apple", BY_DOMAIN,
	 "icloud.com, me.com, mac.com, privaterelay.appleid.com, apple.com",
	 "Thunderbird ISPDB: me.com; Apple Support: Hide My Email"},
	{"zoho", BY_HOST,
	 "*.zoho.com, *.zoho.eu, *.zoho.in, *.zoho.com.au, *.zoho.jp, *.zoho.sa, "
	 "*.zohocloud.ca",
	 "Zoho Mail Help: MX records by data center"},
	{"zoho", BY_DOMAIN,
	 "zoho.com, zohomail.com, zoho.eu, zohomail.eu, zoho.in, zohomail.in, zoho.com.au, "
	 "zohomail.com.au, zoho.jp, zohomail.jp, zohocloud.ca, zohomailcloud.ca, zohocorp.com",
	 "Thunderbird ISPDB: zoho.com, zoho.eu, zoho.in, zoho.com.au, zoho.jp, zohocloud.ca"},
	{"proton", BY_HOST,
	 "*.protonmail.ch",
	 "Proton Support: MX records of custom domains"},
	{"proton", BY_DOMAIN,
	 "proton.me, protonmail.com, protonmail.ch, pm.me",
	 "Proton Support: addresses"},
	{"tuta", BY_HOST,
	 "*.tutanota.de",
	 "Tuta: MX records of custom domains"},
	{"tuta", BY_DOMAIN,
	 "tuta.com, tutamail.com, tutanota.com, tutanota.de, tuta.io, keemail.me",
	 "Tuta: addresses"},
	{"fastmail", BY_HOST,
	 "*.messagingengine.com",
	 "Thunderbird ISPDB: messagingengine.com"},
	{"fastmail", BY_DOMAIN,
	 "fastmail.com, fastmail.fm, fastmail.cn, fastmail.co.uk, fastmail.com.au, "
	 "fastmail.de, fastmail.es, fastmail.in, fastmail.jp, fastmail.mx, fastmail.net, "
	 "fastmail.nl, fastmail.org, fastmail.se, fastmail.to, fastmail.tw, fastmail.uk, "
	 "fastmail.us, sent.com, messagingengine.com",
	 "Fastmail: domains of addresses"},
	{"pobox", BY_HOST,
	 "*.pobox.com",
	 "Thunderbird ISPDB: pobox.com"},
	{"pobox", BY_DOMAIN,
	 "pobox.com",
	 "Thunderbird ISPDB: pobox.com"},
	{"hey", BY_HOST,
	 "*.hey.com",
	 "HEY: MX records of custom domains"},
	{"hey", BY_DOMAIN,
	 "hey.com",
	 "HEY: addresses"},
	{"hushmail", BY_HOST,
	 "*.hushmail.com",
	 "operator's MX records"},
	{"hushmail", BY_DOMAIN,
	 "hushmail.com, hush.com, hushmail.me, hush.ai, mac.hush.com",
	 "Hushmail: addresses"},
	{"duckduckgo", BY_HOST,
	 "*.duck.com",
	 "operator's MX records"},
	{"duckduckgo", BY_DOMAIN,
	 "duck.com",
	 "DuckDuckGo Email Protection: addresses"},
	{"firefox_relay", BY_DOMAIN,
	 "*.mozmail.com",
	 "Firefox Relay: addresses"},
	{"simplelogin", BY_HOST,
	 "*.simplelogin.co",
	 "SimpleLogin: MX records of custom domains"},
	{"simplelogin", BY_DOMAIN,
	 "simplelogin.com, simplelogin.co, simplelogin.fr, simplelogin.io, slmail.me, "
	 "slmails.com, aleeas.com, 8alias.com, 8shield.net, dralias.com, silomails.com",
	 "SimpleLogin: domains of aliases"},
	{"runbox", BY_HOST,
	 "*.runbox.com",
	 "operator's MX records"},
	{"runbox", BY_DOMAIN,
	 "runbox.com",
	 "Runbox: addresses"},
	{"migadu", BY_HOST,
	 "*.migadu.com",
	 "Migadu: MX records"},
	{"migadu", BY_DOMAIN,
	 "migadu.com",
	 "Migadu: addresses"},
	END_OF_MAILBOXES,
};
