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

-- One reading that a provider reports under two names counts once. The time is in seconds.
CREATE FUNCTION reading(message_id text, provider text, provider_event text, event_type text, at float8, is_bot boolean DEFAULT NULL, candidates int DEFAULT 1) RETURNS bigint
BEGIN ATOMIC
	INSERT INTO counts.event (event_id, occurred_at, event_type, provider_event, provider, message_id, recipient, is_bot, candidates, ip_address)
	SELECT md5(n::text)::uuid, '2026-02-02 00:00Z'::timestamptz + at * interval '1 second', event_type, provider_event, provider, message_id, 'ann@a.example',
		is_bot, candidates, '192.0.2.0'::inet + n
	FROM (SELECT count(*) FROM counts.event) e (n);
	SELECT count(*) FROM counts.event;
END;
-- SparkPost: two pixels of a rendering, one second apart and of other addresses of a proxy; three renderings, the second cut off before its end;
-- only one of the names subscribed to; the names of AMP; each at one time, in another order.
SELECT count(*) AS events FROM (VALUES
	(reading('one', 'sparkpost', 'initial_open', 'opened', 1)), (reading('one', 'sparkpost', 'open', 'opened', 2)),
	(reading('three', 'sparkpost', 'open', 'opened', 62)), (reading('three', 'sparkpost', 'initial_open', 'opened', 30)),
	(reading('three', 'sparkpost', 'open', 'opened', 2)), (reading('three', 'sparkpost', 'initial_open', 'opened', 61)), (reading('three', 'sparkpost', 'initial_open', 'opened', 1)),
	(reading('only initial', 'sparkpost', 'initial_open', 'opened', 1)), (reading('only initial', 'sparkpost', 'initial_open', 'opened', 2)),
	(reading('only open', 'sparkpost', 'open', 'opened', 1)), (reading('only open', 'sparkpost', 'open', 'opened', 2)),
	(reading('AMP', 'sparkpost', 'amp_open', 'opened', 1)), (reading('AMP', 'sparkpost', 'amp_initial_open', 'opened', 1)),
	(reading('prefetched', 'sparkpost', 'initial_open', 'opened', 1, true)), (reading('prefetched', 'sparkpost', 'open', 'opened', 9)),
	(reading('clicks', 'sparkpost', 'click', 'clicked', 1)), (reading('clicks', 'sparkpost', 'amp_click', 'clicked', 1))) t;
SELECT message_id, opens, clicks, bot_opens, bot_clicks FROM counts.message ORDER BY message_id;
CREATE TABLE answer AS SELECT message_id, opens, clicks, bot_opens, bot_clicks FROM counts.message;
CREATE TABLE backwards AS SELECT * FROM counts.event ORDER BY event_id DESC;
TRUNCATE counts.event;
INSERT INTO counts.event SELECT * FROM backwards;
SELECT count(*) AS otherwise FROM answer a JOIN counts.message m USING (message_id) WHERE (a.opens, a.clicks, a.bot_opens) <> (m.opens, m.clicks, m.bot_opens);
DROP TABLE answer, backwards;
TRUNCATE counts.event;
-- MailerSend's first open and click are also an open and a click. Without a time, and with several candidates, it is the same.
SELECT count(*) AS events FROM (VALUES
	(reading('two', 'mailersend', 'activity.opened_unique', 'opened', 1)), (reading('two', 'mailersend', 'activity.opened', 'opened', 1.5)),
	(reading('two', 'mailersend', 'activity.opened', 'opened', 60)),
	(reading('two', 'mailersend', 'activity.clicked', 'clicked', 70)), (reading('two', 'mailersend', 'activity.clicked_unique', 'clicked', 70)),
	(reading('no time', 'mailersend', 'activity.opened', 'opened', NULL)), (reading('no time', 'mailersend', 'activity.opened_unique', 'opened', NULL)),
	(reading('thirds', 'mailersend', 'activity.opened', 'opened', 1, NULL, 3)), (reading('thirds', 'mailersend', 'activity.opened_unique', 'opened', 1, NULL, 3)),
	(reading('thirds', 'mailersend', 'activity.opened', 'opened', 2)),
	(reading('bot', 'mailersend', 'activity.clicked', 'clicked', 1, true)), (reading('bot', 'mailersend', 'activity.clicked_unique', 'clicked', 1, true))) t;
SELECT message_id, opens, clicks, bot_opens, bot_clicks FROM counts.message ORDER BY message_id;
TRUNCATE counts.event;
-- Brevo's first open is unique_opened, later ones are opened. Until the end of 2023 the first was both.
SELECT count(*) AS events FROM (VALUES
	(reading('now', 'brevo', 'unique_opened', 'opened', 1)), (reading('now', 'brevo', 'opened', 'opened', 60)), (reading('now', 'brevo', 'opened', 'opened', 90)),
	(reading('until 2023', 'brevo', 'opened', 'opened', 1)), (reading('until 2023', 'brevo', 'unique_opened', 'opened', 1)), (reading('until 2023', 'brevo', 'opened', 'opened', 90)),
	(reading('one second', 'brevo', 'unique_opened', 'opened', 1)), (reading('one second', 'brevo', 'opened', 'opened', 2)),
	(reading('only first', 'brevo', 'first_opening', 'opened', 1)),
	(reading('proxy', 'brevo', 'unique_proxy_open', 'opened', 1, true)), (reading('proxy', 'brevo', 'proxy_open', 'opened', 1, true)),
	(reading('proxies', 'brevo', 'unique_proxy_opened', 'opened', 1, true)), (reading('proxies', 'brevo', 'proxy_open', 'opened', 60, true))) t;
SELECT message_id, opens, clicks, bot_opens, bot_clicks FROM counts.message ORDER BY message_id;
TRUNCATE counts.event;
-- Shares of one message add up to whole opens, for every number of recipients to 60.
INSERT INTO counts.event (event_id, event_type, provider, message_id, recipient, candidates)
SELECT md5(k || '-' || n)::uuid, 'opened', 'p', 'm' || k, 'ann@a.example', k FROM generate_series(1, 60) k, generate_series(1, 2 * k) n;
SELECT opens, count(*) FROM counts.message GROUP BY 1;
UPDATE counts.event SET candidates = 2147483647;
SELECT opens, count(*) FROM counts.message GROUP BY 1;
-- The same through receive(): SparkPost reports the first open twice.
TRUNCATE counts.event;
SELECT count(counts.receive(format('[{"msys": {"track_event": {"type": "%s", "event_id": "%s", "message_id": "00aa", "rcpt_to": "ann@a.example",
	"timestamp": "%s", "ip_address": "192.0.2.1", "user_agent": "M"}}}]', kind, id, 1770091510 + id))) FROM (VALUES ('initial_open', 1), ('open', 2)) e (kind, id);
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
INSERT INTO counts.event (event_id, occurred_at, event_type, provider, provider_event, message_id, recipient, candidates)
SELECT md5('two names' || n)::uuid, '2026-02-02'::timestamptz + n % 7 * interval '1 second', 'opened', 'brevo', ('{unique_opened,opened,initial_open,open}'::text[])[n % 4 + 1],
	'n' || n % 41, 'ann@a.example', n % 5
FROM generate_series(1, 2000) n;
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
