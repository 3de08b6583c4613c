-- The demonstration: one request body a line, in webhooks.ndjson.
\set QUIET on
\pset footer off
\pset pager off
\pset null ''
SET timezone = 'UTC';
SET client_min_messages = warning;
CREATE EXTENSION ses_events;
CREATE TEMP TABLE body (n bigint GENERATED ALWAYS AS IDENTITY, line text);
\copy body (line) FROM 'webhooks.ndjson' WITH (FORMAT csv, DELIMITER E'\x02', QUOTE E'\x01') WHERE line IS NOT NULL

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
