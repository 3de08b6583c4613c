-- ses_create_pipeline: webhooks in, events and answers out.
\set VERBOSITY terse
SELECT ses_create_pipeline('mail');

-- Each object has a comment, and belongs to the caller and not to the extension.
SELECT kind, object, comment
FROM (
	SELECT 1 AS place, CASE c.relkind WHEN 'r' THEN 'table' WHEN 'v' THEN 'view' WHEN 'i' THEN 'index' END AS kind,
		c.relname AS object, obj_description(c.oid, 'pg_class') AS comment
	FROM pg_class c WHERE c.relnamespace = 'mail'::regnamespace AND c.relkind IN ('r', 'v', 'i') AND c.relname !~ '_pkey$'
	UNION ALL
	SELECT 2, 'function', replace(p.oid::regprocedure::text, 'timestamp with time zone', 'timestamptz'), obj_description(p.oid, 'pg_proc')
	FROM pg_proc p WHERE p.pronamespace = 'mail'::regnamespace
	UNION ALL
	SELECT 3, 'trigger', t.tgname, obj_description(t.oid, 'pg_trigger') FROM pg_trigger t WHERE t.tgrelid = 'mail.webhook'::regclass
) o ORDER BY place, kind DESC, object COLLATE "C";
-- So has each column. Those of counted_day and current_day are columns of day, where their comments are; so with the other rollups.
SELECT a.attrelid::regclass, a.attname FROM pg_attribute a
WHERE a.attrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'mail'::regnamespace AND relkind IN ('r', 'v'))
	AND a.attnum > 0 AND col_description(a.attrelid, a.attnum) IS NULL
	AND NOT EXISTS (
		SELECT FROM pg_attribute t
		WHERE t.attrelid = to_regclass(regexp_replace(a.attrelid::regclass::text, '^mail\.(counted|current)_', 'mail.'))
			AND t.attname = a.attname AND col_description(t.attrelid, t.attnum) IS NOT NULL);
SELECT count(*) FROM pg_depend WHERE deptype = 'e' AND refclassid = 'pg_extension'::regclass
	AND objid IN (SELECT oid FROM pg_class WHERE relnamespace = 'mail'::regnamespace
		UNION ALL SELECT oid FROM pg_proc WHERE pronamespace = 'mail'::regnamespace);

-- No function of it, or that makes it, looks where its caller looks.
SELECT proname, proconfig FROM pg_proc
WHERE pronamespace = 'mail'::regnamespace AND NOT coalesce(proconfig @> '{"search_path=mail, pg_temp"}', false)
	OR proname ~ '^ses_.*pipeline' AND NOT coalesce(proconfig @> '{"search_path=pg_catalog, pg_temp"}', false)
ORDER BY proname;

-- The table of events has all of ses_event.
SELECT string_agg(attname || ' ' || format_type(atttypid, atttypmod), ', ' ORDER BY attnum)
	= 'webhook_id bigint, ' || (SELECT string_agg(attname || ' ' || format_type(atttypid, atttypmod), ', ' ORDER BY attnum)
		FROM pg_attribute WHERE attrelid = 'ses_event'::regclass) AS same
FROM pg_attribute WHERE attrelid = 'mail.event'::regclass AND attnum > 0;

SELECT attcompression = CASE WHEN 'lz4' = ANY (enumvals) THEN 'l' ELSE '' END AS compressed, count(*)
FROM pg_attribute, pg_settings WHERE attrelid IN ('mail.webhook'::regclass, 'mail.event'::regclass) AND atttypid = 'jsonb'::regtype
	AND name = 'default_toast_compression' GROUP BY 1;

-- At the door: whatever comes is stored, and what it tells is read.
SELECT mail.receive('{"event": "delivered", "email": "ann@a.example", "bulkId": "b1", "timestamp": 1770091510}') AS json;
SELECT mail.receive('server_composition=pro&event_type=bounces&event=%7B%22bounces%22%3A%5B%7B%22created%22%3A%222026-02-03+13%3A05%3A11%22%2C'
	'%22to%22%3A%22zoe%40z.example%22%2C%22messageId%22%3A%22m7%22%2C%22reason%22%3A%22552+full%22%2C%22status%22%3A%225%22%7D%5D%7D') AS form;
SELECT mail.receive(E'{"event": "open", "email": "ann@a.example", "bulkId": "b1"}\n{"event": "click", "email": "ann@a.example", "bulkId": "b1"}\n') AS lines;
SELECT mail.receive(E'\x01 garbage, "and {more') AS garbage;
SELECT mail.receive('') AS nothing;
SELECT mail.receive(NULL) AS not_even_that;
SELECT mail.receive('{"event": "open", "email": "ann@a.example", "bulkId": "b1"}') AS again;
SELECT webhook_id, event_type, recipient, provider, occurred_at FROM mail.event ORDER BY webhook_id, event_type;
SELECT webhook_id, kind, problem, payload FROM mail.attention ORDER BY webhook_id;

-- Batches of any size, COPY included, are one statement; events that are known add nothing.
TRUNCATE mail.webhook, mail.event, mail.problem RESTART IDENTITY;
INSERT INTO mail.webhook (payload) SELECT payload FROM fixture ORDER BY file, position;
COPY mail.webhook (payload) FROM stdin;
{"event": "open", "email": "cy@c.example", "bulkId": "copied", "timestamp": 1770091510}
{"event": "click", "email": "cy@c.example", "bulkId": "copied", "timestamp": 1770091510}
\.
SELECT event_type, recipient, webhook_id - (SELECT count(*) FROM fixture) AS line FROM mail.event WHERE message_id = 'copied' ORDER BY 1 DESC;
SELECT count(*) > 0 AS stored, count(*) = (SELECT count(DISTINCT e.event_id) FROM mail.webhook w, ses_parse(w.payload) e) AS each_once FROM mail.event;
SELECT count(*) AS differ FROM (
	SELECT to_jsonb(e) FROM mail.webhook w, ses_parse(w.payload) e
	EXCEPT SELECT to_jsonb(e) - 'webhook_id' FROM mail.event e) d
WHERE d.to_jsonb->>'event_id' IN (SELECT e.event_id::text FROM mail.webhook w, ses_parse(w.payload) e GROUP BY 1 HAVING count(*) = 1);
INSERT INTO mail.webhook (payload) SELECT payload FROM mail.webhook;
SELECT count(*) = (SELECT count(DISTINCT e.event_id) FROM mail.webhook w, ses_parse(w.payload) e) AS each_once FROM mail.event;
INSERT INTO mail.webhook (payload) SELECT payload FROM mail.webhook WHERE false;

-- Each that gave no event wants attention, and no other but those in part.
SELECT count(*) FILTER (WHERE a.webhook_id IS NULL AND i.event_count = 0) AS missed,
	count(*) FILTER (WHERE a.webhook_id IS NOT NULL AND i.problem IS NULL) AS needless,
	count(*) FILTER (WHERE (a.kind, a.provider, a.problem) IS DISTINCT FROM (i.kind, i.provider, i.problem) AND a.webhook_id IS NOT NULL) AS differ
FROM mail.webhook w CROSS JOIN LATERAL ses_inspect(w.payload) i LEFT JOIN mail.attention a ON a.webhook_id = w.id;
SELECT DISTINCT a.kind, a.problem, a.url, f.name FROM mail.attention a JOIN fixture f USING (payload) WHERE a.url IS NOT NULL ORDER BY f.name
\gx

-- A time zone of one's own; one that there is not is a problem, and no error.
TRUNCATE mail.webhook, mail.event, mail.problem RESTART IDENTITY;
INSERT INTO mail.webhook (payload, zone)
SELECT jsonb_build_object('server_composition', 'p', 'event_type', 'bounces', 'event', jsonb_build_object('bounces',
	jsonb_build_array(jsonb_build_object('created', '2026-02-03 13:05:11', 'to', 'zoe@z.example', 'messageId', zone, 'status', '5')))), zone
FROM unnest('{NULL,Europe/Berlin,Nowhere/Land}'::text[]) WITH ORDINALITY z (zone, n) ORDER BY n;
SELECT webhook_id, occurred_at AT TIME ZONE 'UTC' AS utc FROM mail.event ORDER BY 1;
SELECT webhook_id, kind, problem FROM mail.attention;

-- Names of any kind.
SELECT ses_create_pipeline(E'"Weird" Schema, 100%s %1$I $body$ \\ \'; --');
SELECT E'"Weird" Schema, 100%s %1$I $body$ \\ \'; --' AS weird \gset
SELECT :"weird".receive('{"event": "bounce", "bounceType": "hard_bounce", "email": "ann@a.example", "bulkId": "b1"}'), :"weird".receive('?');
SELECT address, reason FROM :"weird".suppression;
SELECT status FROM :"weird".message;
SELECT problem FROM :"weird".attention;
SELECT bounced_hard FROM :"weird".daily;
SELECT * FROM :"weird".reparse();
SELECT * FROM :"weird".forget('ann@a.example');
SELECT * FROM :"weird".expire('0');
DROP SCHEMA :"weird" CASCADE;

-- In a schema that has other objects.
CREATE SCHEMA shared CREATE TABLE other ();
SELECT ses_create_pipeline('shared');
SELECT shared.receive('[]');

-- What is there already is an error, and nothing is made or changed.
\set VERBOSITY default
\set SHOW_CONTEXT never
SELECT show_error('SELECT ses_create_pipeline(''mail'')');
CREATE SCHEMA taken CREATE VIEW daily AS SELECT 1 AS one CREATE TABLE problem ();
CREATE TYPE taken.message AS ENUM ('a');
CREATE FUNCTION taken.receive() RETURNS int RETURN 1;
SELECT ses_create_pipeline('taken');
SELECT relname FROM pg_class WHERE relnamespace = 'taken'::regnamespace ORDER BY 1;
SELECT ses_create_pipeline(NULL);
SELECT ses_create_pipeline('');
SELECT ses_create_pipeline('pg_mine');
SELECT ses_update_pipeline('taken');
SELECT ses_update_pipeline(NULL);
\set VERBOSITY terse

-- An update changes no right and no option that was given; it is for the owner.
ALTER VIEW mail.daily SET (security_invoker = true, security_barrier = true);
GRANT EXECUTE ON FUNCTION mail.receive(text) TO PUBLIC;
DROP FUNCTION mail.expire;
DROP INDEX mail.event_message_id_idx;
SELECT ses_update_pipeline('mail');
SELECT reloptions, to_regclass('mail.event_message_id_idx') FROM pg_class WHERE oid = 'mail.daily'::regclass;
SELECT proname, has_function_privilege('public', oid, 'EXECUTE') FROM pg_proc WHERE pronamespace = 'mail'::regnamespace ORDER BY 1;
REVOKE EXECUTE ON FUNCTION mail.receive(text) FROM PUBLIC;

-- A renamed pipeline does not store into another one that is made under its old name.
SELECT ses_create_pipeline('moved');
ALTER SCHEMA moved RENAME TO "moved away";
SELECT "moved away".receive('{"event": "delivered", "email": "ann@a.example", "bulkId": "b"}');
\set VERBOSITY default
SELECT ses_create_pipeline('moved');
\set VERBOSITY terse
SELECT ses_update_pipeline('moved away');
SELECT ses_create_pipeline('moved');
SELECT * FROM "moved away".reparse();
DROP SCHEMA moved CASCADE;
DROP SCHEMA "moved away" CASCADE;

-- Not for everybody: a receiver can deliver, and nothing else.
CREATE ROLE regress_receiver;
GRANT EXECUTE ON FUNCTION mail.receive(text) TO regress_receiver;
SET ROLE regress_receiver;
SELECT mail.receive('{"event": "delivered", "email": "ann@a.example", "bulkId": "role"}') > 0 AS delivered;
SELECT count(*) FROM mail.webhook;
INSERT INTO mail.webhook (payload) VALUES ('1');
SELECT count(*) FROM mail.event;
SELECT count(*) FROM mail.suppression;
SELECT mail.reparse();
SELECT mail.expire('1 day');
SELECT mail.forget('ann@a.example');
SELECT ses_update_pipeline('mail');
SELECT ses_create_pipeline('mine');
RESET ROLE;
SELECT event_type FROM mail.event WHERE message_id = 'role';
DROP OWNED BY regress_receiver;
DROP ROLE regress_receiver;

-- An owner who is nobody special makes one and uses it.
CREATE ROLE regress_owner;
SELECT format('GRANT CREATE ON DATABASE %I TO regress_owner', current_database()) \gexec
SET ROLE regress_owner;
SELECT ses_create_pipeline('owned');
SELECT owned.receive('{"event": "delivered", "email": "ann@a.example", "bulkId": "b"}');
SELECT * FROM owned.reparse();
SELECT * FROM owned.forget('ann@a.example');
RESET ROLE;
SELECT DISTINCT pg_get_userbyid(relowner) AS owner FROM pg_class WHERE relnamespace = 'owned'::regnamespace;
\set VERBOSITY default
SELECT ses_update_pipeline('owned');
\set VERBOSITY terse
DROP OWNED BY regress_owner CASCADE;
DROP ROLE regress_owner;

-- The extension does not go while a pipeline needs it, and leaves the data when it must.
BEGIN;
DROP EXTENSION ses_events;
ROLLBACK;
BEGIN;
SET LOCAL client_min_messages = error;
DROP EXTENSION ses_events CASCADE;
SELECT count(*) > 0 AS webhooks FROM mail.webhook;
SELECT count(*) > 0 AS events FROM mail.event;
INSERT INTO mail.webhook (payload) VALUES ('{"event": "delivered", "email": "late@a.example", "bulkId": "b"}');
SELECT count(*) FROM mail.webhook WHERE payload->>'email' = 'late@a.example';
ROLLBACK;
