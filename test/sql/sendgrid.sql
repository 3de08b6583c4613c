-- What each webhook of SendGrid becomes.
\set provider sendgrid
\set rows_sql `echo "$PG_ABS_SRCDIR/rows.sql"`
\i :rows_sql

-- A redelivery may have another sg_event_id: it is the same event.
SELECT count(DISTINCT e.provider_event_id) AS ids_of_sendgrid, count(DISTINCT e.event_id) AS ids
FROM generate_series(1, 3) n, ses_parse(jsonb_build_object('event', 'click', 'email', 'ann@a.example', 'timestamp', 1770100000,
	'sg_message_id', 'aB3dE5gH7jK9mN1pQ3sT5w.recvd-1', 'url', 'https://s.example/', 'sg_event_id', 'again-' || n)) e;

-- Other providers have event, email and timestamp as well: alone, these are nobody's.
SELECT document->>'event' AS event, ses_provider(document) AS provider
FROM unnest(ARRAY['{"event": "open", "email": "ann@a.example", "timestamp": 1770100000, "category": "news"}',
	'{"event": "delivered", "email": "shop@s.example", "timestamp": 1770100000, "customer_handle": "h1", "smtp_id": "<x@s.example>"}',
	'{"event": "opened", "email": "ann@a.example", "timestamp": 1770100000, "newsletter": "spring"}',
	'{"event": "group_unsubscribe", "email": "ann@a.example", "timestamp": 1770100000, "asm_group_id": 1, "fromaddress": "shop@s.example"}',
	'{"event": "grouped", "email": "ann@a.example", "timestamp": 1770100000}']::jsonb[]) document;
