-- The hosts and signatures of replies that show each operator, in the order of the tables.
SELECT E'| operator | hosts | replies |\n|---|---|---|';
SELECT format('| `%s` | %s | %s |', mailbox_provider,
	string_agg('`' || pattern || '`', ', ' ORDER BY ordinality) FILTER (WHERE kind = 'host'),
	string_agg('`' || pattern || '`', ', ' ORDER BY ordinality) FILTER (WHERE kind = 'reply'))
FROM ses_mailbox_providers() WITH ORDINALITY AS p (mailbox_provider, kind, pattern, source, ordinality)
WHERE kind IN ('host', 'reply') GROUP BY mailbox_provider ORDER BY min(ordinality);
