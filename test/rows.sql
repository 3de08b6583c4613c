-- What the fixtures of a provider become: the attributes of each event.
SET timezone = 'UTC';
\pset format unaligned
\pset tuples_only on
SELECT show_events(:'provider');

-- Webhooks without an event, and webhooks with a part that has none.
SELECT concat(f.name, E'\n', show_attributes(row_to_json(i)))
FROM fixture f, ses_inspect(f.payload) i
WHERE f.file = :'provider' AND (i.kind <> 'event' OR i.problem IS NOT NULL)
ORDER BY f.position;
\pset tuples_only off

-- Each row is this provider's, and has what the provider sent as details.
SELECT count(*) AS rows, count(*) FILTER (WHERE e.provider <> :'provider') AS foreign_rows, count(*) FILTER (WHERE e.details IS NULL) AS without_details
FROM fixture f, ses_parse(f.payload) e
WHERE f.file = :'provider';
