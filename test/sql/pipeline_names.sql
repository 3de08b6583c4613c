-- Names that others have taken, planted or changed: a pipeline uses its own objects only.
\set VERBOSITY default
\set SHOW_CONTEXT never

-- An existing pipeline is no error with if_not_exists, and stays as it is.
SELECT ses_create_pipeline('shop', if_not_exists => true);
DROP VIEW shop.daily;
SELECT ses_create_pipeline('shop', if_not_exists => true);
SELECT to_regclass('shop.daily');
SELECT schema, owner = current_user AS is_mine, search_path FROM ses_pipelines() WHERE schema = 'shop';
-- What is no pipeline is an error still.
CREATE SCHEMA half CREATE TABLE webhook ();
SELECT ses_create_pipeline('half', if_not_exists => true);
DROP SCHEMA half CASCADE;

-- ses_update_pipeline creates what is missing, tables included, and what it runs can be read.
DROP TABLE shop.problem CASCADE;
SELECT ses_update_pipeline('shop');
SELECT to_regclass('shop.problem'), to_regclass('shop.attention'), to_regclass('shop.daily');
SELECT path FROM ses_pipeline_sql('shop') WHERE sql LIKE '%ON CONFLICT (event_id) DO NOTHING%';
SELECT path FROM ses_pipeline_sql('shop') WHERE sql ~ 'event_columns|event_key';

-- A schema in which another role may create objects is refused.
CREATE ROLE regress_other;
GRANT CREATE ON SCHEMA shop TO regress_other;
SELECT ses_update_pipeline('shop');
REVOKE CREATE ON SCHEMA shop FROM regress_other;
CREATE SCHEMA open;
GRANT CREATE ON SCHEMA open TO PUBLIC;
SELECT ses_create_pipeline('open');
SELECT relname FROM pg_class WHERE relnamespace = 'open'::regnamespace;
REVOKE CREATE ON SCHEMA open FROM PUBLIC;
SELECT ses_create_pipeline('open');
SET client_min_messages = warning;
DROP SCHEMA shop, open CASCADE;
RESET client_min_messages;

-- Functions of others that look like those of a renamed pipeline keep nobody from creating one.
SELECT format('GRANT CREATE ON DATABASE %I TO regress_other', current_database()) \gexec
SET ROLE regress_other;
CREATE SCHEMA planted CREATE TABLE webhook (id bigint GENERATED ALWAYS AS IDENTITY, payload jsonb);
CREATE FUNCTION planted.store_events() RETURNS trigger LANGUAGE plpgsql SET search_path = shop, pg_temp
AS 'BEGIN INSERT INTO shop.event VALUES (1); RETURN NULL; END';
CREATE TRIGGER store_events AFTER INSERT ON planted.webhook EXECUTE FUNCTION planted.store_events();
RESET ROLE;
CREATE SCHEMA loose;
CREATE FUNCTION loose.store_events() RETURNS trigger LANGUAGE plpgsql SET search_path = shop, pg_temp
AS 'BEGIN INSERT INTO shop.event VALUES (1); RETURN NULL; END';
SELECT ses_create_pipeline('shop');

-- After a rename, webhooks are stored, and into no table that has the old name by now; also in
-- a session that has called receive() before.
SELECT shop.receive('{"event": "open", "email": "al@a.example", "bulkId": "b"}');
ALTER SCHEMA shop RENAME TO "New ""shop""";
SELECT "New ""shop""".receive('{"event": "open", "email": "ann@a.example", "bulkId": "b"}');
SET ROLE regress_other;
CREATE SCHEMA shop CREATE TABLE webhook (id bigint GENERATED ALWAYS AS IDENTITY, payload jsonb);
GRANT ALL ON SCHEMA shop TO PUBLIC;
GRANT ALL ON shop.webhook TO PUBLIC;
CREATE FUNCTION shop.payload_of(text) RETURNS jsonb LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'hijacked'; END $$;
RESET ROLE;
CREATE TEMPORARY TABLE webhook (id bigint GENERATED ALWAYS AS IDENTITY, payload jsonb);
SELECT "New ""shop""".receive('{"event": "open", "email": "bob@b.example", "bulkId": "b"}');
DO $$ BEGIN PERFORM "New ""shop""".receive('{"event": "open", "email": "cy@c.example", "bulkId": "b"}'); END $$;
SELECT id, payload->>'email' AS email FROM "New ""shop""".webhook ORDER BY id;
SELECT (SELECT count(*) FROM shop.webhook) + (SELECT count(*) FROM webhook) AS elsewhere;
-- So they are after a second rename.
ALTER SCHEMA "New ""shop""" RENAME TO newest;
SELECT newest.receive('{"event": "open", "email": "di@d.example", "bulkId": "b"}');
ALTER SCHEMA newest RENAME TO "New ""shop""";
-- A function of the user's own is not replaced.
CREATE FUNCTION "New ""shop""".redact_tables() RETURNS int RETURN 1;
SELECT ses_update_pipeline('New "shop"');
DROP FUNCTION "New ""shop""".redact_tables();
SELECT ses_update_pipeline('New "shop"');
SELECT * FROM "New ""shop""".reparse();
SET client_min_messages = warning;
DROP TABLE webhook;
DROP SCHEMA "New ""shop""", loose CASCADE;
DROP OWNED BY regress_other CASCADE;
RESET client_min_messages;
DROP ROLE regress_other;

-- A rename of the extension's schema.
BEGIN;
CREATE SCHEMA ext;
SET LOCAL client_min_messages = warning;
DROP EXTENSION ses_events CASCADE;
CREATE EXTENSION ses_events SCHEMA ext;
SELECT ext.ses_create_pipeline('shop');
ALTER SCHEMA ext RENAME TO "Other ext";
SELECT shop.receive('{"event": "open", "email": "ann@a.example", "bulkId": "b"}') AS id;
SELECT "Other ext".ses_update_pipeline('shop');
SELECT shop.receive('{"event": "open", "email": "bob@b.example", "bulkId": "b"}') AS id;
SELECT * FROM shop.reparse();
SELECT webhook_id, recipient FROM shop.event ORDER BY 1;
ROLLBACK;
