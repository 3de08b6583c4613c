-- How long the views of a pipeline take with many events. Variables: events.
\set ON_ERROR_STOP on
\pset pager off
SET client_min_messages = warning;
CREATE EXTENSION ses_events;
\o /dev/null
SELECT ses_create_pipeline('mail');
\o

-- A year of mail until now, in the order of time, with one day, a month ago, of thirteen times as
-- many events: 350,000 of ten million. A message has five events: it is sent, then delivered or
-- deferred or bounced, and opened or clicked three times within three days. A recipient has twenty
-- events on average. Of the domains, fourteen are of large operators and have four of five
-- recipients; of two hundred others, three of five are hosted by a large operator, which only
-- a reply shows.
CREATE TABLE hosting (domain text PRIMARY KEY, operator text, share_from float8, share_to float8);
WITH domain (position, domain, operator, weight) AS (
	SELECT row_number() OVER (), * FROM (VALUES
		('gmail.com', 'gmail', 36.0), ('googlemail.com', 'gmail', 2), ('outlook.com', 'microsoft', 7), ('hotmail.com', 'microsoft', 6), ('live.com', 'microsoft', 2),
		('yahoo.com', 'yahoo', 7), ('aol.com', 'yahoo', 2), ('icloud.com', 'apple', 7), ('me.com', 'apple', 1), ('gmx.de', 'gmx', 3), ('web.de', 'gmx', 2),
		('orange.fr', 'orange', 2), ('comcast.net', 'comcast', 2), ('qq.com', 'tencent', 1)) large
	UNION ALL
	SELECT 14 + n, format('company%s.example', n), (ARRAY['gmail', 'gmail', 'microsoft', NULL, NULL])[n % 5 + 1], 4.0 / (n + 2) FROM generate_series(1, 200) n
)
INSERT INTO hosting
SELECT domain, operator, (sum(weight) OVER before - weight) / sum(weight) OVER (), sum(weight) OVER before / sum(weight) OVER ()
FROM domain WINDOW before AS (ORDER BY position);
-- A thousand places, for a look-up without a search.
CREATE TABLE recipient_domain AS
SELECT n AS place, h.domain, h.operator, h.domain !~ '^company' AS is_large
FROM generate_series(0, 999) n JOIN hosting h ON (n + 0.5) / 1000 >= h.share_from AND (n + 0.5) / 1000 < h.share_to;
ALTER TABLE recipient_domain ADD PRIMARY KEY (place);

SELECT (:events * 0.035)::bigint AS great, ((:events - (:events * 0.035)::bigint) / 364)::bigint AS usual, date_trunc('day', now(), 'UTC') - interval '364 days' AS start \gset
\echo Creating :events events
DROP INDEX mail.event_message_id_idx, mail.event_recipient_idx, mail.event_verdict_idx, mail.event_time_idx;
\timing on
-- OFFSET 0, so that an expression is evaluated once per row, and not wherever it is used.
INSERT INTO mail.event (webhook_id, event_id, occurred_at, event_type, provider, provider_event, message_id, recipient, candidates,
	sender, subject, sent_at, bounce_class, provider_class, reason, smtp_code, smtp_response, stream, template, tags, metadata, details, actor, client, mailbox_provider)
SELECT i,
	(lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '8' || substr(hash, 1, 3) || '8' || substr(hash, 4, 15))::uuid,
	at, kind, 'amazon_ses', initcap(kind), substr(md5(message::text), 1, 24) || '-000000', 'person' || person || '@' || d.domain,
	1, 'news@shop.example', 'News of week ' || week,
	CASE WHEN kind = 'sent' THEN at WHEN kind IN ('delivered', 'bounced', 'deferred') THEN at - least(2 ^ (chance % 15) * (1 + chance % 97 / 97.0), 300000) * interval '1 second' END,
	CASE kind WHEN 'bounced' THEN class WHEN 'deferred' THEN 'soft' END, CASE kind WHEN 'bounced' THEN class END,
	CASE WHEN kind = 'complained' THEN 'spam' WHEN kind = 'deferred' THEN 'rate_limited'
		WHEN kind = 'bounced' THEN CASE class WHEN 'hard' THEN 'unknown_recipient' ELSE (ARRAY['blocked', 'mailbox_full', 'content_rejected', 'authentication'])[chance % 4 + 1] END END,
	CASE kind WHEN 'bounced' THEN 550 WHEN 'deferred' THEN 421 END, CASE WHEN kind IN ('bounced', 'deferred') THEN '550 5.1.1 ' || hash END,
	'stream' || message % 3, 'letter' || message % 5, ARRAY['week' || week, 'segment' || message % 7],
	jsonb_build_object('campaign', 'week' || week, 'variant', chr(97 + (message % 2)::int)),
	jsonb_build_object('timestamp', at, 'smtpResponse', '250 2.0.0 OK ' || hash, 'reportingMTA', 'a8-50.smtp-out.example', 'processingTimeMillis', i % 5000),
	CASE WHEN kind IN ('opened', 'clicked') THEN CASE WHEN d.operator = 'apple' AND kind = 'opened' OR chance % 20 = 0 THEN 'machine' WHEN d.operator = 'gmail' AND kind = 'opened' THEN 'proxy' ELSE 'person' END END,
	CASE WHEN kind IN ('opened', 'clicked') THEN CASE d.operator WHEN 'apple' THEN 'apple_mail_privacy' WHEN 'gmail' THEN 'google_image_proxy' ELSE 'outlook' END END,
	CASE WHEN d.is_large OR kind IN ('delivered', 'bounced', 'deferred') THEN d.operator END
FROM generate_series(0, :events - 1) i,
	LATERAL (SELECT md5(i::text),
		least(CASE WHEN i < 334 * :usual THEN (i::float8 / :usual) WHEN i < 334 * :usual + :great THEN 334 + (i - 334 * :usual)::float8 / :great
			ELSE 335 + (i - 334 * :usual - :great)::float8 / :usual END * interval '1 day' + :'start'::timestamptz, now()) OFFSET 0) t (hash, at),
	LATERAL (SELECT ('x' || substr(t.hash, 1, 7))::bit(28)::int OFFSET 0) r (chance),
	LATERAL (SELECT greatest(i / 5 - CASE WHEN i % 5 > 1 THEN chance % (:usual / 5 * 3 + 1) ELSE 0 END, 0), extract(week FROM at) OFFSET 0) m (message, week),
	LATERAL (SELECT abs(hashint8(message)) % (:events / 20 + 1) OFFSET 0) n (person),
	LATERAL (SELECT CASE
		WHEN i % 5 = 0 THEN 'sent'
		WHEN i % 5 = 1 THEN CASE WHEN message % 40 = 0 THEN 'bounced' WHEN message % 40 = 1 THEN 'deferred' ELSE 'delivered' END
		WHEN i % 5 = 4 AND message % 1000 = 1 THEN 'complained'
		WHEN message % 2 = 0 THEN 'opened' ELSE 'clicked' END, CASE WHEN message % 80 = 0 THEN 'soft' ELSE 'hard' END OFFSET 0) k (kind, class),
	recipient_domain d
WHERE d.place = person % 1000;
\o /dev/null
SELECT ses_update_pipeline('mail');
\o
VACUUM ANALYZE mail.event;
\timing off
SELECT count(*) AS events, count(DISTINCT message_id) AS messages, count(DISTINCT recipient) AS recipients,
	pg_size_pretty(pg_table_size('mail.event')) AS "table", pg_size_pretty(pg_indexes_size('mail.event')) AS indexes FROM mail.event;
SELECT min(events) AS least_of_a_day, max(events) AS most, count(*) AS days FROM (SELECT count(*) FROM mail.event GROUP BY (occurred_at AT TIME ZONE 'UTC')::date) d (events);

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
	('SELECT mail.may_send(%L)', 'recipient'),
	('SELECT * FROM mail.history(%L)', 'recipient'),
	('SELECT * FROM mail.message WHERE recipient = %L', 'lower(recipient)'),
	('SELECT * FROM mail.message WHERE message_id = %L', 'message_id'),
	('SELECT * FROM mail.message WHERE id = %L', 'quote_nullable(provider) || '' '' || quote_nullable(lower(recipient)) || '' '' || message_id'),
	('SELECT * FROM mail.engagement WHERE address = %L', 'lower(recipient)')) q (query, of), time_lookups(query, of) l;

\echo The same, as plans:
EXPLAIN (ANALYZE, COSTS OFF) SELECT * FROM mail.suppression WHERE address = 'person1@gmail.com';
EXPLAIN (ANALYZE, COSTS OFF) SELECT * FROM mail.message WHERE recipient = 'person1@gmail.com';
EXPLAIN (ANALYZE, COSTS OFF) SELECT * FROM mail.engagement WHERE address = 'person1@gmail.com';
\echo The messages of a day, three times, and the feeds:
EXPLAIN (ANALYZE, COSTS OFF) SELECT * FROM mail.messages('2026-06-01', '2026-06-02');
EXPLAIN (ANALYZE, COSTS OFF) SELECT * FROM mail.messages('2026-06-01', '2026-06-02');
EXPLAIN (ANALYZE, COSTS OFF) SELECT * FROM mail.messages('2026-06-01', '2026-06-02');
EXPLAIN (ANALYZE, COSTS OFF) SELECT * FROM mail.feed;
\echo The whole list of suppressions:
EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) SELECT * FROM mail.suppression;

\echo Counting each day once:
\timing on
CALL mail.refresh();
\timing off
VACUUM ANALYZE mail.day, mail.mailbox_day, mail.domain_day, mail.domain_total, mail.stale_day;

-- The medians of five runs: of the time that passes, and of the time that the session is on a processor, where
-- Linux reports that, because the machine may have other work.
CREATE FUNCTION time_query(query text, OUT median_ms numeric, OUT processor_ms numeric) LANGUAGE plpgsql AS $$
DECLARE
	started timestamptz;
	times float8[];
	used float8[];
	before numeric;
BEGIN
	FOR i IN 1 .. 5 LOOP
		started := clock_timestamp();
		before := split_part(pg_read_file('/proc/self/schedstat', 0, 100, true), ' ', 1);
		EXECUTE 'EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) ' || query;
		times := times || extract(epoch FROM clock_timestamp() - started)::float8 * 1000;
		used := used || (split_part(pg_read_file('/proc/self/schedstat', 0, 100, true), ' ', 1)::numeric - before)::float8 / 1e6;
	END LOOP;
	SELECT round(percentile_cont(0.5) WITHIN GROUP (ORDER BY t)::numeric, 1), round(percentile_cont(0.5) WITHIN GROUP (ORDER BY u)::numeric, 1)
	INTO median_ms, processor_ms FROM unnest(times, used) t (t, u);
END $$;
CREATE TABLE query (position int, query text);
INSERT INTO query VALUES
	(1, 'SELECT * FROM mail.daily WHERE day < current_date'), (2, 'SELECT * FROM mail.mailbox_daily WHERE day < current_date'),
	(3, 'SELECT * FROM mail.daily'), (4, 'SELECT * FROM mail.mailbox_daily'), (5, 'SELECT * FROM mail.daily WHERE day >= current_date - 30'),
	(6, 'SELECT * FROM mail.mailbox_daily WHERE mailbox = ''gmail'''), (7, 'SELECT * FROM mail.health'), (8, 'SELECT * FROM mail.domain');
\echo All days counted, but today:
SELECT query, t.* FROM query, time_query(query) t ORDER BY position;
EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) SELECT * FROM mail.daily WHERE day < current_date;
EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) SELECT * FROM mail.mailbox_daily WHERE day < current_date;
EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) SELECT * FROM mail.health;

\echo The day of most events changes:
UPDATE mail.event SET subject = subject WHERE event_id = (
	SELECT min(event_id::text)::uuid FROM mail.event WHERE (occurred_at AT TIME ZONE 'UTC')::date = (:'start'::timestamptz AT TIME ZONE 'UTC')::date + 334);
SELECT * FROM mail.changed_day ORDER BY 1;
SELECT query, t.* FROM query, time_query(query) t ORDER BY position;
EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) SELECT * FROM mail.daily WHERE day < current_date;
EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) SELECT * FROM mail.mailbox_daily WHERE day < current_date;

\echo What differs between these figures and those of all events:
SELECT count(*) AS days FROM ((TABLE mail.current_day EXCEPT ALL TABLE mail.counted_day) UNION ALL (TABLE mail.counted_day EXCEPT ALL TABLE mail.current_day)) d;
SELECT count(*) AS mailbox_days FROM ((TABLE mail.current_mailbox_day EXCEPT ALL TABLE mail.counted_mailbox_day)
	UNION ALL (TABLE mail.counted_mailbox_day EXCEPT ALL TABLE mail.current_mailbox_day)) d;
