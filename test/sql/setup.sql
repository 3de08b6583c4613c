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

\set amazon_ses `cat "$PG_ABS_SRCDIR/fixtures/amazon_ses.ndjson"`
\set tencent_ses `cat "$PG_ABS_SRCDIR/fixtures/tencent_ses.ndjson"`
\set customers_mail_cloud `cat "$PG_ABS_SRCDIR/fixtures/customers_mail_cloud.ndjson"`
\set alibaba_directmail `cat "$PG_ABS_SRCDIR/fixtures/alibaba_directmail.ndjson"`
\set azure_email `cat "$PG_ABS_SRCDIR/fixtures/azure_email.ndjson"`
\set brevo `cat "$PG_ABS_SRCDIR/fixtures/brevo.ndjson"`
\set mailersend `cat "$PG_ABS_SRCDIR/fixtures/mailersend.ndjson"`
\set mailgun `cat "$PG_ABS_SRCDIR/fixtures/mailgun.ndjson"`
\set mailjet `cat "$PG_ABS_SRCDIR/fixtures/mailjet.ndjson"`
\set mailtrap `cat "$PG_ABS_SRCDIR/fixtures/mailtrap.ndjson"`
\set mandrill `cat "$PG_ABS_SRCDIR/fixtures/mandrill.ndjson"`
\set postmark `cat "$PG_ABS_SRCDIR/fixtures/postmark.ndjson"`
\set resend `cat "$PG_ABS_SRCDIR/fixtures/resend.ndjson"`
\set sendgrid `cat "$PG_ABS_SRCDIR/fixtures/sendgrid.ndjson"`
\set sparkpost `cat "$PG_ABS_SRCDIR/fixtures/sparkpost.ndjson"`
\set mappings `cat "$PG_ABS_SRCDIR/fixtures/mappings.ndjson"`
\set envelopes `cat "$PG_ABS_SRCDIR/fixtures/envelopes.ndjson"`
\set no_events `cat "$PG_ABS_SRCDIR/fixtures/no_events.ndjson"`

SELECT file, load_fixtures(file, lines) > 0 AS loaded
FROM (VALUES ('amazon_ses', :'amazon_ses'),
	('tencent_ses', :'tencent_ses'),
	('customers_mail_cloud', :'customers_mail_cloud'),
	('alibaba_directmail', :'alibaba_directmail'),
	('azure_email', :'azure_email'),
	('brevo', :'brevo'),
	('mailersend', :'mailersend'),
	('mailgun', :'mailgun'),
	('mailjet', :'mailjet'),
	('mailtrap', :'mailtrap'),
	('mandrill', :'mandrill'),
	('postmark', :'postmark'),
	('resend', :'resend'),
	('sendgrid', :'sendgrid'),
	('sparkpost', :'sparkpost'),
	('mappings', :'mappings'),
	('envelopes', :'envelopes'),
	('no_events', :'no_events')) f (file, lines);
