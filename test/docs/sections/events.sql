-- What the events of the page's provider become.
SELECT E'| event | subtype | event_type | bounce_class | reason |\n|---|---|---|---|---|';
SELECT format('| `%s` | %s | `%s` | %s | %s |', provider_event, '`' || provider_subtype || '`', event_type, '`' || bounce_class || '`', concat('`' || reason || '`', CASE WHEN NOT in_rates THEN ', not in its rates' END))
FROM ses_mapping() WITH ORDINALITY AS m (provider, provider_event, provider_subtype, event_type, bounce_class, reason, in_rates, position)
WHERE provider = :'page' ORDER BY position;
