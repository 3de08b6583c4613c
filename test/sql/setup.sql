-- Webhooks in the forms that providers send, for all tests to use.
CREATE EXTENSION ses_events;

CREATE TABLE fixture (
	file text,
	position bigint,
	name text,
	payload jsonb,
	PRIMARY KEY (file, position)
);

-- Each file of fixtures under its name, found by pattern: no list has to name a new provider.
\set fixtures `awk '{ file = FILENAME; gsub(/.*\/|\.ndjson$/, "", file); print file, FNR, $0 }' "$PG_ABS_SRCDIR"/fixtures/*.ndjson`
INSERT INTO fixture
SELECT field[1], field[2]::bigint, field[3]::jsonb->>'name', field[3]::jsonb->'payload'
FROM regexp_matches(:'fixtures', '^(\S+) (\d+) (.*)$', 'gn') field;
SELECT count(DISTINCT file) > 1 AS loaded FROM fixture;
