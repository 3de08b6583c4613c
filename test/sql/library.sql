-- The definitions of the library, each with the webhooks in test/library.
SET timezone = 'UTC';
\set samples `awk '{ file = FILENAME; gsub(/.*\/|\.ndjson$/, "", file); print file, FNR, $0 }' "$PG_ABS_SRCDIR"/library/*.ndjson`
CREATE TABLE sample AS
SELECT field[1] AS provider, field[2]::bigint AS position, field[3]::jsonb->>'name' AS name, field[3]::jsonb->'payload' AS payload
FROM regexp_matches(:'samples', '^(\S+) (\d+) (.*)$', 'gn') field;
CREATE TABLE library AS SELECT jsonb_agg(definition) AS definitions FROM ses_library();

-- Each definition has a name, a remark and webhooks, and no mistakes, alone or with the others.
SELECT l.provider, definition->>'provider' = l.provider AS is_named, length(definition->>'about') > 100 AS has_remark,
	(SELECT count(*) > 7 FROM sample s WHERE s.provider = l.provider) AS has_webhooks
FROM ses_library() l;
SELECT l.provider, c.* FROM ses_library() l, ses_check_definition(definition) c;
SELECT c.* FROM library, ses_check_definition(definitions) c;

-- What each webhook becomes, with all definitions at hand.
CREATE VIEW shown AS
SELECT s.provider, s.position, e.ordinality, concat(s.name, CASE WHEN e.ordinality > 1 THEN format(' [%s]', e.ordinality) END, E'\n',
	show_attributes(row_to_json(e), ARRAY['provider', 'details', 'ordinality', CASE e.candidates WHEN 1 THEN 'candidates' ELSE '' END])) AS event
FROM library, sample s, ses_parse(s.payload, definitions => library.definitions) WITH ORDINALITY e;
\pset format unaligned
\pset tuples_only on
SELECT event FROM shown WHERE provider = 'sweego' ORDER BY position, ordinality;
SELECT event FROM shown WHERE provider = 'mailomat' ORDER BY position, ordinality;
SELECT event FROM shown WHERE provider = 'mailpace' ORDER BY position, ordinality;
SELECT event FROM shown WHERE provider = 'hyvor_relay' ORDER BY position, ordinality;
SELECT event FROM shown WHERE provider = 'lettermint' ORDER BY position, ordinality;

-- Webhooks without an event.
SELECT concat(s.name, E'\n', show_attributes(row_to_json(i)))
FROM library, sample s, ses_inspect(s.payload, library.definitions) i
WHERE i.kind <> 'event' OR i.problem IS NOT NULL ORDER BY s.provider, s.position;
\pset tuples_only off
\pset format aligned

-- Each webhook is taken by the definition of its provider, and by no other.
SELECT s.provider, count(DISTINCT s.position) AS webhooks, count(DISTINCT s.position) FILTER (WHERE taken.kind <> 'unrecognized') AS taken,
	string_agg(DISTINCT l.provider, ' ') FILTER (WHERE taken.kind <> 'unrecognized') AS by
FROM sample s, ses_library() l, ses_inspect(s.payload, l.definition) taken GROUP BY s.provider ORDER BY s.provider;
SELECT s.provider, s.name, i.provider AS taken_by FROM library, sample s, ses_inspect(s.payload, library.definitions) i WHERE i.provider IS DISTINCT FROM s.provider;

-- No built-in provider takes one. Of the fixtures, a definition takes only those of strangers that are its provider's.
SELECT s.provider, s.name, i.* FROM sample s, ses_inspect(s.payload) i WHERE i.kind <> 'unrecognized';
WITH taken AS (
	SELECT l.provider, f.file, f.name, f.file = 'strangers' AND split_part(f.name, ',', 1) = l.provider AS is_expected,
		EXISTS (SELECT FROM ses_try(l.definition, jsonb_build_array(f.payload)) t WHERE t.finding = 'document' AND t.name = 'provider' AND t.value = l.provider) AS is_taken
	FROM ses_library() l, fixture f
)
SELECT provider, count(*) FILTER (WHERE is_expected) AS expected, count(*) FILTER (WHERE is_taken) AS taken, count(*) FILTER (WHERE is_taken <> is_expected) AS wrong
FROM taken GROUP BY provider ORDER BY provider;
SELECT count(*) AS differences FROM library, fixture f
WHERE f.file <> 'strangers' AND ARRAY(SELECT e FROM ses_parse_all(f.payload) e) <> ARRAY(SELECT e FROM ses_parse_all(f.payload, NULL, library.definitions) e);

-- Customers of SendGrid may use all keys of a webhook as names of their own: it stays SendGrid's.
SELECT count(*) > 1000 AS many, count(*) FILTER (WHERE i.provider <> 'sendgrid') AS lost
FROM library, sample s, fixture f, jsonb_path_query(f.payload, '$[*]') document, ses_inspect(s.payload || document, definitions) i
WHERE f.file = 'sendgrid' AND document ?| '{sg_event_id,sg_message_id}';

-- Other services have webhooks that look alike: no definition takes them.
SELECT count(*) AS others, string_agg(i.provider, ', ') AS taken_by
FROM library, unnest(ARRAY[
	'{"id": "1", "event": "message.failed", "timestamp": "2026-02-03T04:05:06Z", "organizationId": "o", "data": {"messageId": "m", "to": "+15550100"}}',
	'{"type": "message.bounced", "timestamp": "2026-02-03T04:05:06Z", "data": {"account_id": "a", "id": "m", "recipient": "ann@a.example"}}',
	'{"id": "1", "event": "message.bounced", "type": "message.bounced", "timestamp": "2026-02-03T04:05:06Z", "data": {"message_id": "m", "recipient": "ann@a.example"}}',
	'{"event": "MessageSent", "timestamp": 1770091506.1, "payload": {"status": "Sent", "message": {"id": 1, "to": "ann@a.example"}}, "uuid": "u"}',
	'{"event": "email.delivered", "payload": {"email": {"id": 1, "to": "ann@a.example"}}}',
	'{"event": "send.recipient.bounced", "uuid": "u", "timestamp": 1770091506, "payload": {"send": {}}}',
	'{"event_type": "failed", "event_id": "e", "event_time": 1770091506, "message_reference_id": "r", "event_data": {"to": "ann@a.example"}}',
	'{"eventType": "delivered", "occurredAt": "2026-02-03T04:05:06Z", "recipient": "ann@a.example"}',
	'{"raw": "From: ann@a.example", "messageId": "m", "subject": "Hi"}']::jsonb[]) other, ses_inspect(other, definitions) i;

-- Each row of each definition is met by a webhook: those that are not.
SELECT l.provider, t.finding, t.name, t.source
FROM ses_library() l, LATERAL (SELECT jsonb_agg(s.payload) AS payloads FROM sample s WHERE s.provider = l.provider) s, ses_try(l.definition, s.payloads) t
WHERE t.finding IN ('mistake', 'not met');

-- Keys of webhooks that no definition reads.
SELECT DISTINCT l.provider, t.source
FROM ses_library() l, LATERAL (SELECT jsonb_agg(s.payload) AS payloads FROM sample s WHERE s.provider = l.provider) s, ses_try(l.definition, s.payloads) t
WHERE t.finding = 'unused' ORDER BY l.provider, t.source;

-- In an envelope the rows are the same, as are those of a redelivery.
CREATE VIEW wrapped AS
SELECT s.provider, s.payload, w.envelope
FROM sample s, LATERAL (VALUES
	(jsonb_build_array(s.payload)),
	(to_jsonb(s.payload::text)),
	('{"Type": "Notification", "TopicArn": "arn:aws:sns:eu-west-1:111122223333:mail"}'::jsonb || jsonb_build_object('Message', s.payload::text)),
	('{"specversion": "1.0", "id": "1", "source": "/mail", "type": "mail"}'::jsonb || jsonb_build_object('data', s.payload))) w (envelope);
SELECT w.provider, count(*) AS envelopes,
	count(*) FILTER (WHERE ARRAY(SELECT e FROM ses_parse(payload, definitions => definitions) e) <> ARRAY(SELECT e FROM ses_parse(envelope, definitions => definitions) e)) AS differences
FROM library, wrapped w GROUP BY w.provider ORDER BY w.provider;

-- No two events of these have one event_id.
SELECT e.provider, count(*) AS events, count(DISTINCT e.event_id) AS ids FROM library, sample s, ses_parse(s.payload, definitions => definitions) e
GROUP BY e.provider ORDER BY e.provider;

-- Any value replaced by one of every other type, or deleted: nothing raises an error, all readers count alike, and no row lacks what each has.
BEGIN;
CREATE SCHEMA hostile;
SET LOCAL search_path = hostile, public;
\set payload_sql `echo "$PG_ABS_SRCDIR/fuzz/payload.sql"`
\i :payload_sql
WITH place AS (
	SELECT DISTINCT ON (s.provider, p.path) s.provider, s.payload, p.path FROM sample s, paths(s.payload) p (path) ORDER BY s.provider, p.path, s.position
), attempt AS MATERIALIZED (
	SELECT p.provider, CASE WHEN v.value IS NULL THEN p.payload #- path ELSE jsonb_set(p.payload, path, v.value) END AS payload
	FROM place p, unnest(ARRAY[NULL, 'null', 'true', '-1', '1e400', '""', '"x"', '"a@a.example, b@b.example"',
		'[]', '[null]', '["a", 1, {}]', '{}', '{"a": [1]}']::jsonb[]) v (value)
)
SELECT count(*) > 2000 AS many, count(*) FILTER (WHERE i.event_count <> e.rows OR (i.kind = 'event') <> (e.rows > 0)) AS counted_differently,
	sum(e.nameless) AS nameless, count(*) FILTER (WHERE i.provider <> a.provider) AS foreign_rows
FROM library, attempt a, ses_inspect(a.payload, definitions) i,
	LATERAL (SELECT count(*) AS rows, count(*) FILTER (WHERE e.event_id IS NULL OR e.event_type IS NULL) AS nameless FROM ses_parse(a.payload, definitions => definitions) e) e;
ROLLBACK;

-- They can be stored as rows, and passed together or one by one.
CREATE TABLE stored (provider text PRIMARY KEY, definition jsonb NOT NULL);
INSERT INTO stored SELECT * FROM ses_library() WHERE provider = 'sweego';
SELECT s.provider, ses_event_type(s.payload, definition) AS event_type, ses_message_id(s.payload, definition) AS message_id, ses_occurred_at(s.payload, definition) AS occurred_at
FROM stored, sample s WHERE s.name = 'clicked, with a masked address';

-- A query plans the library as the list of values that it is.
EXPLAIN (COSTS off) SELECT definition FROM ses_library() WHERE provider = 'sweego';

DROP VIEW shown, wrapped;
DROP TABLE sample, library, stored;
