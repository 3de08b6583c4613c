-- The demonstration: one request body a line, in webhooks.ndjson.
\set QUIET on
\pset footer off
\pset pager off
\pset null ''
SET timezone = 'UTC';
SET client_min_messages = warning;
CREATE EXTENSION ses_events;

\echo
\echo 'A table of raw webhooks, as they come in:'
\echo
\set ECHO queries
CREATE TABLE webhook (id bigint GENERATED ALWAYS AS IDENTITY, payload jsonb);
\set ECHO none
CREATE TEMP TABLE body (line text);
\copy body FROM 'webhooks.ndjson' WITH (FORMAT csv, DELIMITER E'\x02', QUOTE E'\x01') WHERE line IS NOT NULL
\set ECHO queries
INSERT INTO webhook (payload) SELECT ses_payload(line) FROM body;

SELECT id, left(payload::text, 72) AS payload FROM webhook ORDER BY id;
\set ECHO none

\echo 'They become typed events:'
\echo
\set ECHO queries
CREATE TABLE email_event OF ses_event (PRIMARY KEY (event_id));
INSERT INTO email_event
SELECT e.* FROM webhook w, ses_parse(w.payload) e
ON CONFLICT (event_id) DO NOTHING;

SELECT to_char(occurred_at, 'MM-DD HH24:MI') AS occurred_at,
	concat_ws(' ', bounce_class, event_type) AS event, reason, recipient,
	split_part(provider, '_', 1) AS provider
FROM email_event ORDER BY email_event.occurred_at, recipient;
\set ECHO none

\echo 'The same webhooks again add nothing:'
\echo
\set ECHO queries
INSERT INTO webhook (payload) SELECT ses_payload(line) FROM body;
WITH added AS (
	INSERT INTO email_event
	SELECT e.* FROM webhook w, ses_parse(w.payload) e
	ON CONFLICT (event_id) DO NOTHING
	RETURNING 1)
SELECT count(*) AS added FROM added;
\set ECHO none

\echo 'Those that are no events are explained:'
\echo
\pset format wrapped
\pset columns 79
\set ECHO queries
SELECT w.id, i.kind, i.problem
FROM webhook w, ses_inspect(w.payload) i
WHERE i.problem IS NOT NULL AND w.id <= (SELECT count(*) FROM body)
ORDER BY w.id;
