-- Which provider tells which types of events.
WITH type AS MATERIALIZED (
	SELECT term, position FROM ses_vocabulary() WITH ORDINALITY AS v (kind, term, meaning, position)
	WHERE kind = 'event_type' AND term <> 'unknown'
)
SELECT format(E'| | %s |\n|---|%s|', string_agg('`' || term || '`', ' | ' ORDER BY position), string_agg(':-:', '|')) FROM type
UNION ALL
(SELECT format('| [%s](providers/%1$s.md) | %s |', provider, string_agg(CASE WHEN EXISTS (
		SELECT FROM ses_mapping() m WHERE m.provider = p.provider AND m.event_type = type.term) THEN 'yes' ELSE '' END, ' | ' ORDER BY position))
FROM (SELECT DISTINCT provider FROM ses_mapping()) p, type GROUP BY provider ORDER BY provider COLLATE "C");
