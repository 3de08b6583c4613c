-- The providers, and which of their webhooks are read.
\ir facts.sql
SELECT E'| provider | webhooks |\n|---|---|';
SELECT format('| [%s](docs/providers/%s.md) | %s |', title, provider, facts->>'webhooks') FROM provider;
SELECT format('| [%s](docs/library.md) | events, by definitions that ship with the extension |', string_agg(substring(definition->>'about' FROM '^[^:]+'), ', '))
FROM ses_library();
