-- Webhooks come in, are read on the shards, and their events go to the shards of their ids.
SET client_min_messages = warning;
SET timezone = 'UTC';
SET datestyle = 'ISO';

INSERT INTO mail.webhook (payload) VALUES
	('{"event": "delivered", "email": "ann@a.example", "bulkId": "m1", "timestamp": 1770091510}'),
	('{"event": "open", "email": "ann@a.example", "bulkId": "m1", "timestamp": 1770091570}'),
	('{"event": "bounce", "bounceType": "hard_bounce", "reason": "550 5.1.1 no such user", "email": "Bob@b.example", "bulkId": "m2", "timestamp": 1770091511}'),
	('{"event": "unsubscribe", "email": "cy@c.example", "bulkId": "m3", "timestamp": 1770092000}'),
	('[{"event": "delivered", "email": "dee@d.example", "bulkId": "m4", "timestamp": 1770191510}, {"event": "delivered", "email": "eve@e.example", "bulkId": "m4", "timestamp": 1770191511}]'),
	('"what is this"');
SELECT count(*) AS webhooks FROM mail.webhook;
CALL mail.parse();
SELECT event_type, recipient, message_id, occurred_at FROM mail.event ORDER BY occurred_at, recipient;

-- A redelivery adds nothing, in whichever shard its webhook is, and neither does reading again.
INSERT INTO mail.webhook (payload) VALUES
	('{"event": "delivered", "email": "ann@a.example", "bulkId": "m1", "timestamp": 1770091510}'),
	('{"event": "delivered", "email": "ann@a.example", "bulkId": "m1", "timestamp": 1770091510}'),
	('{"event": "click", "email": "ann@a.example", "bulkId": "m1", "timestamp": 1770091600, "link": "https://s.example/"}');
CALL mail.parse();
CALL mail.parse('1 day');
SELECT count(*) AS events, count(DISTINCT event_id) AS ids FROM mail.event;

-- One that could be seen only later is found, because what came shortly before is read again, and more on demand.
INSERT INTO mail.webhook (received_at, payload) VALUES
	(now() - interval '5 minutes', '{"event": "open", "email": "fay@f.example", "bulkId": "m5", "timestamp": 1770191600}'),
	(now() - interval '5 hours', '{"event": "open", "email": "gil@g.example", "bulkId": "m6", "timestamp": 1770191600}');
CALL mail.parse();
SELECT recipient FROM mail.event WHERE message_id IN ('m5', 'm6') ORDER BY recipient;
CALL mail.parse('1 day');
SELECT recipient FROM mail.event WHERE message_id IN ('m5', 'm6') ORDER BY recipient;

-- Dashboards.
SELECT day, provider, delivered, bounced_hard, opens, clicks FROM mail.daily ORDER BY day;
SELECT address, first_event_at FROM mail.suppression ORDER BY address;
SELECT count(*) AS not_to_send_to FROM mail.suppression WHERE address = lower('Bob@B.example');
SELECT webhook_id, kind, problem FROM mail.attention ORDER BY webhook_id;

-- Erasing a person: each mention is cut out, and the events go.
UPDATE mail.webhook SET payload = ses_redact(payload, 'ann@a.example') WHERE ses_redact(payload, 'ann@a.example') <> payload;
DELETE FROM mail.event WHERE lower(recipient) = 'ann@a.example';
CALL mail.parse('1 day');
SELECT count(*) AS mentions FROM mail.webhook WHERE payload::text LIKE '%ann@a.example%';
SELECT count(*) AS events FROM mail.event WHERE lower(recipient) = 'ann@a.example';

-- Reading everything again. What told of nobody else tells of nobody.
TRUNCATE mail.event;
CALL mail.parse('100 years');
SELECT count(*) AS events, count(recipient) AS of_somebody FROM mail.event;
