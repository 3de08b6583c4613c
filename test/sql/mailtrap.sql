-- What each webhook of Mailtrap becomes.
\set provider mailtrap
\set rows_sql `echo "$PG_ABS_SRCDIR/rows.sql"`
\i :rows_sql

-- A redelivered event has another event_id of Mailtrap's, and is the same event.
\pset format aligned
SELECT f.name, count(DISTINCT e.provider_event_id) AS deliveries, count(DISTINCT e.event_id) AS events
FROM fixture f, ses_parse(f.payload) e
WHERE f.file = 'mailtrap' AND f.name LIKE '%redelivered%'
GROUP BY f.name;
