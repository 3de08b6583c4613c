-- ses_redact: a webhook without an address.

-- Cut out wherever it stands, in any case, and however it is escaped.
SELECT ses_redact(jsonb_build_object('text', spelled), 'Ann@a.example')->>'text' AS redacted, note
FROM (VALUES
	('ann@a.example', 'the address'),
	('Ann Lee <ANN@A.Example>, bob@b.example', 'among others'),
	('550 5.1.1 <ann@a.example>... no such user ann@a.example.', 'twice, at the end of a sentence'),
	('https://s.example/?e=ann%40a.example&x=%3Dann%40a%2eexample', 'in a URL'),
	('x=1&to=%61nn%40a.example', 'in a form'),
	('To: ann=40a.ex=' || E'\r\n' || 'ample', 'in quoted-printable'),
	(E'a\\nann\\u0040a.example\\n', 'in JSON'),
	(E'ann\\\\u0040a.example', 'in JSON inside JSON'),
	('xx YW5uQGEuZXhhbXBsZQ== xx', 'in base64'),
	(E'base64\r\n\r\nRGVhciBBbm4sIHlvdSBhcmUgYW\r\n5uQGEuZXhhbXBsZS4=', 'in lines of base64'),
	(E'word\nYW5uQGEuZXhhbXBsZQ==\nword', 'in base64 after a word'),
	('cut off: YW5uQGEuZXhhbXBsZSwgY', 'in base64 that was cut off'),
	(E'Hello\nRGVhciBBbm4sIHlvdSBhcmUgYW\n5uQGEuZXhhbXBsZS4=\nword', 'in lines of base64 after a word'),
	(E'RGVhciBBbm4sIHlvdSBhcmUgYW\n\n  5uQGEu ZXhhbXBsZS4=\n', 'in base64 with blanks'),
	('{"data": "RGVhciBBbm4sIHlvdSBhcmUgYW\n5uQGEuZXhhbXBsZS4=", "broken', 'in lines of base64 in JSON that is broken'),
	('{"data": "RGVhciBBbm4sIHlvdSBhcmUgYW\r\n5uQGEuZXhhbXBsZS4=", "broken', 'in lines of base64, of which each ends in two characters'),
	('{"a": "{\"data\": \"RGVhciBBbm4sIHlvdSBhcmUgYW\\n5uQGEuZXhhbXBsZS4=\"}", "broken', 'in lines of base64 in JSON in JSON that is broken'),
	('{"text": "Hello\nYW5uQGEuZXhhbXBsZQ==", "data": "Pz8/YW5uQGEuZXhhbXBsZQ\u003d\u003d", "broken', 'in base64 behind an escape, or with one'),
	('{"data": "Pz8\/fj4+IGFubkBhLmV4YW1wbGU=", "more": "Pz8\u002ffj4\u002BIGFubkBhLmV4YW1wbGU=", "broken', 'in base64 with a slash that is escaped'),
	('a%20b=1 and data=Pz8%2Ffj4%2BIGFubkBhLmV4YW1wbGU%3D and e%3DYW5uQGEuZXhhbXBsZQ%3D%3D%0A', 'in base64 with percent signs'),
	('a%2520b=1 and data=RGVhciBBbm4sIHlvdSBhcmUgYW%250D%250A5uQGEuZXhhbXBsZS4%253D', 'in lines of base64 with percent signs, twice'),
	(E'a link=3D"https://s.example/?e=3DRGVhciBBbm4sIHlvdSBhcmUgYW=\r\n5uQGEuZXhhbXBsZS4=3D"', 'in base64 in quoted-printable'),
	('{"to": "bob@b.example", "to": "ann@a.example", "to": "bob@b.example"}', 'in a key that is there again'),
	('=?UTF-8?B?PGFubkBhLmV4YW1wbGU+?=', 'in an encoded-word'),
	(encode(convert_to('{"to": "' || encode('ann@a.example', 'base64') || '"}', 'UTF8'), 'base64'), 'in base64 inside base64'),
	('/u/YW5uQGEuZXhhbXBsZQ==, /u/YW5uQGEuZXhhbXBsZQ/x', 'in a path, padded or not'),
	('https://s.example/c/eyJlbWFpbCI6ImFubkBhLmV4YW1wbGU_In0', 'in base64 for URLs'),
	('=?UTF-8?Q?Ann_ann=40a.example?=', 'in an encoded-word that is quoted'),
	('https://s.example/?u=https%3A%2F%2Fs.example%2F%3Fe%3Dann%2540a.example', 'in a URL in a URL'),
	('a=1&reason=550+no+user+ann%40a.example', 'in a form, behind a blank'),
	(E'{"a": "x ann=\\r\\n@a.example"} and ann=\\n@a.example', 'in JSON that is not all of the text'),
	('x%253Fe%253Dann%252540a.example, %2522ann%2540a.example', 'in a link in a link in a link'),
	('Kontakt:=C2=A0ann@a.example =E2=80=9Eann=40a.example=E2=80=9C =28ann=40a.example=29', 'in quoted-printable, beside others'),
	(E'YW5uQGEuZXhhbXBsZSwg\r\n--boundary--', 'in base64 in front of a boundary'),
	('“ann@a.example”, 宛先：ann@a.example」…', 'beside other letters than ASCII'),
	('ann@a.example%2Ecom ann%40a%2Eexample%2Dx ann@a.example\u002ecom C:\joann@a.example ?n=11ann@a.example', 'others, spelled'),
	(E'ann@a.example=\r\n.com jo=\r\nann@a.example', 'others, over a line break'),
	('joann@a.example, jo.ann@a.example, jo+ann@a.example, ann@a.example.com, ann@a.example-x', 'others'),
	('joann%40a.example', 'another')
) t (spelled, note);

-- In JSON that is broken, letters beyond ASCII may be escaped: those of the address, as one escape or a pair, and those beside it.
-- What no text can hold is U+FFFD in the event, and so in the address.
SELECT address, ses_redact(to_jsonb(text), address) #>> '{}' AS redacted
FROM (VALUES
	('zoë@z.example', '{"to": "zo\u00eb@z.example", "cc": ["ZO\\u00eb@z.example"], "broken'),
	('ann@bücher.example', '{"to": "ann@b\u00FCcher.example", "link": "?e=ann%40b%C3%BCcher.example", "broken'),
	('😀@z.example', '{"to": "\ud83d\ude00@z.example", "cc": "\ude00@z.example", "broken'),
	('�nn@a.example', '{"to": ["\ud800nn@a.example", "\u0000nn@a.example", "\udc00\udc00nn@a.example"], "broken'),
	('ann@a.example', '{"to": "\u5b9b\u5148\uff1aann@a.example\u3001bob@b.example", "broken'),
	('ünn@a.例', '{"others": ["\u3042ünn@a.例", "\u3042\u00fcnn@a.例", "\u00fcnn@a.例\u3042"], "broken')) t (address, text);
-- And in JSON with a number that would be too long if it was written again.
SELECT length(payload::text) - length(redacted::text) AS shorter, e.recipient AS recipient, r.recipient AS left
FROM (SELECT to_jsonb('{"event": "open", "sg_event_id": "o-1", "x": -1e-300, "email": "\ud800nn@a.example"}'::text)) p (payload),
	ses_parse(payload) e, ses_redact(payload, e.recipient) redacted, ses_parse(redacted) r;

-- What is not found leaves the payload as it is.
SELECT payload = ses_redact(payload, address) AS same, address
FROM (SELECT '{"a": ["ann@a.example", null, 1.50, true, "ann"]}'::jsonb) p (payload),
	unnest('{bob@b.example,"",@,a.example,n,ann,ann@,@a.example}'::text[]) address;
SELECT ses_redact(NULL, 'a@b.example'), ses_redact('1', NULL), ses_redact('"ann@a.example"', ' ann@a.example ');

-- Keys, too.
SELECT ses_redact('{"ann@a.example": 1, "by": {"x ann@a.example": []}}', 'ann@a.example');

-- What tells of the address alone goes as a whole; a person's headers and neighbours stay.
CREATE FUNCTION bounce_of(VARIADIC recipients text[]) RETURNS jsonb IMMUTABLE
RETURN jsonb_build_object('eventType', 'Bounce',
	'mail', jsonb_build_object('messageId', 'm1', 'timestamp', '2026-02-03T04:05:06Z', 'destination', to_jsonb(recipients),
		'commonHeaders', jsonb_build_object('to', jsonb_build_array(array_to_string(recipients, ', ')))),
	'bounce', jsonb_build_object('bounceType', 'Permanent', 'timestamp', '2026-02-03T04:05:07Z', 'bouncedRecipients',
		(SELECT jsonb_agg(jsonb_build_object('emailAddress', r, 'diagnosticCode', 'smtp; 550 5.1.1 ' || r)) FROM unnest(recipients) r)));

CREATE VIEW carried AS
SELECT name, payload FROM bounce_of('ann@a.example', 'bob@b.example') b,
	LATERAL (VALUES
		('event', b),
		('text', to_jsonb(b::text)),
		('SNS', jsonb_build_object('Type', 'Notification', 'TopicArn', 't', 'Message', b::text)),
		('SNS in SQS', jsonb_build_object('Records', jsonb_build_array(jsonb_build_object('eventSource', 'aws:sqs',
			'body', jsonb_build_object('Type', 'Notification', 'TopicArn', 't', 'Message', b::text)::text)))),
		('Kinesis', jsonb_build_object('Records', jsonb_build_array(jsonb_build_object('eventSource', 'aws:kinesis',
			'kinesis', jsonb_build_object('partitionKey', 'p', 'data', encode(convert_to(b::text, 'UTF8'), 'base64')))))),
		('list', jsonb_build_array(bounce_of('ann@a.example'), bounce_of('bob@b.example')))) w (name, payload);

SELECT jsonb_pretty(ses_redact(payload, 'ann@a.example')) FROM carried WHERE name = 'event';
SELECT name, array_agg(e.recipient ORDER BY e.recipient) AS before,
	(SELECT array_agg(recipient) FROM ses_parse(ses_redact(payload, 'ann@a.example'))) AS without_ann,
	array_agg(e.event_id ORDER BY e.recipient) @> (SELECT array_agg(event_id) FROM ses_parse(ses_redact(payload, 'ann@a.example'))) AS same_id,
	position('ann' IN lower(ses_redact(payload, 'ann@a.example')::text)) AS at
FROM carried, ses_parse(payload) e GROUP BY name, payload ORDER BY name;

-- So does an element of a list under decimal keys, as PHP has one with a parameter added; the others move up.
SELECT ses_redact('{"0": {"event": "open", "email": "ann@a.example", "bulkId": "1", "ip": "192.0.2.1"}, "1": {"event": "open", "email": "bob@b.example", "bulkId": "2"},
	"2": {"event": "click", "email": "ann@a.example", "bulkId": "1"}, "10": {"event": "click", "email": "bob@b.example", "bulkId": "2"}, "token": "t", "of": {"0": "ann@a.example"}}', 'ann@a.example');

-- A sender's address takes no event away.
SELECT e.recipient, e.sender
FROM ses_redact('[{"event": "open", "email": "bob@b.example", "from": "ann@a.example", "bulkId": "1"},
	{"event": "open", "email": "ann@a.example", "from": "ann@a.example", "bulkId": "2"}]', 'ann@a.example') redacted, ses_parse(redacted) e;

-- Of every fixture, without any of its recipients: the events of the others stay, and nothing mentions it.
SELECT count(*) > 100 AS many,
	count(*) FILTER (WHERE redacted::text ILIKE '%' || recipient || '%') AS mentions,
	count(*) FILTER (WHERE EXISTS (
		SELECT e.event_id FROM ses_parse(payload) e WHERE lower(e.recipient) <> lower(f.recipient)
		EXCEPT SELECT event_id FROM ses_parse(redacted))) AS lost,
	count(*) FILTER (WHERE EXISTS (SELECT FROM ses_parse(redacted) e WHERE lower(e.recipient) = lower(f.recipient))) AS kept
FROM (SELECT DISTINCT payload, e.recipient FROM fixture, ses_parse(payload) e WHERE e.recipient LIKE '%_@_%') f,
	LATERAL (SELECT ses_redact(payload, recipient)) r (redacted);

-- What is hard to read is no error, and takes no long time: base64 in base64, numbers of 131,072
-- digits, a batch of which each element mentions the address, an address that is none.
SET statement_timeout = '120s';
CREATE FUNCTION nest(depth int) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	nested text := '["ann@a.example"]';
BEGIN
	FOR i IN 1..depth LOOP
		nested := '["' || translate(encode(convert_to(nested, 'UTF8'), 'base64'), E'\n', '') || '"]';
	END LOOP;
	RETURN nested;
END $$;
SELECT depth, ses_redact(to_jsonb(nest(depth)), 'ann@a.example') <> to_jsonb(nest(depth)) AS is_found FROM unnest('{1,8,9,30}'::int[]) depth;
SELECT ses_redact(to_jsonb('["ann@a.example"' || repeat(',1e131071', 2) || ']'), 'ann@a.example');
SELECT count(*) AS events, count(recipient) AS with_recipient
FROM ses_parse(ses_redact((SELECT jsonb_agg(jsonb_build_object('event', 'open', 'from', 'ann@a.example', 'bulkId', i,
	'email', CASE WHEN i % 500 = 7 OR i > 3000 THEN 'ann@a.example' ELSE 'bob@b.example' END)) FROM generate_series(1, 4000) i), 'ann@a.example'));
SELECT count(*) AS events, count(recipient) FILTER (WHERE recipient LIKE 'bob%') AS of_others, count(*) FILTER (WHERE recipient LIKE 'ann%') AS of_ann
FROM ses_parse(ses_redact((SELECT jsonb_agg(jsonb_build_object('event', 'open', 'from', 'ann@a.example', 'bulkId', i,
	'email', CASE WHEN i % 2 = 0 THEN 'ann@a.example' ELSE 'bob@b.example' END)) FROM generate_series(1, 200) i), 'ann@a.example'));
SELECT ses_redact(to_jsonb(t), a) FROM (VALUES ('a=3Db@x.example', 'a=b@x.example'), ('u%25h%40x.example', 'u%h@x.example'),
	(E'"a b"@x.example, {"to": "\\"a b\\"@x.example", {\\"to\\": \\"\\\\\\"a b\\\\\\"@x.example\\"', '"a b"@x.example'), (E'{"to": "\\"a\\\\\\"b\\"@x.example", ', '"a\"b"@x.example'),
	-- what is an escape in other texts, and is none here
	('a=3db@x.example', 'a=3db@x.example'), ('u%25h@x.example', 'u%25h@x.example'), ('u%de@x.example', 'u%de@x.example')) s (t, a);
SELECT ses_redact('{"<ann@a.example>": 1, "<>": 2, "z": {"ann@a.example": [], "b": [{}, 1.50]}}', 'ann@a.example');
SELECT length(ses_redact(to_jsonb(repeat('a', 2000000)), repeat('a', 20000) || '@x')#>>'{}');
SELECT length(ses_redact(to_jsonb(repeat(unit, 100000) || ' YW5uQGEuZXhhbXBsZQ=='), 'ann@a.example') #>> '{}'), unit
FROM unnest(ARRAY['\', '\/', '%25', 'A/', '\n', '\u0041', E'A\n', E'A=\n', E'H4sI=\n']) unit;
RESET statement_timeout;

-- However deep it stands.
SELECT ses_redact((repeat('[', 300) || '"ann@a.example"' || repeat(']', 300))::jsonb, 'ann@a.example')::text LIKE '%ann@%' AS found,
	ses_redact((repeat('{"a":', 5000) || '"ann@a.example"' || repeat('}', 5000))::jsonb, 'ann@a.example')::text LIKE '%ann@%' AS found_deeper;

-- One of two recipients does not become certain because the other is erased, in any form of list.
CREATE TABLE two (form text, payload jsonb);
INSERT INTO two
	SELECT 'Resend to', jsonb_build_object('type', 'email.bounced', 'created_at', '2026-02-03T04:05:06Z', 'data', jsonb_build_object('email_id', 'r1', 'to', l))
	FROM unnest(ARRAY['["fay@a.example", "gus@a.example"]', '["fay@a.example, gus@a.example"]', '["gus@a.example, fay@a.example"]', '["gus@a.example; Fay <fay@a.example>"]',
		'["friends: gus@a.example, fay@a.example;"]', '["friends: fay@a.example;", "gus@a.example"]', '["fay@a.example (Fay), gus@a.example"]',
		'"[\"fay@a.example\", \"gus@a.example\"]"', '["fay@a.example gus@a.example"]', '["gus@a.example fay@a.example"]']::jsonb[]) l
	UNION ALL SELECT 'Resend cc', '{"type": "email.bounced", "created_at": "2026-02-03T04:05:06Z", "data": {"email_id": "r1", "to": ["gus@a.example"], "cc": ["fay@a.example"]}}'
	UNION ALL SELECT 'Mailgun', '{"event-data": {"event": "unsubscribed", "id": "g1", "timestamp": 1770091509.5,
		"message": {"headers": {"message-id": "x@g.example", "to": "fay@a.example, gus@a.example"}}}, "signature": {"token": "t"}}'
	UNION ALL SELECT 'Amazon', opened FROM jsonb_build_object('eventType', 'Open', 'mail', '{"messageId": "m1", "destination": ["fay@a.example", "FAY@a.example", "gus@a.example"]}'::jsonb) opened;
SELECT form, b.n AS before, max(e.candidates) AS after, count(*) AS rows, count(DISTINCT e.event_id) AS ids, array_agg(e.recipient ORDER BY e.recipient) AS found, redacted ->> 'data' AS data
FROM two, LATERAL (SELECT max(candidates) AS n FROM ses_parse(payload)) b, ses_redact(payload, 'fay@a.example') redacted, ses_parse(redacted) e
GROUP BY form, payload, b.n, redacted ORDER BY form, payload;
DROP TABLE two;

-- Two entries of one person in a list of bounces both go.
SELECT ses_redact('{"eventType": "Bounce", "mail": {"messageId": "m1"}, "bounce": {"bounceType": "Permanent", "bouncedRecipients": [
	{"emailAddress": "fay@a.example", "status": "5.1.1"}, {"emailAddress": "FAY@a.example", "status": "5.1.2"}, {"emailAddress": "gus@a.example"}]}}',
	 'fay@a.example') #> '{bounce,bouncedRecipients}' AS left_over;
