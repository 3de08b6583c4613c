-- What the events of the page's provider become.
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS ses_events;
SELECT E'| event | subtype | event_type | bounce_class | reason |\n|---|---|---|---|---|';
SELECT format('| `%s` | %s | `%s` | %s | %s |', provider_event, '`' || provider_subtype || '`', event_type, '`' || bounce_class || '`', '`' || reason || '`')
FROM ses_mapping() WITH ORDINALITY AS m (provider, provider_event, provider_subtype, event_type, bounce_class, reason, position)
WHERE provider = :'page' ORDER BY position;
