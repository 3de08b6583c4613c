-- Webhooks in the forms that providers send, for all tests to use.
CREATE EXTENSION ses_events;

CREATE TABLE fixture (
	file text,
	position bigint,
	name text,
	payload jsonb,
	PRIMARY KEY (file, position)
);

CREATE FUNCTION load_fixtures(file text, lines text) RETURNS bigint
BEGIN ATOMIC
	WITH loaded AS (
		INSERT INTO fixture
		SELECT file, position, line::jsonb->>'name', line::jsonb->'payload'
		FROM regexp_split_to_table(rtrim(lines, E'\n'), E'\n') WITH ORDINALITY AS l (line, position)
		RETURNING 1
	)
	SELECT count(*) FROM loaded;
END;

\set amazon_ses `cat "$PG_ABS_SRCDIR/fixtures/amazon_ses.ndjson"`
\set tencent_ses `cat "$PG_ABS_SRCDIR/fixtures/tencent_ses.ndjson"`
\set customers_mail_cloud `cat "$PG_ABS_SRCDIR/fixtures/customers_mail_cloud.ndjson"`
\set envelopes `cat "$PG_ABS_SRCDIR/fixtures/envelopes.ndjson"`
\set no_events `cat "$PG_ABS_SRCDIR/fixtures/no_events.ndjson"`

SELECT load_fixtures('amazon_ses', :'amazon_ses') > 0 AS amazon_ses,
	load_fixtures('tencent_ses', :'tencent_ses') > 0 AS tencent_ses,
	load_fixtures('customers_mail_cloud', :'customers_mail_cloud') > 0 AS customers_mail_cloud,
	load_fixtures('envelopes', :'envelopes') > 0 AS envelopes,
	load_fixtures('no_events', :'no_events') > 0 AS no_events;
