-- Customers Mail Cloud: event webhooks and inbound mail.
-- An answer is a mail server's, or a description in Customers Mail Cloud's own words.
\set provider customers_mail_cloud
\set rows_sql `echo "$PG_ABS_SRCDIR/rows.sql"`
\i :rows_sql
SET datestyle = 'ISO';
CREATE VIEW cmc AS
	SELECT f.position, f.name, e.* FROM fixture f, ses_parse(f.payload) e WHERE f.file = 'customers_mail_cloud';

-- Items come as they were sent; of "blocks" nothing else is known.
\pset tuples_only on
SELECT name || E'\n' || show_attributes(json_build_object('details', details)) FROM cmc
WHERE name IN ('queued', 'blocks', 'v1') ORDER BY position;
\pset tuples_only off
\pset format aligned

-- The number of a status, and what it means.
SELECT name, recipient, provider_event, event_type, bounce_class AS class, reason, details->>'status' AS status
FROM cmc ORDER BY position, message_id;

-- A time has no zone: it is Tokyo's, unless the caller knows better. A zone
-- tells nothing about times that carry one.
SELECT name, occurred_at, sent_at FROM cmc WHERE name IN ('queued', 'v1', 'inbound', 'inbound, form mode') ORDER BY position;
SELECT zone, e.occurred_at
FROM unnest(ARRAY[NULL, 'Asia/Tokyo', 'UTC', 'America/New_York', '+09:00', '-03:30', '+0100']) zone,
	fixture f, ses_parse(f.payload, zone) e
WHERE f.file = 'customers_mail_cloud' AND f.name = 'queued';
SELECT DISTINCT e.occurred_at
FROM (VALUES (NULL), ('America/New_York')) z (zone), fixture f, ses_parse(f.payload, z.zone) e
WHERE f.file = 'amazon_ses' AND f.name = 'delivery';

-- A zone that there is not is the caller's mistake, whatever the payload.
SELECT * FROM ses_parse('{}', 'Mars/Olympus');
SELECT * FROM ses_parse(NULL, '+25:00');
SELECT * FROM ses_parse('{}', '');

-- So are files that a machine's administrator chose, and the POSIX form, in
-- which UTC+9 lies in the west.
CREATE FUNCTION is_zone(zone text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
	PERFORM ses_parse('{}', zone);
	RETURN true;
EXCEPTION WHEN invalid_parameter_value THEN
	RETURN false;
END $$;
SELECT left(zone, 20) AS zone, is_zone(zone) FROM unnest(ARRAY['asia/tokyo', 'UTC', 'Etc/GMT-9', '-0330', '+15', 'localtime', 'posixrules', 'UTC+9',
	'JST-9', 'JST', 'Asia/Tokyo9', 'Etc/GTM-9', 'Etc/GMT+15', 'Etc/UTC', 'EST5EDT', 'right/UTC', '+9', '+16', '+09:60', '+09:0', '+09:', '+', repeat('x', 1000)]) zone;

-- One webhook may bring a hundred items.
SELECT count(*), count(DISTINCT e.event_id), min(e.recipient), max(e.recipient)
FROM ses_parse((SELECT jsonb_build_object('server_composition', 'pro', 'event_type', 'bounces', 'event',
		jsonb_build_object('bounces', jsonb_agg(jsonb_build_object('to', format('u%s@u.example', to_char(i, 'FM000')),
			'status', '2', 'created', '2026-01-01 00:00:00', 'messageId', format('<%s@s.example>', i)))))
	FROM generate_series(1, 100) i)) e;

-- Each list under the name that it has, whatever event_type says; what is no item is told.
SELECT e.provider_event, e.event_type, e.recipient
FROM ses_parse('{"server_composition": "pro", "event_type": "Deliveries", "event": {"Deliveries": [{"to": "a", "status": "failed"}], "bounces": [{"to": "b", "status": "1"}]}}') e;
SELECT * FROM ses_inspect('{"server_composition": "pro", "event_type": "bounces", "event": {"bounces": [{"to": "b", "status": "1"}, "x", null]}}');

-- In form mode the event is text; what is broken in it is told.
SELECT payload->>'event' AS event, (ses_inspect(payload)).*
FROM (SELECT jsonb_build_object('server_composition', 'pro', 'event_type', 'bounces', 'event', event) AS payload
	FROM unnest(ARRAY['{"bounces":[{"status":"2"}]}', '{"bounces":[{"status":"2"}', '{"deliveries":[]}', '42', '']) event) t;

DROP VIEW cmc;
