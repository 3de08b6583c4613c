-- No jsonb value raises an error or crashes the server; what is counted is what is parsed.
\set payload_sql `echo "$PG_ABS_SRCDIR/fuzz/payload.sql"`
\i :payload_sql

-- Attempts of each kind: a number that does not grow with the fixtures, so that make check stays
-- within its time. A hash chooses the same ones on each run. make check-hostile has ALL of them.
\set attempts `echo "${HOSTILE_ATTEMPTS:-16000}"`
SELECT CASE :'attempts' WHEN 'ALL' THEN '50000' ELSE :'attempts' END AS enough \gset
CREATE TABLE attempt (payload jsonb);

-- Each kind of place that a provider's payloads have: once for all elements of a list.
CREATE TABLE place AS
SELECT DISTINCT ON (f.file, kind) f.file, kind, f.payload, p.path
FROM fixture f, paths(f.payload) AS p (path), LATERAL (SELECT regexp_replace(p.path::text, '\d+', '0', 'g')) k (kind)
ORDER BY f.file, kind, f.position;

-- Any value replaced by one of every other type, or deleted; and the same inside SNS, as text.
INSERT INTO attempt
SELECT CASE WHEN a.in_sns THEN jsonb_build_object('Type', 'Notification', 'TopicArn', 't', 'Message', c.payload::text) ELSE c.payload END
FROM (
	SELECT p.payload, p.path, v.value, in_sns
	FROM place p,
		unnest(ARRAY[NULL, 'null', 'true', '-1', '1e400', '0.5', '""', '"x"', '"\u00e9\u0001=?<>;"',
			'[]', '[null]', '["a", 1, {}]', '{}', '{"a": [1]}']::jsonb[]) AS v (value),
		unnest('{f,t}'::boolean[]) in_sns
	ORDER BY md5(concat(p.file, p.kind, v.value, in_sns))
	LIMIT :attempts) a,
	LATERAL (SELECT CASE WHEN a.value IS NULL THEN a.payload #- a.path ELSE jsonb_set(a.payload, a.path, a.value) END) c (payload);
SELECT count(*) >= :enough AS many FROM attempt;
SELECT violation(payload), payload FROM attempt WHERE violation(payload) <> '' LIMIT 3;

-- Cut anywhere: as a body, and as the message in SNS; a few payloads of each provider.
TRUNCATE attempt;
INSERT INTO attempt
SELECT CASE WHEN in_sns THEN jsonb_build_object('Type', 'Notification', 'TopicArn', 't', 'Message', c.body) ELSE ses_payload(c.body) END
FROM (
	SELECT f.payload, n, in_sns
	FROM fixture f, generate_series(0, length(f.payload::text)) n, unnest('{f,t}'::boolean[]) in_sns
	WHERE f.position < 4 AND (n % 3 = 0 OR NOT in_sns)
	ORDER BY md5(concat(f.file, f.position, n, in_sns))
	LIMIT :attempts) a,
	LATERAL (SELECT left(a.payload::text, n)) c (body);
SELECT count(*) >= :enough AS many FROM attempt;
SELECT violation(payload), payload FROM attempt WHERE violation(payload) <> '' LIMIT 3;

-- Nested deeper than text may be, in jsonb and in text.
SELECT (ses_inspect(('{"eventType": "Bounce", "mail": ' || repeat('[', n) || repeat(']', n) || '}')::jsonb)).event_count,
	violation(jsonb_build_object('event', 'open', 'email', 'x', 'bulkId', (repeat('[', n) || repeat(']', n))::jsonb,
		'X-Tencentcloudses-Cb-Deep', (repeat('{"a":', n) || '1' || repeat('}', n))::jsonb))
FROM unnest(ARRAY[300, 2000]) n;

-- A million events in one array, with little memory for all of them.
SELECT ('[' || repeat('{"event":"open","email":"a@a.example","bulkId":"b"},', 999999) || '{}]')::jsonb AS payload INTO million;
SET work_mem = '1MB';
SELECT count(*), count(DISTINCT e.event_id) FROM million m, ses_parse(m.payload) e;
SELECT i.kind, i.event_count, i.problem FROM million m, ses_inspect(m.payload) i;
RESET work_mem;

-- It can be cancelled.
SET statement_timeout = '100ms';
SELECT count(*) FROM million m, generate_series(1, 100) n, ses_inspect(m.payload) i WHERE n = i.event_count;
RESET statement_timeout;

-- Long strings.
SELECT violation(jsonb_build_object('event', 'bounce', 'email', repeat('<', 1000000), 'bulkId', repeat('x', 1000000),
	'reason', repeat('5.1.', 250000), 'subject', repeat('=?utf-8?q?', 100000), 'timestamp', repeat('9', 1000000)));

-- A little JSON that is much text: numbers of a hundred thousand digits.
SELECT e.event_type, e.event_id FROM ses_parse(('{"eventType":"Open","mail":{"h":[' || repeat('1e131071,', 8200) || '0]}}')::jsonb) e;
SELECT count(*), count(e.stream) AS streams FROM ses_parse(('{"server_composition":1e131071,"event_type":"b","event":{"b":[' || repeat('{},', 1999) || '{}]}}')::jsonb) e;

-- What each item would have a copy of, and what has more parts than it can.
SELECT e.event_type, e.stream FROM ses_parse(jsonb_build_object('server_composition', repeat('x', 1001), 'event_type', 'b', 'event', '{"b": [{}]}'::jsonb)) e;
SELECT i.event_count, i.problem FROM ses_inspect((SELECT jsonb_build_object('server_composition', 'p', 'event_type', 'b', 'event',
	jsonb_object_agg('k' || n, '[{}]'::jsonb)) FROM generate_series(1, 101) n)) i;
SELECT count(*), i.problem
FROM (SELECT jsonb_build_object('eventType', 'Delivery', 'mail', '{}'::jsonb, 'delivery', jsonb_build_object('smtpResponse', repeat('x', 1000000),
		'recipients', jsonb_agg(n || '@a.example'))) AS payload FROM generate_series(1, 100) n) p, ses_parse(payload) e, ses_inspect(payload) i
GROUP BY 2;

-- One event may have a thousand recipients, and a payload one such event: those after it are one row
-- each, without a recipient and with their document, and all functions agree on that.
CREATE FUNCTION delivered(documents int, recipients int, filling int DEFAULT 1) RETURNS jsonb IMMUTABLE RETURN (
	SELECT jsonb_agg(jsonb_build_object('eventType', 'Delivery', 'mail', jsonb_build_object('messageId', 'm' || d),
		'delivery', jsonb_build_object('smtpResponse', repeat('x', filling),
			'recipients', (SELECT jsonb_agg(r || '@a.example') FROM generate_series(1, recipients) r))))
	FROM generate_series(1, documents) d);
SELECT documents, recipients, filling, e.*, CASE WHEN filling = 1 THEN violation(payload) END AS violation
FROM (VALUES (1, 1000, 1), (1, 1001, 1), (60, 1000, 1), (3, 500, 1), (60, 50, 1), (2, 50, 1000000), (1, 100, 1000000)) t (documents, recipients, filling),
	delivered(documents, recipients, filling) payload,
	LATERAL (SELECT count(*) AS rows, count(e.recipient) AS with_one,
		bool_and(e.recipient IS NOT NULL OR (e.candidates = 1 AND e.details ? 'mail')) AS whole FROM ses_parse(payload) e) e;
SELECT i.event_count, i.problem FROM ses_inspect(delivered(2, 1000)) i;
-- It is of one call: the next payload has its own.
SELECT count(e.recipient) FROM generate_series(1, 3) n, ses_parse(delivered(1, 1000 + n - n)) e;
-- Text is measured as JSON is, and so are the lists of other providers.
SELECT e.*, violation(payload) AS violation
FROM (VALUES (60, 1000, 1), (1, 100, 1000000)) t (documents, recipients, filling),
	LATERAL (SELECT jsonb_agg(d::text) FROM jsonb_array_elements(delivered(documents, recipients, filling)) d) p (payload),
	LATERAL (SELECT count(*) AS rows, count(e.recipient) AS with_one FROM ses_parse(payload) e) e;
SELECT e.provider, count(*) AS rows, count(e.recipient) AS with_one, round(sum(1.0 / candidates)) AS events
FROM (SELECT jsonb_agg(jsonb_build_object('type', 'email.opened', 'created_at', '2026-02-03T04:05:06Z', 'data', jsonb_build_object('email_id', 'r' || d,
		'to', (SELECT jsonb_agg(r || '@a.example') FROM generate_series(1, 900) r)))) FROM generate_series(1, 9) d) p (payload), ses_parse(payload) e
GROUP BY e.provider;

-- A type that was altered by hand is refused, not trusted. Its detail counts the attributes.
BEGIN;
ALTER TYPE ses_event ADD ATTRIBUTE of_tomorrow text;
\set VERBOSITY terse
SELECT * FROM ses_parse('{}');
\set VERBOSITY default
ROLLBACK;
BEGIN;
ALTER TYPE ses_event ALTER ATTRIBUTE smtp_code TYPE text;
SELECT * FROM ses_parse('{}');
ROLLBACK;
BEGIN;
ALTER TYPE ses_inspection ALTER ATTRIBUTE event_count TYPE text;
SELECT ses_inspect('{}');
ROLLBACK;
BEGIN;
ALTER TYPE ses_inspection DROP ATTRIBUTE problem;
SELECT ses_inspect('{}');
ROLLBACK;

-- A type of an earlier version has fewer attributes: those that it has are filled.
CREATE TYPE earlier_event AS (event_id uuid, occurred_at timestamptz, event_type text);
CREATE FUNCTION earlier_parse(payload jsonb, zone text DEFAULT NULL) RETURNS SETOF earlier_event
AS '$libdir/ses_events', 'ses_parse' LANGUAGE C IMMUTABLE;
SELECT event_type, count(*) FROM fixture f, earlier_parse(f.payload) e WHERE f.file = 'customers_mail_cloud' GROUP BY 1 ORDER BY 1;

DROP TABLE attempt, place, million;

-- Objects of any number of members are read alike, in jsonb and in text.
SELECT count(*) AS objects, count(*) FILTER (WHERE e.event_type = 'clicked' AND e.url = 'https://s.example/' AND t = e) AS alike
FROM generate_series(0, 70) n, LATERAL (
		SELECT '{"event": "click", "email": "a@a.example", "bulkId": "b", "link": "https://s.example/", "timestamp": 1688368202.5}'::jsonb
			|| coalesce(jsonb_object_agg('key' || i, CASE i % 4 WHEN 0 THEN to_jsonb(i) WHEN 1 THEN '{"a": []}' WHEN 2 THEN to_jsonb(repeat('x', i)) ELSE 'null' END), '{}')
		FROM generate_series(1, n) i) o (payload),
	ses_parse(o.payload) e,
	ses_parse(jsonb_build_object('Type', 'Notification', 'TopicArn', 't', 'Message', o.payload::text)) t;

-- To erase an address from a megabyte of events with a thousand recipients each takes seconds, and leaves none of it.
SET statement_timeout = '20s';
SELECT count(*) AS mentions FROM (SELECT jsonb_agg(jsonb_build_object('eventType', 'Open', 'open', '{}'::jsonb, 'mail', jsonb_build_object('messageId', 'm' || d,
		'destination', (SELECT jsonb_agg('a' || r || '@a.example') FROM generate_series(1, 1000) r)))) FROM generate_series(1, 60) d) p (payload),
	ses_redact(payload, 'a1@a.example') redacted
WHERE redacted::text LIKE '%"a1@a.example"%';
RESET statement_timeout;
