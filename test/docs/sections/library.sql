-- The definitions of the library: what they say of themselves, their events, and where attributes are.
-- A path is a text, or a list of keys; a place may have a form, and an attribute several places.
CREATE FUNCTION pg_temp.show_place(place jsonb) RETURNS text LANGUAGE sql AS $$
	SELECT '`' || CASE jsonb_typeof(place) WHEN 'object' THEN place->>'at' ELSE place #>> '{}' END || '`'
$$;
CREATE FUNCTION pg_temp.show_places(places jsonb, separator text DEFAULT ', else ') RETURNS text LANGUAGE sql AS $$
	SELECT string_agg(pg_temp.show_place(place), separator ORDER BY position)
	FROM jsonb_array_elements(CASE jsonb_typeof(places) WHEN 'array' THEN places ELSE jsonb_build_array(places) END) WITH ORDINALITY p (place, position)
$$;

-- In the order of the vocabulary, and of the attributes.
CREATE FUNCTION pg_temp.show_events(definition jsonb) RETURNS text LANGUAGE sql AS $$
	SELECT E'| event | event_type | bounce_class | reason |\n|---|---|---|---|\n' || string_agg(format('| `%s` | `%s` | %s | %s |', event,
			v.word, '`' || (becomes->>'class') || '`', coalesce('`' || (becomes->>'reason') || '`', '`' || (becomes->>'otherwise') || '` without a reply')), E'\n' ORDER BY v.position, event)
	FROM jsonb_each(definition->'events') e (event, becomes)
	JOIN ses_vocabulary() WITH ORDINALITY v (kind, word, meaning, position) ON v.kind = 'event_type' AND v.word = coalesce(becomes->>'type', becomes #>> '{}')
$$;
CREATE FUNCTION pg_temp.show_fields(layout jsonb) RETURNS text LANGUAGE sql AS $$
	SELECT E'| attribute | from |\n|---|---|\n' || string_agg(format('| `%s` | %s |', attribute, sources), E'\n' ORDER BY a.attnum)
	FROM (SELECT attribute, string_agg(source, ', else ' ORDER BY position) AS sources
		FROM (SELECT key AS attribute, 1 AS position, pg_temp.show_places(value) AS source FROM jsonb_each(layout->'fields')
			UNION ALL
			SELECT 'recipient', 2, format('each of `%s`', layout->>'recipients') WHERE layout ? 'recipients'
			UNION ALL
			SELECT 'recipient', 3, CASE WHEN layout->>'concern' = 'each' AND NOT layout ? 'recipients' THEN 'each of those in ' ELSE 'one of those in ' END || pg_temp.show_places(layout->'candidates', ' and ') WHERE layout ? 'candidates') s
		GROUP BY attribute) f
	JOIN pg_attribute a ON a.attrelid = 'ses_event'::regclass AND a.attname = attribute
$$;

SELECT CASE WHEN position > 1 THEN E'\n' ELSE '' END || format(E'## %s\n\n%s\n\n%s\n\n%s', provider, definition->>'about', pg_temp.show_events(definition), pg_temp.show_fields(definition))
	|| coalesce((SELECT string_agg(format(E'\n\nDocuments of the kind `%s`:\n\n%s', layout->>'name', pg_temp.show_fields(layout)), '' ORDER BY l.position)
		FROM jsonb_array_elements(definition->'layouts') WITH ORDINALITY l (layout, position)), '')
FROM ses_library() WITH ORDINALITY l (provider, definition, position) ORDER BY l.position;
