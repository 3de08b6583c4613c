-- Suppression as policy: soft bounces in a row, refusals, decisions by hand, streams.
SET timezone = 'UTC';
SET datestyle = 'ISO';
\set VERBOSITY default
\set SHOW_CONTEXT never
SELECT ses_create_pipeline('policy');
SET search_path = public, policy;
SELECT * FROM setting;

-- Events of an address in few words, one an hour, and a day where a number of days stands before one:
-- 'soft' is a soft bounce of a message of its own, 'soft=2' one of message 2, and so on.
CREATE FUNCTION happen(address text, VARIADIC words text[]) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
	word text;
	kind text;
	at timestamptz := '2026-02-01 00:00Z';
	place integer := 0;
BEGIN
	FOREACH word IN ARRAY words LOOP
		place := place + 1;
		at := at + CASE WHEN word ~ '^\d+ ' THEN substring(word FROM '^\d+')::integer * interval '24 hours' ELSE interval '1 hour' END;
		kind := substring(word FROM '^(?:\d+ )?([a-z_]+)');
		INSERT INTO event (event_id, occurred_at, event_type, provider, message_id, recipient, candidates, bounce_class, reason, is_bot, actor, stream)
		VALUES (md5(address || place)::uuid,
			CASE WHEN word LIKE '%untimed' THEN NULL WHEN word LIKE '%ahead' THEN now() + interval '3 years' ELSE at END,
			CASE WHEN kind IN ('soft', 'hard', 'undetermined') THEN 'bounced' WHEN kind IN ('failed_softly') THEN 'failed'
				WHEN kind IN ('scanned', 'prefetched', 'fetched') THEN 'opened' ELSE kind END,
			'p', coalesce(substring(word FROM '=(\d+)'), address || place), address, CASE WHEN word LIKE '% of two%' THEN 2 ELSE 1 END,
			CASE kind WHEN 'failed_softly' THEN 'soft' WHEN 'soft' THEN kind WHEN 'hard' THEN kind WHEN 'undetermined' THEN kind END,
			coalesce(substring(word FROM ':(\w+)'), CASE kind WHEN 'soft' THEN 'mailbox_full' WHEN 'hard' THEN 'unknown_recipient' END),
			kind = 'scanned', CASE kind WHEN 'prefetched' THEN 'machine' WHEN 'fetched' THEN 'proxy' END,
			substring(word FROM '@(\w+)'));
	END LOOP;
	RETURN place;
END $$;
CREATE FUNCTION rules() RETURNS TABLE (address text, stream text, rule text, event_type text, reason text, since timestamptz, allowed_streams text[])
BEGIN ATOMIC
	SELECT s.address, s.stream, s.rule, s.event_type, s.reason, s.since, s.allowed_streams FROM suppression s ORDER BY 1, 2;
END;

-- Soft bounces in a row: the fifth message decides, unless a delivery is between.
SELECT sum(e) AS events FROM (VALUES
	(happen('a01-five@x.example', 'soft', 'soft', 'soft', 'soft', 'soft', 'soft')),
	(happen('a02-four@x.example', 'soft', 'soft', 'soft', 'soft')),
	(happen('a03-delivered-between@x.example', 'soft', 'soft', 'soft', 'soft', 'delivered', 'soft', 'soft')),
	(happen('a04-delivered-first@x.example', 'delivered', 'soft', 'soft', 'soft', 'soft', 'soft')),
	(happen('a05-delivered-last@x.example', 'soft', 'soft', 'soft', 'soft', 'soft', 'delivered')),
	(happen('a06-delivered-and-again@x.example', 'soft', 'soft', 'soft', 'soft', 'soft', 'delivered', 'soft', 'soft', 'soft', 'soft', 'soft')),
	(happen('a07-opened@x.example', 'soft', 'soft', 'soft', 'soft', 'soft', 'opened')),
	(happen('a08-clicked@x.example', 'soft', 'soft', 'soft', 'soft', 'soft', 'clicked')),
	(happen('a09-fetched-for-a-person@x.example', 'soft', 'soft', 'soft', 'soft', 'soft', 'fetched')),
	(happen('a10-scanned@x.example', 'soft', 'soft', 'soft', 'soft', 'scanned', 'soft')),
	(happen('a11-prefetched@x.example', 'soft', 'soft', 'soft', 'soft', 'prefetched', 'soft')),
	(happen('a12-one-of-two-opened@x.example', 'soft', 'soft', 'soft', 'soft', 'opened of two', 'soft')),
	(happen('a13-one-message@x.example', 'soft=1', 'soft=1', 'soft=1', 'soft=1', 'soft=1')),
	(happen('a14-two-messages@x.example', 'soft=1', 'soft=1', 'soft=2', 'soft', 'soft=2', 'soft', 'soft')),
	(happen('a15-deferred@x.example', 'deferred', 'deferred', 'deferred', 'deferred', 'deferred', 'deferred')),
	(happen('a16-deferred-and-bounced@x.example', 'deferred=1', 'soft=1', 'deferred=2', 'soft=2', 'soft', 'soft')),
	(happen('a17-size@x.example', 'soft', 'soft', 'soft', 'soft', 'soft:message_too_large', 'soft:content_rejected')),
	(happen('a18-about-the-sender@x.example', 'soft', 'soft', 'soft', 'soft', 'soft:blocked', 'soft:spam', 'soft:authentication', 'soft:rate_limited')),
	(happen('a19-no-reply@x.example', 'soft:timed_out', 'soft:connection', 'soft:other', 'soft', 'failed_softly')),
	(happen('a20-one-of-two@x.example', 'soft', 'soft', 'soft', 'soft', 'soft of two')),
	(happen('a21-undetermined@x.example', 'soft', 'soft', 'soft', 'soft', 'undetermined')),
	(happen('a22-not-tried@x.example', 'soft', 'soft', 'soft', 'soft', 'rejected', 'failed', 'soft:suppressed of two')),
	(happen('a23-ahead@x.example', 'soft', 'soft', 'soft', 'soft', 'soft ahead')),
	(happen('a24-untimed@x.example', 'soft', 'soft', 'soft', 'soft', 'soft untimed')),
	(happen('a25-delivered-ahead@x.example', 'soft', 'soft', 'soft', 'soft', 'soft', 'delivered ahead', 'delivered untimed')),
	(happen('a26-then-hard@x.example', 'soft', 'soft', 'soft', 'soft', 'soft', 'hard')),
	(happen('a27-hard-between@x.example', 'soft', 'soft', 'hard', 'soft', 'soft', 'soft')),
	(happen('A28-Case@x.example', 'soft', 'soft', 'soft')), (happen('a28-case@X.example', '1 soft', 'soft'))) t (e);
SELECT address, rule, event_type, reason, since FROM rules();
SELECT address, e.message_id, s.event_id = e.event_id AS is_its FROM suppression s JOIN event e USING (event_id) WHERE address LIKE 'a01%' OR address LIKE 'a06%' OR address LIKE 'a14%' ORDER BY 1;

-- Of one time, the greater event_id is later.
TRUNCATE event;
SELECT happen('same@x.example', 'soft', 'soft', 'soft', 'soft', 'soft') AS events;
INSERT INTO event (event_id, occurred_at, event_type, recipient)
SELECT '00000000-0000-8000-8000-000000000000', min(occurred_at), 'delivered', 'same@x.example' FROM event;
SELECT address, rule FROM rules();
UPDATE event SET event_id = 'ffffffff-ffff-8fff-8fff-ffffffffffff' WHERE event_type = 'delivered';
SELECT address, rule FROM rules();

-- Refusals: five messages, whatever the class and reason, and fourteen days.
TRUNCATE event;
SELECT sum(e) AS events FROM (VALUES
	(happen('b01-five@x.example', 'undetermined', '4 soft:blocked', '4 undetermined:other', '4 soft:spam', '2 undetermined', '1 undetermined')),
	(happen('b02-thirteen-days@x.example', 'undetermined', '4 soft:blocked', '4 undetermined:other', '4 soft:spam', '1 undetermined')),
	(happen('b03-four@x.example', 'undetermined', '5 soft:blocked', '5 undetermined:other', '5 soft:spam')),
	(happen('b04-early@x.example', 'undetermined', 'undetermined', 'undetermined', 'undetermined', 'undetermined', '14 undetermined', '1 undetermined')),
	(happen('b05-delivered-between@x.example', 'undetermined', '4 undetermined', '4 undetermined', '4 delivered', '1 undetermined', '2 undetermined')),
	(happen('b06-opened-between@x.example', 'undetermined', '4 undetermined', '4 undetermined', '4 opened', '1 undetermined', '2 undetermined')),
	(happen('b07-size@x.example', 'undetermined', '4 undetermined', '4 undetermined', '4 undetermined', '4 undetermined:message_too_large', '4 undetermined:content_rejected')),
	(happen('b08-one-message@x.example', 'undetermined=1', '4 undetermined=1', '4 undetermined=1', '4 undetermined=1', '4 undetermined=1')),
	(happen('b09-soft-first@x.example', 'soft', '10 soft', '10 soft', '10 soft', '10 soft')),
	(happen('b10-deferred@x.example', 'deferred', '4 deferred', '4 deferred', '4 deferred', '4 deferred'))) t (e);
SELECT address, rule, event_type, reason, since FROM rules();

-- The settings decide. Without a row, the defaults apply.
UPDATE setting SET soft_bounces = 3, refusals = NULL;
SELECT address, rule, since FROM rules();
UPDATE setting SET soft_bounces = 1;
SELECT address, rule, since FROM rules();
UPDATE setting SET soft_bounces = NULL, refusals = 4;
SELECT address, rule, since FROM rules();
UPDATE setting SET refusal_period = '13 days';
SELECT address, rule, since FROM rules();
UPDATE setting SET refusals = NULL;
SELECT address, rule, since FROM rules();
DELETE FROM setting;
SELECT address, rule, since FROM rules();
SELECT ses_update_pipeline('policy');
SELECT * FROM setting;
UPDATE setting SET soft_bounces = 0;
UPDATE setting SET refusals = -5;
UPDATE setting SET refusal_period = '-1 day';
INSERT INTO setting (soft_bounces) VALUES (7);
UPDATE setting SET single = false;

-- By hand: suppress() wins over all events, allow() over those before it.
TRUNCATE event;
SELECT sum(e) AS events FROM (VALUES
	(happen('c1-hard@x.example', 'hard')),
	(happen('c2-complained@x.example', 'complained')),
	(happen('c3-unsubscribed@x.example', 'unsubscribed')),
	(happen('c4-soft@x.example', 'soft', 'soft', 'soft', 'soft', 'soft')),
	(happen('c5-untimed@x.example', 'hard untimed')),
	(happen('c6-ahead@x.example', 'complained ahead')),
	(happen('c7-fine@x.example', 'delivered'))) t (e);
SELECT address, rule, event_type, reason, since < now() AS is_past FROM rules();
SELECT address, may_send(address) FROM (SELECT DISTINCT recipient FROM event) r (address) ORDER BY 1;
SELECT allow(upper(address)) FROM suppression;
SELECT suppress(E' C7-Fine@x.example\n', reason => 'A letter of 3 May');
SELECT address, rule, event_type, reason, event_id, provider, since > now() - interval '1 hour' AS is_new FROM suppression;
SELECT address, may_send(address) FROM (SELECT DISTINCT recipient FROM event) r (address) ORDER BY 1;
SELECT address, verdict, stream, reason, until FROM verdict ORDER BY id;

-- What happens after it counts again, from the beginning: five soft bounces, and not one more.
CREATE FUNCTION happen_now(address text, kind text, number integer DEFAULT 1, stream text DEFAULT NULL) RETURNS void
BEGIN ATOMIC
	INSERT INTO event (event_id, occurred_at, event_type, provider, message_id, recipient, bounce_class, stream)
	SELECT gen_random_uuid(), clock_timestamp() + n * interval '1 ms', CASE WHEN kind IN ('hard', 'soft') THEN 'bounced' ELSE kind END, 'p', gen_random_uuid(), address,
		CASE WHEN kind IN ('hard', 'soft') THEN kind END, stream
	FROM generate_series(1, number) n;
END;
SELECT happen_now('c1-hard@x.example', 'hard'), happen_now('c4-soft@x.example', 'soft', 4);
SELECT address, rule FROM rules();
SELECT happen_now('c4-soft@x.example', 'soft', 1);
SELECT address, rule FROM rules();
SELECT allow('c7-fine@x.example'), allow('c1-hard@x.example');
SELECT address, rule FROM rules();

-- The newest that has not lapsed counts, and of one time the later.
TRUNCATE event, verdict;
SELECT happen('c1-hard@x.example', 'hard') + happen('c2-hard@x.example', 'hard') + happen('c3-hard@x.example', 'hard') AS events;
INSERT INTO verdict (address, verdict, noted_at, until, reason) VALUES
	('C1-hard@x.example', 'allow', now() - interval '2 days', now() - interval '1 day', 'lapsed'),
	('c2-hard@x.example', 'allow', now() - interval '2 days', now() + interval '1 day', 'not lapsed'),
	('c2-hard@x.example', 'suppress', now() - interval '1 day', now() - interval '1 hour', 'newer, but lapsed'),
	('c3-hard@x.example', 'suppress', now() - interval '3 days', NULL, 'older'),
	('C3-hard@x.example', 'allow', now() - interval '2 days', NULL, 'of the same time'),
	('c4-nothing-happened@x.example', 'suppress', now() - interval '2 days', 'infinity', 'for ever'),
	('c5-nothing-happened@x.example', 'suppress', now() - interval '2 days', now() - interval '1 day', 'lapsed');
SELECT address, rule, reason FROM rules();
INSERT INTO verdict (address, verdict, noted_at, reason)
SELECT 'c3-hard@x.example', 'suppress', noted_at, 'inserted later' FROM verdict WHERE reason = 'of the same time';
SELECT address, rule, reason FROM rules();
SELECT address, stream, verdict, reason FROM current_verdict ORDER BY 1;

-- By stream: a newer verdict for all mail counts for each stream, a newer one for a stream for that one.
TRUNCATE event, verdict;
SELECT happen('d1@x.example', 'hard') + happen('d2@x.example', 'hard') + happen('d3@x.example', 'delivered') AS events;
CREATE FUNCTION may(address text) RETURNS text
RETURN (SELECT string_agg(concat(coalesce(s, 'any'), ' ', may_send(address, s)), ', ' ORDER BY s NULLS FIRST) FROM unnest('{news,bills,other,NULL}'::text[]) s);
SELECT allow('d1@x.example', 'bills'), suppress('d3@x.example', 'news');
SELECT address, stream, rule, allowed_streams, may(address) FROM rules();
-- A hard bounce is one for all streams.
SELECT happen_now('d1@x.example', 'hard'), allow('d2@x.example', 'bills'), allow('d2@x.example', 'news');
SELECT address, stream, rule, allowed_streams, may(address) FROM rules();
SELECT suppress('d2@x.example', 'bills', 'asked for no more'), suppress('d3@x.example'), allow('d3@x.example', 'other');
SELECT address, stream, rule, allowed_streams, may(address) FROM rules();
SELECT allow('d2@x.example'), allow('d3@x.example'), suppress('d1@x.example', 'news');
SELECT address, stream, rule, allowed_streams, may(address) FROM rules();
SELECT address, stream, verdict, streams FROM current_verdict ORDER BY 1, 2 NULLS FIRST;
SELECT suppress('d2@x.example', '');
SELECT may_send('d2@x.example'), may_send('d2@x.example', ''), may_send('d2@x.example', 'news');

-- Unsubscriptions count for all mail, or for their stream only. Bounces and complaints count for all.
TRUNCATE event, verdict;
SELECT sum(e) AS events FROM (VALUES
	(happen('e1-news@x.example', 'unsubscribed@news')),
	(happen('e2-both@x.example', 'unsubscribed@news', 'unsubscribed@bills')),
	(happen('e3-all@x.example', 'unsubscribed', 'unsubscribed@news')),
	(happen('e4-again@x.example', 'unsubscribed@news', 'unsubscribed@bills', 'subscribed@news')),
	(happen('e5-all-again@x.example', 'unsubscribed@news', 'unsubscribed@bills', 'subscribed')),
	(happen('e6-one-of-all-again@x.example', 'unsubscribed', 'subscribed@news')),
	(happen('e7-hard@x.example', 'hard@news', 'unsubscribed@bills')),
	(happen('e8-complained@x.example', 'unsubscribed@bills', 'complained@news')),
	(happen('e9-refused@x.example', 'rejected:unsubscribed@news')),
	(happen('f1-list@x.example', 'unsubscribed:suppressed@news')),
	(happen('f2-allowed@x.example', 'unsubscribed@news', 'unsubscribed@bills'))) t (e);
SELECT allow('f2-allowed@x.example', 'news');
SELECT address, stream, rule, allowed_streams FROM rules();
UPDATE setting SET unsubscribe_by_stream = true;
SELECT address, stream, rule, allowed_streams, may(address) FROM rules();
SELECT happen_now('f2-allowed@x.example', 'unsubscribed', stream => 'news'), allow('e3-all@x.example', 'bills'), allow('e1-news@x.example');
SELECT address, stream, rule, allowed_streams, may(address) FROM rules() WHERE address ~ 'e1|e3|f2';
UPDATE setting SET unsubscribe_by_stream = false;

-- A look-up by address uses indexes, with any plan.
SELECT happen('z' || n || '@x.example', 'delivered', 'hard') > 0 AS filled FROM generate_series(1, 3000) n GROUP BY 1;
ANALYZE event;
PREPARE lookup(text) AS SELECT rule FROM suppression WHERE address = $1;
CREATE FUNCTION scans(query text) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
	line text;
BEGIN
	FOR line IN EXECUTE 'EXPLAIN (COSTS OFF) ' || query LOOP
		IF line ~ 'Scan.* on (event|event_\w+) ' OR line ~ ' Scan (using|on) \w+_idx' THEN RETURN NEXT substring(line FROM '(Seq Scan on event|\w+_idx)'); END IF;
	END LOOP;
END $$;
SET plan_cache_mode = force_generic_plan;
SELECT DISTINCT s FROM scans($$EXECUTE lookup('z7@x.example')$$) s WHERE s IS NOT NULL ORDER BY 1;
SET plan_cache_mode = force_custom_plan;
SELECT DISTINCT s FROM scans($$EXECUTE lookup('z7@x.example')$$) s WHERE s IS NOT NULL ORDER BY 1;
RESET plan_cache_mode;
DEALLOCATE lookup;

-- Mistakes of a caller.
SELECT suppress(NULL);
SELECT suppress('');
SELECT suppress('ann');
SELECT suppress('@a.example');
SELECT suppress('ann@');
SELECT suppress('Ann Example <ann@a.example>');
SELECT suppress('ann@a.example, bob@b.example');
CREATE FUNCTION message_of(statement text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE statement;
EXCEPTION WHEN invalid_parameter_value THEN
	RETURN length(SQLERRM) || ' characters: ' || left(SQLERRM, 60);
END $$;
SELECT message_of($$SELECT suppress(repeat('long', 1000))$$);
DROP FUNCTION message_of;
SELECT allow('ann at a.example');
SELECT may_send(NULL);
SELECT may_send('%');
SELECT history('ann');
SELECT export(NULL);
SELECT suppress('ann@a.example', until => '2020-01-01Z');
SELECT allow('ann@a.example', until => '-infinity');
\set VERBOSITY terse
INSERT INTO verdict (address, verdict) VALUES ('ann', 'suppress');
INSERT INTO verdict (address, verdict) VALUES (' ann@a.example', 'suppress');
INSERT INTO verdict (address, verdict) VALUES ('ann@a.example', 'maybe');
INSERT INTO verdict (address, verdict, stream) VALUES ('ann@a.example', 'allow', '');
SELECT may_send('"ann example"@a.example'), may_send('anñ@a.example'), may_send('ann@localhost');

-- history(): what happened to the mail of an address, newest first, and what suppresses it.
TRUNCATE event, verdict;
SELECT happen('g1@x.example', 'sent', 'delivered', 'opened', 'hard') + happen('g2@x.example', 'hard') AS events;
UPDATE event SET subject = 'Your bill', sender = 'bills@s.example', smtp_response = '550 5.1.1 no such user' WHERE event_type = 'bounced';
SELECT occurred_at, what, reason, explanation, rule, subject FROM history(' G1@x.example ');
SELECT allow('g1@x.example', reason => 'mailbox is back'), suppress('g1@x.example', 'news', until => '2100-01-01Z');
SELECT what, reason, explanation, rule, stream FROM history('g1@x.example');
SELECT count(*) FROM history('nobody@x.example');

-- Every order of arrival, in batches or one by one, and some webhooks twice: the rows of the views that are of events are the same.
TRUNCATE event, verdict;
CREATE FUNCTION reported(kind text, address text, at bigint, message text, stream text) RETURNS jsonb IMMUTABLE
RETURN jsonb_build_object('MessageID', message, 'MessageStream', stream, 'ServerID', 1, 'Tag', 't') || CASE kind
	WHEN 'delivered' THEN jsonb_build_object('RecordType', 'Delivery', 'Recipient', address, 'DeliveredAt', to_timestamp(at), 'Details', '250 ok')
	WHEN 'opened' THEN jsonb_build_object('RecordType', 'Open', 'Recipient', address, 'ReceivedAt', to_timestamp(at), 'FirstOpen', true, 'UserAgent', 'x')
	WHEN 'complained' THEN jsonb_build_object('RecordType', 'SpamComplaint', 'Email', address, 'BouncedAt', to_timestamp(at), 'Type', 'SpamComplaint', 'ID', at)
	WHEN 'off' THEN jsonb_build_object('RecordType', 'SubscriptionChange', 'Recipient', address, 'ChangedAt', to_timestamp(at), 'SuppressSending', true, 'SuppressionReason', 'ManualSuppression')
	WHEN 'on' THEN jsonb_build_object('RecordType', 'SubscriptionChange', 'Recipient', address, 'ChangedAt', to_timestamp(at), 'SuppressSending', false, 'SuppressionReason', NULL)
	ELSE jsonb_build_object('RecordType', 'Bounce', 'Email', address, 'BouncedAt', to_timestamp(at), 'ID', at, 'Inactive', false)
		|| CASE kind WHEN 'hard' THEN '{"Type": "HardBounce", "Details": "550 5.1.1 user unknown"}' WHEN 'soft' THEN '{"Type": "SoftBounce", "Details": "452 4.2.2 mailbox full"}'
			WHEN 'blocked' THEN '{"Type": "Blocked", "Details": "554 5.7.1 blocked using a list"}' ELSE '{"Type": "Unknown", "Details": "no"}' END::jsonb
END;
CREATE TABLE told AS
SELECT reported(word, address || '@o.example', 1770000000 + place / per * step + place % per, 'm' || place / per, CASE WHEN place / per % 2 = 0 THEN 'news' ELSE 'bills' END) AS payload
FROM (VALUES
	('o1', 1, 3600, '{soft,soft,soft,soft,soft,delivered,soft,soft,soft,soft,soft,soft}'::text[]),
	('o2', 1, 3600, '{soft,soft,soft,soft,soft,opened,soft}'),
	('o3', 2, 3600, '{soft,delivered,soft,soft,soft,soft,soft,soft,soft,soft,soft,soft,soft}'),
	('o4', 1, 345600, '{unknown,blocked,unknown,blocked,unknown,blocked}'),
	('o5', 1, 345600, '{unknown,blocked,unknown,delivered,blocked,unknown,blocked}'),
	('o6', 1, 0, '{soft,soft,delivered,soft,soft,soft,soft,opened,off,on,off}'),
	('o7', 1, 3600, '{off,on,off,hard}'),
	('o8', 1, 3600, '{off,off,on}'),
	('o9', 1, 100000000, '{off,on,soft,soft,soft,soft,soft,soft,soft,delivered}'),
	('p1', 1, 3600, '{delivered,complained,hard,soft}')) c (address, per, step, words), unnest(words) WITH ORDINALITY w (word, place);
CREATE FUNCTION answers() RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
	name text;
	answer jsonb;
	result jsonb := '{}';
BEGIN
	FOREACH name IN ARRAY '{suppression,current_verdict,message,daily}'::text[] LOOP
		EXECUTE format('SELECT jsonb_agg(to_jsonb(v) ORDER BY to_jsonb(v)) FROM %I v', name) INTO answer;
		result := result || jsonb_build_object(name, answer);
	END LOOP;
	RETURN result;
END $$;
CREATE TABLE answered (answer jsonb, number integer);
CREATE FUNCTION arrive(times integer) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	size integer;
BEGIN
	FOR n IN 1 .. times LOOP
		TRUNCATE webhook, event, problem;
		size := (ARRAY[1, 2, 7, 1000])[1 + n % 4];
		CREATE TEMPORARY TABLE queue AS
			SELECT payload, row_number() OVER (ORDER BY random()) / size AS batch
			FROM (SELECT payload FROM told UNION ALL SELECT payload FROM told WHERE n % 3 = 0 AND random() < 0.2) t;
		FOR batch_number IN 0 .. (SELECT max(q.batch) FROM queue q) LOOP
			INSERT INTO webhook (payload) SELECT q.payload FROM queue q WHERE q.batch = batch_number ORDER BY random();
		END LOOP;
		DROP TABLE queue;
		INSERT INTO answered VALUES (answers(), n);
	END LOOP;
END $$;
SELECT setseed(0.42);
SELECT arrive(40);
SELECT count(*) AS orders, count(DISTINCT answer) AS answers, count(DISTINCT answer->'suppression') AS suppressions FROM answered;
SELECT s.address, e.message_id, s.rule, s.since FROM suppression s LEFT JOIN event e USING (event_id) ORDER BY 1;
UPDATE setting SET unsubscribe_by_stream = true, soft_bounces = 3;
INSERT INTO verdict (address, verdict, stream, noted_at) VALUES ('o1@o.example', 'allow', 'news', '2026-02-02 06:00Z'), ('o7@o.example', 'allow', NULL, '2026-02-02 05:00Z');
TRUNCATE answered;
SELECT arrive(40);
SELECT count(*) AS orders, count(DISTINCT answer) AS answers FROM answered;
SELECT s.address, s.stream, e.message_id, s.rule, s.since, s.allowed_streams FROM suppression s LEFT JOIN event e USING (event_id) ORDER BY 1, 2;

-- The same with event divided by its key.
CREATE TABLE whole AS TABLE suppression;
ALTER TABLE event RENAME TO plain;
CREATE TABLE policy.event (webhook_id bigint, event_id uuid PRIMARY KEY) PARTITION BY RANGE (event_id);
CREATE TABLE policy.event_before PARTITION OF policy.event FOR VALUES FROM (MINVALUE) TO ('019c1c80-0000-0000-0000-000000000000');
CREATE TABLE policy.event_02 PARTITION OF policy.event FOR VALUES FROM ('019c1c80-0000-0000-0000-000000000000') TO ('019c2000-0000-0000-0000-000000000000');
CREATE TABLE policy.event_after PARTITION OF policy.event DEFAULT;
DROP FUNCTION rules;
DROP VIEW suppression, message, daily CASCADE;
SELECT ses_update_pipeline('policy');
INSERT INTO event SELECT * FROM plain;
SELECT count(DISTINCT tableoid) AS partitions, (SELECT count(*) FROM (TABLE whole EXCEPT TABLE suppression) d) AS missing,
	(SELECT count(*) FROM (TABLE suppression EXCEPT TABLE whole) d) AS added FROM event;

-- Infinite times, which cannot be subtracted, count in no row and raise no error.
BEGIN;
SELECT happen('inf@i.example', 'soft', 'soft', 'soft', 'soft');
UPDATE event SET occurred_at = '-infinity' WHERE recipient = 'inf@i.example' AND occurred_at < '2026-02-01 02:30Z';
SELECT may_send('inf@i.example');
UPDATE event SET occurred_at = '2026-01-01' WHERE event_id = (SELECT event_id FROM event WHERE recipient = 'inf@i.example' AND occurred_at = '-infinity' LIMIT 1);
SELECT rule, since FROM suppression WHERE address = 'inf@i.example';
ROLLBACK;

-- A schema may have a relation of one of the names, which is not replaced.
CREATE SCHEMA other;
ALTER TABLE verdict SET SCHEMA other;
CREATE TABLE policy.verdict (address text, verdict text);
SELECT ses_update_pipeline('policy');
DROP TABLE verdict;
ALTER TABLE setting SET SCHEMA other;
CREATE VIEW policy.setting AS TABLE other.setting;
SELECT ses_update_pipeline('policy');
DROP VIEW setting;
SELECT ses_update_pipeline('policy');
SELECT count(*) FROM setting;
SET client_min_messages = warning;
DROP SCHEMA other CASCADE;

DROP TABLE told, answered, whole;
DROP FUNCTION reported, answers, arrive;
DROP FUNCTION happen, happen_now, may, scans;
DROP SCHEMA policy CASCADE;
