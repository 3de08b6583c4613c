-- How providers sign, or send a secret.
SELECT E'| provider | algorithm | signature | what is signed | time | covers | `key` | source |\n|---|---|---|---|---|---|---|---|';
SELECT format('| `%s` | %s | %s | %s | %s | %s | %s | %s |', provider, algorithm, signature,
	CASE WHEN signed IS NULL THEN '–' ELSE '`' || signed || '`' END, coalesce(signed_at, '–'), covers, key, source)
FROM ses_signatures() WITH ORDINALITY AS s (provider, algorithm, signature, signed, signed_at, covers, key, source, position)
ORDER BY algorithm = 'secret', provider COLLATE "C", position;
