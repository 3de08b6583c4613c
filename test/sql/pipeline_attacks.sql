-- What others may do with what they may: read a view, create functions, plant objects in schemas of their own.
\set VERBOSITY terse
\set SHOW_CONTEXT never
SELECT ses_create_pipeline('guarded');
SELECT count(guarded.receive(body)) FROM unnest(ARRAY[
	'{"event": "bounce", "bounceType": "hard_bounce", "email": "ann@a.example", "bulkId": "b1", "timestamp": 1770091510}',
	'{"event": "bounce", "bounceType": "soft_bounce", "email": "bob@b.example", "bulkId": "b2", "timestamp": 1770091510}',
	'{"event": "delivered", "email": "secret@s.example", "bulkId": "b3", "timestamp": 1770091510}', 'secret-1', 'secret-2']) body;
DELETE FROM guarded.problem WHERE webhook_id = 5;
CREATE ROLE regress_reader;
GRANT SELECT ON guarded.attention, guarded.suppression TO regress_reader;

-- A function of low cost in the WHERE clause receives the rows of the view, and no row behind it.
CREATE FUNCTION seen(query text) RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
	CREATE FUNCTION pg_temp.look(value text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE COST 0.0000001 AS
		'BEGIN PERFORM set_config(''leak.seen'', concat_ws('' '', current_setting(''leak.seen'', true), value), false); RETURN false; END';
	PERFORM set_config('leak.seen', '', false);
	EXECUTE query;
	DROP FUNCTION pg_temp.look;
	RETURN QUERY SELECT word FROM regexp_split_to_table(current_setting('leak.seen'), ' ') word WHERE word <> '' ORDER BY word COLLATE "C";
END $$;
SELECT format('GRANT TEMPORARY ON DATABASE %I TO regress_reader', current_database()) \gexec
SET ROLE regress_reader;
SELECT seen('SELECT FROM guarded.attention WHERE pg_temp.look(payload #>> ''{}'')');
SELECT seen('SELECT FROM guarded.suppression WHERE pg_temp.look(address)');
SELECT seen('SELECT FROM guarded.suppression WHERE pg_temp.look(event_type)');
RESET ROLE;

-- Look-ups by equality pass the barrier, and use their index.
CREATE FUNCTION indexes_used(query text) RETURNS text[] LANGUAGE plpgsql AS $$
DECLARE
	line text;
	result text[];
BEGIN
	FOR line IN EXECUTE 'EXPLAIN (COSTS OFF) ' || query LOOP
		result := result || substring(line FROM '(?:using|Index Scan on) (\w+)');
	END LOOP;
	RETURN ARRAY(SELECT DISTINCT r FROM unnest(result) r WHERE r IS NOT NULL ORDER BY r);
END $$;
INSERT INTO guarded.event (event_id, occurred_at, event_type, recipient) SELECT md5(i::text)::uuid, '2026-02-03', 'bounced', 'r' || i || '@r.example' FROM generate_series(1, 20000) i;
INSERT INTO guarded.webhook (payload) SELECT '"?"' FROM generate_series(1, 5000);
ANALYZE guarded.event, guarded.webhook, guarded.problem;
SELECT query, indexes_used('SELECT * FROM guarded.' || query) FROM unnest(ARRAY[
	'suppression WHERE address = ''r5@r.example''', 'suppression WHERE address = lower(''R5@r.example'')',
	'suppression s JOIN (VALUES (''r5@r.example''), (''r6@r.example'')) v (a) ON s.address = v.a',
	'attention WHERE webhook_id = 5']) query;

-- An update sets the barrier of old pipelines, and keeps the options that people set.
SELECT relname, reloptions FROM pg_class WHERE relnamespace = 'guarded'::regnamespace AND relkind = 'v' ORDER BY 1;
ALTER VIEW guarded.attention RESET (security_barrier);
ALTER VIEW guarded.suppression RESET (security_barrier);
ALTER VIEW guarded.suppression SET (security_invoker = true);
ALTER VIEW guarded.daily SET (security_barrier = true);
SELECT ses_update_pipeline('guarded');
SELECT relname, reloptions FROM pg_class WHERE relnamespace = 'guarded'::regnamespace AND relkind = 'v' ORDER BY 1;
ALTER VIEW guarded.attention SET (security_barrier = false);
SELECT ses_update_pipeline('guarded');
SELECT relname, reloptions FROM pg_class WHERE relnamespace = 'guarded'::regnamespace AND relkind = 'v' AND relname = 'attention';
DROP OWNED BY regress_reader;
DROP ROLE regress_reader;
DROP FUNCTION seen, indexes_used;

-- A function store_events, alone, or with a table and a trigger as a pipeline has them, keeps no pipeline from being created.
CREATE ROLE regress_planter;
SELECT format('GRANT CREATE ON DATABASE %I TO regress_planter', current_database()) \gexec
SET ROLE regress_planter;
CREATE SCHEMA lone;
CREATE FUNCTION lone.store_events() RETURNS trigger LANGUAGE plpgsql SET search_path = shop, pg_temp
AS $$ BEGIN INSERT INTO shop.event (event_id) VALUES (gen_random_uuid()); RETURN NULL; END $$;
CREATE SCHEMA whole CREATE TABLE webhook (id bigint, received_at timestamptz DEFAULT now(), payload jsonb, zone text);
CREATE FUNCTION whole.store_events() RETURNS trigger LANGUAGE plpgsql SET search_path = shop, pg_temp
AS $$ BEGIN INSERT INTO shop.event (event_id) VALUES (gen_random_uuid()); RETURN NULL; END $$;
CREATE TRIGGER store_events AFTER INSERT ON whole.webhook EXECUTE FUNCTION whole.store_events();
GRANT ALL ON SCHEMA lone, whole TO PUBLIC;
RESET ROLE;
SELECT ses_create_pipeline('shop');
SELECT schema, owner FROM ses_pipelines() WHERE schema IN ('lone', 'whole') ORDER BY 1;

-- A schema that another role has prepared under the name of a pipeline is no existing pipeline to others.
CREATE ROLE regress_victim;
SELECT format('GRANT CREATE ON DATABASE %I TO regress_victim', current_database()) \gexec
SET ROLE regress_victim;
SELECT ses_create_pipeline('whole', if_not_exists => true);
SET ROLE regress_planter;
SELECT ses_create_pipeline('whole', if_not_exists => true);
RESET ROLE;
DROP OWNED BY regress_victim;
DROP ROLE regress_victim;

-- What it planted is its own: it writes nothing into the pipeline, and the pipeline's trigger cannot be used for another table.
SET ROLE regress_planter;
INSERT INTO whole.webhook (payload) VALUES ('{"event": "open", "email": "ann@a.example", "bulkId": "b"}');
CREATE TRIGGER stolen AFTER INSERT ON whole.webhook REFERENCING NEW TABLE AS arrived FOR EACH STATEMENT EXECUTE FUNCTION shop.store_events();
RESET ROLE;
SELECT ses_update_pipeline('shop');
SELECT shop.receive('{"event": "open", "email": "bob@b.example", "bulkId": "b"}');
SELECT recipient FROM shop.event;

-- Nor does the trigger of a pipeline write for a table that is not its own, when its owner is careless.
GRANT EXECUTE ON FUNCTION shop.store_events() TO regress_planter;
GRANT USAGE ON SCHEMA shop TO regress_planter;
SET ROLE regress_planter;
DROP TRIGGER store_events ON whole.webhook;
CREATE TRIGGER stolen AFTER INSERT ON whole.webhook REFERENCING NEW TABLE AS arrived FOR EACH STATEMENT EXECUTE FUNCTION shop.store_events();
INSERT INTO whole.webhook (id, payload) VALUES (9, '{"event": "open", "email": "cy@c.example", "bulkId": "b"}');
RESET ROLE;
SELECT recipient FROM shop.event;

-- After a rename, tables and functions under the old name have the privileges of no one else.
ALTER SCHEMA shop RENAME TO store;
SET ROLE regress_planter;
CREATE SCHEMA shop CREATE TABLE webhook (id bigint, payload jsonb) CREATE TABLE event () CREATE TABLE problem (webhook_id bigint);
CREATE FUNCTION shop.store_each(bigint[]) RETURNS bigint LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'hijacked as %', current_user; END $$;
CREATE FUNCTION shop.hijack() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'hijacked as %', current_user; END $$;
CREATE TRIGGER hijack BEFORE DELETE ON shop.problem EXECUTE FUNCTION shop.hijack();
CREATE FUNCTION shop.to_regclass(text) RETURNS regclass LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'hijacked as %', current_user; END $$;
CREATE FUNCTION shop.days_to_refresh(date, date) RETURNS date[] LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'hijacked as %', current_user; END $$;
CREATE FUNCTION shop.refresh_day(date, boolean) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'hijacked as %', current_user; END $$;
GRANT ALL ON SCHEMA shop TO PUBLIC;
GRANT ALL ON ALL TABLES IN SCHEMA shop TO PUBLIC;
RESET ROLE;
SELECT store.unread('-infinity');
SELECT store.reparse();
SELECT store.expire('1 day');
SELECT store.forget('ann@a.example');
CALL store.refresh();
INSERT INTO store.webhook (payload) VALUES ('{"event": "open", "email": "dee@d.example", "bulkId": "b"}');
SELECT store.receive('{"event": "open", "email": "eve@e.example", "bulkId": "b"}');
SELECT ses_update_pipeline('store');
SELECT id FROM store.unread('-infinity');
SELECT * FROM store.reparse();
CALL store.refresh();
SELECT count(*) AS elsewhere FROM shop.webhook;
SET client_min_messages = warning;
DROP SCHEMA store, guarded CASCADE;
DROP OWNED BY regress_planter CASCADE;
DROP ROLE regress_planter;
