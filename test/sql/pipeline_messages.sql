-- message, messages() and engagement: who opened and clicked, which clicks are suspect, and that no order of arrival matters.
SET timezone = 'UTC';
SET datestyle = 'ISO';
SELECT ses_create_pipeline('messages');

-- An event in a few words; the time is in seconds.
CREATE FUNCTION happen(message_id text, event_type text, at float8 DEFAULT 0, actor text DEFAULT NULL, url text DEFAULT NULL, ip_address inet DEFAULT '192.0.2.1',
	is_bot boolean DEFAULT NULL, candidates int DEFAULT 1, provider_event text DEFAULT NULL, provider text DEFAULT 'p', recipient text DEFAULT 'Ann@A.example') RETURNS bigint
BEGIN ATOMIC
	INSERT INTO messages.event (event_id, occurred_at, event_type, provider, provider_event, message_id, recipient, candidates, actor, url, ip_address, is_bot)
	SELECT md5(n::text)::uuid, '2026-02-03 00:00Z'::timestamptz + at * interval '1 second', event_type, provider, provider_event, message_id, recipient,
		candidates, actor, url, ip_address, is_bot
	FROM (SELECT count(*) FROM messages.event) e (n);
	SELECT count(*) FROM messages.event;
END;

-- Four counts per kind add up: persons, proxies and unknown to opens, machines are bot_opens. A true is_bot is a machine, whatever the actor is.
SELECT count(*) AS events FROM (VALUES
	(happen('m1', 'opened', 1, 'person')), (happen('m1', 'opened', 2, 'person')), (happen('m1', 'opened', 3, 'proxy')), (happen('m1', 'opened', 4)),
	(happen('m1', 'opened', 5, 'machine')), (happen('m1', 'opened', 6, is_bot => true)), (happen('m1', 'opened', 7, 'person', is_bot => true)),
	(happen('m1', 'opened', 8, 'person', is_bot => false)), (happen('m1', 'clicked', 60, 'person')), (happen('m1', 'clicked', 70)), (happen('m1', 'clicked', 80, 'machine')),
	(happen('machine', 'sent')), (happen('machine', 'opened', 1, 'machine')), (happen('machine', 'clicked', 9, 'machine')),
	(happen('unknown', 'opened', 1)), (happen('proxy', 'opened', 1, 'proxy'))) t;
SELECT message_id, status, opens, person_opens AS person, proxy_opens AS proxy, unknown_opens AS unknown, bot_opens AS machine, first_opened_at::time(0) AS first,
	clicks, person_clicks AS person, proxy_clicks AS proxy, unknown_clicks AS unknown, bot_clicks AS machine, suspect_clicks AS suspect
FROM messages.message ORDER BY message_id;
TRUNCATE messages.event;

-- Of a reading under two names, those of the names that are counted; sixths of readings add up as well.
SELECT count(*) AS events FROM (VALUES
	(happen('two names', 'opened', 1, 'person', provider_event => 'initial_open')), (happen('two names', 'opened', 1.5, 'person', provider_event => 'open')),
	(happen('more others', 'opened', 1, 'person', provider_event => 'initial_open')), (happen('more others', 'opened', 2, provider_event => 'open')),
	(happen('more others', 'opened', 3, 'proxy', provider_event => 'open')),
	(happen('brevo', 'opened', 1, 'person', provider_event => 'unique_opened', provider => 'brevo')),
	(happen('brevo', 'opened', 60, 'proxy', provider_event => 'opened', provider => 'brevo')),
	(happen('sixths', 'opened', 1, 'person', candidates => 6)), (happen('sixths', 'opened', 1, 'proxy', candidates => 6)), (happen('sixths', 'opened', 1, candidates => 6)),
	(happen('clicks', 'clicked', 1, 'person', 'a', provider_event => 'activity.clicked')), (happen('clicks', 'clicked', 1, 'person', 'a', provider_event => 'activity.clicked_unique')),
	(happen('clicks', 'clicked', 2, 'person', 'b', provider_event => 'activity.clicked')), (happen('clicks', 'clicked', 2, 'person', 'b', provider_event => 'activity.clicked_unique'))) t;
SELECT message_id, opens, person_opens AS person, proxy_opens AS proxy, unknown_opens AS unknown, person_opens + proxy_opens + unknown_opens = opens AS add_up, clicks, suspect_clicks
FROM messages.message ORDER BY message_id;
TRUNCATE messages.event;

-- Suspect clicks: within two seconds of a delivery, whichever, and several links from one address within two seconds. One link twice does not count.
CREATE FUNCTION suspects(VARIADIC words text[]) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	word text;
	result text;
BEGIN
	FOREACH word IN ARRAY words LOOP
		PERFORM happen('m', split_part(word, ' ', 1), split_part(word, ' ', 2)::float8, CASE WHEN word LIKE '%machine%' THEN 'machine' ELSE 'person' END,
			nullif(split_part(word, ' ', 3), '-'), CASE split_part(word, ' ', 4) WHEN '' THEN '192.0.2.1' WHEN '-' THEN NULL ELSE '192.0.2.' || split_part(word, ' ', 4) END::inet);
	END LOOP;
	SELECT concat_ws(', ', status, clicks, suspect_clicks, first_clicked_at::time(1)) INTO STRICT result FROM messages.message;
	DELETE FROM messages.event;
	RETURN result;
END $$;
SELECT words, suspects(VARIADIC words) AS "status, clicks, suspect, first"
FROM (VALUES
	('{delivered 0,clicked 2 a}'::text[]), ('{delivered 0,clicked 2.1 a}'), ('{clicked 1 a,delivered 0}'), ('{delivered 3,clicked 1 a}'), ('{delivered 4,clicked 1 a}'),
	('{delivered 0,delivered 60,clicked 61 a}'), ('{delivered 0,clicked 1 a,clicked 60 a}'), ('{delivered 0,clicked 1 a,opened 2}'),
	('{clicked 10 a,clicked 12 b}'), ('{clicked 10 a,clicked 12.1 b}'), ('{clicked 12 b,clicked 10 a}'), ('{clicked 10 a,clicked 11 a}'), ('{clicked 10 a,clicked 11 -}'),
	('{clicked 10 a 1,clicked 11 b 2}'), ('{clicked 10 a -,clicked 11 b -}'), ('{clicked 10 a,clicked 11 a,clicked 12 b}'), ('{clicked 10 a,clicked 11.5 b,clicked 13 c,clicked 60 a}'),
	('{clicked 10 a 1 machine,clicked 11 b}'), ('{sent 0,clicked 1 a}')) t (words);

-- A click without a time is not suspect; one of several recipients is, for its share.
SELECT count(*) AS events FROM (VALUES (happen('no time', 'clicked', NULL, 'person', 'a')), (happen('no time', 'clicked', NULL, 'person', 'b')), (happen('no time', 'delivered', NULL)),
	(happen('halves', 'clicked', 1, 'person', 'a', candidates => 2)), (happen('halves', 'clicked', 1, 'person', 'b', candidates => 2)), (happen('halves', 'delivered', 60))) t;
SELECT message_id, status, clicks, suspect_clicks FROM messages.message ORDER BY message_id;
TRUNCATE messages.event;

-- What the sender set, and the last reply by the time of its event; a time more than a day ahead is earlier than any other.
INSERT INTO messages.event (event_id, occurred_at, event_type, provider, message_id, recipient, mailbox_provider, template, tags, metadata, smtp_response)
SELECT md5(n::text)::uuid, at, event_type, 'p', 'm1', 'Ann@A.example', mailbox_provider, template, tags, metadata::jsonb, response
FROM (VALUES (1, now() + interval '1 year', 'deferred', NULL, NULL, NULL::text[], NULL, 'of next year'),
	(2, '2026-02-03 03:00Z', 'delivered', 'gmail', 't1', '{a,b}', '{"order": "1", "shop": "x"}', '250 at three'),
	(3, '2026-02-03 02:00Z', 'deferred', NULL, NULL, NULL, '{"order": "1"}', '450 at two'),
	(4, '2026-02-03 04:00Z', 'opened', NULL, NULL, NULL, NULL, NULL)) e (n, at, event_type, mailbox_provider, template, tags, metadata, response);
SELECT id, domain, mailbox_provider, template, tags, metadata, last_response FROM messages.message;
TRUNCATE messages.event;

-- An id belongs to one row, whatever its parts contain, and is found by its index.
INSERT INTO messages.event (event_id, event_type, provider, message_id, recipient)
SELECT md5(row_number() OVER ()::text)::uuid, 'sent', p, m, r
FROM unnest('{a,"a ''b''",NULL,"",''}'::text[]) p, unnest('{"m","b'' m","''","NULL m"," "}'::text[]) m, unnest('{NULL,"",x@y,"x''@y","x\\@y"," ",NULL m}'::text[]) r;
SELECT count(*) AS rows, count(DISTINCT id) AS ids, count(domain) AS domains FROM messages.message;
SELECT id, domain FROM messages.message WHERE provider = 'a' AND message_id = 'm' ORDER BY id;
ANALYZE messages.event;
SET enable_seqscan = off;
EXPLAIN (COSTS OFF) SELECT id FROM messages.message WHERE id = '''a'' ''x@y'' m';
RESET enable_seqscan;
TRUNCATE messages.event;

-- messages(): those with an event in the time, its end excluded, with all that happened to them.
SELECT count(*) AS events FROM (VALUES
	(happen('before', 'sent', -60)), (happen('both', 'sent', -60)), (happen('both', 'delivered', 0)), (happen('end', 'sent', 60)), (happen('in', 'sent', 30)),
	(happen('in', 'delivered', 90)), (happen('in', 'sent', 90, recipient => 'bob@b.example')), (happen('in', 'sent', 90, provider => 'q')), (happen(NULL, 'unsubscribed', 30)),
	(happen('inbound', 'inbound', 30)), (happen('no address', 'rejected', 30, recipient => NULL))) t;
SELECT message_id, recipient, status, sent_at::time FROM messages.messages('2026-02-03 00:00Z', '2026-02-03 00:01Z') ORDER BY message_id;
SELECT count(*) FROM messages.messages('2026-02-03 00:00Z', '2026-02-03 00:00Z');
SELECT count(*) AS since, (SELECT count(*) FROM messages.messages('-infinity', 'infinity')) AS all, (SELECT count(*) FROM messages.message) FROM messages.messages('2026-02-03 00:01Z');
SELECT show_error($$SELECT * FROM messages.messages('2026-02-03 00:01Z', '2026-02-03 00:00Z')$$);
SELECT show_error($$SELECT * FROM messages.messages(NULL)$$);
TRUNCATE messages.event;

-- engagement: the last open or click of a person, or of a proxy for one; not of machines, suspect clicks and opens by one of several.
INSERT INTO messages.event (event_id, occurred_at, event_type, provider, message_id, recipient, actor, is_bot, candidates)
SELECT md5(row_number() OVER ()::text)::uuid, now() - ago * interval '1 day', event_type, 'p', 'm' || ago, address, actor, is_bot, candidates
FROM (VALUES ('week@a.example', 6.9, 'opened', 'person', NULL::boolean, 1), ('Week@a.example', 300, 'opened', 'person', NULL, 1), ('fortnight@a.example', 7.1, 'opened', 'proxy', NULL, 1),
	('quarter@a.example', 89, 'clicked', 'person', false, 1), ('year@a.example', 364, 'opened', 'person', NULL, NULL), ('longer@a.example', 366, 'opened', 'person', NULL, 1),
	('machine@a.example', 1, 'opened', 'machine', NULL, 1), ('bot@a.example', 1, 'opened', 'person', true, 1), ('unknown@a.example', 1, 'opened', NULL, NULL, 1),
	('several@a.example', 1, 'opened', 'person', NULL, 2), ('future@a.example', -2, 'opened', 'person', NULL, 1), ('delivered@a.example', 1, 'delivered', NULL, NULL, 1),
	('suspect@a.example', 1, 'delivered', NULL, NULL, 1), ('suspect@a.example', 1, 'clicked', 'person', NULL, 1),
	(NULL, 1, 'opened', 'person', NULL, 1)) e (address, ago, event_type, actor, is_bot, candidates);
INSERT INTO messages.event (event_id, occurred_at, event_type, provider, recipient, actor)
VALUES (md5('no message')::uuid, now() - interval '8 days', 'opened', 'p', 'no-message@a.example', 'person'), (md5('contact')::uuid, now(), 'unsubscribed', 'p', 'contact@a.example', NULL);
SELECT address, cohort, date_trunc('minute', now() - last_person_at) AS person,
	date_trunc('minute', now() - last_unknown_at) AS unknown FROM messages.engagement ORDER BY last_person_at DESC NULLS LAST, address;
TRUNCATE messages.event;

-- The rows of each view are the same in every order of six events.
CREATE TABLE six AS SELECT * FROM messages.event;
INSERT INTO six (webhook_id, event_id, occurred_at, event_type, provider, provider_event, message_id, recipient, candidates,
	actor, url, ip_address, metadata, smtp_response, bounce_class, reason, tags)
SELECT n, md5(n::text)::uuid, at::timestamptz, event_type, 'p', NULL, 'm1', 'ann@a.example', 1, actor, url, '192.0.2.1', metadata::jsonb, response, class, reason, tags
FROM (VALUES
	(1, '2026-02-03 04:00:00Z', 'delivered', NULL, NULL, '{"a": "1"}', '250 OK', NULL, NULL, '{x}'::text[]),
	(2, '2026-02-03 04:00:01Z', 'clicked', 'person', 'a', '{"a": "1", "b": "2"}', NULL, NULL, NULL, '{x,y}'),
	(3, '2026-02-03 04:00:09Z', 'clicked', NULL, 'a', NULL, NULL, NULL, NULL, NULL),
	(4, '2026-02-03 04:00:10Z', 'clicked', 'person', 'b', NULL, NULL, NULL, NULL, NULL),
	(5, '2026-02-03 04:00:10Z', 'bounced', NULL, NULL, NULL, '452 full', 'soft', 'mailbox_full', NULL),
	(6, '2026-02-03 04:00:10Z', 'bounced', NULL, NULL, NULL, '552 full', 'soft', 'other', NULL)) e (n, at, event_type, actor, url, metadata, response, class, reason, tags);
CREATE TABLE answer (rows jsonb);
CREATE PROCEDURE arrive(places bigint[]) LANGUAGE plpgsql AS $$
BEGIN
	DELETE FROM messages.event;
	INSERT INTO messages.event SELECT s.* FROM unnest(places) WITH ORDINALITY p (n, place) JOIN six s ON s.webhook_id = p.n ORDER BY p.place;
	INSERT INTO answer SELECT jsonb_build_object('message', (SELECT jsonb_agg(m ORDER BY id) FROM messages.message m),
		'engagement', (SELECT jsonb_agg(e ORDER BY address) FROM messages.engagement e), 'feed', (SELECT jsonb_agg(f ORDER BY provider) FROM messages.feed f),
		'daily', (SELECT jsonb_agg(d ORDER BY d) FROM messages.daily d), 'suppression', (SELECT jsonb_agg(s ORDER BY address) FROM messages.suppression s));
END $$;
DO $$
DECLARE
	places bigint[];
BEGIN
	FOR places IN
		SELECT ARRAY[a, b, c, d, e, f] FROM generate_series(1, 6) a, generate_series(1, 6) b, generate_series(1, 6) c,
			generate_series(1, 6) d, generate_series(1, 6) e, generate_series(1, 6) f
		WHERE (SELECT count(DISTINCT k) FROM unnest(ARRAY[a, b, c, d, e, f]) k) = 6
	LOOP
		CALL arrive(places);
	END LOOP;
END $$;
SELECT count(*) AS orders, count(DISTINCT rows) AS answers FROM answer;
SELECT jsonb_pretty(rows->'message'->0) AS message FROM answer LIMIT 1;

-- So does a random order of two thousand, of several messages and recipients, and each plan.
TRUNCATE six, answer;
SELECT setseed(0.42);
INSERT INTO six (webhook_id, event_id, occurred_at, event_type, provider, provider_event, message_id, recipient, candidates,
	actor, is_bot, url, ip_address, metadata, smtp_response, bounce_class, reason, tags)
SELECT n, md5(n::text)::uuid, CASE WHEN random() < 0.95 THEN '2026-02-03'::timestamptz + floor(random() * 40) * interval '0.5 seconds' END,
	('{delivered,sent,clicked,clicked,clicked,opened,opened,bounced,failed,deferred,complained}'::text[])[1 + floor(random() * 11)], ('{p,brevo}'::text[])[1 + floor(random() * 2)],
	('{initial_open,unique_opened,opened,activity.clicked,activity.clicked_unique,NULL}'::text[])[1 + floor(random() * 6)], 'm' || floor(random() * 30),
	('{ann@a.example,Ann@a.example,NULL}'::text[])[1 + floor(random() * 3)], ceil(random() * 1.2), ('{person,proxy,machine,NULL}'::text[])[1 + floor(random() * 4)],
	(ARRAY[true, false, NULL])[1 + floor(random() * 3)], ('{a,b,NULL}'::text[])[1 + floor(random() * 3)], ('{192.0.2.1,192.0.2.2,NULL}'::inet[])[1 + floor(random() * 3)],
	CASE WHEN random() < 0.5 THEN jsonb_build_object('k', floor(random() * 3)) END,
	CASE WHEN random() < 0.5 THEN 'reply ' || n END, ('{hard,soft,undetermined,NULL}'::text[])[1 + floor(random() * 4)],
	('{mailbox_full,suppressed,not_spam,NULL}'::text[])[1 + floor(random() * 4)], (ARRAY['{x}', '{x,y}', NULL]::text[])[1 + floor(random() * 3)]::text[]
FROM generate_series(1, 2000) n;
DO $$
DECLARE
	setting text;
	places bigint[];
BEGIN
	FOREACH setting IN ARRAY '{enable_hashagg,enable_sort,enable_seqscan,enable_material,enable_nestloop}'::text[] LOOP
		PERFORM set_config(setting, 'off', true);
		TRUNCATE messages.event;		-- so that the views are planned anew
		places := ARRAY(SELECT n FROM generate_series(1, 2000) n ORDER BY random());
		CALL arrive(places);
		PERFORM set_config(setting, 'on', true);
	END LOOP;
END $$;
SELECT count(*) AS orders, count(DISTINCT rows) AS answers FROM answer;

-- The counts add up in all of them, and suspect clicks are some of the clicks.
SELECT count(*) AS messages, count(*) FILTER (WHERE opens <> person_opens + proxy_opens + unknown_opens OR clicks <> person_clicks + proxy_clicks + unknown_clicks) AS do_not_add_up,
	count(*) FILTER (WHERE least(person_opens, proxy_opens, unknown_opens, person_clicks, proxy_clicks, unknown_clicks, suspect_clicks) < 0 OR suspect_clicks > clicks) AS out_of_range
FROM messages.message;

-- message and daily agree on what a bounce is and what was suppressed, where all events are of one day and certain.
DELETE FROM messages.event WHERE occurred_at IS NULL;
UPDATE messages.event SET candidates = 1;
SELECT count(*) AS providers, min(m.bounced) > 0 AND min(m.suppressed) > 0 AS have_some,
	count(*) FILTER (WHERE (d.bounced_hard + d.bounced_soft, d.suppressed) <> (m.bounced, m.suppressed)) AS different
FROM (SELECT provider, sum(bounced_hard) AS bounced_hard, sum(bounced_soft) AS bounced_soft, sum(suppressed) AS suppressed FROM messages.daily GROUP BY 1) d
JOIN (SELECT provider, count(bounced_at) AS bounced, count(suppressed_at) AS suppressed FROM messages.message GROUP BY 1) m USING (provider);
DROP TABLE six, answer;
DROP PROCEDURE arrive;

-- feed: the last webhook per provider, the usual gap, and whether the next one is overdue.
TRUNCATE messages.event;
INSERT INTO messages.webhook (received_at, payload)
SELECT now() - ago * interval '1 hour', jsonb_build_object('event', 'open', 'email', 'ann@a.example', 'bulkId', provider,
	'timestamp', floor(extract(epoch FROM now() - ago * interval '1 hour'))::bigint)
FROM (SELECT 'steady', generate_series(0, 400) UNION ALL SELECT 'steady', 0) t (provider, ago) ORDER BY ago DESC;
INSERT INTO messages.webhook (received_at, payload)
SELECT now() - ago * interval '1 hour', jsonb_build_object('event', 'delivered', 'email', 'ann@a.example', 'sg_message_id', n,
	'sg_event_id', n || '-' || ago, 'timestamp', floor(extract(epoch FROM now() - ago * interval '1 hour'))::bigint)
FROM unnest('{300,250,200,150}'::int[]) ago, generate_series(1, 20) n ORDER BY ago DESC, n;
INSERT INTO messages.webhook (received_at, payload)
VALUES (now() - interval '30 minutes', jsonb_build_object('RecordType', 'Open', 'MessageID', 'm', 'Recipient', 'a@a.example', 'ReceivedAt', now() - interval '31 minutes'));
SELECT provider, date_trunc('minute', now() - last_received_at) AS received, date_trunc('minute', now() - last_event_at) AS event, usual_gap, is_overdue FROM messages.feed ORDER BY provider;
DELETE FROM messages.webhook;
SELECT provider, last_received_at = last_event_at AS of_the_event FROM messages.feed ORDER BY provider;
TRUNCATE messages.event;
SELECT * FROM messages.feed;
-- Times that are infinite, or before 1970, do not count.
INSERT INTO messages.event (event_id, occurred_at, event_type, provider) VALUES
	('00000000-0000-8000-8000-000000000001', '-infinity', 'delivered', 'old'), ('00000000-0000-8000-8000-000000000002', '1653-02-10', 'delivered', 'old'),
	(rpad(lpad(to_hex((extract(epoch FROM now()) * 1000)::bigint - 60000), 12, '0'), 32, '0')::uuid, 'infinity', 'delivered', 'wrong');
SELECT * FROM messages.feed;

DROP FUNCTION happen, suspects;
SET client_min_messages = warning;
DROP SCHEMA messages CASCADE;
