-- What of a message each provider reports, by the tables of its mapping and its fields.
SELECT E'| provider | `sent` | `delivered` | `opened` | `is_bot` | agent | `tags` |\n|---|---|---|---|---|---|---|';
SELECT format('| `%s` | %s | %s | %s | %s | %s | %s |', p.provider,
	(SELECT string_agg(DISTINCT '`' || event_type || '`', ', ' ORDER BY '`' || event_type || '`' DESC) FROM ses_mapping() m WHERE m.provider = p.provider AND event_type IN ('sent', 'queued')),
	(SELECT 'yes' FROM ses_mapping() m WHERE m.provider = p.provider AND event_type = 'delivered' LIMIT 1), (SELECT 'yes' FROM ses_mapping() m WHERE m.provider = p.provider AND event_type = 'opened' LIMIT 1),
	CASE WHEN has.fields && '{is_bot}' OR jsonb_path_exists(ses_definition(p.provider), '$.events.**.is_bot') THEN 'yes' END,
	CASE WHEN has.fields && '{user_agent}' THEN 'yes' END, CASE WHEN has.fields && '{tags}' THEN 'yes' END)
FROM (SELECT provider, min(position) FROM ses_mapping() WITH ORDINALITY AS m (provider, e, s, t, c, r, i, position) GROUP BY provider) p (provider, position),
	LATERAL (SELECT ARRAY(SELECT f.attribute FROM ses_fields() f WHERE f.provider = p.provider)) has (fields)
ORDER BY p.position;
