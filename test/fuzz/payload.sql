-- What tests ask of any payload.

-- Each way to say what a payload holds says the same; a list of what is wrong, empty if nothing is.
CREATE FUNCTION violation(payload jsonb) RETURNS text LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
	RETURN (SELECT concat_ws(', ',
		CASE WHEN i.event_count <> p.rows THEN 'ses_inspect counts ' || i.event_count || ' of ' || p.rows END,
		CASE WHEN (i.kind = 'event') <> (p.rows > 0) THEN 'kind is ' || i.kind END,
		CASE WHEN (i.problem IS NULL) AND p.rows = 0 THEN 'no problem is told' END,
		CASE WHEN ses_event_type(payload) IS DISTINCT FROM p.types[1] THEN 'ses_event_type is not the first row''s' END,
		CASE WHEN ses_provider(payload) IS DISTINCT FROM p.providers[1] THEN 'ses_provider is not the first row''s' END,
		CASE WHEN ses_message_id(payload) IS DISTINCT FROM p.messages[1] THEN 'ses_message_id is not the first row''s' END,
		CASE WHEN ses_occurred_at(payload) IS DISTINCT FROM p.times[1] THEN 'ses_occurred_at is not the first row''s' END,
		CASE WHEN p.unknown_terms > 0 THEN 'a term is not of the vocabulary' END,
		CASE WHEN p.nameless > 0 THEN 'an id, a type or a provider is missing' END,
		CASE WHEN p.ids IS DISTINCT FROM (SELECT array_agg(x.event_id) FROM ses_explain(payload) x WHERE x.attribute = 'event_id')
			THEN 'ses_explain has other events' END,
		CASE WHEN concat_ws(' ', p.rows, p.sum, (i.problem IS NOT NULL)::integer) <> (
				SELECT concat_ws(' ', count(a.event_id), sum(hash_record_extended(a, 0)) FILTER (WHERE a.event_id IS NOT NULL), count(*) - count(a.event_id))
				FROM ses_parse_all(payload) a)
			THEN 'ses_parse_all has other rows' END)
	FROM ses_inspect(payload) i,
		(SELECT count(*) AS rows, sum(hash_record_extended(e, 0)) AS sum, array_agg(e.event_id) AS ids, array_agg(e.event_type) AS types, array_agg(e.provider) AS providers,
			array_agg(e.message_id) AS messages, array_agg(e.occurred_at) AS times,
			count(*) FILTER (WHERE e.event_type NOT IN (SELECT term FROM ses_vocabulary() WHERE kind = 'event_type')
				OR e.bounce_class NOT IN (SELECT term FROM ses_vocabulary() WHERE kind = 'bounce_class')
				OR e.reason NOT IN (SELECT term FROM ses_vocabulary() WHERE kind = 'reason')
				OR e.candidates < 1) AS unknown_terms,
			count(*) FILTER (WHERE e.event_id IS NULL OR e.event_type IS NULL OR e.provider IS NULL) AS nameless
		FROM ses_parse(payload) e) p);
END $$;

-- Where everything in a payload is, but for the payload itself.
CREATE FUNCTION paths(payload jsonb) RETURNS SETOF text[] LANGUAGE sql IMMUTABLE AS $$
	WITH RECURSIVE p (path, value) AS (
		SELECT '{}'::text[], payload
		UNION ALL
		SELECT p.path || c.key, c.value
		FROM p, LATERAL (
			SELECT key, value FROM jsonb_each(CASE WHEN jsonb_typeof(p.value) = 'object' THEN p.value ELSE '{}' END)
			UNION ALL
			SELECT (ordinality - 1)::text, value
			FROM jsonb_array_elements(CASE WHEN jsonb_typeof(p.value) = 'array' THEN p.value ELSE '[]' END) WITH ORDINALITY) c
	)
	SELECT path FROM p WHERE path <> '{}'
$$;
