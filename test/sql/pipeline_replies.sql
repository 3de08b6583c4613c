-- What replies decide in the views of a pipeline: bounces, and which addresses to suppress.
SET timezone = 'UTC';
SET datestyle = 'ISO';
SELECT ses_create_pipeline('replies');

-- Webhooks of Customers Mail Cloud, which reports a refusal as a failed delivery and as a bounce.
CREATE FUNCTION cmc_delivery(minute int, status text, recipient text, reason text) RETURNS text
RETURN jsonb_build_object('event_type', 'deliveries', 'server_composition', 'pro', 'event', jsonb_build_object('deliveries', jsonb_build_array(
	jsonb_build_object('created', '2026-02-03 13:' || minute || ':00', 'returnPath', 'r@s.example', 'from', 's@s.example', 'to', recipient,
		'messageId', format('<%s>', recipient), 'reason', reason, 'status', status))));
CREATE FUNCTION cmc_bounce(minute int, code text, recipient text, reason text) RETURNS text
RETURN jsonb_build_object('event_type', 'bounces', 'server_composition', 'pro', 'event', jsonb_build_object('bounces', jsonb_build_array(
	jsonb_build_object('created', '2026-02-03 13:' || minute || ':00', 'returnPath', 'r@s.example', 'from', 's@s.example', 'to', recipient,
		'messageId', format('<%s>', recipient), 'reason', reason, 'status', code))));

SELECT count(replies.receive(body)) AS webhooks FROM (VALUES
	(cmc_delivery(10, 'queued', 'alone@a.example', '')),
	(cmc_delivery(11, 'failed', 'alone@a.example', '550 5.1.1 User unknown')),
	(cmc_delivery(10, 'queued', 'both@a.example', '')),
	(cmc_delivery(11, 'failed', 'both@a.example', '550 5.1.1 User unknown')),
	(cmc_bounce(12, '2', 'both@a.example', '550 5.1.1 User unknown')),
	(cmc_delivery(10, 'queued', 'full@a.example', '')),
	(cmc_delivery(11, 'failed', 'full@a.example', '552 5.2.2 Mailbox full')),
	(cmc_bounce(12, '5', 'full@a.example', '552 5.2.2 Mailbox full')),
	(cmc_delivery(10, 'queued', 'soft-and-hard@a.example', '')),
	(cmc_delivery(11, 'failed', 'soft-and-hard@a.example', '550 5.7.1 blocked')),
	(cmc_bounce(12, '2', 'soft-and-hard@a.example', '550 5.1.1 User unknown')),
	(cmc_delivery(10, 'queued', 'later@a.example', '')),
	(cmc_delivery(11, 'deferred', 'later@a.example', '550 5.1.1 User unknown')),
	(cmc_delivery(10, 'queued', 'words@a.example', '')),
	(cmc_delivery(11, 'failed', 'words@a.example', 'no such user')),
	(cmc_delivery(10, 'queued', 'nothing@a.example', '')),
	(cmc_delivery(11, 'failed', 'nothing@a.example', '550 no'))) t (body);

-- A failure with the recipient's reply is a bounce; one without is a failure, and a deferral is neither.
SELECT recipient, event_type, bounce_class, reason FROM replies.event WHERE event_type <> 'queued' ORDER BY recipient COLLATE "C", occurred_at;
SELECT recipient, status, bounce_class, bounce_reason, bounced_at::time FROM replies.message ORDER BY recipient COLLATE "C";

-- Each message and recipient counts once, as hard if one of its bounces is.
SELECT day, sent, delivered, bounced_hard, bounced_soft, bounce_rate FROM replies.daily;

-- A hard failure suppresses the address, with and without a bounce beside it.
SELECT address, event_type, reason, since::time FROM replies.suppression ORDER BY address COLLATE "C";

-- What was rejected has a class, and is in no figure of bounces and not on the list.
TRUNCATE replies.webhook, replies.event;
SELECT count(replies.receive(body)) AS webhooks FROM (VALUES
	('{"event": "dropped", "Message-Id": "<m1@s.example>", "recipient": "a@a.example", "domain": "s.example", "timestamp": "1770091510", "token": "t", "signature": "s",
		"reason": "hardfail", "code": "550", "description": "5.1.1 no such user"}')) t (body);
SELECT event_type, bounce_class, reason FROM replies.event;
SELECT status, bounce_class, bounced_at FROM replies.message;
SELECT count(*) AS bounces FROM replies.daily WHERE bounced_hard + bounced_soft > 0;
SELECT count(*) AS suppressed FROM replies.suppression;

-- Postmark reports that it sends no more: the address is on the list, although the words are a blocklist's.
TRUNCATE replies.webhook, replies.event;
SELECT count(replies.receive(body)) AS webhooks FROM (
	SELECT jsonb_build_object('RecordType', 'Bounce', 'Type', 'HardBounce', 'ID', 1, 'MessageID', 'm-' || inactive, 'Email', inactive || '@a.example',
		'BouncedAt', '2026-02-15T10:23:07Z', 'Inactive', inactive, 'Details', 'smtp;550 5.7.1 blocked using dnsbl.example')::text
	FROM unnest('{true, false}'::boolean[]) inactive) t (body);
SELECT recipient, provider_class, bounce_class, reason FROM replies.event ORDER BY recipient;
SELECT address, event_type, reason FROM replies.suppression;

-- Amazon: a Permanent bounce about the sender suppresses no address, a Transient one about the address does.
TRUNCATE replies.webhook, replies.event;
SELECT count(replies.receive(body)) AS webhooks FROM (
	SELECT jsonb_build_object('eventType', 'Bounce', 'mail', jsonb_build_object('messageId', type), 'bounce', jsonb_build_object('bounceType', type,
		'bounceSubType', 'General', 'timestamp', '2026-02-03T04:08:00Z', 'bouncedRecipients', jsonb_build_array(jsonb_build_object('emailAddress', type || '@a.example',
		'diagnosticCode', 'smtp; ' || reply))))::text
	FROM (VALUES ('Permanent', '550 5.7.1 blocked'), ('Transient', '550 5.1.1 User unknown')) b (type, reply)) t (body);
SELECT recipient, provider_class, bounce_class, reason FROM replies.event ORDER BY recipient;
SELECT address FROM replies.suppression;

-- The published examples of Customers Mail Cloud and of Tencent, in short; and what Tencent drops.
TRUNCATE replies.webhook, replies.event;
SELECT count(replies.receive(body)) AS webhooks FROM (VALUES
	(cmc_delivery(30, 'queued', 'user@a.example', '')),
	(cmc_delivery(30, 'succeeded', 'user@a.example', '')),
	(cmc_bounce(31, '1', 'user@b', 'host unknown')),
	(cmc_delivery(32, 'failed', 'no-user@a.example', '550 5.1.1 The email account that you tried to reach does not exist. Please try double-checking the address. - gsmtp (in reply to RCPT TO)')),
	(cmc_bounce(33, '2', 'no-user@a.example', '550 5.1.1 The email account that you tried to reach does not exist. Please try double-checking the address. - gsmtp (in reply to RCPT TO)')),
	('{"event": "bounce", "email": "c@c.example", "bulkId": "t1", "timestamp": 1770091510, "reason": "551 5.1.1 recipient is not exist", "bounceType": "hard_bounce"}'),
	('{"event": "delivered", "email": "d@c.example", "bulkId": "t2", "timestamp": 1770091511, "reason": "the reason when email failed to delivered", "bounceType": ""}'),
	('{"event": "dropped", "email": "e@c.example", "bulkId": "t3", "timestamp": 1770091512, "reason": "recipient is in blacklist", "bounceType": ""}')) t (body);
SELECT provider, recipient, event_type, bounce_class, reason FROM replies.event ORDER BY provider, occurred_at, recipient;
SELECT address, event_type, reason FROM replies.suppression ORDER BY address COLLATE "C";
DROP FUNCTION cmc_delivery, cmc_bounce;
SET client_min_messages = warning;
DROP SCHEMA replies CASCADE;
