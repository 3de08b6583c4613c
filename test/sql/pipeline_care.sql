-- The care for a pipeline: reading again, keeping no longer than wanted, forgetting a person.
SET timezone = 'UTC';
SET datestyle = 'ISO';
SELECT ses_create_pipeline('care');
CREATE FUNCTION open_of(VARIADIC addresses text[]) RETURNS jsonb IMMUTABLE
RETURN jsonb_build_object('eventType', 'Open', 'mail', jsonb_build_object('messageId', md5(array_to_string(addresses, ' ')), 'timestamp', '2026-02-03T04:05:06Z',
	'destination', to_jsonb(addresses)), 'open', jsonb_build_object('timestamp', '2026-02-03T04:06:07Z', 'ipAddress', '192.0.2.1'));

-- reparse(): what is stored is what the installed version makes of the webhooks.
INSERT INTO care.webhook (payload) VALUES (open_of('ann@a.example')), (open_of('bob@b.example')), (open_of('bob@b.example')), ('{}'),
	(open_of('cy@c.example')), (jsonb_build_array(open_of('dee@d.example'), open_of('dee@d.example')));
SELECT * FROM care.reparse();

-- Rows that were lost, changed, or are of no webhook any more.
DELETE FROM care.event WHERE recipient = 'ann@a.example';
UPDATE care.event SET subject = 'x', candidates = 7, details = NULL, tags = '{a}' WHERE recipient = 'bob@b.example';
DELETE FROM care.webhook WHERE payload = open_of('cy@c.example');
DELETE FROM care.problem;
SELECT * FROM care.reparse();
SELECT webhook_id, recipient, candidates, subject, tags, details IS NOT NULL AS has_details FROM care.event ORDER BY 1, 2;
SELECT webhook_id, problem FROM care.attention;

-- A webhook that was mended: its old event goes, unless another one tells it, too.
UPDATE care.webhook SET payload = open_of('carl@c.example') WHERE id IN (1, 2);
SELECT * FROM care.reparse();
SELECT webhook_id, recipient FROM care.event ORDER BY 1, 2;

-- Some only.
DELETE FROM care.event;
SELECT * FROM care.reparse('{1,6,99}');
SELECT * FROM care.reparse('{}');
SELECT * FROM care.reparse('{}'::bigint[] || NULL);
SELECT webhook_id, recipient FROM care.event ORDER BY 1, 2;

-- expire(): what is older, so many at a time.
TRUNCATE care.webhook, care.event, care.problem RESTART IDENTITY;
INSERT INTO care.webhook (received_at, payload)
SELECT now() - age, payload || jsonb_build_object('open', jsonb_build_object('timestamp', to_char((now() - age) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))
FROM (VALUES (interval '100 days', open_of('old@a.example')), ('91 days', open_of('old@b.example', 'old@c.example')),
	('89 days', open_of('new@a.example')), ('0 days', open_of('new@b.example'))) w (age, payload);
INSERT INTO care.webhook (received_at, payload) VALUES
	(now() - interval '92 days', '"nothing"'), (now() - interval '1 day', '"nothing"'),
	(now() - interval '92 days', '{"event": "open", "email": "old-untimed@a.example", "bulkId": "u"}'), (now(), '{"event": "open", "email": "new-untimed@a.example", "bulkId": "u"}');
SELECT * FROM care.expire('1000 years');
SELECT * FROM care.expire('90 days', 1);
SELECT * FROM care.expire('90 days', 0);
SELECT * FROM care.expire('90 days');
SELECT * FROM care.expire('90 days');
SELECT id, received_at < now() - interval '90 days' AS old FROM care.webhook ORDER BY id;
SELECT recipient FROM care.event ORDER BY 1;
SELECT webhook_id FROM care.problem;
\set VERBOSITY default
\set SHOW_CONTEXT never
SELECT * FROM care.expire('-1 second');
SELECT * FROM care.expire(NULL);
SELECT * FROM care.expire('1 month -31 days');
SELECT * FROM care.expire('1 day', -1);
\set VERBOSITY terse
SELECT * FROM care.expire('0');
SELECT count(*) FROM care.webhook;

-- forget(): a person goes from all tables, and from the webhooks of others.
TRUNCATE care.webhook, care.event, care.problem RESTART IDENTITY;
INSERT INTO care.webhook (payload) VALUES
	(open_of('ann@a.example')),
	(open_of('Ann@A.example', 'bob@b.example')),
	(jsonb_build_object('Type', 'Notification', 'TopicArn', 't', 'Message', open_of('ann@a.example', 'bob@b.example', 'cy@c.example')::text)),
	(jsonb_build_object('Records', jsonb_build_array(
		jsonb_build_object('kinesis', jsonb_build_object('partitionKey', 'p', 'data', encode(convert_to(open_of('ann@a.example')::text, 'UTF8'), 'base64')), 'eventSource', 'aws:kinesis'),
		jsonb_build_object('kinesis', jsonb_build_object('partitionKey', 'p', 'data', encode(convert_to(open_of('dee@d.example')::text, 'UTF8'), 'base64')), 'eventSource', 'aws:kinesis')))),
	('{"event": "click", "email": "bob@b.example", "bulkId": "b", "link": "https://s.example/?from=ann%40a.example"}'),
	('{"event": "bounce", "bounceType": "hard_bounce", "email": "joann@a.example", "bulkId": "b"}'),
	('["ann@a.example wrote this, and nobody understands it"]'),
	(jsonb_build_array(open_of('ann@a.example'), '{"to": "ann@a.example"}'::jsonb)),
	('{"server_composition": "p", "event_type": "bounces", "event": {"bounces": [{"created": "2026-02-03 13:05:11", "to": "eve@e.example",
		"from": "ann@a.example", "messageId": "m", "reason": "550 5.1.1 <ann@a.example> may not send", "status": "2"}]}}');
SELECT webhook_id, recipient, candidates FROM care.event ORDER BY 1, 2;
CREATE TABLE known AS SELECT event_id FROM care.event WHERE lower(recipient) <> 'ann@a.example' AND webhook_id <> 5;
DELETE FROM care.webhook WHERE id = 9;
INSERT INTO care.problem (webhook_id, kind, problem) VALUES (1, 'event', 'An event of it could not be stored.');
UPDATE care.problem SET problem = problem || ' It mentions ann@a.example.' WHERE webhook_id = 7;
SELECT * FROM care.forget('nobody@a.example');
SELECT * FROM care.forget('');
SELECT * FROM care.forget(NULL);
SELECT * FROM care.forget('a');
SELECT * FROM care.forget('%@%');
SELECT * FROM care.forget('bounced');
SELECT * FROM care.forget('amazon_ses');
SELECT DISTINCT provider, event_type FROM care.event ORDER BY 1, 2;
SELECT * FROM care.forget(E' ANN@a.example\n');

-- No copy is left, encoded or not; the events of others are what they were.
CREATE VIEW everything AS
SELECT 'webhook' AS place, payload::text AS content FROM care.webhook
UNION ALL SELECT 'inside', convert_from(decode(r->'kinesis'->>'data', 'base64'), 'UTF8') FROM care.webhook, jsonb_array_elements(payload->'Records') r WHERE payload ? 'Records'
UNION ALL SELECT 'event', e::text FROM care.event e
UNION ALL SELECT 'problem', p::text FROM care.problem p;
SELECT place, count(*), count(*) FILTER (WHERE content ~* '\mann(@|%40|\\u0040)a\.example') AS mentions FROM everything GROUP BY 1 ORDER BY 1;
SELECT webhook_id, recipient, candidates, sender, smtp_response, url, ip_address FROM care.event ORDER BY 1, 2;
SELECT count(*) AS lost FROM known k WHERE NOT EXISTS (SELECT FROM care.event e WHERE e.event_id = k.event_id);
SELECT id, payload FROM care.webhook WHERE id IN (7, 8) ORDER BY id;
SELECT webhook_id, problem FROM care.problem ORDER BY 1;
SELECT * FROM care.reparse();
SELECT * FROM care.forget('ann@a.example');

DROP TABLE known;
SET client_min_messages = warning;
DROP SCHEMA care CASCADE;
