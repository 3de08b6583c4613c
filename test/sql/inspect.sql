-- Why a payload gave no event: ses_inspect says what is wrong, and where.
\x
SELECT f.name, (ses_inspect(f.payload)).*, (SELECT count(*) FROM ses_parse(f.payload)) AS rows
FROM fixture f WHERE f.file = 'no_events' ORDER BY f.position;
\x

-- The accessors give NULL there.
SELECT count(*), count(ses_event_type(payload)) AS type, count(ses_provider(payload)) AS provider,
	count(ses_message_id(payload)) AS message, count(ses_occurred_at(payload)) AS time
FROM fixture WHERE file = 'no_events' AND name <> 'SQS batch, one of three broken';

-- NULL in, NULL out, and no row.
SELECT ses_event_type(NULL), ses_provider(NULL), ses_message_id(NULL), ses_occurred_at(NULL), ses_inspect(NULL), ses_payload(NULL);
SELECT count(*) FROM ses_parse(NULL);

-- Lists without anything in them.
SELECT payload, i.kind, i.envelope, i.problem
FROM unnest(ARRAY['[]', '{"Records": []}', '{"TopicArn": "t", "Message": []}', '[[]]', '{"TopicArn": "t", "Message": null}',
	'{"server_composition": "p", "event_type": "bounces", "event": {"bounces": {}}}']::jsonb[]) payload, ses_inspect(payload) i;

-- Of several parts the gravest is told: broken, then set-up, then unknown.
SELECT parts, (ses_inspect((SELECT jsonb_agg(f.payload ORDER BY p.position) FROM unnest(parts) WITH ORDINALITY AS p (name, position)
	JOIN fixture f ON f.file = 'no_events' AND f.name = p.name))).*
FROM (VALUES (ARRAY['empty object', 'SNS subscription']), (ARRAY['SNS subscription', 'empty object', 'cut SNS message']),
	(ARRAY['cut SNS message', 'SNS subscription'])) t (parts)
\gx

-- What of text inside a payload cannot be read.
SELECT left(message, 30) AS message, i.kind, i.problem
FROM unnest(ARRAY['{"a"', '{"a" 1}', '{"a":}', '[1,]', '{"a":1,}', '{"a":1}}', '[1 2]', '{a:1}', '["\u12"]', '["\q"]',
	'["\ud800"]', '["\udc00\ud800"]', E'["\t"]', E'["\\u0000"]', '["', '{"a":tru}', '[1e999999]', '[-1e-99999]', '[01]', '[0x1]',
	repeat('[', 257), repeat('{"a":', 300), '[1e131071, 1e-16383]', repeat('[', 256) || repeat(']', 256)]) message,
	ses_inspect(jsonb_build_object('Type', 'Notification', 'TopicArn', 't', 'Message', message)) i;

-- What is JSON here is JSON to PostgreSQL, and becomes the same jsonb.
SELECT bool_and(ses_payload(json) = json::jsonb) AS same
FROM unnest(ARRAY['{}', '[]', 'null', 'true', '42', '-0.50', '1E3', '""', '"x"', '{"b": 1, "a": 2, "b": 3}', '[[], {}, [[1.10]]]',
	'{"a": {"b": [1, "\u00e9\n\ud83d\ude00", null, true, false]}}', ' [1 , 2 ] ', '{"": ""}', '[1e5, 1e-5, 12345678901234567890.123]']) json;
SELECT bool_and(ses_payload(payload::text) = payload AND ses_payload(jsonb_pretty(payload)) = payload) AS same FROM fixture;

-- A notice that a topic was set up is known by notificationType alone: an event of
-- that name is an event.
SELECT i.kind, i.event_count
FROM (VALUES
	(1, '{"notificationType": "AmazonSnsSubscriptionSucceeded", "message": "done"}'::jsonb),
	(2, '{"eventType": "AmazonSnsSubscriptionSucceeded", "mail": {"messageId": "m", "destination": ["a@a.example"]}}'),
	(3, '{"eventType": "Open", "notificationType": "AmazonSnsSubscriptionSucceeded", "mail": {"messageId": "m", "destination": ["a@a.example"]}}')) p (n, payload),
	ses_inspect(p.payload) i
ORDER BY p.n;
