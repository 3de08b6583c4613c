-- What each webhook of Resend becomes.
\set provider resend
\set rows_sql `echo "$PG_ABS_SRCDIR/rows.sql"`
\i :rows_sql

-- Vendors that have taken over Resend's names of events or its form: none is read as Resend's.
\pset format aligned
SELECT vendor, ses_provider(payload::jsonb) AS provider
FROM (VALUES
	('Unosend', '{"id": "we_71", "type": "email.bounced", "created_at": "2026-02-07T01:00:00Z",
		"data": {"email_id": "0f0f0f0f-1111-4222-8333-444455556666", "from": "shop@s.example", "to": "ann@a.example",
			"subject": "Hi", "bounce_type": "hard"}}'),
	('Unosend, contact', '{"id": "we_72", "type": "contact.updated", "created_at": "2026-02-07T01:00:00Z",
		"data": {"id": "c7", "email": "ann@a.example", "unsubscribed": true}}'),
	('AI Inbx', '{"id": "evt_73", "type": "email.received", "created_at": "2026-02-07T01:00:00Z", "space_id": "sp_1",
		"data": {"email_id": "em_9", "message_id": "<x@a.example>", "thread_id": "th_2", "domain_id": "dm_3"}}'),
	('AI Inbx, no id', '{"type": "email.received", "created_at": "2026-02-07T01:00:00Z", "space_id": "sp_1",
		"data": {"email_id": "em_9", "thread_id": "th_2"}}'),
	('useSend', '{"id": "call_74", "type": "email.delivered", "version": "2026-01-18", "createdAt": "2026-02-07T01:00:00Z",
		"teamId": 7, "data": {"id": "em_10", "status": "DELIVERED", "to": ["ann@a.example"]}, "attempt": 1}'),
	('AutoSend', '{"type": "email.opened", "createdAt": "2026-02-07T01:00:00Z", "data": {"emailId": "em_11"}}'),
	('Emailit', '{"event_id": "evt_75", "type": "email.delivered", "data": {"object": {"id": "em_12", "to": "ann@a.example"}}}'),
	('Lettermint', '{"id": "9f1c7a52-3333-4222-8333-444455556666", "event": "message.delivered", "timestamp": "2026-02-07T01:00:00Z",
		"data": {"message_id": "m13", "recipient": "ann@a.example"}}'),
	('AhaSend', '{"type": "message.delivered", "webhook_id": "wh1", "timestamp": "2026-02-07T01:00:00.123456789Z",
		"data": {"account_id": "ac1", "event": "on_delivered", "recipient": "ann@a.example", "id": "msg_14"}}'),
	('AhaSend, suppression', '{"type": "suppression.created", "timestamp": "2026-02-07T01:00:00Z",
		"data": {"account_id": "ac1", "recipient": "ann@a.example"}}'),
	('Cloudflare', '{"type": "cf.email.sending.message.delivered", "source": {"type": "email.sending", "domain": "s.example"},
		"payload": {"eventId": "ev15", "messageId": "m15", "recipient": "ann@a.example"},
		"metadata": {"accountId": "ac2", "eventTimestamp": "2026-02-07T01:00:00Z"}}'),
	('somebody else''s list', '{"type": "suppression.added", "created_at": "2026-02-07T01:00:00Z", "data": {"address": "ann@a.example"}}')
	) other (vendor, payload);

-- Headers in each form that providers send: the first Cc counts, whatever its case.
SELECT form, array_agg(e.recipient ORDER BY e.recipient) AS recipients
FROM unnest(ARRAY['[{"name": "X", "value": "1"}, {"name": "cc", "value": "bob@b.example"}, {"name": "Cc", "value": "cat@c.example"}]',
	'[{"Name": "CC", "Value": "bob@b.example"}]', '[{"X": "1"}, {"Cc": "bob@b.example"}]', '[["X", "1"], ["Cc", "bob@b.example"]]',
	'{"X": "1", "cc": "bob@b.example"}', '{"cc": ["bob@b.example", "cat@c.example"]}', '{"name": "Cc", "value": "bob@b.example"}',
	'[{"name": "Cc"}, {"value": "bob@b.example"}, ["Cc"], [], {}, "Cc", null, 7]', '"Cc: bob@b.example"', 'null', '{}']::jsonb[]) WITH ORDINALITY AS f (form, position),
	ses_parse(jsonb_build_object('type', 'email.sent', 'created_at', '2026-02-07T01:00:00Z',
		'data', jsonb_build_object('email_id', 'e-1', 'to', '["ann@a.example"]'::jsonb, 'headers', form))) e
GROUP BY position, form ORDER BY position;
