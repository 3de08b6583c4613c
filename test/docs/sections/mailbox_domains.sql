-- The domains of each operator: how many there are, and the first.
SELECT E'| operator | number | domains |\n|---|---|---|';
SELECT format('| `%s` | %s | %s |', mailbox_provider, count(*),
	string_agg('`' || pattern || '`', ', ' ORDER BY place) FILTER (WHERE place <= 12))
FROM (
	SELECT mailbox_provider, pattern, ordinality, row_number() OVER (PARTITION BY mailbox_provider ORDER BY ordinality) AS place
	FROM ses_mailbox_providers() WITH ORDINALITY AS p (mailbox_provider, kind, pattern, source, ordinality)
	WHERE kind = 'domain') d
GROUP BY mailbox_provider ORDER BY min(ordinality);
