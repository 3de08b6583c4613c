-- Persons: what is stored on an address (GDPR 15), and its erasure (GDPR 17), of several addresses in one pass.
SET timezone = 'UTC';
SET datestyle = 'ISO';
\set VERBOSITY terse
SELECT ses_create_pipeline('privacy');
SET search_path = public, privacy;

-- Webhooks about one recipient or several, one that nothing understands, and one with an event that cannot be stored.
CREATE FUNCTION mail_of(kind text, addresses text[], about text[], more jsonb DEFAULT '{}') RETURNS jsonb IMMUTABLE
RETURN jsonb_build_object('eventType', kind, 'mail', jsonb_build_object('messageId', md5(array_to_string(addresses, ' ')), 'timestamp', '2026-02-03T04:05:06Z',
	'source', 'shop@s.example', 'destination', to_jsonb(addresses),
	'commonHeaders', jsonb_build_object('to', to_jsonb(addresses), 'subject', 'Offer', 'messageId', '<1@mail.s.example>')))
	|| CASE kind WHEN 'Open' THEN jsonb_build_object('open', jsonb_build_object('timestamp', '2026-02-03T04:06:07Z', 'ipAddress', '192.0.2.1', 'userAgent', 'Mail') || more)
		WHEN 'Click' THEN jsonb_build_object('click', jsonb_build_object('timestamp', '2026-02-03T04:07:07Z', 'ipAddress', '192.0.2.1', 'userAgent', 'Mail') || more)
		WHEN 'Delivery' THEN jsonb_build_object('delivery', jsonb_build_object('timestamp', '2026-02-03T04:05:07Z', 'recipients', to_jsonb(about)) || more)
		ELSE jsonb_build_object('bounce', jsonb_build_object('timestamp', '2026-02-03T04:05:08Z', 'bounceType', 'Permanent', 'bouncedRecipients',
			(SELECT jsonb_agg(jsonb_build_object('emailAddress', a, 'status', '5.1.1', 'diagnosticCode', 'smtp; 550 5.1.1 <' || a || '> unknown')) FROM unnest(about) a)) || more) END;
INSERT INTO webhook (payload) VALUES
	(mail_of('Delivery', '{Ann@a.example}', '{Ann@a.example}')),
	(mail_of('Click', '{ann@a.example}', NULL, '{"link": "https://s.example/?from=bob%2Bx%40b.example&to=ann%40a.example&by=o''brien@b.example"}')),
	(mail_of('Delivery', '{ann@a.example,bob@b.example}', '{ann@a.example}', '{"smtpResponse": "250 for <bob@b.example>, said \"cy@c.example\"\nvia dee@d.example"}')),
	(mail_of('Open', '{ann@a.example,bob@b.example}', NULL)),
	(mail_of('Bounce', '{ann@a.example,bob@b.example,eve@e.example}', '{bob@b.example,eve@e.example}')),
	('["ann@a.example and bob@b.example wrote this"]'),
	('["eve@e.example wrote this"]'),
	(mail_of('Delivery', '{joann@a.example}', '{joann@a.example}'));
SELECT suppress('ANN@a.example', reason => 'Asked by phone.'), allow('Bob@b.example', 'news', 'Bob is the manager of ann@a.example'), suppress('joann@a.example', 'ann@a.example');

-- export(): the events of the address, without the addresses of others; what may be of another person says less.
SELECT jsonb_object_keys(export('ann@a.example')) AS members;
SELECT e->>'event_type' AS event_type, e->>'candidates' AS candidates, e ? 'ip_address' AS has_ip_address,
	e ? 'details' AS has_details, e->>'rfc_message_id' AS rfc_message_id, e->>'sender' AS sender, e->>'url' AS url
FROM jsonb_array_elements(export('Ann@A.example')->'events') e;
SELECT DISTINCT m[1] AS mentioned FROM regexp_matches(export('ann@a.example')::text, '[[:alnum:].''%]+(?:@|%40)[[:alnum:].]+', 'g') m ORDER BY 1;
SELECT e->'details'->'mail'->'destination' AS destination, e->>'smtp_response' AS smtp_response FROM jsonb_array_elements(export('ann@a.example')->'events') e WHERE e->>'smtp_response' IS NOT NULL;
SELECT jsonb_path_query_array(export('ann@a.example'), '$.webhooks[*].id') AS webhooks, export('ann@a.example')->'suppression'->0->>'rule' AS rule,
	export('ann@a.example')->'verdicts'->0->>'reason' AS reason;
SELECT export('nobody@a.example');
-- JSON nested as deep as jsonb can be, and words that look like JSON.
INSERT INTO event (event_id, recipient, event_type, details, description) VALUES
	('00000000-0000-8000-8000-000000000001', 'deep@a.example', 'unknown', (repeat('[', 5000) || '"bob@b.example"' || repeat(']', 5000))::jsonb, E'\\nbob@b.example "x@y.example", \\ { } %40 @ a@ @b');
SELECT length(export('deep@a.example')::text) > 100 AS exported, export('deep@a.example')::text ~ 'bob@' AS has_other, export('deep@a.example')->'events'->0->>'description' AS description;
DELETE FROM event WHERE recipient = 'deep@a.example';

-- A look into all tables, as a search in a dump.
CREATE FUNCTION mentions(pattern text) RETURNS TABLE (place text, rows bigint) LANGUAGE plpgsql AS $$
DECLARE
	name text;
	found bigint;
BEGIN
	FOR name IN SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'privacy'::regnamespace AND c.relkind = 'r' ORDER BY 1 LOOP
		EXECUTE format('SELECT count(*) FROM privacy.%I t WHERE t::text ~* $1', name) INTO found USING pattern;
		IF found > 0 THEN RETURN QUERY SELECT name, found; END IF;
	END LOOP;
END $$;
SELECT * FROM mentions('\mann(@|%40)a\.example');
SELECT * FROM mentions('\meve(@|%40)e\.example');

-- forget() of several, in one pass: webhooks about all of them are deleted, and those of others are redacted.
SELECT * FROM forget('{}'::text[]);
SELECT * FROM forget(NULL::text[]);
SELECT * FROM forget(ARRAY[NULL, '', 'ann', '%']);
SELECT * FROM forget(ARRAY[' Ann@a.example', 'EVE@e.example', 'ann@a.example', NULL, 'nobody@a.example']);
SELECT * FROM mentions('\m(ann|eve)(@|%40)[ae]\.example');
SELECT w.id, e.recipient, e.candidates FROM webhook w LEFT JOIN event e ON e.webhook_id = w.id ORDER BY 1, 2;
SELECT address, verdict, stream, reason FROM verdict ORDER BY id;
SELECT export('ann@a.example');
SELECT * FROM forget('bob@b.example');
SELECT * FROM forget(ARRAY['joann@a.example']);
SELECT (SELECT count(*) FROM webhook) AS webhooks, (SELECT count(*) FROM event) AS events, (SELECT count(*) FROM verdict) AS verdicts;
SELECT coalesce(payload->'mail'->'destination', payload) AS payload FROM webhook;

-- Columns of the user's own do not stand for variables of functions.
BEGIN;
ALTER TABLE event ADD person text DEFAULT 'other', ADD ids text, ADD found_ids text;
ALTER TABLE webhook ADD person text DEFAULT 'other', ADD ids text, ADD first_id text;
ALTER TABLE verdict ADD person text DEFAULT 'other';
INSERT INTO webhook (payload) VALUES ('{"event": "delivered", "email": "Flo@f.example", "bulkId": "f"}');
SELECT may_send('flo@f.example');
SELECT what, rule FROM history('flo@f.example');
SELECT jsonb_array_length(x->'events') AS events, jsonb_array_length(x->'webhooks') AS webhooks FROM export('flo@f.example') x;
SELECT * FROM unread('-infinity');
SELECT * FROM forget('flo@f.example');
ROLLBACK;

-- A role needs EXECUTE alone, and PUBLIC has it on none of these.
CREATE ROLE regress_mailer;
GRANT EXECUTE ON FUNCTION may_send(text, text) TO regress_mailer;
SET ROLE regress_mailer;
SELECT privacy.may_send('ann@a.example');
SELECT privacy.suppress('ann@a.example');
SELECT privacy.history('ann@a.example');
SELECT privacy.export('ann@a.example');
SELECT privacy.forget(ARRAY['ann@a.example']);
SELECT * FROM privacy.suppression;
RESET ROLE;
DROP OWNED BY regress_mailer;
DROP ROLE regress_mailer;

-- After a rename, no function answers from a schema of the old name.
ALTER SCHEMA privacy RENAME TO renamed;
SELECT renamed.may_send('ann@a.example');
SELECT renamed.suppress('ann@a.example');
SELECT renamed.allow('ann@a.example');
SELECT renamed.history('ann@a.example');
SELECT renamed.export('ann@a.example');
SELECT renamed.forget('ann@a.example');
SELECT renamed.forget(ARRAY['ann@a.example']);
SELECT ses_update_pipeline('renamed');
SELECT renamed.suppress('ann@a.example');
SELECT renamed.may_send('ann@a.example');

DROP FUNCTION mail_of, mentions;
SET client_min_messages = warning;
DROP SCHEMA renamed CASCADE;
