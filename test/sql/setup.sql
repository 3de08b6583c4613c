-- Webhooks in the forms that providers send, for all tests to use.
CREATE EXTENSION ses_events;

CREATE TABLE fixture (
	file text,
	position bigint,
	name text,
	payload jsonb,
	PRIMARY KEY (file, position)
);

-- A value as a test shows it: a long object has one member per line, and long text several lines,
-- so that results are compared line by line. Text with a line break, or with a blank at an end, is JSON.
CREATE FUNCTION readable(value json) RETURNS text LANGUAGE sql IMMUTABLE AS $$
	SELECT regexp_replace(CASE
			WHEN length(value::text) > 150 AND json_typeof(value) = 'object'
			THEN (SELECT '{' || string_agg(format('%s: %s', to_json(m.key), m.value), E',\n ' ORDER BY ordinality) || '}'
				FROM json_each(value) WITH ORDINALITY AS m)
			WHEN value #>> '{}' ~ '^$|^\s|\s$|[[:cntrl:]]' THEN value::text
			ELSE value #>> '{}' END,
		'([^\n]{170})(?=[^\n])', E'\\1\n', 'g')
$$;

-- The attributes of a row that are not NULL, one per line.
CREATE FUNCTION show_attributes(attributes json, omitted text[] DEFAULT '{}') RETURNS text LANGUAGE sql IMMUTABLE AS $$
	SELECT string_agg(format('  %-18s %s', key, replace(readable(value), E'\n', E'\n' || repeat(' ', 21))), E'\n' ORDER BY ordinality)
	FROM json_each(attributes) WITH ORDINALITY
	WHERE json_typeof(value) <> 'null' AND key <> ALL (omitted)
$$;

-- The events of a file, each with its attributes: the name of the webhook, and the number of the
-- event in it after the first. What nearly all events have alike is left to counts in rows.sql.
CREATE FUNCTION show_events(provider text) RETURNS SETOF text LANGUAGE sql STABLE AS $$
	SELECT concat(f.name, CASE WHEN e.ordinality > 1 THEN format(' [%s]', e.ordinality) END, E'\n',
		show_attributes(row_to_json(e), ARRAY['provider', 'details', 'ordinality', CASE e.candidates WHEN 1 THEN 'candidates' ELSE '' END]))
	FROM fixture f, ses_parse(f.payload) WITH ORDINALITY e
	WHERE f.file = show_events.provider
	ORDER BY f.position, e.ordinality
$$;

-- The message, the detail and the hint of an error, an item of a list per line: psql prints a detail in one.
CREATE FUNCTION show_error(command text) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
	detail text;
	hint text;
BEGIN
	EXECUTE command;
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
	RETURN NEXT SQLERRM;
	RETURN QUERY SELECT regexp_split_to_table(detail, '(?<=,) ');
	RETURN NEXT hint;
END
$$;

-- Each file of fixtures under its name, found by pattern: no list has to name a new provider.
\set fixtures `awk '{ file = FILENAME; gsub(/.*\/|\.ndjson$/, "", file); print file, FNR, $0 }' "$PG_ABS_SRCDIR"/fixtures/*.ndjson`
INSERT INTO fixture
SELECT field[1], field[2]::bigint, field[3]::jsonb->>'name', field[3]::jsonb->'payload'
FROM regexp_matches(:'fixtures', '^(\S+) (\d+) (.*)$', 'gn') field;
SELECT count(DISTINCT file) > 1 AS loaded FROM fixture;
