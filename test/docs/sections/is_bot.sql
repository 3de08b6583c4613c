-- Which built-in providers report that a program opened or clicked, and where.
SELECT E'| provider | member |\n|---|---|';
SELECT format('| `%s` | %s |', provider, string_agg(DISTINCT '`' || path || '`', ', '))
FROM ses_fields() WHERE attribute = 'is_bot' GROUP BY provider ORDER BY provider COLLATE "C";
