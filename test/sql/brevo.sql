-- What each webhook of Brevo becomes.
\set provider brevo
\set rows_sql `echo "$PG_ABS_SRCDIR/rows.sql"`
\i :rows_sql

-- A time without a zone is that of Paris, which is computed from the rule of the European Union: at
-- each hour of years, and in each minute around the changes, the same as with the zone's own data.
WITH clock AS (
	SELECT generate_series('2019-12-31'::timestamp, '2027-01-02', '1 hour') AS shown
	UNION ALL
	SELECT generate_series(day, day + '5 hours', '1 minute') FROM unnest(ARRAY['2012-03-25', '2026-03-29', '2026-10-25', '2036-10-26']::timestamp[]) day
), read AS (
	SELECT shown, jsonb_build_object('event', 'delivered', 'email', 'ann@a.example', 'message-id', 'm1', 'date', shown) AS payload FROM clock
)
SELECT count(*) > 60000 AS many, max(payload->>'date') AS last, count(*) FILTER (WHERE paris.occurred_at IS DISTINCT FROM home.occurred_at) AS wrong
FROM read, ses_parse(payload, 'Europe/Paris') paris, ses_parse(payload) home;

-- An argument overrides it; a time with a zone needs none.
SELECT e.occurred_at FROM ses_parse('{"event": "delivered", "email": "ann@a.example", "message-id": "m1", "date": "2026-07-01 12:00:00"}', 'UTC') e
UNION ALL
SELECT e.occurred_at FROM ses_parse('{"event": "delivered", "email": "ann@a.example", "message-id": "m1", "date": "2026-07-01 12:00:00+00:00"}') e;

-- Two deliveries of one inbound message are two events.
SELECT count(DISTINCT e.event_id) AS ids, count(DISTINCT e.recipient) AS recipients, max(e.candidates) AS candidates
FROM unnest(ARRAY['one@in.s.example', 'two@in.s.example']) account,
	ses_parse(jsonb_build_object('Uuid', '["u1"]'::jsonb, 'MessageId', '<m1@a.example>', 'From', '{"Address": "ann@a.example"}'::jsonb,
		'To', '[{"Address": "list@d.example"}]'::jsonb, 'Recipients', jsonb_build_array(account))) e;
