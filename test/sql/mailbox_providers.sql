-- ses_mailbox_provider: who operates a mailbox. The host that answered decides, else the
-- signature of its reply, else the domain of the address.

-- By domain, where nothing else is known: consumers' addresses, worldwide.
SELECT ses_mailbox_provider('ann@' || domain) AS mailbox_provider, string_agg(domain, ' ' ORDER BY place) AS domains
FROM unnest(ARRAY['gmail.com', 'googlemail.com', 'outlook.com', 'hotmail.co.uk', 'live.fr', 'msn.com', 'outlook.jp', 'yahoo.com', 'yahoo.com.tw', 'yahoo.de', 'ymail.com', 'rocketmail.com',
	'aol.com', 'aim.com', 'netscape.net', 'verizon.net', 'icloud.com', 'me.com', 'mac.com', 'docomo.ne.jp', 'ezweb.ne.jp', 'au.com', 'softbank.ne.jp', 'i.softbank.jp', 'yahoo.co.jp', 'nifty.com',
	'biglobe.ne.jp', 'ocn.ne.jp', 'rakuten.jp', 'qq.com', 'foxmail.com', '163.com', '126.com', 'yeah.net', 'sina.com', 'sohu.com', 'aliyun.com', '139.com', '189.cn', 'wo.cn', 'naver.com',
	'daum.net', 'hanmail.net', 'kakao.com', 'nate.com', 'gmx.de', 'gmx.net', 'web.de', 'mail.com', 'online.de', 't-online.de', 'freenet.de', 'orange.fr', 'wanadoo.fr', 'sfr.fr', 'free.fr',
	'laposte.net', 'libero.it', 'virgilio.it', 'tiscali.it', 'aruba.it', 'btinternet.com', 'virginmedia.com', 'sky.com', 'ziggo.nl', 'kpnmail.nl', 'telenet.be', 'skynet.be', 'bluewin.ch', 'wp.pl',
	'o2.pl', 'onet.pl', 'interia.pl', 'seznam.cz', 'centrum.cz', 'telia.com', 'proton.me', 'tutanota.com', 'fastmail.com', 'mailbox.org', 'posteo.de', 'mail.ru', 'bk.ru', 'list.ru', 'inbox.ru',
	'yandex.ru', 'ya.ru', 'rambler.ru', 'uol.com.br', 'bol.com.br', 'terra.com.br', 'ig.com.br', 'comcast.net', 'charter.net', 'spectrum.net', 'cox.net', 'att.net', 'sbcglobal.net',
	'bellsouth.net', 'centurylink.net', 'earthlink.net', 'zoho.com', 'a.example']) WITH ORDINALITY d (domain, place)
GROUP BY 1 ORDER BY min(place);

-- By host, where the domain is a company's own.
SELECT host, ses_mailbox_provider('ann@a.example', host) AS mailbox_provider
FROM unnest(ARRAY['aspmx.l.google.com', 'alt1.gmail-smtp-in.l.google.com', 'aspmx2.googlemail.com', 'a-example.mail.protection.outlook.com', 'outlook-com.olc.protection.outlook.com',
	'a-example.o-v1.mx.microsoft', 'mta7.am0.yahoodns.net', 'mx-aol.mail.gm0.yahoodns.net', 'mx01.mail.icloud.com', 'mxbiz1.qq.com', 'qiye163mx01.mxmail.netease.com', 'mx1.qiye.aliyun.com',
	'mx.zoho.eu', 'mail.protonmail.ch', 'in1-smtp.messagingengine.com', 'mx00.ionos.de', 'mx1.mail.ovh.net', 'mx.yandex.net', 'emx.mail.ru', 'mx1.emailsrvr.com', 'mx00.emig.gmx.net']) host;

-- A gateway decides whether mail is accepted, so that it counts instead of what is behind it.
SELECT host, ses_mailbox_provider('ann@a.example', host, '550 5.4.1 no [AM0.eop-eur03.prod.protection.outlook.com]') AS mailbox_provider
FROM unnest(ARRAY['mxa-00000001.gslb.pphosted.com', 'mx1-us1.ppe-hosted.com', 'eu-smtp-inbound-1.mimecast.com', 'd1.ess.barracudanetworks.com', 'cluster1.eu.messagelabs.com',
	'esa1.hc1.iphmx.com', 'a.in.tmes.trendmicro.com', 'route1.mx.cloudflare.net', 'mx01.hornetsecurity.com', 'cust1.in.mailcontrol.com', 'mx-01-eu-west-1.prod.hydra.sophos.com']) host;

-- By the signature of a reply, which says no to a company's own domain.
SELECT ses_mailbox_provider('ann@a.example', NULL, reply) AS mailbox_provider, reply
FROM unnest(ARRAY[
	'550-5.1.1 The email account does not exist. Please try' || E'\r\n' || '550 5.1.1 again. d2e1a72fcca58-1 - gsmtp',
	'550 5.1.1 no such user d2e1a72fcca58-1 - gsmtp (in reply to RCPT TO command)',
	'''552 5.2.2 full, see https://support.google.com/mail/?p=OverQuotaPerm ''',
	'250 2.0.0 OK  1767225600 d2e1a72fcca58-1 - gsmtp',
	'550 5.4.1 Recipient address rejected [AM0EUR02FT005.eop-EUR02.prod.protection.outlook.com 2026-01-01T00:00:00Z]',
	'550 5.7.509 Access denied [TY1P286MB0001.JPNP286.PROD.OUTLOOK.COM 2026-01-01T00:00:00Z 0]',
	'250 2.6.0 <a@s.example> [InternalId=1, Hostname=AM0PR01MB0001.eurprd01.prod.exchangelabs.com] Queued mail for delivery',
	'554 delivery error: dd This user does not have an account [0] - mta1017.mail.bf1.yahoo.com',
	'421 4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred',
	'554 5.7.1 [HM08] rejected due to local policy. Please visit https://support.apple.com/en-us/HT204137',
	'550 Ip frequency limited. http://service.mail.qq.com/cgi-bin/help?subtype=1',
	'554-a.example (mxgmx001) Nemesis ESMTP Service not available 554 see https://postmaster.gmx.net/en/case?c=r0601',
	'550 Rejected - https://community.mimecast.com/docs/DOC-1369#550']) reply;

-- The host that a relay names is one. What a server says of the sender's host is nothing of its own.
SELECT ses_mailbox_provider('ann@a.example', NULL, reply) AS mailbox_provider, reply
FROM unnest(ARRAY['host aspmx.l.google.com[192.0.2.1] said: 550 5.1.1 no', 'connect to mx.zoho.com[192.0.2.1]:25: Connection timed out',
	'550 5.7.1 client host mail-oi1-f1.google.com[192.0.2.1] blocked']) reply;

-- The first that shows the operator decides: host, then reply, then domain.
SELECT ses_mailbox_provider('ann@att.net', 'mx1.am0.yahoodns.net', '550 no - gsmtp') AS host,
	ses_mailbox_provider('ann@att.net', 'mx.a.example', '550 no - gsmtp') AS reply,
	ses_mailbox_provider('ann@att.net', 'mx.a.example', '550 no') AS domain,
	ses_mailbox_provider('ann@a.example', 'mx.a.example', '550 no') AS nothing;

-- Hosts as providers write them. An address shows nothing, and neither does a sender's host.
SELECT host, ses_mailbox_provider('ann@a.example', host) AS mailbox_provider
FROM unnest(ARRAY['ASPMX.L.Google.COM', 'aspmx.l.google.com.', ' aspmx.l.google.com', 'aspmx.l.google.com:25', 'aspmx.l.google.com [192.0.2.1]', 'dns; aspmx.l.google.com', 'google.com',
	'192.0.2.1', '[192.0.2.1]', '2001:db8::1', 'a8-50.smtp-out.amazonses.com', 'email-smtp.us-east-1.amazonaws.com', 'localhost', '', ' ', '.', '..', 'com', 'ann@google.com']) host;

-- Whole labels are compared: none of these hosts is Google's.
SELECT host FROM unnest(ARRAY['notgoogle.com', 'aspmx.l.notgoogle.com', 'google.com.evil.example', 'google.com..', 'aspmx-l-google.com', 'google.co', 'google.com-evil.example',
	'aspmx.l.google.com.évil.example', 'aspmx.l.google.com@evil.example', 'aspmx.l.googl.e.com', 'googlemail.com.example', '.google.com.example', 'ip-192-0-2-1.ip.secureserver.net']) host
WHERE ses_mailbox_provider(NULL, host) IS NOT NULL;

-- Domains as people write them, and what is no address. The domain is what follows the last @.
SELECT address, ses_mailbox_provider(address) AS mailbox_provider
FROM unnest(ARRAY['ANN@GMAIL.COM', 'ann@gmail.com.', ' ann@gmail.com ', 'Ann <ann@gmail.com>', '<ann@gmail.com>', 'ann@gmail.com (Ann)', '"ann@evil.example"@gmail.com',
	'"a b@c"@gmail.com', '@gmail.com',
	'"ann@gmail.com"@evil.example', 'ann@gmail.com@evil.example', 'gmail.com', 'ann', 'ann@', '@', '', 'ann@notgmail.com', 'ann@gmail.com.evil.example', 'ann@mail.gmail.com', 'ann@gmail.co', 'ann@gmail',
	'ann@gmail..com', 'ann@.gmail.com', 'ann@ｇmail.com', 'ann@gmaıl.com', 'ann@xn--gmal-nza.com', 'ann@пример.example', 'ann@[192.0.2.1]', 'ann@[IPv6:2001:db8::1]',
	'ann@gmail.com, bob@b.example']) address;

-- Another company, whatever its name.
SELECT domain, ses_mailbox_provider('ann@' || domain) AS mailbox_provider
FROM unnest(ARRAY['yahoo.co.jp', 'yahoo.example', 'yahoo.com.example', 'myahoo.com', 'hotmail.example', 'live.example', 'outlook.example', 'notlive.com', 'mail.com',
	'email.com', 'hotmail.com.ru']) domain;

-- Operators that have addresses at names below theirs; of others, such a name is nothing.
SELECT domain, ses_mailbox_provider('ann@' || domain) AS mailbox_provider
FROM unnest(ARRAY['t.vodafone.ne.jp', 'abc.biglobe.ne.jp', 'cfl.rr.com', 'a.onmicrosoft.com', 'ann.plus.com', 'msa.hinet.net', 'x.163.com', 'x.icloud.com']) domain;

-- A signature has its place: the words alone, or within others, are not one.
SELECT reply FROM unnest(ARRAY['gsmtp', '550 gsmtp', '550 - gsmtp is what Gmail writes', '550 no - notgsmtp', '550 no-gsmtp', '550 <gsmtp@a.example> unknown',
	'550 TSS04', '550 [TSS040]', '550 [XTSS04]',
	'550 [prod.outlook.com.evil.example]', '550 [xprod.outlook.com]', '550 (AM0.prod.outlook.com)', '550 Hostname=evilprod.outlook.com',
	'550 https://support.google.com/mail/', '550 https://support.google.com.evil.example/mail/?p=',
	'550 //support.apple.com@evil.example/', '550 //support.apple.com.évil.example/', '550 /support.apple.com', '550 - mta1.yahoo.com.evil.example',
	'550 - mta1.notyahoo.com', '550 5.1.1 <ann@gmail.com> unknown']) reply
WHERE ses_mailbox_provider(NULL, NULL, reply) IS NOT NULL;

-- Long input takes no long time, and no argument is an error.
SELECT ses_mailbox_provider(repeat('@', 1000000) || 'gmail.com') AS address, ses_mailbox_provider(NULL, repeat('a.', 1000000) || 'google.com') AS host,
	ses_mailbox_provider(NULL, NULL, '550 ' || repeat('[//', 1000000) || ' - gsmtp') AS reply, ses_mailbox_provider(NULL, NULL, '550 no' || repeat('.', 1000000)) AS dots,
	ses_mailbox_provider(NULL) AS "null", ses_mailbox_provider(NULL, NULL, NULL) AS nulls;

-- ses_mailbox_providers: each line has a source, a pattern of its form, and is there once.
SELECT kind, count(*) > 50 AS has_lines, bool_and(source ~ '\S' AND mailbox_provider ~ '^[a-z0-9_]+$') AS is_complete
FROM ses_mailbox_providers() GROUP BY kind ORDER BY kind;
SELECT * FROM ses_mailbox_providers() WHERE kind <> 'reply' AND pattern !~ '^(\*\.)?([a-z0-9-]+\.)+[a-z]+$';
SELECT kind, pattern FROM ses_mailbox_providers() GROUP BY kind, pattern HAVING count(*) > 1;

-- Each line is reached by what its pattern stands for: with a name in place of the asterisk, and without.
CREATE FUNCTION found(kind text, name text) RETURNS text
RETURN CASE kind WHEN 'host' THEN ses_mailbox_provider(NULL, name) WHEN 'domain' THEN ses_mailbox_provider('ann@' || name) ELSE ses_mailbox_provider(NULL, NULL, '550 no ' || name) END;
SELECT p.* FROM ses_mailbox_providers() p, unnest(ARRAY[replace(pattern, '*', 'mx1.x'), replace(pattern, '*.', '')]) name
WHERE found(kind, name) IS DISTINCT FROM mailbox_provider;

-- And none is in the shadow of another one of the same operator, which would be enough.
SELECT p.kind, p.pattern, w.pattern AS wider
FROM ses_mailbox_providers() p JOIN ses_mailbox_providers() w USING (kind, mailbox_provider)
WHERE p.pattern <> w.pattern AND w.pattern LIKE '%*.%' AND '.' || replace(p.pattern, '*.', '') LIKE '%' || replace(w.pattern, '*', '') AND kind <> 'reply';

-- With one more letter before it, or a domain behind it, a pattern is another name.
SELECT p.kind, p.pattern, name
FROM ses_mailbox_providers() p, replace(pattern, '*.', '') bare, unnest(ARRAY['x' || bare, bare || 'x', bare || '.evil.example']) name
WHERE kind <> 'reply' AND found(kind, name) IS NOT NULL AND NOT EXISTS (SELECT FROM ses_mailbox_providers() o WHERE o.kind = p.kind AND replace(o.pattern, '*.', '') = name);

DROP FUNCTION found;

-- The attribute of events is what the function returns for their recipient, host and reply.
CREATE TEMP VIEW renamed AS
SELECT e.*, file FROM fixture, replace(replace(payload::text, 'mx.a.example', 'aspmx.l.google.com'), 'mx1.b.example', 'mx1.ess.barracudanetworks.com') hosts,
	ses_parse(regexp_replace(hosts, '\mb\.example', 'outlook.com', 'g')::jsonb) e;
SELECT provider, count(*) > 0 AS has_events, bool_and(mailbox_provider IS NOT DISTINCT FROM CASE
	WHEN event_type = 'inbound' THEN NULL
	WHEN candidates > 1 THEN ses_mailbox_provider(recipient)
	WHEN recipient IS NOT NULL THEN ses_mailbox_provider(recipient, remote_mta, smtp_response) END) AS is_the_same
FROM renamed GROUP BY provider ORDER BY provider;
SELECT mailbox_provider, string_agg(DISTINCT provider, ' ' ORDER BY provider) FROM renamed WHERE mailbox_provider IS NOT NULL GROUP BY 1 ORDER BY 1;

-- Amazon's own host, which it reports for deliveries, is not the remote one.
SELECT e.recipient, e.remote_mta, e.mailbox_provider
FROM ses_parse('{"eventType": "Delivery", "mail": {"messageId": "m1"}, "delivery": {"recipients": ["ann@a.example", "bob@a.example"], "reportingMTA": "a8-50.smtp-out.amazonses.com",
	"smtpResponse": "250 2.0.0 OK 1767225600 d2e1a72fcca58 - gsmtp", "remoteMtaIp": "192.0.2.1"}}') e;

-- Where one of several recipients is meant, the host may be another one's, so the domains count.
SELECT e.recipient, e.candidates, e.remote_mta, e.mailbox_provider
FROM ses_parse('{"eventType": "Bounce", "eventId": "e1", "mail": {"messageId": "m1", "identityId": "i1", "commonHeaders": {"to": ["ann@a.example", "bob@gmail.com"]}},
	"bounce": {"bounceType": "Permanent", "reportingMTA": "dns; mx.zoho.com"}}') e;

-- The recipient of inbound mail is not at a mailbox operator that anything was sent to.
SELECT count(ses_mailbox_provider(e.recipient)) > 5 AS at_gmail, count(e.mailbox_provider) AS with_operator
FROM fixture f, ses_parse(regexp_replace(f.payload::text, '@([a-z]+\.)+example', '@gmail.com', 'g')::jsonb) e WHERE e.event_type = 'inbound';

-- ses_explain names the pattern that decided.
SELECT reply, x.value, x.rule FROM (VALUES ('ann@gmail.com', '550 no'), ('ann@a.example', '550 no - gsmtp'), ('ann@a.example', 'host aspmx.l.google.com[192.0.2.1] said: 550 no')) t (address, reply),
	ses_explain(jsonb_build_object('event', 'bounce', 'bulkId', 'b1', 'email', address, 'reason', reply)) x WHERE x.attribute = 'mailbox_provider';
