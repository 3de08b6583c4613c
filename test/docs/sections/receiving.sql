-- How providers send their webhooks.
\ir facts.sql
SELECT E'| provider | one request | again, where the answer is not 2xx | secured by | source |\n|---|---|---|---|---|';
SELECT replace(format('| [%s](providers/%s.md) | %s | %s | %s | %s |', title, provider,
	facts->>'one request', facts->>'retries', facts->>'secured by', facts->>'source'), '](../receiving.md#', '](#')
FROM provider;
