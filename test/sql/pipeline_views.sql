-- The views of a pipeline: whom not to write to, what became of a message, how a day went.
SET timezone = 'UTC';
SET datestyle = 'ISO';
SELECT ses_create_pipeline('views');

-- An event in few words; its id counts the minutes, so that the first is the least.
CREATE FUNCTION happen(minute int, event_type text, recipient text, bounce_class text DEFAULT NULL, reason text DEFAULT NULL,
	message_id text DEFAULT 'm1', candidates int DEFAULT 1, is_bot boolean DEFAULT NULL, stream text DEFAULT NULL) RETURNS void
BEGIN ATOMIC
	INSERT INTO views.event (event_id, occurred_at, event_type, provider, message_id, recipient, candidates, bounce_class, reason, is_bot, stream)
	SELECT format('%s-0000-8000-8000-%s', lpad(minute::text, 8, '0'), lpad((SELECT count(*) FROM views.event)::text, 12, '0'))::uuid,
		'2026-02-03 00:00Z'::timestamptz + minute * interval '1 minute',
		event_type, 'p', message_id, recipient, candidates, bounce_class, reason, is_bot, stream;
END;

-- suppression: hard bounces, complaints, unsubscribes, what the provider suppresses.
SELECT count(*) AS events FROM (VALUES
	(happen(5, 'bounced', 'hard@x.example', 'hard', 'unknown_recipient')),
	(happen(3, 'bounced', 'Hard@X.example', 'hard', 'unknown_host')),
	(happen(1, 'bounced', 'hard@x.example', 'soft', 'mailbox_full')),
	(happen(1, 'bounced', 'soft@x.example', 'soft', 'mailbox_full')),
	(happen(2, 'bounced', 'soft@x.example', 'soft', 'mailbox_full')),
	(happen(3, 'bounced', 'soft@x.example', 'undetermined')),
	(happen(4, 'deferred', 'soft@x.example', NULL, 'connection')),
	(happen(1, 'bounced', 'one-of-two@x.example', 'hard', 'unknown_recipient', candidates => 2)),
	(happen(2, 'complained', 'complained@x.example', NULL, 'spam')),
	(happen(1, 'delivered', 'complained@x.example')),
	(happen(2, 'complained', 'not-spam@x.example', NULL, 'not_spam')),
	(happen(1, 'complained', 'then-not-spam@x.example', NULL, 'spam')),
	(happen(2, 'complained', 'then-not-spam@x.example', NULL, 'not_spam')),
	(happen(1, 'unsubscribed', 'out@x.example')),
	(happen(1, 'unsubscribed', 'out-and-in@x.example')),
	(happen(2, 'subscribed', 'Out-and-In@x.example')),
	(happen(1, 'subscribed', 'in-and-out@x.example')),
	(happen(2, 'unsubscribed', 'in-and-out@x.example')),
	(happen(1, 'unsubscribed', 'out-in-out@x.example')),
	(happen(2, 'subscribed', 'out-in-out@x.example')),
	(happen(3, 'unsubscribed', 'out-in-out@x.example')),
	(happen(1, 'rejected', 'suppressed@x.example', NULL, 'suppressed')),
	(happen(1, 'rejected', 'suppressed-one-of-two@x.example', NULL, 'suppressed', candidates => 2)),
	(happen(1, 'complained', 'complained-one-of-two@x.example', NULL, 'spam', candidates => 2)),
	(happen(1, 'rejected', 'rejected@x.example', NULL, 'content_rejected')),
	(happen(1, 'failed', 'provider-unsubscribed@x.example', NULL, 'unsubscribed')),
	(happen(1, 'failed', 'provider-then-in@x.example', NULL, 'unsubscribed')),
	(happen(2, 'subscribed', 'provider-then-in@x.example')),
	(happen(1, 'bounced', 'hard-then-in@x.example', 'hard', 'unknown_recipient')),
	(happen(2, 'subscribed', 'hard-then-in@x.example')),
	(happen(1, 'bounced', NULL, 'hard', 'unknown_recipient')),
	(happen(1, 'opened', 'opened@x.example'))) t;
SELECT address, event_type, reason, since::time, event_id FROM views.suppression ORDER BY address COLLATE "C";

-- The removal from a provider's list ends entries of that list, and nothing that a person decided; a person's subscription is the reverse.
CREATE FUNCTION webhook_of(what text, at int, address text) RETURNS text IMMUTABLE
RETURN CASE split_part(what, ' ', 1)
	WHEN 'sendgrid' THEN jsonb_build_object('event', split_part(what, ' ', 2), 'email', address, 'timestamp', 1705000000 + at, 'sg_event_id', what || at, 'asm_group_id', 1)
	WHEN 'brevo' THEN jsonb_build_object('event', split_part(what, ' ', 2), 'email', address, 'ts', 1705000000 + at, 'id', at, 'list_id', jsonb_build_array(1))
	WHEN 'mandrill' THEN jsonb_build_object('type', split_part(what, ' ', 2), 'action', split_part(what, ' ', 3), 'ts', 1705000000 + at,
		CASE WHEN what LIKE '%list %' AND what NOT LIKE '%blacklist%' THEN 'entry' ELSE 'reject' END, jsonb_build_object('email', address, 'reason', split_part(what, ' ', 4)))
	WHEN 'resend' THEN jsonb_build_object('type', split_part(what, ' ', 2), 'created_at', to_timestamp(1705000000 + at),
		'data', jsonb_build_object('id', 'e' || at, 'email', address, 'origin', 'complaint', 'unsubscribed', true))
	WHEN 'mailersend' THEN jsonb_build_object('type', split_part(what, ' ', 2), 'domain_id', 'd', 'created_at', to_timestamp(1705000000 + at), 'webhook_id', 'w',
		'url', 'https://u.example', 'data', jsonb_build_object('object', 'recipient', 'id', 'r' || at, 'email', address, 'created_at', to_timestamp(1705000000 + at)))
	WHEN 'postmark' THEN jsonb_build_object('RecordType', 'SubscriptionChange', 'MessageID', 'm' || at,
		'ChangedAt', to_char(to_timestamp(1705000000 + at) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
		'Recipient', address, 'SuppressSending', what NOT LIKE '% on', 'SuppressionReason', nullif(split_part(what, ' ', 2), 'on'))
END::text;
CREATE TABLE course AS SELECT 'r' || n || '@r.example' AS address, steps FROM (VALUES
	(1, '{sendgrid unsubscribe,mandrill blacklist remove soft-bounce}'::text[]),
	(2, '{sendgrid unsubscribe,mandrill whitelist add}'),
	(3, '{sendgrid unsubscribe,resend suppression.removed}'),
	(4, '{sendgrid unsubscribe,mailersend recipient.on_hold_removed}'),
	(5, '{sendgrid unsubscribe,postmark on}'),
	(6, '{sendgrid unsubscribe,brevo list_addition}'),
	(7, '{mandrill blacklist add soft-bounce,mandrill blacklist remove soft-bounce}'),
	(8, '{mandrill blacklist add soft-bounce,mandrill whitelist add}'),
	(9, '{mandrill blacklist add unsub,mandrill blacklist remove soft-bounce}'),
	(10, '{mandrill blacklist add soft-bounce,resend suppression.removed}'),
	(11, '{resend suppression.added,resend suppression.removed}'),
	(12, '{resend suppression.added,brevo list_addition}'),
	(13, '{resend contact.updated,resend suppression.removed}'),
	(14, '{mailersend recipient.on_hold_added,mailersend recipient.on_hold_removed}'),
	(15, '{mailersend recipient.on_hold_added,sendgrid group_resubscribe}'),
	(16, '{postmark ManualSuppression,postmark on}'),
	(17, '{postmark HardBounce,postmark on}'),
	(18, '{postmark HardBounce,sendgrid group_resubscribe}'),
	(19, '{postmark ManualSuppression,sendgrid group_resubscribe}')) c (n, steps);
SELECT count(views.receive(webhook_of(step, place::int, address))) AS webhooks FROM course, unnest(steps) WITH ORDINALITY s (step, place);
SELECT c.steps, (SELECT count(*) FROM views.event e WHERE e.recipient = c.address) AS events, s.provider AS suppressed_by, s.reason
FROM course c LEFT JOIN views.suppression s USING (address) ORDER BY substr(address, 2, position('@' IN address) - 2)::int;
DROP TABLE course;
DROP FUNCTION webhook_of;
DELETE FROM views.event WHERE recipient LIKE 'r%@r.example';
TRUNCATE views.webhook, views.problem;

-- Indexes find an address, a message, and what is on the list.
CREATE FUNCTION indexes_of(query text) RETURNS text[] LANGUAGE plpgsql AS $$
DECLARE
	line text;
	result text[];
BEGIN
	FOR line IN EXECUTE 'EXPLAIN (COSTS OFF) ' || query LOOP
		result := result || substring(line FROM '(?:using|Index Scan on) (\w+)');
	END LOOP;
	RETURN ARRAY(SELECT DISTINCT r FROM unnest(result) r WHERE r IS NOT NULL ORDER BY r);
END $$;
INSERT INTO views.event (webhook_id, event_id, occurred_at, event_type, message_id, recipient, candidates)
SELECT i, format('%s-0000-8000-8000-000000000000', lpad(i::text, 8, '0'))::uuid, '2026-02-03 00:00Z'::timestamptz + i * interval '1 minute',
	'delivered', 'm' || i, 'r' || i || '@r.example', 1 FROM generate_series(100, 50000) i;
VACUUM ANALYZE views.event;
SELECT query, indexes_of('SELECT * FROM views.' || query) FROM unnest(ARRAY[
	$$suppression WHERE address = 'hard@x.example'$$, 'suppression', $$message WHERE recipient = 'hard@x.example'$$, $$message WHERE message_id = 'm1'$$,
	$$daily WHERE day = '2026-02-03'$$, $$event WHERE occurred_at < '2026-02-03 01:00Z'$$, 'event WHERE webhook_id = 5']) query;
TRUNCATE views.event;

-- message: what matters most decides, and the order of arrival does not.
CREATE FUNCTION status_of(VARIADIC words text[]) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	word text;
	minute int := 0;
	result text;
BEGIN
	FOREACH word IN ARRAY words LOOP
		minute := minute + 1;
		PERFORM CASE
			WHEN word IN ('hard', 'soft') THEN happen(minute, 'bounced', 'r', word)
			WHEN word = 'not_spam' THEN happen(minute, 'complained', 'r', NULL, word)
			WHEN word = 'one of two opened' THEN happen(minute, 'opened', 'r', candidates => 2)
			WHEN word LIKE 'bot %' THEN happen(minute, substr(word, 5), 'r', is_bot => true)
			ELSE happen(minute, word, 'r', is_bot => CASE WHEN word = 'opened' THEN false END)
		END;
	END LOOP;
	SELECT status INTO STRICT result FROM views.message;
	DELETE FROM views.event;
	RETURN result;
END $$;
SELECT words, status_of(VARIADIC words) AS status
FROM (VALUES
	('{queued}'::text[]), ('{queued, sent}'), ('{sent, deferred}'), ('{sent, deferred, delivered}'), ('{deferred}'),
	('{sent, delivered}'), ('{delivered, opened}'), ('{delivered, opened, clicked}'), ('{clicked, opened}'),
	('{sent, rejected}'), ('{sent, failed}'), ('{queued, failed, deferred}'),
	('{delivered, hard}'), ('{delivered, soft}'), ('{soft, delivered}'), ('{hard, delivered}'), ('{soft, delivered, soft}'), ('{delivered, soft, delivered}'), ('{soft, hard, delivered}'),
	('{hard, opened}'), ('{delivered, hard, opened, clicked}'), ('{soft, opened}'), ('{soft, delivered, opened}'),
	('{delivered, complained}'), ('{complained, hard}'), ('{delivered, opened, complained, unsubscribed}'), ('{opened, unsubscribed}'),
	('{delivered, "bot opened"}'), ('{"bot opened"}'), ('{"bot opened", opened}'), ('{sent, "bot clicked"}'), ('{"one of two opened"}'), ('{delivered, "one of two opened"}'),
	('{delivered, not_spam}'), ('{not_spam}'), ('{sent, autoresponded}'), ('{delivered, autoresponded}'), ('{unknown}'), ('{unknown, sent}'),
	('{subscribed}')) t (words);

-- Every order in which six kinds of events can arrive gives the same row.
CREATE TABLE arrival AS
SELECT row_number() OVER () AS n, ARRAY[a, b, c, d, e, f] AS kinds
FROM unnest('{Send,Delivery,Open,Click,Bounce,Complaint}'::text[]) a, unnest('{Send,Delivery,Open,Click,Bounce,Complaint}'::text[]) b,
	unnest('{Send,Delivery,Open,Click,Bounce,Complaint}'::text[]) c, unnest('{Send,Delivery,Open,Click,Bounce,Complaint}'::text[]) d,
	unnest('{Send,Delivery,Open,Click,Bounce,Complaint}'::text[]) e, unnest('{Send,Delivery,Open,Click,Bounce,Complaint}'::text[]) f
WHERE (SELECT count(DISTINCT k) FROM unnest(ARRAY[a, b, c, d, e, f]) k) = 6;
CREATE FUNCTION webhook_of(kind text, message_id text) RETURNS text IMMUTABLE
RETURN jsonb_build_object('eventType', kind, 'mail', jsonb_build_object('messageId', message_id, 'timestamp', '2026-02-03T04:05:06Z',
		'source', 'news@s.example', 'destination', jsonb_build_array('ann@a.example'), 'commonHeaders', jsonb_build_object('subject', 'Hello')))
	|| CASE kind
		WHEN 'Send' THEN '{"send": {}}'
		WHEN 'Delivery' THEN '{"delivery": {"timestamp": "2026-02-03T04:05:08Z", "recipients": ["ann@a.example"]}}'
		WHEN 'Open' THEN '{"open": {"timestamp": "2026-02-03T04:06:00Z", "ipAddress": "192.0.2.1"}}'
		WHEN 'Click' THEN '{"click": {"timestamp": "2026-02-03T04:07:00Z", "link": "https://s.example/"}}'
		WHEN 'Bounce' THEN '{"bounce": {"timestamp": "2026-02-03T04:08:00Z", "bounceType": "Permanent", "bouncedRecipients": [{"emailAddress": "Ann@a.example", "status": "5.1.1"}]}}'
		WHEN 'Complaint' THEN '{"complaint": {"timestamp": "2026-02-03T04:09:00Z", "complaintFeedbackType": "abuse", "complainedRecipients": [{"emailAddress": "ann@a.example"}]}}'
	END::jsonb;
DO $$
DECLARE
	arrived record;
BEGIN
	FOR arrived IN SELECT 'm' || n AS message_id, kind FROM arrival, unnest(kinds) WITH ORDINALITY k (kind, place) ORDER BY n, place LOOP
		PERFORM views.receive(webhook_of(arrived.kind, arrived.message_id));
	END LOOP;
END $$;
SELECT count(*) AS messages, count(DISTINCT to_jsonb(m) - '{message_id, id}'::text[]) AS different FROM views.message m;
\x
SELECT * FROM views.message WHERE message_id = 'm1';
\x

-- What names no message is no row of it; opens of one out of three recipients, and by programs, are counted for what they are.
TRUNCATE views.webhook, views.event;
SELECT count(*) AS events FROM (VALUES
	(happen(1, 'delivered', 'ann@a.example', message_id => NULL)),
	(happen(1, 'inbound', 'us@s.example', message_id => 'in')),
	(happen(1, 'opened', 'ann@a.example', candidates => 3)),
	(happen(1, 'opened', 'bob@b.example', candidates => 3)),
	(happen(1, 'opened', 'cy@c.example', candidates => 3)),
	(happen(2, 'opened', 'ann@a.example')),
	(happen(3, 'opened', 'ann@a.example', is_bot => true)),
	(happen(4, 'clicked', 'ann@a.example', is_bot => true)),
	(happen(5, 'bounced', 'bob@b.example', 'undetermined', 'other')),
	(happen(6, 'bounced', 'bob@b.example', 'soft', 'mailbox_full')),
	(happen(7, 'bounced', 'bob@b.example', 'hard', 'blocked')),
	(happen(8, 'bounced', 'bob@b.example', 'hard', 'unknown_host')),
	(happen(1, 'rejected', NULL))) t;
SELECT message_id, recipient, status, opens, clicks, bot_opens, bot_clicks, bounce_class, bounce_reason, first_opened_at::time, last_event_at::time
FROM views.message ORDER BY message_id, recipient;

-- daily: messages and recipients, each once a day and stream.
TRUNCATE views.event;
SELECT count(*) AS events FROM (VALUES
	(happen(1, 'queued', 'a')), (happen(2, 'sent', 'a')), (happen(3, 'delivered', 'a')), (happen(4, 'delivered', 'A')), (happen(3, 'sent', 'b')),
	(happen(4, 'bounced', 'b', 'soft')), (happen(5, 'bounced', 'b', 'hard')), (happen(6, 'bounced', 'b', 'hard')),
	(happen(7, 'sent', 'c', message_id => 'm2')), (happen(8, 'bounced', 'c', 'undetermined', message_id => 'm2')),
	(happen(8, 'delivered', 'd', message_id => 'm2')), (happen(8, 'sent', 'd', message_id => 'm2')),
	(happen(9, 'complained', 'a', NULL, 'spam')), (happen(9, 'complained', 'd', NULL, 'not_spam', message_id => 'm2')),
	-- opens of one out of three, more often than there are recipients, and of one for sure
	(happen(11, 'opened', 'x', message_id => 'm3', candidates => 3)), (happen(11, 'opened', 'y', message_id => 'm3', candidates => 3)),
	(happen(11, 'opened', 'z', message_id => 'm3', candidates => 3)), (happen(12, 'opened', 'x', message_id => 'm3', candidates => 3)),
	(happen(12, 'opened', 'y', message_id => 'm3', candidates => 3)), (happen(12, 'opened', 'z', message_id => 'm3', candidates => 3)),
	(happen(13, 'opened', 'a')), (happen(14, 'opened', 'A')), (happen(14, 'opened', 'b', is_bot => true)),
	(happen(15, 'clicked', 'a', is_bot => false)), (happen(16, 'clicked', 'a')), (happen(17, 'clicked', 'b', is_bot => true)),
	-- the last minute of a day and the first of the next, another stream, no message id
	(happen(1439, 'opened', 'a', stream => 's')), (happen(1440, 'opened', 'a', stream => 's')),
	(happen(1440, 'delivered', 'a', message_id => NULL)), (happen(1441, 'delivered', 'a', message_id => NULL)), (happen(1441, 'bounced', 'a', 'hard')),
	-- bounces alone, and a message that was delivered and bounced, where no sending is told
	(happen(4320, 'bounced', 'a', 'hard', stream => 't')),
	(happen(5760, 'delivered', 'a', stream => 't')), (happen(5761, 'bounced', 'a', 'hard', stream => 't')), (happen(5762, 'delivered', 'b', stream => 't')),
	-- nothing that is counted
	(happen(2880, 'inbound', 'a'))) t;
SELECT day, provider, stream, sent, delivered, bounced_hard, bounced_soft, complained, unique_opens, unique_clicks, bounce_rate, complaint_rate, suppressed FROM views.daily ORDER BY day, stream;
SELECT day, stream, deferred, rejected, bounced_undetermined, person_opens, person_clicks FROM views.daily ORDER BY day, stream;
SET timezone = 'Pacific/Auckland';
SELECT day, stream, unique_opens FROM views.daily ORDER BY day, stream;
SET timezone = 'UTC';

-- The same through the door: one open of a message to three is one.
TRUNCATE views.event;
SELECT views.receive('{"eventType": "Open", "mail": {"messageId": "m", "timestamp": "2026-02-03T04:05:06Z",
	"destination": ["a@a.example", "b@b.example", "c@c.example"]}, "open": {"timestamp": "2026-02-03T04:06:06Z"}}') > 0 AS stored;
SELECT count(*) AS rows, (SELECT unique_opens FROM views.daily) FROM views.event;
DROP FUNCTION happen CASCADE;
SET client_min_messages = warning;
DROP SCHEMA views CASCADE;
