-- What mail servers answer, and what it is taken to mean. Tencent's "reason"
-- has the text as it came.
CREATE FUNCTION bounced(reason text) RETURNS jsonb
RETURN jsonb_build_object('event', 'bounce', 'email', 'a@a.example', 'bulkId', 'b-1', 'reason', reason);

-- Codes and statuses, where there are any; an address or a number of seconds is none.
SELECT reply, e.smtp_code AS code, e.smtp_status AS status, e.smtp_response IS NOT NULL AS remote
FROM unnest(ARRAY['550 5.1.1 no such user', '550-5.1.1 no such', '550', 'smtp; 550 5.1.1 unknown', 'SMTP;550 unknown',
	'5.4.4 (unable to route)', 'host said: 451 4.7.1 greylisted', 'bounced (552 5.2.2 full)', '[CS01] 554 refused',
	'returned 550 5.1.1 unknown', 'gave up after 500 seconds', 'call 555-0100', 'timeout at 4.2.2.1', 'smtp; connection lost',
	'version 5.1', '498 4.9.9 invented', '605 not sent', '550 5.1.1234 odd', '354 go ahead', '250 2.0.0 ok', '5.1.1', '']) reply,
	ses_parse(bounced(reply)) e;

-- Reasons by status (RFC 3463 and the IANA registry).
SELECT '5.' || s || '.' || d AS status, e.reason, e.bounce_class
FROM generate_series(0, 7) s, generate_series(0, 30) d, ses_parse(bounced('550 5.' || s || '.' || d || ' no')) e
WHERE e.reason IS NOT NULL OR e.bounce_class <> 'undetermined' ORDER BY s, d;

-- Reasons by code alone (RFC 5321), where there is no status or none that tells.
SELECT code, e.reason, e.bounce_class
FROM unnest(ARRAY[421, 450, 451, 452, 521, 550, 551, 552, 553, 554, 556]) code, ses_parse(bounced(code || ' no')) e;
SELECT e.reason FROM ses_parse(bounced('552 5.0.0 no')) e;

-- A delivery has no reason, whatever is said.
SELECT e.event_type, e.reason, e.smtp_code FROM ses_parse(bounced('550 5.1.1 no') || '{"event": "delivered"}') e;
