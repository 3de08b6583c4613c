-- The demonstration, with the request bodies in webhooks.ndjson: one per line, or one
-- JSON document on several lines.
\set QUIET on
\pset footer off
\pset pager off
\pset null ''
SET timezone = 'UTC';
SET client_min_messages = warning;
CREATE EXTENSION ses_events;
CREATE TEMP TABLE body (n bigint GENERATED ALWAYS AS IDENTITY, line text);
\copy body (line) FROM 'webhooks.ndjson' WITH (FORMAT csv, DELIMITER E'\x02', QUOTE E'\x01') WHERE line IS NOT NULL

-- A first line that only begins a document is one of a document on several lines, which
-- is one body even if it is malformed: its problem is reported once, not for each line.
CREATE FUNCTION pg_temp.is_json(text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
	PERFORM $1::json;
	RETURN true;
EXCEPTION WHEN others THEN
	RETURN false;
END $$;
WITH file AS (
	SELECT string_agg(line, E'\n' ORDER BY n) AS whole, (array_agg(line ORDER BY n))[1] AS first FROM body
), document AS (
	SELECT whole FROM file WHERE first ~ '^\s*[[{]' AND NOT pg_temp.is_json(first)
), lines AS (
	DELETE FROM body WHERE EXISTS (SELECT FROM document)
)
INSERT INTO body (line) SELECT whole FROM document;

\echo
\echo 'One call makes tables, a trigger, views:'
\echo
\set ECHO queries
SELECT ses_create_pipeline('mail');
\set ECHO none

\echo 'Webhooks come in as they are:'
\echo
\set ECHO queries
SELECT count(mail.receive(line)) AS received FROM (SELECT line FROM body ORDER BY n) b;

SELECT id, left(payload::text, 72) AS payload FROM mail.webhook ORDER BY id;
\set ECHO none

\echo 'They have become typed events:'
\echo
\set ECHO queries
SELECT to_char(occurred_at, 'YYYY-MM-DD HH24:MI') AS occurred_at,
	concat_ws(' ', bounce_class, event_type) AS event, reason, recipient, provider
FROM mail.event ORDER BY event.occurred_at, recipient;
\set ECHO none

\echo 'The same webhooks again add nothing:'
\echo
\set ECHO queries
SELECT count(*) AS before FROM mail.event;
SELECT count(mail.receive(line)) AS received FROM body;
SELECT count(*) AS after FROM mail.event;
\set ECHO none

\echo 'Whom not to write to again:'
\echo
\set ECHO queries
SELECT address, event_type, reason, since::date FROM mail.suppression ORDER BY address;
\set ECHO none

\echo 'What became of each message:'
\echo
\set ECHO queries
SELECT left(message_id, 24) AS message_id, recipient, status,
	to_char(delivered_at, 'HH24:MI:SS') AS delivered, opens, clicks
FROM mail.message ORDER BY 1, 2;
\set ECHO none

\echo 'How the days went:'
\echo
\set ECHO queries
SELECT day, split_part(provider, '_', 1) AS provider, sent, delivered, bounced_hard AS hard,
	bounced_soft AS soft, complained, unique_opens AS opens, unique_clicks AS clicks, bounce_rate
FROM mail.daily ORDER BY day, provider;
\set ECHO none

\echo 'What gave no event, and why:'
\echo
\pset format wrapped
\pset columns 79
\set ECHO queries
SELECT webhook_id AS id, kind, problem FROM mail.attention
WHERE webhook_id <= (SELECT count(*) FROM body) ORDER BY id;
