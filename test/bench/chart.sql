-- What the chart shows: microseconds a webhook.
\pset format unaligned
\pset tuples_only on
\pset fieldsep '\t'
SELECT name, round((1000 * percentile_cont(0.5) WITHIN GROUP (ORDER BY ms) / :n)::numeric, 3)
FROM timing JOIN query USING (name)
WHERE name NOT IN ('ses_parse of one item', 'ses_parse of a hundred items', 'ses_parse in parallel', 'one look-up as text')
GROUP BY position, name ORDER BY position;
