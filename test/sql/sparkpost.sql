-- What each webhook of SparkPost becomes.
\set provider sparkpost
\set rows_sql `echo "$PG_ABS_SRCDIR/rows.sql"`
\i :rows_sql

-- One reading of a message: two events, alike in all but their names and ids.
\pset format aligned
SELECT e.event_type, count(*) AS events, count(DISTINCT e.event_id) AS ids,
	count(DISTINCT (e.message_id, e.recipient, e.occurred_at, e.ip_address, e.user_agent)) AS readings
FROM fixture f, ses_parse(f.payload) e
WHERE f.file = 'sparkpost' AND f.name LIKE 'one reading%'
GROUP BY e.event_type;
