-- The key of an event: the same for the same event, whoever delivers it.
--
-- The ids below were computed by this program, which shares nothing with the
-- extension but the definition. (It leaves out the details of events that tell
-- nothing else.) Ids are in people's tables: they never change
-- in a 1.x release.
--
--	import hashlib
--	def event_id(provider, event, message, recipient, micros=None, url="", ip="", agent="", id="", list=""):
--	    event = "".join(c for c in event.lower() if c not in " _-")
--	    time = "" if micros is None else str(micros)
--	    identity = "\x1f".join([provider, event, message, recipient, time, url, ip, agent, id] + ([list] if list else []))
--	    hash = int.from_bytes(hashlib.sha256(identity.encode()).digest(), "big") >> (256 - 74)
--	    millis = min(max(0 if micros is None else micros // 1000, 0), 2**48 - 1)
--	    bits = millis << 80 | 8 << 76 | (hash >> 62) << 64 | 2 << 62 | hash & (2**62 - 1)
--	    return "%08x-%04x-%04x-%04x-%012x" % (bits >> 96, bits >> 80 & 0xffff, bits >> 64 & 0xffff, bits >> 48 & 0xffff, bits & 0xffffffffffff)

SELECT f.file, f.name, e.recipient, e.event_id, e.event_id = golden.id AS is_golden
FROM (VALUES
	('amazon_ses', 'bounce, two recipients', 'ann@a.example', '019c21ac-f509-85f8-a22c-6e27d1d624e4'::uuid),
	('amazon_ses', 'bounce, two recipients', 'bob@b.example', '019c21ac-f509-87ed-aad4-ca14ba78a618'::uuid),
	('amazon_ses', 'click', 'nia@n.example', '019c224d-1e02-8d08-9957-9dd02e48ee8a'::uuid),
	('amazon_ses', 'rendering failure', 'quy@q.example', '019c21ac-ec0c-8b80-bf42-7aba3ab85a82'::uuid),
	('amazon_ses', 'Postbox click, other objects null', 'xia@x.example', '019c224d-09fb-85cf-bab8-5dc3fa1d2133'),
	('amazon_ses', 'delivery, several addresses in one text', 'cat@c.example', '019c21ac-f8f0-8848-80e9-ed1445140f95'),
	('tencent_ses', '2022, hard bounce', 'dan@d.example', '0183a0c2-ede8-8eb0-8c0d-ce74d1da2c0e'::uuid),
	('customers_mail_cloud', 'failed', 'bob@b.example', '019dfa2f-15b8-8d80-80f7-9d97eeb00b51'::uuid),
	('customers_mail_cloud', 'failed, as a bounce', 'bob@b.example', '019dfa2f-19a0-80b4-8dfa-80fc9e682bdf'::uuid)
	) golden (file, name, recipient, id),
	fixture f, ses_parse(f.payload) e
WHERE f.file = golden.file AND f.name = golden.name AND e.recipient = golden.recipient
ORDER BY golden.file, golden.name, golden.recipient;

-- The same of other providers: events with and without a link, an address and a program, and with
-- an id of their own that is a part of the identity.
SELECT f.file, f.name, e.recipient, e.event_id, e.event_id = golden.id AS is_golden
FROM (VALUES
	('alibaba_directmail', 'delivered', 'bob@b.example', '019c21ac-ed38-8187-816e-691f8cfa9d5e'::uuid),
	('alibaba_directmail', 'click', 'eve@e.example', '019c21ad-bc40-88fa-823d-deba107c5618'::uuid),
	('azure_email', 'Event Grid: single bounced report', 'bob@b.example', '019c21ac-edb3-87b2-a3f8-e1959992ed87'::uuid),
	('azure_email', 'Event Grid: view and click', 'cat@c.example', '019c21ad-cae1-87d0-9f23-d4353f44eddc'::uuid),
	('azure_email', 'Event Grid: view and click', 'dan@d.example', '019c21ad-cec9-87bf-837d-dd09acdc2305'::uuid),
	('azure_email', 'Event Grid: view and click', 'eve@e.example', '019c21ad-d2b1-891a-a655-6089a5f5f590'::uuid),
	('azure_email', 'Event Grid: view and click', 'ann@a.example', '019c21ad-d699-813f-b831-e56990f724e9'::uuid),
	('brevo', 'request', 'bob@b.example', '019c21ad-d7bd-8868-ad20-bbc5aaa2398e'::uuid),
	('mailersend', 'v1 opened', 'bob@b.example', '019c47ac-73b4-8b16-80f9-a82eb33e8d84'::uuid),
	('mailersend', 'v1 sent', 'bob@b.example', '019c4519-45b4-8464-9462-64860c9a431e'::uuid),
	('mailgun', 'clicked', 'cat@c.example', '019c3722-84d6-8dce-b948-77de655b7a2a'::uuid),
	('mailgun', 'accepted, delivery-status null', 'bob@b.example', '019c371e-6dc4-88aa-9438-de97a6090198'::uuid),
	('mailjet', 'sent, single, reply in brackets', 'bob@b.example', '019c21ad-d798-886b-b887-48b7472f9968'::uuid),
	('mailjet', 'click, single', 'dan@d.example', '019c21b3-6d48-8ed3-9723-3b6c7c404032'::uuid),
	('mandrill', 'form post: one send', 'bob@b.example', '019c1c39-9248-8a0f-989c-805b91d2b629'::uuid),
	('mandrill', 'decoded by the receiver: one click', 'bob@b.example', '019c1c3c-5d20-868e-9006-7f2e75ac685d'::uuid),
	('postmark', 'Delivery', 'bob@b.example', '019c60bf-42a3-8f3b-8afd-6f2af9cb99de'::uuid),
	('postmark', 'Click', 'ann@a.example', '019c60c8-2bd7-8aa3-affc-fee13dbe0c14'::uuid),
	('resend', 'scheduled', 'ann@a.example', '019c2108-1e35-85c8-a533-2b046d48cfe2'::uuid),
	('resend', 'clicked', 'ann@a.example', '019c2364-5df0-893b-8034-963a2130820a'::uuid),
	('sparkpost', 'injection, all usual keys', 'bob@b.example', '019c21ad-d798-8229-929c-b4b3e8a52c20'::uuid),
	('sparkpost', 'click, all usual keys, one object', 'eve@e.example', '019c21ed-22b8-87b4-be39-8f5cf9700442'::uuid),
	('tencent_ses', '2023, click', 'gus@g.example', '01891a96-4110-8c89-8b63-8d1d5dcf4cd0'::uuid)
	) golden (file, name, recipient, id),
	fixture f, ses_parse(f.payload) e
WHERE f.file = golden.file AND f.name = golden.name AND e.recipient = golden.recipient
ORDER BY golden.file, golden.name, golden.recipient;

SET datestyle = 'ISO';
-- Its version is 8 and its variant 10 (RFC 9562), and its order is that of time.
SELECT count(*), bool_and(substr(event_id::text, 15, 1) = '8') AS version,
	bool_and(substr(event_id::text, 20, 1) IN ('8', '9', 'a', 'b')) AS variant,
	count(DISTINCT event_id) AS ids
FROM fixture f, ses_parse(f.payload) e WHERE f.file IN ('amazon_ses', 'tencent_ses', 'customers_mail_cloud');
SELECT bool_and(event_id > before) AS in_the_order_of_time
FROM (SELECT event_id, lag(event_id) OVER (ORDER BY date_trunc('milliseconds', occurred_at), event_id) AS before
	FROM (SELECT DISTINCT e.event_id, e.occurred_at FROM fixture f, ses_parse(f.payload) e WHERE f.file <> 'envelopes' AND left(e.event_id::text, 13) <> '00000000-0000') x) y;

-- Without a time, or before 1970, its first 48 bits are zero.
SELECT time, e.event_id FROM unnest(ARRAY['null', '"1969-12-31T23:59:59.999999Z"', '"0001-01-01T00:00:00Z"', '"1970-01-01T00:00:00.001Z"']::jsonb[]) time,
	ses_parse(jsonb_build_object('eventType', 'Send', 'mail', jsonb_build_object('messageId', 'm-1', 'timestamp', time))) e;

-- Event publishing and the identity's feedback tell of one bounce, in other
-- words and with another feedback id: one id.
SELECT count(DISTINCT e.event_id) AS ids, count(DISTINCT e.provider_event_id) AS feedback_ids, count(*)
FROM fixture f, unnest(ARRAY[f.payload,
	jsonb_build_object('notificationType', 'Bounce',
		'bounce', f.payload->'bounce' || '{"feedbackId": "another", "remoteMtaIp": "192.0.2.1"}',
		'mail', (f.payload->'mail') - '{tags,headers,commonHeaders}'::text[] || '{"sourceIp": "192.0.2.7", "callerIdentity": "mailer"}')]) form,
	ses_parse(form) e
WHERE f.file = 'amazon_ses' AND f.name = 'bounce, mailbox full';

-- Events that tell neither message nor recipient nor time are told apart by
-- what else they say; an unknown one has the time of the object named after it.
SELECT count(DISTINCT e.event_id) AS ids
FROM unnest(ARRAY['{"origin": "a"}', '{"origin": "b"}', '{"origin": "a"}']::jsonb[]) data,
	ses_parse(jsonb_build_object('source', 'aws.ses', 'detail-type', 'Sending Status Disabled', 'detail', jsonb_build_object('data', data))) e;
SELECT e.event_type, e.occurred_at AT TIME ZONE 'UTC' AS utc, e.details, e.event_id
FROM unnest(ARRAY['2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z']) time,
	ses_parse(jsonb_build_object('eventType', 'Mail Forwarded', 'mail', '{"messageId": "m-1"}'::jsonb,
		'mailForwarded', jsonb_build_object('timestamp', time))) e;

-- What makes two events two: recipient, time, link, address, program. What does
-- not: subtype, diagnosis, feedback id, subject, case and spelling of the name.
SELECT change, e.event_id = (SELECT (ses_parse(payload)).event_id FROM fixture WHERE file = 'amazon_ses' AND name = 'click') AS same_id
FROM (VALUES ('{click,link}', '"https://shop.example/other"'::jsonb), ('{click,ipAddress}', '"198.51.100.8"'),
	('{click,userAgent}', '"curl"'), ('{click,timestamp}', '"2026-02-03T07:00:05.251Z"'),
	('{mail,destination}', '["other@n.example"]'), ('{mail,messageId}', '"m-2"'),
	('{mail,commonHeaders,subject}', '"another"'), ('{mail,timestamp}', '"2026-02-03T07:00:00Z"'), ('{eventType}', '"CLICK"'),
	('{click,isBotEvent}', '"Likely"')) c (change, value),
	fixture f, ses_parse(jsonb_set(f.payload, change::text[], value)) e
WHERE f.file = 'amazon_ses' AND f.name = 'click';

-- A person may leave several lists in one second, and have contacts in several audiences.
SELECT l.provider, count(DISTINCT e.event_id) AS ids, count(*)
FROM (VALUES
	('sendgrid', '{"event": "group_unsubscribe", "email": "ann@a.example", "timestamp": 1770091510}'::jsonb, 'asm_group_id'::text),
	('mailjet', '{"event": "unsub", "email": "ann@a.example", "time": 1770091510, "MessageID": 7, "mj_campaign_id": 1}', 'mj_list_id')) l (provider, payload, key),
	generate_series(1, 2) list, ses_parse(payload || jsonb_build_object(key, list)) e
GROUP BY l.provider ORDER BY l.provider;
SELECT count(DISTINCT e.event_id) AS ids, count(*)
FROM generate_series(1, 2) contact, ses_parse(jsonb_build_object('type', 'contact.updated', 'created_at', '2026-02-03T04:05:10Z',
	'data', jsonb_build_object('id', contact::text, 'email', 'ann@a.example', 'unsubscribed', true))) e;
