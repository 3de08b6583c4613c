-- How long the views of a pipeline take with many events. Variables: events.
\set ON_ERROR_STOP on
\pset pager off
SET client_min_messages = warning;
CREATE EXTENSION ses_events;
\o /dev/null
SELECT ses_create_pipeline('mail');
\o

-- A year of mail, in the order of time. A message has five events: it is sent
-- and delivered, and then opened or clicked three times; one in fifty bounces
-- for good, one in a thousand is complained about. A recipient has twenty events
-- on average.
\echo Making :events events
INSERT INTO mail.event (webhook_id, event_id, occurred_at, event_type, provider, provider_event, message_id, recipient, candidates,
	sender, subject, bounce_class, reason, smtp_code, stream, details)
SELECT i,
	(lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '8' || substr(hash, 1, 3) || '8' || substr(hash, 4, 15))::uuid,
	at, kind, 'amazon_ses', initcap(kind), substr(md5(message::text), 1, 24) || '-000000', 'person' || abs(hashint8(message)) % (:events / 20) || '@r.example',
	1, 'news@shop.example', 'News of week ' || extract(week FROM at),
	CASE kind WHEN 'bounced' THEN 'hard' END, CASE kind WHEN 'bounced' THEN 'unknown_recipient' WHEN 'complained' THEN 'spam' END,
	CASE kind WHEN 'bounced' THEN 550 END, 'stream' || message % 3,
	jsonb_build_object('timestamp', at, 'smtpResponse', '250 2.0.0 OK ' || hash, 'reportingMTA', 'a8-50.smtp-out.example', 'processingTimeMillis', i % 5000)
FROM generate_series(1, :events) i,
	LATERAL (SELECT i / 5, '2026-01-01'::timestamptz + (i::float8 / :events) * interval '365 days', md5(i::text)) m (message, at, hash),
	LATERAL (SELECT CASE
		WHEN i % 5 = 0 THEN 'sent'
		WHEN i % 5 = 1 THEN CASE WHEN message % 50 = 0 THEN 'bounced' ELSE 'delivered' END
		WHEN i % 5 = 4 AND message % 1000 = 1 THEN 'complained'
		WHEN message % 2 = 0 THEN 'opened' ELSE 'clicked' END) k (kind);
VACUUM ANALYZE mail.event;
SELECT count(*) AS events, count(DISTINCT message_id) AS messages, count(DISTINCT recipient) AS recipients,
	pg_size_pretty(pg_table_size('mail.event')) AS "table", pg_size_pretty(pg_indexes_size('mail.event')) AS indexes FROM mail.event;

-- Up to a thousand look-ups, each planned anew as a client's would be.
CREATE FUNCTION time_lookups(query text, of text) RETURNS TABLE (lookup text, median_ms numeric, p99_ms numeric, greatest_ms numeric) LANGUAGE plpgsql AS $$
DECLARE
	value text;
	started timestamptz;
	times float8[];
BEGIN
	FOR value IN EXECUTE format('SELECT %s FROM mail.event TABLESAMPLE system (1) LIMIT 1000', of) LOOP
		started := clock_timestamp();
		EXECUTE format(query, value);
		times := times || extract(epoch FROM clock_timestamp() - started)::float8 * 1000;
	END LOOP;
	RETURN QUERY SELECT replace(query, '%L', '…'), round(percentile_cont(0.5) WITHIN GROUP (ORDER BY t)::numeric, 3),
		round(percentile_cont(0.99) WITHIN GROUP (ORDER BY t)::numeric, 3), round(max(t)::numeric, 3) FROM unnest(times) t;
END $$;
SELECT l.* FROM (VALUES
	('SELECT * FROM mail.suppression WHERE address = %L', 'lower(recipient)'),
	('SELECT * FROM mail.message WHERE recipient = %L', 'lower(recipient)'),
	('SELECT * FROM mail.message WHERE message_id = %L', 'message_id')) q (query, of), time_lookups(query, of) l;

\echo The same, as plans:
EXPLAIN (ANALYZE, COSTS OFF) SELECT * FROM mail.suppression WHERE address = 'person1@r.example';
EXPLAIN (ANALYZE, COSTS OFF) SELECT * FROM mail.message WHERE recipient = 'person1@r.example';
\echo Thirty days:
EXPLAIN (ANALYZE, COSTS OFF) SELECT * FROM mail.daily WHERE day >= '2026-12-01';
\echo The whole list of suppressions, and a year of days:
EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) SELECT * FROM mail.suppression;
EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) SELECT * FROM mail.daily;
