-- ses_reply: what a mail server's reply means. rule names what decided the reason.

-- Code and status in the forms in which servers write them.
SELECT reply, r.smtp_code AS code, r.smtp_status AS status, r.reason
FROM unnest(ARRAY['550 5.1.1', '550-5.1.1', '550: 5.2.2', '550, 5.1.1', '550/5.1.1', '[550]', 'code=550', 'ERROR_CODE :550,', '<<< 550 5.1.1',
	'refused (#5.7.1)', '#<#5.1.1 smtp; the address is wrong>', '550-5.1.1 first line' || E'\r\n' || '550 5.1.1 last line',
	'470 5.7.1 no', '571 5.7.1 no', '580 no', '590 no']) reply, ses_reply(reply) r;

-- The reply that a gateway quotes counts, not the words around it.
SELECT reply, r.smtp_code AS code, r.smtp_status AS status, r.reason, r.rule
FROM unnest(ARRAY['#5.5.0 smtp;550 5.1.1 User unknown##',
	'5.1.0 - Unknown address error 550-''Relaying not allowed''',
	'550 5.4.4 host mx.b.example[192.0.2.1] said: 552 5.2.2 Mailbox full (in reply to RCPT TO command)']) reply, ses_reply(reply) r;

-- What is neither a code nor a status: versions, addresses, times, exit codes; a 2xx is no refusal.
SELECT reply, r.smtp_code AS code, r.smtp_status AS status
FROM unnest(ARRAY['Exim 4.94.2', '[#4.16.1]', 'timeout at 4.2.2.1', 'version 5.1.2', 'after 500 seconds', 'X-Unix; 255',
	'mx.b.example:587', '605 suppressed', 'sent (250 2.0.0 OK)']) reply, ses_reply(reply) r;

-- The server that a relay names, in the logs of Postfix and Exim.
SELECT reply, r.remote_mta
FROM unnest(ARRAY['host mx.b.example[192.0.2.1] said: 550 5.1.1 no such user',
	'connect to mx.b.example[192.0.2.1]:25: Connection timed out',
	'550 5.7.1 client host mail.s.example[198.51.100.1] blocked']) reply, ses_reply(reply) r;

-- A status beside the reply counts where the reply's own reports no reason.
SELECT reply, beside, r.smtp_status, r.bounce_class, r.reason, r.rule
FROM (VALUES ('550 no', '5.1.1'), ('550 5.0.0 no', '5.2.2'), ('550 5.1.1 no', '5.2.2'), ('550 no', '4.2.2'), ('550 no', 'none'), (NULL, '5.1.1'),
	('550 5.1.1 no', NULL)) t (reply, beside), ses_reply(reply, beside) r;

-- Statuses: Exchange Online's 5.1.10, 5.4.1 and 4.4.1, null MX, and the subject of an unlisted detail.
SELECT reply, r.bounce_class, r.reason, r.rule
FROM unnest(ARRAY['550 5.1.10 not there', '556 5.1.10 not there', '550 5.4.1 not this way', '450 4.4.1 not this way', '550 5.7.99 no', '550 5.6.99 no',
	'550 5.4.99 no', '550 5.1.7 no', '550 5.1.8 no', '550 5.1.0 no', '550 5.2.0 no', '550 5.3.0 no']) reply, ses_reply(reply) r;

-- Phrases beat the statuses that servers use loosely, and a full mailbox beats x.1.1.
SELECT reply, r.reason, r.rule
FROM unnest(ARRAY['550 5.7.0 user unknown', '550 5.7.1 user unknown', '550 5.2.1 user unknown', '550 5.4.1 user unknown', '550 5.1.2 over quota',
	'550 5.1.3 over quota', '550 5.5.3 greylisted', '550 5.6.0 spam message rejected', '550 5.1.1 mailbox is full', '550 5.1.1 relaying denied',
	'554 blocked using dnsbl.example: client denied', '450 relay=mx.b.example no']) reply, ses_reply(reply) r;

-- The bare code.
SELECT reply, r.bounce_class, r.reason, r.rule
FROM unnest(ARRAY['421 no', '451 no', '556 no', '521 no', '450 no', '550 no', '552 no', '554 no']) reply, ses_reply(reply) r;

-- Class: a 4 wins over a 5, words can report a temporary refusal, and a likely source is hard where no provider contradicts.
SELECT reply, r.bounce_class AS class, r.reason, r.rule
FROM unnest(ARRAY['550 4.4.7 Message expired <421 4.4.0 Unable to lookup DNS for b.example>', '450 4.1.1 User unknown', '550 5.1.1 User unknown',
	'550 5.4.1 Recipient address rejected: Access denied', '550 5.4.1 All recipient addresses rejected: Access denied',
	'550 user unknown, please try again later', '550 mailbox unavailable',
	'550 5.2.1 The email account that you tried to reach is disabled']) reply, ses_reply(reply) r;

-- Words of other languages.
SELECT reply, r.bounce_class AS class, r.reason
FROM unnest(ARRAY['554 Postfach voll', '550 Boîte aux lettres pleine', '550 Utente sconosciuto', '550 Usuario desconocido', '550 Nieznany użytkownik',
	'550 用户不存在', '550 メールボックスがいっぱいです']) reply, ses_reply(reply) r;

-- Any text is a reply: what means nothing is NULL, never an error.
SELECT left(reply, 10) AS reply, length(reply), r.*
FROM unnest(ARRAY[NULL, '', ' ', E'\x01\x02\x7f', E'\n\r\t', '550', '5', '.', repeat('550 5.1.1 user unknown ', 45000), repeat('x', 1000000),
	repeat('[', 1000000), repeat('550-', 250000), 'a' || repeat(' ', 1000000), repeat('漢', 300000)]) reply, ses_reply(reply) r;
SELECT count(*) AS characters, count(r.reason) AS with_reason FROM generate_series(1, 255) c, ses_reply(chr(c) || repeat(chr(c), 300)) r;

-- The tables that decide: each row has a source, and all reasons are in the vocabulary.
SELECT kind, strength, count(*) > 0 AS has_rows, bool_and(source <> '') AS each_has_a_source,
	bool_and(reason IS NULL OR reason IN (SELECT term FROM ses_vocabulary() v WHERE v.kind = 'reason')) AS reasons_are_terms
FROM ses_reply_rules() GROUP BY kind, strength ORDER BY kind, strength;

-- The same reply has the same reason and class, whichever provider sends it. %s stands for the reply.
CREATE TABLE form (provider text, template text);
INSERT INTO form VALUES
	('alibaba_directmail', '{"type": "dm:Deliver:Fail", "source": "acs:dm", "specversion": "1.0", "id": "a", "data": {"rcpt": "a@a.example", "env_id": "1", "account": "s@s.example", "err_msg": %s}}'),
	('amazon_ses', '{"eventType": "Bounce", "mail": {}, "bounce": {"bouncedRecipients": [{"emailAddress": "a@a.example", "diagnosticCode": %s}]}}'),
	('azure_email', '[{"id": "a", "topic": "t", "subject": "s", "eventType": "Microsoft.Communication.EmailDeliveryReportReceived", "dataVersion": "1.0",
		"metadataVersion": "1", "eventTime": "2026-02-03T04:05:09Z", "data": {"sender": "s@s.example", "recipient": "a@a.example",
		"messageId": "m", "status": "Bounced", "deliveryStatusDetails": {"statusMessage": %s}}}]'),
	('brevo', '{"event": "hard_bounce", "email": "a@a.example", "message-id": "<m@s.example>", "ts_event": 1770091933, "reason": %s}'),
	('customers_mail_cloud', '{"event_type": "bounces", "server_composition": "pro", "event": {"bounces": [{"to": "a@a.example", "messageId": "<m@s.example>", "status": "99", "reason": %s}]}}'),
	('mailersend', '{"type": "activity.hard_bounced", "domain_id": "d", "created_at": "2026-02-10T06:10:11Z", "webhook_id": "w", "data": {"object": "activity", "id": "a", "type": "hard_bounced",
		"email": {"object": "email", "id": "e", "message": {"id": "m"}, "recipient": {"email": "a@a.example"}}, "morph": {"object": "recipient_bounce", "reason": %s}}}'),
	('mailgun', '{"signature": {}, "event-data": {"event": "failed", "severity": "permanent", "reason": "generic", "recipient": "a@a.example", "id": "a", "delivery-status": {"message": %s}}}'),
	('mailjet', '{"event": "bounce", "time": 1770092604, "MessageID": 1, "Message_GUID": "g", "mj_campaign_id": 1, "email": "a@a.example", "hard_bounce": true, "comment": %s}'),
	('mailtrap', '{"events": [{"event": "bounce", "event_id": "a", "message_id": "m", "email": "a@a.example", "response": %s}]}'),
	('mandrill', '[{"event": "hard_bounce", "_id": "m", "ts": 1770000122, "msg": {"_id": "m", "email": "a@a.example", "diag": %s}}]'),
	('postmark', '{"RecordType": "Bounce", "MessageID": "m", "Type": "HardBounce", "Email": "a@a.example", "Details": %s}'),
	('resend', '{"type": "email.bounced", "created_at": "2026-02-03T21:05:06Z", "data": {"email_id": "m", "from": "s@s.example", "to": ["a@a.example"],
		"bounce": {"type": "Permanent", "subType": "General", "diagnosticCode": [%s]}}}'),
	('sendgrid', '[{"event": "bounce", "type": "bounce", "email": "a@a.example", "sg_event_id": "a", "sg_message_id": "m", "reason": %s}]'),
	('sparkpost', '[{"msys": {"message_event": {"type": "bounce", "event_id": "1", "message_id": "m", "rcpt_to": "a@a.example", "bounce_class": "1", "raw_reason": %s}}}]'),
	('tencent_ses', '{"event": "bounce", "email": "a@a.example", "bulkId": "m", "bounceType": "hard_bounce", "reason": %s}');
SELECT reply, e.event_type, e.bounce_class, e.reason, count(*) AS providers,
	count(*) FILTER (WHERE (e.bounce_class, e.reason) IS DISTINCT FROM (r.bounce_class, r.reason)) AS unlike_ses_reply
FROM unnest(ARRAY['550 5.1.1 User unknown', '550 5.7.1 blocked using dnsbl.example', '552 5.2.2 Mailbox full', '550 4.4.7 Message expired', '450 4.1.1 User unknown',
	'550 5.7.26 fails the DMARC policy', '452 4.5.3 Too many recipients', '550 5.1.2 Host unknown']) reply,
	form f, ses_parse(replace(f.template, '%s', to_json(reply)::text)::jsonb) e, ses_reply(reply) r
WHERE e.provider = f.provider
GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4;
SELECT count(*) = (SELECT count(DISTINCT provider) FROM ses_mapping()) AS each_provider_has_a_form FROM form;

-- A provider's class decides what no reply does: Gmail's disabled accounts.
SELECT f.provider, e.provider_class, e.bounce_class, e.reason
FROM form f, ses_parse(replace(f.template, '%s', to_json('550 5.2.1 The email account that you tried to reach is disabled'::text)::text)::jsonb) e ORDER BY f.provider;

-- The reply goes before Amazon's type, in both directions.
SELECT t.type, t.reply, e.provider_class, e.bounce_class, e.reason
FROM (VALUES ('Permanent', '550 5.7.1 blocked'), ('Transient', '550 5.1.1 User unknown'), ('Permanent', '550 5.2.1 account is disabled'), ('Transient', '550 5.2.1 account is disabled'),
	('Transient', '550 mailbox unavailable'), ('Permanent', '550 mailbox unavailable')) t (type, reply),
	ses_parse(jsonb_build_object('eventType', 'Bounce', 'mail', '{}'::jsonb, 'bounce', jsonb_build_object('bounceType', t.type, 'bounceSubType', 'General',
		'bouncedRecipients', jsonb_build_array(jsonb_build_object('emailAddress', 'a@a.example', 'diagnosticCode', 'smtp; ' || t.reply))))) e;

-- Deferred is never hard; failed and rejected have a class where a reply decides it.
SELECT e.event_type, e.bounce_class, e.reason
FROM unnest(ARRAY[
	'{"eventType": "DeliveryDelay", "mail": {}, "deliveryDelay": {"delayedRecipients": [{"emailAddress": "a@a.example", "status": "5.1.1", "diagnosticCode": "smtp; 550 5.1.1 User unknown"}]}}',
	'{"event_type": "deliveries", "server_composition": "pro", "event": {"deliveries": [{"to": "a@a.example", "messageId": "<m@s.example>", "status": "failed", "reason": "550 5.1.1 User unknown"}]}}',
	'{"event_type": "deliveries", "server_composition": "pro", "event": {"deliveries": [{"to": "a@a.example", "messageId": "<m@s.example>", "status": "failed", "reason": "no such user"}]}}',
	'{"event": "dropped", "email": "a@a.example", "bulkId": "m", "reason": "recipient is in blacklist"}']::jsonb[]) payload, ses_parse(payload) e;
DROP TABLE form;
