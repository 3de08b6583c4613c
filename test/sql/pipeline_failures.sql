-- A webhook is stored even when its events cannot be.
\set VERBOSITY terse
SELECT ses_create_pipeline('post');
CREATE FUNCTION opened(address text) RETURNS jsonb IMMUTABLE
RETURN jsonb_build_object('event', 'open', 'email', address, 'bulkId', 'b', 'timestamp', 1770091510);

-- One bad event of a batch costs neither the events of others nor the good ones of its own webhook.
ALTER TABLE post.event ADD CONSTRAINT no_role_accounts CHECK (recipient NOT LIKE 'postmaster@%');
INSERT INTO post.webhook (payload) VALUES
	(opened('ann@a.example')),
	(opened('postmaster@a.example')),
	(jsonb_build_array(opened('bob@b.example'), opened('postmaster@b.example'), opened('postmaster@c.example'), 42)),
	('{}');
SELECT webhook_id, recipient FROM post.event ORDER BY 1;
SELECT webhook_id, kind, provider, problem FROM post.attention ORDER BY 1;
SELECT post.receive(opened('postmaster@d.example')::text);

-- reparse() tries again, and says so where it fails again.
SELECT * FROM post.reparse();
SELECT count(*) FROM post.attention;
ALTER TABLE post.event DROP CONSTRAINT no_role_accounts;
SELECT * FROM post.reparse();
SELECT webhook_id, recipient FROM post.event ORDER BY webhook_id, recipient;
SELECT webhook_id, kind, problem FROM post.attention ORDER BY 1;

-- Whatever else is wrong with the table of events, or with that of problems.
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no %', TG_TABLE_NAME; END $$;
CREATE TRIGGER refuse BEFORE INSERT ON post.event FOR EACH ROW EXECUTE FUNCTION refuse();
SELECT post.receive(opened('cy@c.example')::text) AS id \gset
SELECT problem FROM post.attention WHERE webhook_id = :id;
CREATE TRIGGER refuse BEFORE INSERT ON post.problem FOR EACH ROW EXECUTE FUNCTION refuse();
SELECT post.receive(opened('dee@d.example')::text) > 0 AS stored, post.receive('?') > 0 AS stored_as_well;
DROP TRIGGER refuse ON post.problem;
DROP TRIGGER refuse ON post.event;
-- Without a note of them, they are unread.
SELECT w.payload FROM post.unread('-infinity') u JOIN post.webhook w ON w.id = u.id ORDER BY u.id;
BEGIN;
DROP TABLE post.event CASCADE;
SELECT post.receive(opened('ed@e.example')::text) > 0 AS stored;
DROP TABLE post.problem CASCADE;
SELECT post.receive(opened('fay@f.example')::text) > 0 AS stored;
ROLLBACK;
SELECT * FROM post.reparse();
SELECT count(*) FROM post.webhook w WHERE NOT EXISTS (SELECT FROM post.event e WHERE e.recipient = w.payload->>'email')
	AND jsonb_typeof(w.payload) = 'object' AND w.payload <> '{}';

-- INSERT on webhook is privilege enough: the trigger has the owner's privileges.
CREATE ROLE regress_loader;
GRANT INSERT ON post.webhook TO regress_loader;
ALTER TABLE post.event ADD CONSTRAINT no_role_accounts CHECK (recipient NOT LIKE 'postmaster@%') NOT VALID;
SET ROLE regress_loader;
INSERT INTO post.webhook (payload) VALUES (opened('gil@g.example'));
INSERT INTO post.webhook (payload) VALUES (opened('gus@g.example')), (opened('postmaster@g.example')), (opened('guy@g.example'));
SELECT count(*) FROM post.event;
SELECT post.store_events();
RESET ROLE;
SELECT recipient FROM post.event WHERE recipient LIKE 'g%@g.example';
SELECT problem FROM post.attention WHERE payload->>'email' = 'postmaster@g.example';
ALTER TABLE post.event DROP CONSTRAINT no_role_accounts;
DROP OWNED BY regress_loader;
DROP ROLE regress_loader;

-- Where the events of a statement can be stored neither together nor one by one, there is a note of each webhook.
BEGIN;
CREATE FUNCTION refuse_unparsed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF NEW.kind <> 'event' THEN RAISE EXCEPTION 'no %', NEW.kind; END IF;
	RETURN NEW;
END $$;
CREATE TRIGGER refuse_unparsed BEFORE INSERT ON post.problem FOR EACH ROW EXECUTE FUNCTION refuse_unparsed();
INSERT INTO post.webhook (payload) VALUES ('"?"'), (opened('hal@h.example'));
SELECT kind, problem, payload FROM post.attention WHERE payload = '"?"' OR payload->>'email' = 'hal@h.example' ORDER BY webhook_id;
ROLLBACK;

-- A transient error is raised, so that the sender delivers again and nothing is acknowledged unseen; after a lasting one the webhook is stored.
CREATE SEQUENCE attempt;
CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	-- At the first attempt, or at the second one, which stores the events one by one.
	IF nextval('public.attempt') >= current_setting('fail.at')::int THEN
		RAISE EXCEPTION 'no' USING ERRCODE = current_setting('fail.with');
	END IF;
	RAISE EXCEPTION 'not together';
END $$;
CREATE TRIGGER fail BEFORE INSERT ON post.event FOR EACH ROW WHEN (NEW.recipient LIKE 'failing%') EXECUTE FUNCTION fail();
CREATE FUNCTION answer_to_failure(code text, attempt int) RETURNS text LANGUAGE plpgsql SET client_min_messages = error AS $$
BEGIN
	PERFORM setval('public.attempt', 1, false), set_config('fail.with', code, false), set_config('fail.at', attempt::text, false);
	PERFORM post.receive(public.opened('failing-' || code || attempt || '@f.example')::text);
	RETURN (SELECT 'stored: ' || problem FROM post.attention WHERE payload->>'email' = 'failing-' || code || attempt || '@f.example');
EXCEPTION WHEN OTHERS THEN
	RETURN 'raised: ' || SQLSTATE || CASE WHEN EXISTS (SELECT FROM post.webhook WHERE payload->>'email' = 'failing-' || code || attempt || '@f.example') THEN ' and stored' ELSE '' END;
END $$;
SELECT code, answer_to_failure(code, 1) AS together, answer_to_failure(code, 2) AS one_by_one
FROM unnest('{40P01,40003,53100,53200,53300,53400,55P03,57P01,57P03,40001}'::text[]) WITH ORDINALITY c (code, place) ORDER BY place;
SELECT code, answer_to_failure(code, 1) AS together, answer_to_failure(code, 2) AS one_by_one
FROM unnest('{23514,42501,42P01,54000,55000,58P01,P0001,XX001}'::text[]) WITH ORDINALITY c (code, place) ORDER BY place;
-- So it is where the problem cannot be noted.
DROP TRIGGER fail ON post.event;
CREATE TRIGGER fail BEFORE INSERT ON post.problem FOR EACH ROW EXECUTE FUNCTION fail();
SELECT set_config('fail.with', '53200', false), set_config('fail.at', '1', false);
SELECT post.receive('?');
SELECT setval('attempt', 1, false), set_config('fail.at', '2', false);
SELECT post.receive('?');
-- reparse() raises them as well, and changes nothing.
SELECT setval('attempt', 1, false), set_config('fail.at', '1', false);
SELECT count(*) AS problems FROM post.problem \gset
SELECT * FROM post.reparse();
SELECT count(*) = :problems AS unchanged FROM post.problem;
DROP TRIGGER fail ON post.problem;
DELETE FROM post.webhook WHERE payload->>'email' LIKE 'failing%';
DELETE FROM post.problem p WHERE NOT EXISTS (SELECT FROM post.webhook w WHERE w.id = p.webhook_id);
DROP FUNCTION answer_to_failure, fail;
DROP SEQUENCE attempt;

-- Who calls reparse() is told, and nothing is changed then.
SELECT * FROM post.reparse();
CREATE TRIGGER refuse BEFORE INSERT ON post.problem FOR EACH ROW EXECUTE FUNCTION refuse();
DELETE FROM post.event WHERE recipient = 'ann@a.example';
UPDATE post.event SET subject = 'x';
UPDATE post.webhook SET zone = 'Nowhere' WHERE payload = opened('bob@b.example');
SELECT * FROM post.reparse();
SELECT count(subject) = count(*) AS unchanged FROM post.event;
DROP TRIGGER refuse ON post.problem;
UPDATE post.webhook SET zone = NULL;
SELECT added, changed > 0 AS changed, removed FROM post.reparse();

-- An old problem whose webhook's id is given again is replaced.
TRUNCATE post.webhook, post.event RESTART IDENTITY;
INSERT INTO post.webhook (payload) SELECT to_jsonb(n) FROM generate_series(1, 5) n;
INSERT INTO post.webhook (payload) VALUES (opened('ann@a.example'));
SELECT webhook_id, kind, problem FROM post.attention ORDER BY 1;
SELECT recipient FROM post.event;
TRUNCATE post.webhook, post.problem RESTART IDENTITY;
INSERT INTO post.webhook (payload) VALUES (opened('ann@a.example'));

-- What the session sets makes no difference.
SET search_path = pg_catalog;
SELECT count(set_config(name, 'off', false)) < 2 AS off_before_19 FROM pg_settings
WHERE name = 'standard_conforming_strings' AND current_setting('server_version_num')::int < 190000;
SET DateStyle = 'SQL, DMY';
SET IntervalStyle = 'iso_8601';
SET timezone = 'Pacific/Chatham';
SET transform_null_equals = on;
SELECT post.receive('{"event": "bounce", "bounceType": "hard_bounce", "email": "hal@h.example", "bulkId": "b", "timestamp": 1770091510}') > 0 AS stored;
RESET ALL;
SELECT address, since AT TIME ZONE 'UTC' AS utc FROM post.suppression;

-- Columns, indexes and constraints of one's own.
ALTER TABLE post.event ADD COLUMN noted boolean NOT NULL DEFAULT false, ADD COLUMN domain text GENERATED ALWAYS AS (split_part(recipient, '@', 2)) STORED;
ALTER TABLE post.webhook ADD COLUMN source text DEFAULT 'here';
UPDATE post.event SET noted = true WHERE recipient = 'ann@a.example';
SELECT post.receive(opened('ian@i.example')::text) > 0 AS stored;
UPDATE post.webhook SET payload = payload || '{"subject": "Hello"}' WHERE payload->>'email' = 'ann@a.example';
UPDATE post.event SET subject = 'changed' WHERE recipient = 'ann@a.example';
SELECT * FROM post.reparse();
SELECT recipient, domain, subject, noted FROM post.event WHERE recipient IN ('ann@a.example', 'ian@i.example') ORDER BY 1;
SELECT * FROM post.forget('ian@i.example');

-- A column that is lost, or was never there, comes back with the update; one of another type is an error.
ALTER TABLE post.event DROP COLUMN remote_mta;
SELECT post.receive(opened('jo@j.example')::text) > 0 AS stored;
SELECT ses_update_pipeline('post');
SELECT col_description('post.event'::regclass, attnum) FROM pg_attribute WHERE attrelid = 'post.event'::regclass AND attname = 'remote_mta';
SELECT * FROM post.reparse();
SELECT recipient FROM post.event WHERE recipient = 'jo@j.example';
ALTER TABLE post.event DROP COLUMN description;
ALTER TABLE post.event ADD COLUMN description integer;
\set VERBOSITY default
\set SHOW_CONTEXT never
SELECT ses_update_pipeline('post');
\set VERBOSITY terse

-- A schema of another name: the functions have to be told.
ALTER SCHEMA post RENAME TO "Post 2";
ALTER TABLE "Post 2".event DROP COLUMN description;
SELECT ses_update_pipeline('Post 2');
SELECT "Post 2".receive(opened('kim@k.example')::text) > 0 AS stored;
SELECT recipient FROM "Post 2".event WHERE recipient = 'kim@k.example';
SELECT * FROM "Post 2".reparse();
DROP SCHEMA "Post 2" CASCADE;
