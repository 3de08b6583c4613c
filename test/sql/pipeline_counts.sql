-- What the views count: what was never sent, one reading under two names, shares of several recipients.
SET timezone = 'UTC';
SET datestyle = 'ISO';
SELECT ses_create_pipeline('counts');

-- An event in a few words, each a second after the one before it.
CREATE FUNCTION happen(message_id text, event_type text, provider_class text DEFAULT NULL, bounce_class text DEFAULT NULL, reason text DEFAULT NULL,
	provider text DEFAULT 'p', candidates int DEFAULT 1, day int DEFAULT 1) RETURNS bigint
BEGIN ATOMIC
	INSERT INTO counts.event (event_id, occurred_at, event_type, provider, message_id, recipient, candidates, provider_class, bounce_class, reason)
	SELECT md5(n::text)::uuid, '2026-02-01 00:00Z'::timestamptz + day * interval '1 day' + n * interval '1 second',
		happen.event_type, happen.provider, happen.message_id, 'ann@a.example', happen.candidates, happen.provider_class, happen.bounce_class, happen.reason
	FROM (SELECT count(*) FROM counts.event) e (n);
	SELECT count(*) FROM counts.event;
END;

-- Ten messages that were sent: what the provider did not send is neither a bounce nor a complaint.
SELECT max(happen('m' || n, 'sent')) FROM generate_series(1, 10) n;
SELECT max(happen('m' || n, 'delivered')) FROM generate_series(1, 4) n;
SELECT count(*) AS events FROM (VALUES
	(happen('m4', 'complained', NULL, NULL, 'spam')),
	(happen('m5', 'bounced', 'hard', 'hard', 'unknown_recipient')),
	(happen('m6', 'bounced', 'hard', 'hard', 'suppressed')),
	(happen('m7', 'bounced', NULL, 'hard', 'suppressed')),
	(happen('m8', 'complained', NULL, NULL, 'suppressed')),
	(happen('m9', 'rejected', NULL, NULL, 'unsubscribed')),
	(happen('m10', 'failed', NULL, NULL, 'suppressed'))) t;
SELECT sent, delivered, bounced_hard, bounced_soft, complained, suppressed, bounce_rate, complaint_rate FROM counts.daily;
SELECT message_id, status, bounced_at::time, bounce_class, complained_at::time, suppressed_at::time FROM counts.message ORDER BY length(message_id), message_id;

-- The bounce rate is the provider's: its class goes before that of the reply. What it has no class for counts by the reply.
TRUNCATE counts.event;
SELECT count(*) AS events FROM (VALUES
	(happen('m1', 'sent')), (happen('m1', 'bounced', 'hard', 'soft', 'blocked')),
	(happen('m2', 'sent')), (happen('m2', 'bounced', 'soft', 'hard', 'unknown_recipient')),
	(happen('m3', 'sent')), (happen('m3', 'failed', NULL, 'hard', 'unknown_recipient')),
	(happen('m4', 'sent')), (happen('m4', 'bounced', 'undetermined', 'undetermined')),
	(happen('m5', 'sent')), (happen('m5', 'rejected', NULL, NULL, 'content_rejected'))) t;
SELECT sent, bounced_hard, bounced_soft, suppressed, bounce_rate FROM counts.daily;

-- Without a report of sending, rates are of what was delivered or bounced.
TRUNCATE counts.event;
SELECT count(*) AS events FROM (VALUES
	(happen('m1', 'delivered')), (happen('m2', 'delivered')), (happen('m3', 'bounced', 'hard', 'hard', 'unknown_host')),
	(happen('m4', 'bounced', NULL, 'hard', 'suppressed')), (happen('m5', 'bounced', 'hard', 'hard', 'suppressed')),
	(happen('m6', 'bounced', NULL, NULL, 'suppressed', day => 2)), (happen('m7', 'sent', day => 3)), (happen('m7', 'rejected', NULL, NULL, 'suppressed', day => 3))) t;
SELECT day, sent, delivered, bounced_hard, suppressed, bounce_rate, complaint_rate FROM counts.daily ORDER BY day;

-- An automatic answer and an open after it leave the message delivered; a bounce after it does not.
TRUNCATE counts.event;
SELECT count(*) AS events FROM (VALUES
	(happen('m1', 'sent')), (happen('m1', 'delivered')), (happen('m1', 'autoresponded')),
	(happen('m2', 'delivered')), (happen('m2', 'autoresponded')), (happen('m2', 'bounced', 'hard', 'hard'))) t;
SELECT message_id, status FROM counts.message ORDER BY message_id;
TRUNCATE counts.event;

-- Changes of contacts have no message: an unsubscription, an address that the provider puts on its list, and a new subscription after each.
INSERT INTO counts.event (event_id, occurred_at, event_type, reason, recipient)
SELECT md5(number::text)::uuid, '2026-02-02 00:00Z'::timestamptz + number * interval '1 minute', event_type, reason, recipient
FROM (VALUES (1, 'unsubscribed', NULL, 'Out@a.example'), (2, 'rejected', 'suppressed', 'listed@a.example'), (3, 'unsubscribed', NULL, 'back@a.example'),
	(4, 'subscribed', NULL, 'Back@a.example'), (5, 'subscribed', NULL, 'listed@a.example'), (6, 'subscribed', NULL, 'then-out@a.example'),
	(7, 'unsubscribed', NULL, 'then-out@a.example')) e (number, event_type, reason, recipient);
SELECT address, event_type, reason, since::time FROM counts.suppression ORDER BY address;
SELECT count(*) AS messages, (SELECT sum(suppressed) FROM counts.daily) AS suppressed FROM counts.message;
TRUNCATE counts.event;

-- A row that is inserted without candidates has one, and old ones with NULL count as one.
INSERT INTO counts.event (event_id, occurred_at, event_type, message_id, recipient) VALUES
	('00000000-0000-8000-8000-000000000001', '2026-02-02', 'delivered', 'm1', 'ann@a.example'),
	('00000000-0000-8000-8000-000000000002', '2026-02-02', 'opened', 'm1', 'ann@a.example'),
	('00000000-0000-8000-8000-000000000003', '2026-02-02', 'bounced', 'm2', 'bob@a.example');
UPDATE counts.event SET bounce_class = 'hard' WHERE event_type = 'bounced';
SELECT DISTINCT candidates FROM counts.event;
UPDATE counts.event SET candidates = NULL;
SELECT delivered, bounced_hard, unique_opens FROM counts.daily;
SELECT message_id, status, opens FROM counts.message ORDER BY message_id;
SELECT address FROM counts.suppression;
UPDATE counts.event SET candidates = 0;
SELECT delivered, bounced_hard, unique_opens FROM counts.daily;
ALTER TABLE counts.event ALTER candidates DROP DEFAULT;
SELECT ses_update_pipeline('counts');
SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE adrelid = 'counts.event'::regclass;
TRUNCATE counts.event;

-- One reading that a provider reports under two names counts once; another time, address, program or link is another one.
CREATE FUNCTION reading(provider_event text, event_type text, at text, ip text DEFAULT '192.0.2.1', agent text DEFAULT 'M', url text DEFAULT NULL) RETURNS bigint
BEGIN ATOMIC
	INSERT INTO counts.event (event_id, occurred_at, event_type, provider_event, provider, message_id, recipient, ip_address, user_agent, url)
	SELECT md5(n::text)::uuid, ('2026-02-02 00:00:' || at)::timestamptz, event_type, provider_event, 'p', 'm1', 'ann@a.example', ip::inet, agent, url
	FROM (SELECT count(*) FROM counts.event) e (n);
	SELECT count(*) FROM counts.event;
END;
SELECT count(*) AS events FROM (VALUES
	(reading('initial_open', 'opened', '01')), (reading('open', 'opened', '01')), (reading('open', 'opened', '02')),
	(reading('open', 'opened', '02', ip => '192.0.2.2')), (reading('open', 'opened', '02', agent => 'N')), (reading('open', 'opened', '02', agent => NULL)),
	(reading('unique_opened', 'opened', NULL)), (reading('opened', 'opened', NULL)),
	(reading('click', 'clicked', '02', url => 'https://s.example/1')), (reading('click', 'clicked', '02', url => 'https://s.example/2')),
	(reading('amp_click', 'clicked', '02', url => 'https://s.example/2'))) t;
SELECT opens, clicks, bot_opens, bot_clicks FROM counts.message;
UPDATE counts.event SET is_bot = true;
SELECT opens, clicks, bot_opens, bot_clicks FROM counts.message;
-- The same through receive(): SparkPost reports the first open twice.
TRUNCATE counts.event;
SELECT count(counts.receive(format('[{"msys": {"track_event": {"type": "%s", "event_id": "%s", "message_id": "00aa", "rcpt_to": "ann@a.example",
	"timestamp": "1770091510", "ip_address": "192.0.2.1", "user_agent": "M"}}}]', kind, id))) FROM (VALUES ('initial_open', 1), ('open', 2)) e (kind, id);
SELECT provider_event, event_type FROM counts.event ORDER BY 1;
SELECT opens FROM counts.message;
TRUNCATE counts.event;

-- Sums of shares are exact, in any plan: in each group of k messages one of k recipients opened, and half a message is one.
INSERT INTO counts.event (event_id, occurred_at, event_type, provider, message_id, recipient, candidates)
SELECT format('%s-0000-8000-8000-000000000000', lpad(to_hex(row_number() OVER ()), 8, '0'))::uuid, '2026-02-02', 'opened', 'p' || s.k, 'm' || k || '-' || n, 'ann@a.example', k
FROM generate_series(2, 30) s (k), generate_series(1, s.k * 2) n;
INSERT INTO counts.event (event_id, occurred_at, event_type, provider, message_id, recipient, candidates)
SELECT md5(provider || k)::uuid, '2026-02-02', 'opened', provider, 'h' || k, 'ann@a.example', k
FROM (VALUES ('half', 3), ('half', 9), ('half', 18), ('less', 3), ('less', 7), ('more', 2), ('more', 60)) h (provider, k);
SELECT unique_opens, count(*) FROM counts.daily GROUP BY 1 ORDER BY 1;
SELECT provider, unique_opens FROM counts.daily WHERE provider !~ '^p' ORDER BY 1;
ANALYZE counts.event;
CREATE TABLE answer (view text, setting text, rows jsonb);
DO $$
DECLARE
	setting text[];
BEGIN
	FOREACH setting SLICE 1 IN ARRAY '{{work_mem,64kB},{work_mem,64MB},{enable_hashagg,off},{enable_sort,off},{enable_seqscan,off},
		{max_parallel_workers_per_gather,0},{max_parallel_workers_per_gather,4}}'::text[]
	LOOP
		PERFORM set_config(name, '0', true) FROM unnest('{parallel_setup_cost,parallel_tuple_cost,min_parallel_table_scan_size}'::text[]) name;
		PERFORM set_config(setting[1], setting[2], true);
		INSERT INTO answer SELECT 'daily', setting::text, jsonb_agg(d ORDER BY d.provider) FROM counts.daily d;
		INSERT INTO answer SELECT 'message', setting::text, jsonb_agg(m ORDER BY m.message_id, m.provider) FROM counts.message m;
		PERFORM set_config('work_mem', '4MB', true), set_config('enable_hashagg', 'on', true), set_config('enable_sort', 'on', true), set_config('enable_seqscan', 'on', true);
	END LOOP;
END $$;
SELECT view, count(*) AS plans, count(DISTINCT rows) AS answers FROM answer GROUP BY 1 ORDER BY 1;
DROP TABLE answer;
DROP FUNCTION happen, reading;
SET client_min_messages = warning;
DROP SCHEMA counts CASCADE;
