-- What the events of the page's provider become.
SELECT E'| event | subtype | event_type | bounce_class | reason |\n|---|---|---|---|---|';
SELECT format('| `%s` | %s | `%s` | %s | %s |', provider_event, '`' || provider_subtype || '`', event_type, '`' || bounce_class || '`', '`' || reason || '`')
FROM ses_mapping() WITH ORDINALITY AS m (provider, provider_event, provider_subtype, event_type, bounce_class, reason, position)
WHERE provider = :'page' ORDER BY position;
