-- What each webhook of Postmark becomes.
\set provider postmark
\set rows_sql `echo "$PG_ABS_SRCDIR/rows.sql"`
\i :rows_sql

-- Until April 2018, events came without RecordType: the rows are the same.
\pset format aligned
SELECT count(*) AS events, count(*) FILTER (WHERE old.details IS NULL) AS lost,
	count(*) FILTER (WHERE (to_jsonb(old) - 'details') <> (to_jsonb(e) - 'details')) AS different
FROM fixture f, ses_parse(f.payload) e LEFT JOIN LATERAL ses_parse(e.details - 'RecordType') old ON true
WHERE f.file = 'postmark' AND (f.payload->>'RecordType' IN ('Delivery', 'Open', 'Click', 'SpamComplaint')
	OR f.payload->>'RecordType' = 'Bounce' AND f.payload->>'Type' <> 'SpamComplaint');
