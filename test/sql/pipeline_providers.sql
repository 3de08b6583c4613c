-- Providers as data: the table provider of a pipeline.
SET timezone = 'UTC';
SET datestyle = 'ISO';
\set SHOW_CONTEXT never
SELECT ses_create_pipeline('post');
\d post.provider

-- Webhooks of a service that is not built in are kept, and nothing of them is read.
SELECT post.receive('{"what": "handed_over", "letter": "L-1", "to": "ann@a.example", "at": "2026-02-03T04:05:06Z"}');
SELECT post.receive('{"what": "sent_back", "letter": "L-2", "to": "Bob <bob@b.example>", "at": "2026-02-03T04:05:07Z", "answer": "550 5.1.1 no such user"}');
SELECT post.receive('{"what": "handed_over", "letter": "L-3", "to": "cy@c.example", "at": "2026-02-03T04:05:08Z", "copy": "ann@a.example"}');
SELECT webhook_id, kind, problem FROM post.attention ORDER BY 1;

-- A definition with mistakes is refused, and the first ones are named.
INSERT INTO post.provider VALUES ('heronmail', '{"provider": "heronmail", "signs": [{"keys": ["what", "letter"]}], "names": ["what"],
	"events": {"sent_back": "bounce"}, "fields": {"recipient": "to", "reply": "answer"}}');
INSERT INTO post.provider VALUES ('heronmail', '{"a": 1, "b": 2, "c": 3, "d": 4, "e": 5, "f": 6}');
INSERT INTO post.provider VALUES ('heronmail', '[]');
INSERT INTO post.provider VALUES ('heronmail', 'null');
INSERT INTO post.provider SELECT 'all', jsonb_agg(definition) FROM ses_library();
INSERT INTO post.provider VALUES ('goosemail', '{"provider": "heronmail",
	"signs": [{"keys": ["what", "letter"]}], "names": ["what"], "events": {"sent_back": "bounced"}, "fields": {"recipient": "to"}}');
INSERT INTO post.provider (definition) VALUES ('{"provider": "heronmail",
	"signs": [{"keys": ["what", "letter"]}], "names": ["what"], "events": {"sent_back": "bounced"}, "fields": {"recipient": "to"}}');
SELECT count(*), post.definitions() FROM post.provider;

-- One without is used for new webhooks at once, and reparse() reads the earlier ones with it.
INSERT INTO post.provider VALUES ('heronmail', '{"provider": "heronmail", "signs": [{"keys": ["what", "letter"]}], "names": ["what"],
	"events": {"handed_over": "delivered", "sent_back": "bounced", "read": "opened"},
	"fields": {"occurred_at": "at", "message_id": "letter", "recipient": "to", "smtp_response": "answer"}}');
SELECT post.receive('{"what": "read", "letter": "L-1", "to": "ann@a.example", "at": "2026-02-03T05:00:00Z"}');
SELECT webhook_id, occurred_at, event_type, provider, message_id, recipient FROM post.event;
SELECT * FROM post.reparse();
SELECT webhook_id, occurred_at, event_type, message_id, recipient, bounce_class, smtp_code FROM post.event ORDER BY 1;
SELECT count(*) FROM post.attention;
SELECT address, provider, reason FROM post.suppression;
SELECT message_id, status FROM post.message ORDER BY 1;

-- A constraint of the user does not lose the other events of a statement.
ALTER TABLE post.event ADD CONSTRAINT no_guests CHECK (recipient <> 'guest@a.example');
INSERT INTO post.webhook (payload) SELECT jsonb_build_object('what', 'read', 'letter', 'L-4', 'to', a || '@a.example', 'at', '2026-02-03T06:00:00Z') FROM unnest('{guest,host}'::text[]) a;
SELECT recipient FROM post.event WHERE message_id = 'L-4';
SELECT webhook_id, kind, provider, problem FROM post.attention;
ALTER TABLE post.event DROP CONSTRAINT no_guests;
SELECT * FROM post.reparse();

-- unread() reads with the definitions: what lacks an event that they return.
DELETE FROM post.event WHERE message_id = 'L-3';
SELECT id FROM post.unread('-infinity');
SELECT r.* FROM post.reparse(ARRAY(SELECT id FROM post.unread('-infinity'))) r;

-- A definition that is changed changes what is read: new webhooks at once, others by reparse().
UPDATE post.provider SET definition = jsonb_set(definition, '{events,read}', '"clicked"');
SELECT post.receive('{"what": "read", "letter": "L-5", "to": "dee@d.example", "at": "2026-02-03T05:00:00Z"}');
SELECT message_id, event_type FROM post.event WHERE provider_event = 'read' ORDER BY 1, 2;
SELECT * FROM post.reparse();
SELECT message_id, event_type FROM post.event WHERE provider_event = 'read' ORDER BY 1, 2;
UPDATE post.provider SET definition = definition || '{"events": 1}';

-- A change that is rolled back changes nothing, also in the session that has used it.
BEGIN;
DELETE FROM post.provider;
SELECT post.receive('{"what": "read", "letter": "L-6", "to": "eve@e.example", "at": "2026-02-03T05:00:00Z"}') IS NOT NULL AS is_stored;
SELECT count(*) FROM post.event WHERE message_id = 'L-6';
ROLLBACK;
SELECT post.receive('{"what": "read", "letter": "L-6", "to": "eve@e.example", "at": "2026-02-03T05:00:00Z"}') IS NOT NULL AS is_stored;
SELECT count(*) FROM post.event WHERE message_id = 'L-6';

-- forget() knows the recipient by the definition: webhooks about the address alone are deleted, others redacted.
SELECT * FROM post.forget('ann@a.example');
SELECT payload FROM post.webhook WHERE payload->>'letter' IN ('L-1', 'L-3');
SELECT recipient FROM post.event WHERE message_id IN ('L-1', 'L-3');

-- Several definitions, those of the library among them; all are read.
INSERT INTO post.provider SELECT * FROM ses_library() WHERE provider IN ('sweego', 'lettermint');
SELECT post.receive('{"id": "0a1b2c3d-1111-4222-8333-444455556666", "event": "message.delivered", "timestamp": "2026-02-03T04:05:09.000Z",
	"data": {"message_id": "lm-17", "subject": "Hello", "recipient": "fay@f.example"}}') IS NOT NULL AS is_stored;
SELECT provider, event_type, message_id FROM post.event WHERE recipient = 'fay@f.example';
SELECT jsonb_path_query_array(post.definitions(), '$[*].provider') AS providers;
-- More than readers take are refused.
INSERT INTO post.provider SELECT 'p' || i, jsonb_set(definition, '{provider}', to_jsonb('p' || i)) FROM post.provider, generate_series(1, 200) i WHERE provider = 'heronmail';
SELECT count(*) FROM post.provider;

-- So are those whose signs have more keys together than readers look for: they would be left out.
INSERT INTO post.provider
SELECT 'p' || i, jsonb_build_object('provider', 'p' || i, 'names', '["k"]'::jsonb, 'events', '{}'::jsonb,
	'signs', jsonb_build_array(jsonb_build_object('keys', jsonb_build_array('a' || i, 'b' || i, 'c' || i, 'd' || i)))) FROM generate_series(1, 40) i;
SELECT count(*) FROM post.provider;
-- One with mistakes of its own, stored without triggers, is left out by readers and keeps no other from being stored.
ALTER TABLE post.provider DISABLE TRIGGER check_definition;
INSERT INTO post.provider VALUES ('broken', '{"provider": "broken"}');
ALTER TABLE post.provider ENABLE TRIGGER check_definition;
SELECT jsonb_path_query_array(post.definitions(), '$[*].provider') AS providers;
INSERT INTO post.provider SELECT * FROM ses_library() WHERE provider = 'mailomat';
DELETE FROM post.provider WHERE provider IN ('broken', 'mailomat');

-- A definition that is deleted: reparse() removes its events, and its webhooks are in attention again.
DELETE FROM post.provider WHERE provider <> 'lettermint';
SELECT * FROM post.reparse();
SELECT provider, count(*) FROM post.event GROUP BY 1;
SELECT kind, problem, count(*) FROM post.attention GROUP BY 1, 2;
TRUNCATE post.provider;
SELECT post.definitions();
SELECT * FROM post.reparse();

-- Loaded without triggers, as by pg_restore --disable-triggers: reparse() uses what the table has.
ALTER TABLE post.provider DISABLE TRIGGER ALL;
INSERT INTO post.provider SELECT * FROM ses_library() WHERE provider = 'lettermint';
ALTER TABLE post.provider ENABLE TRIGGER ALL;
SELECT * FROM post.reparse();
SELECT jsonb_array_length(post.definitions());
SET client_min_messages = warning;
DROP SCHEMA post CASCADE;
RESET client_min_messages;

-- Built-in providers replaced by their exported definitions, without the fixtures that need what only
-- code does: the rows are equal. That the definitions are used shows one that is changed.
SELECT ses_create_pipeline('built');
CREATE TABLE exported AS SELECT p AS provider, ses_definition(p) AS definition FROM unnest('{mailtrap,sendgrid,postmark}'::text[]) p;
INSERT INTO built.webhook (payload)
SELECT f.payload FROM fixture f JOIN exported x ON x.provider = f.file
WHERE ARRAY(SELECT e FROM ses_parse(f.payload) e) = ARRAY(SELECT e FROM ses_parse(f.payload, definitions => x.definition) e)
ORDER BY f.file, f.position;
INSERT INTO built.provider TABLE exported;
SELECT count(*) > 50 AS has_events FROM built.event;
SELECT * FROM built.reparse();
UPDATE built.provider SET definition = jsonb_set(definition, '{events,open}', '"clicked"') WHERE provider = 'mailtrap';
SELECT changed > 0 AS differs, added, removed FROM built.reparse();
DROP TABLE exported;

-- A partition that is named by a statement; after a rename, definitions are refused until the functions know the name.
SET client_min_messages = warning;
DROP TABLE built.webhook CASCADE;
CREATE TABLE built.webhook (id bigint GENERATED BY DEFAULT AS IDENTITY, received_at timestamptz NOT NULL DEFAULT now(), payload jsonb NOT NULL, zone text,
	PRIMARY KEY (id, received_at)) PARTITION BY RANGE (received_at);
CREATE TABLE built.webhook_1 PARTITION OF built.webhook DEFAULT;
SELECT ses_update_pipeline('built');
RESET client_min_messages;
TRUNCATE built.event, built.provider;
INSERT INTO built.provider SELECT * FROM ses_library() WHERE provider = 'lettermint';
INSERT INTO built.webhook_1 (id, payload) VALUES (1, '{"event": "message.delivered", "timestamp": "2026-02-03T04:05:09.000Z",
	"data": {"message_id": "lm-18", "subject": "Hello", "recipient": "fay@f.example"}}');
SELECT provider, message_id FROM built.event;
ALTER SCHEMA built RENAME TO rebuilt;
DELETE FROM rebuilt.provider;
INSERT INTO rebuilt.provider SELECT * FROM ses_library() WHERE provider = 'sweego';
TRUNCATE rebuilt.provider;
SELECT ses_update_pipeline('rebuilt');
DELETE FROM rebuilt.provider;
SELECT rebuilt.definitions();

-- A pipeline without the table, as one of an earlier version: an update creates it, and keeps what it has.
SET client_min_messages = warning;
DROP TABLE rebuilt.provider;
DROP FUNCTION rebuilt.definitions, rebuilt.renew_definitions, rebuilt.store_provider;
SELECT ses_update_pipeline('rebuilt');
INSERT INTO rebuilt.provider SELECT * FROM ses_library() WHERE provider = 'sweego';
SELECT ses_update_pipeline('rebuilt');
SELECT rebuilt.definitions()->0->>'provider' AS provider;
-- A relation of the user's with that name is left alone.
DROP TABLE rebuilt.provider CASCADE;
CREATE TABLE rebuilt.provider (name text, since date);
SELECT ses_update_pipeline('rebuilt');
DROP TABLE rebuilt.provider;
CREATE VIEW rebuilt.provider AS SELECT 'a'::text AS provider, '{}'::jsonb AS definition;
SELECT ses_update_pipeline('rebuilt');
DROP VIEW rebuilt.provider;
SELECT ses_update_pipeline('rebuilt');
SELECT rebuilt.definitions();
CREATE SCHEMA occupied CREATE TABLE provider ();
SELECT ses_create_pipeline('occupied');

-- INSERT on the table is privilege enough; nobody else changes what is read.
CREATE ROLE regress_definer;
GRANT USAGE ON SCHEMA rebuilt TO regress_definer;
GRANT INSERT ON rebuilt.provider TO regress_definer;
SET ROLE regress_definer;
INSERT INTO rebuilt.provider SELECT * FROM ses_library() WHERE provider = 'sweego';
DELETE FROM rebuilt.provider;
SELECT rebuilt.renew_definitions();
RESET ROLE;
SELECT rebuilt.definitions()->0->>'provider' AS provider;

-- Each object has a comment.
SELECT count(*) FROM pg_proc WHERE pronamespace = 'rebuilt'::regnamespace AND obj_description(oid, 'pg_proc') IS NULL;
SELECT tgname, obj_description(oid, 'pg_trigger') FROM pg_trigger WHERE tgrelid = 'rebuilt.provider'::regclass ORDER BY 1;
DROP SCHEMA rebuilt, occupied CASCADE;
DROP ROLE regress_definer;
