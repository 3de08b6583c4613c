-- Times in the future, which anybody can send, are later than nothing: one more than a day ahead is a wrong clock or an attack.
SET timezone = 'UTC';
SET datestyle = 'ISO';
SELECT ses_create_pipeline('future');
-- Webhooks of Postmark, whose times are text.
CREATE FUNCTION report(kind text, address text, at timestamptz) RETURNS text
RETURN jsonb_build_object('RecordType', split_part(kind, ' ', 1), 'MessageID', 'm1', 'SuppressSending', kind = 'SubscriptionChange off',
	'Type', 'SoftBounce', 'ID', 1, 'SuppressionReason', CASE WHEN kind LIKE '% off' THEN 'ManualSuppression' END)
	|| (SELECT jsonb_object_agg(key, address) FROM unnest(ARRAY[CASE split_part(kind, ' ', 1) WHEN 'Bounce' THEN 'Email' ELSE 'Recipient' END]) key)
	|| (SELECT jsonb_object_agg(key, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')) FROM unnest(ARRAY[
		CASE split_part(kind, ' ', 1) WHEN 'SubscriptionChange' THEN 'ChangedAt' WHEN 'Bounce' THEN 'BouncedAt' WHEN 'Delivery' THEN 'DeliveredAt' ELSE 'ReceivedAt' END]) key);

-- A subscription of the year 9999 does not undo an unsubscription; one of today, of a clock that is fast by some hours, does.
SELECT count(future.receive(body)) AS webhooks FROM (VALUES
	(report('SubscriptionChange off', 'ann@a.example', now() - interval '2 days')), (report('SubscriptionChange on', 'ann@a.example', '9999-01-01Z')),
	(report('SubscriptionChange off', 'bob@b.example', now() - interval '2 days')), (report('SubscriptionChange on', 'bob@b.example', now() + interval '30 hours')),
	(report('SubscriptionChange off', 'cy@c.example', now() - interval '2 days')), (report('SubscriptionChange on', 'cy@c.example', now() + interval '20 hours')),
	(report('SubscriptionChange off', 'dee@d.example', now() - interval '2 days')), (report('SubscriptionChange on', 'dee@d.example', now() - interval '1 day'))) w (body);
SELECT recipient, occurred_at FROM future.event WHERE event_type = 'subscribed' AND recipient LIKE 'ann%';
SELECT address, event_type FROM future.suppression ORDER BY address;

-- A delivery of the year 9999 does not undo a soft bounce, and a soft bounce of that year follows no delivery in time.
TRUNCATE future.webhook, future.event;
SELECT count(future.receive(body)) AS webhooks FROM (VALUES
	(report('Bounce', 'ann@a.example', now() - interval '2 days')), (report('Delivery', 'ann@a.example', '9999-01-01Z')),
	(report('Bounce', 'bob@b.example', now() - interval '2 days')), (report('Delivery', 'bob@b.example', now()))) w (body);
SELECT recipient, event_type, occurred_at FROM future.event WHERE occurred_at > now() + interval '1 year';
SELECT recipient, status, last_event_at < now() + interval '1 day' AS is_past FROM future.message ORDER BY recipient;

-- An unsubscription with such a time ends with a subscription; a soft bounce with such a time is earlier than a delivery.
TRUNCATE future.webhook, future.event;
SELECT count(future.receive(body)) AS webhooks FROM (VALUES
	('{"event": "unsubscribe", "email": "ann@a.example", "timestamp": 4000000000, "sg_event_id": "1"}'),
	('{"event": "unsubscribe", "email": "bob@b.example", "timestamp": 4000000000, "sg_event_id": "2"}'),
	('{"event": "group_resubscribe", "email": "bob@b.example", "timestamp": 1700000000, "sg_event_id": "3"}'),
	('{"event": "unsubscribe", "email": "cy@c.example", "timestamp": 4000000000, "sg_event_id": "4"}'),
	('{"event": "group_resubscribe", "email": "cy@c.example", "timestamp": 4000000001, "sg_event_id": "5"}')) w (body);
SELECT address, event_type, since FROM future.suppression ORDER BY address;
TRUNCATE future.webhook, future.event;
SELECT count(future.receive(jsonb_build_object('event', event, 'email', address, 'timestamp', at, 'sg_event_id', address || event || at,
	'sg_message_id', 'm.x', 'type', type)::text)) AS webhooks FROM (VALUES
	('soft@a.example', 'bounce', 4000000000, 'blocked'), ('soft@a.example', 'delivered', 1700000000, NULL),
	('alone@a.example', 'bounce', 4000000000, 'blocked'),
	('both@a.example', 'bounce', 4000000000, 'blocked'), ('both@a.example', 'delivered', 4000000001, NULL),
	('after@a.example', 'bounce', 4000000000, 'blocked'), ('after@a.example', 'delivered', 1700000000, NULL), ('after@a.example', 'bounce', 1700000060, 'blocked'),
	('hard@a.example', 'bounce', 4000000000, 'bounce'), ('hard@a.example', 'delivered', 1700000000, NULL)) w (address, event, at, type);
SELECT recipient, status, bounce_class FROM future.message ORDER BY recipient;

-- expire() deletes such events when their webhooks are old, and not before.
TRUNCATE future.webhook, future.event;
INSERT INTO future.webhook (received_at, payload)
SELECT now() - age, report('Open', address, at)::jsonb
FROM (VALUES (interval '100 days', 'old@a.example', '9999-01-01Z'::timestamptz), ('100 days', 'older@a.example', now() - interval '100 days'),
	('1 day', 'new@a.example', '9999-01-01Z'), ('1 day', 'fast@a.example', now() + interval '20 hours')) w (age, address, at);
SELECT * FROM future.expire('90 days', 1);
SELECT * FROM future.expire('90 days');
SELECT recipient FROM future.event ORDER BY 1;
-- A loaded event of no webhook is deleted as one without a time is.
INSERT INTO future.event (event_id, occurred_at, recipient, event_type) VALUES ('00000000-0000-8000-8000-000000000001', '9999-01-01', 'loaded@a.example', 'opened');
SELECT events FROM future.expire('90 days');
SELECT recipient FROM future.event ORDER BY 1;
DROP FUNCTION report;
SET client_min_messages = warning;
DROP SCHEMA future CASCADE;
