-- The rules by client, in order of precedence: by whom an open and a click with it are.
SELECT E'| client | kind | opened by | clicked by | agent | source |\n|---|---|---|---|---|---|';
SELECT format('| `%s` | %s | %s | %s | %s | %s |', client, kind, string_agg(DISTINCT opened, ', '), string_agg(DISTINCT clicked, ', '),
	string_agg(agent, ', ' ORDER BY position), string_agg(DISTINCT source, '; '))
FROM (SELECT client, kind, source, min(position) AS position,
		max(coalesce(actor, 'unknown')) FILTER (WHERE event_type IS DISTINCT FROM 'clicked') AS opened,
		max(coalesce(actor, 'unknown')) FILTER (WHERE event_type IS DISTINCT FROM 'opened') AS clicked,
		concat(CASE WHEN place <> 'word' THEN place || ' ' END, '`' || pattern || '`', ' with `' || beside || '`', ' but `' || unless || '`') AS agent
	FROM ses_clients() WITH ORDINALITY AS r (kind, place, pattern, beside, unless, event_type, actor, client, source, position)
	GROUP BY client, kind, source, place, pattern, beside, unless) t
GROUP BY client, kind ORDER BY min(position);
