-- The providers, and which of their webhooks are read.
\ir facts.sql
SELECT E'| provider | webhooks |\n|---|---|';
SELECT format('| [%s](docs/providers/%s.md) | %s |', title, provider, facts->>'webhooks') FROM provider;
