-- What the chart shows: microseconds a webhook.
\pset format unaligned
\pset tuples_only on
\pset fieldsep '\t'
SELECT name, round((1000 * percentile_cont(0.5) WITHIN GROUP (ORDER BY ms) / :n)::numeric, 3)
FROM timing JOIN query USING (name)
WHERE name IN ('one look-up', 'ses_event_type', 'ses_parse', 'plain SQL', 'PL/pgSQL', 'cast of Message', 'ses_parse of SNS')
GROUP BY position, name ORDER BY position;
