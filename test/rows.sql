-- What the fixtures of a provider become: what happened to whom, and all else that is told.
SET timezone = 'UTC';
\pset format unaligned
SELECT f.name, e.event_type, e.bounce_class AS class, e.reason, e.recipient,
	jsonb_strip_nulls(to_jsonb(e) - '{event_type,bounce_class,reason,recipient,provider,details,ordinality}'::text[]
		|| jsonb_build_object('candidates', nullif(e.candidates, 1))) AS others
FROM fixture f, ses_parse(f.payload) WITH ORDINALITY e
WHERE f.file = :'provider'
ORDER BY f.position, e.ordinality;

-- What gives no event, and what is not all told.
SELECT f.name, i.kind, i.envelope, i.problem
FROM fixture f, ses_inspect(f.payload) i
WHERE f.file = :'provider' AND (i.kind <> 'event' OR i.problem IS NOT NULL)
ORDER BY f.position;

-- Each row is this provider's, and has what the provider sent as details.
SELECT count(*) AS rows, count(*) FILTER (WHERE e.provider <> :'provider') AS foreign_rows, count(*) FILTER (WHERE e.details IS NULL) AS without_details
FROM fixture f, ses_parse(f.payload) e
WHERE f.file = :'provider';
