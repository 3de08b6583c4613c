-- Tencent Cloud SES: the four versions of its callbacks.
-- "reason" is filled on deliveries, too; it is the mail server's answer only where it looks like one.
-- Times are seconds since 1970; a message may have been sent after it was opened. bulkId, or bulkid,
-- is what SendEmail returned; messageId is the header. Subjects are decoded where their charset is UTF-8.
\set provider tencent_ses
\set rows_sql `echo "$PG_ABS_SRCDIR/rows.sql"`
\i :rows_sql
SET datestyle = 'ISO';
\pset format aligned
CREATE VIEW tencent AS
	SELECT f.position, f.name, e.* FROM fixture f, ses_parse(f.payload) e WHERE f.file = 'tencent_ses';

-- Echoed headers are metadata; eventid is the number of a name, not an id.
SELECT metadata, provider_event_id, details->'eventid' AS eventid FROM tencent WHERE name = '2025, soft bounce';
SELECT details FROM tencent WHERE name = '2021, delivered';

-- Every bounceType.
SELECT type, e.bounce_class
FROM unnest(ARRAY['hard', 'soft', 'hard_bounce', 'soft_bounce', '', 'of_tomorrow', NULL]) type,
	ses_parse(jsonb_build_object('event', 'bounce', 'email', 'a@a.example', 'bulkId', 'b-1', 'bounceType', type)) e;

-- Flat objects with an event and an email that are somebody else's.
SELECT what, ses_provider(payload) FROM (VALUES
	('Tencent', '{"event": "open", "email": "a@a.example", "timestamp": 1, "bulkId": "b"}'::jsonb),
	('Tencent without bulkId', '{"event": "open", "email": "a@a.example", "timestamp": 1, "fromDomain": "s.example"}'),
	('Tencent by eventid', '{"event": "open", "email": "a@a.example", "timestamp": 1, "eventid": 4}'),
	('Tencent by bounceType', '{"event": "open", "email": "a@a.example", "timestamp": 1, "bounceType": ""}'),
	('SendGrid', '{"event": "open", "email": "a@a.example", "timestamp": 1, "sg_event_id": "x", "sg_message_id": "y"}'),
	('SendGrid with a bulkId of its customer', '{"event": "open", "email": "a@a.example", "timestamp": 1, "sg_event_id": "x", "bulkId": "b"}'),
	('Mailjet', '{"event": "open", "email": "a@a.example", "time": 1, "MessageID": 19421777835146490}'),
	('Brevo', '{"event": "opened", "email": "a@a.example", "message-id": "<x@y>", "ts_event": 1}'),
	('Mailtrap', '{"event": "open", "email": "a@a.example", "timestamp": 1, "event_id": "x", "message_id": "y"}'),
	('nobody', '{"event": "open", "email": "a@a.example", "timestamp": 1}')) t (what, payload);

DROP VIEW tencent;
