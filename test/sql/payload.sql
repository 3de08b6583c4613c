-- What to store for a request body.

-- JSON is taken as it is.
SELECT ses_payload(E'\n {"event": "open", "n": 1.50} \r\n');

-- A form becomes an object of strings; of a name that is there twice, none is lost.
SELECT ses_payload('server_composition=pro&event_type=deliveries&event=%7B%22deliveries%22%3A%5B%5D%7D');
SELECT ses_payload('a=1+2&&b=%E4%BB%B6%E5%90%8D&c=&d=100%&a=3&e=x%3Dy=z&');

-- A + is a blank, but not in an address that nobody escaped, as in a message of Alibaba's MNS.
SELECT ses_payload('rcpt=ann+x@a.example&note=a+b&two=a+b@c+d&escaped=x+y%40z');
SELECT recipient FROM ses_parse(ses_payload('env_id=600000000001&rcpt=ann+x@a.example&event=deliver&status=0'));

-- Several documents become an array: on lines of their own, with a broken one as a string in it.
SELECT ses_payload(E'{"a": 1}\n{"a": 2}\r\n\n[3]\n');
SELECT ses_payload(E'{"a": 1}\n{"a": 2}');
SELECT ses_payload(E'{"a": 1}\n{"a": 2}\n{"a": ');
SELECT ses_payload(E'what is this\n{"a": 1}\n\na=b\n{"a": 2}');

-- Without anything between, as Firehose joins them, with blanks or commas, or as RFC 7464 has it.
SELECT ses_payload(body) FROM unnest(ARRAY['{"a": 1}{"b": {}}{"c": "}{"}', '[{}][1] {"a": 2}', '{"a": 1}, {"a": 2},',
	E'{"a": 1}{"a": 2}\n[3]{"a": 4}\r\n', E'\x1e{"a": 1}\n\x1e{"a": 2}\n', E'\x1e{"a": 1}\n']) body;

-- Over several lines, each. One that is broken ends where another begins.
SELECT ses_payload(jsonb_pretty('{"a": {"b": [1]}}') || E'\n' || jsonb_pretty('[{"a": 2}]')) = '[{"a": {"b": [1]}}, [{"a": 2}]]' AS pretty;
SELECT ses_payload(E'{\n  "a": [\n    1\n  ]\n}\n{\n  "a": [\n    2');
SELECT ses_payload(E'{\n  "a": {\n    "b": 1,\n{"a": 2}\n3\ntrue\n');

-- Behind something else, only other lines are read.
SELECT ses_payload(E'{"a": 1}}{"a": 2}\n{"a": 3}x');

-- Prose with brackets in it is no sequence.
SELECT body, jsonb_typeof(ses_payload(body)) FROM unnest(ARRAY['[1] see below', '{} or not', E'Dear [you],\n{"a": 1}\nis JSON.', '42 43', '{"a": 1', '{"a"}{"b"}']) body;

-- What jsonb cannot hold becomes U+FFFD: U+0000, and halves of surrogate pairs. A backslash that is escaped begins no escape.
SELECT ses_payload(body) FROM unnest(ARRAY['"a\u0000b"', '"\ud83d"', '"\ude00"', '"\ude00\ud83d"', '"\ud83d\ud83d\ude00"', '"\uD83D\u0041"', '"\ud83d\n"', '"\\u0000"',
	'"\"\\\/\b\f\n\r\t\u00e9"', '{"a\u0000": {"\ud800": "b"}}', '{"a\u0000": 1, "a\udc00": 2}', E'{"a": "\\u0000"}\n{"a": 1}', '{}{"a": "\ud800"}']) body;

-- In forms so do bytes that are not UTF-8: as many as a character could begin with are one.
SELECT ses_payload('a=%00&b=%FF%C3&%ED%A0%80=%F0%9F%98x%F0%9F%98%80&d=%e3%83');

-- What is no escape, and a control character that is not escaped, are still no JSON.
SELECT jsonb_typeof(ses_payload(body)) FROM unnest(ARRAY['"\q"', '"\u12"', '"\u12g4"', '"\ud83d\u"', '"\', '"\u', '"\"', E'"a\nb"', E'"\\u0000\t"']) body;

-- None of that loses an event, in any envelope; nor does it lose another one beside it.
CREATE FUNCTION encoded(value text) RETURNS text LANGUAGE sql RETURN (
	SELECT string_agg(CASE WHEN c ~ '[A-Za-z0-9._-]' THEN c WHEN c = ' ' THEN '+' ELSE '%' || encode(convert_to(c, 'UTF8'), 'hex') END, '' ORDER BY n)
	FROM string_to_table(value, NULL) WITH ORDINALITY t (c, n));
\set bounce '{"event": "bounce", "email": "ann@a.example", "sg_event_id": "e1", "sg_message_id": "m1", "useragent": "x\\u0000"}'
\set report '{"event": "spamreport", "email": "bob@b.example", "sg_event_id": "e2\\u0000", "sg_message_id": "m2\\ud800", "a\\u0000": 1}'
CREATE TABLE body (form text, body text);
INSERT INTO body VALUES
	('array', '[' || :'bounce' || ', ' || :'report' || ']'),
	('joined', :'bounce' || :'report'),
	('encoded', encoded('[' || :'bounce' || ', ' || :'report' || ']')),
	('encoded twice', encoded(encoded(:'bounce' || :'report')));
CREATE TABLE wrapped AS
SELECT form, 'alone' AS envelope, ses_payload(body) AS payload FROM body
UNION ALL SELECT form, 'SNS', jsonb_build_object('Type', 'Notification', 'TopicArn', 't', 'Message', body) FROM body
UNION ALL SELECT form, 'SQS', jsonb_build_object('ReceiptHandle', 'r', 'Body', body) FROM body
UNION ALL SELECT form, 'Kinesis', jsonb_build_object('partitionKey', 'k', 'data', encode(convert_to(body, 'UTF8'), 'base64')) FROM body;
SELECT form, string_agg(envelope || ' ' || (ses_inspect(payload)).event_count, ', ' ORDER BY envelope) AS events,
	count((ses_inspect(payload)).problem) AS problems
FROM wrapped GROUP BY form ORDER BY form;
SELECT DISTINCT e.event_type, e.recipient, e.message_id, e.user_agent, e.event_id FROM wrapped, ses_parse(payload) e;

-- Forms of Mandrill and Mailgun.
\set open '[{"event": "open", "_id": "m1", "ts": 1770091509, "user_agent": "x\\u0000", "msg": {"_id": "m1", "email": "ann@a.example"}}]'
SELECT e.provider, e.event_type, e.recipient, e.user_agent
FROM unnest(ARRAY['mandrill_events=' || encoded(:'open'), 'mandrill_events=' || encoded(encoded(:'open')),
	'mandrill_events=' || replace(encoded(:'open'), '%5cu0000', '%FF'),
	'event=opened&recipient=bob%40b.example&user-agent=%00&timestamp=1770091509&token=t&signature=s&Message-Id=%3Cm2%40b.example%3E']) body,
	ses_parse(ses_payload(body)) e;

-- JSON that a form brings as text may be encoded once more.
SELECT event_type, recipient
FROM ses_parse(ses_payload('server_composition=pro&event_type=deliveries&event=' || encoded(encoded('{"deliveries": [{"to": "ann@a.example", "status": "succeeded"}]}'))));

-- The content of base64 need not be UTF-8, nor text at all.
CREATE FUNCTION record(content bytea) RETURNS jsonb LANGUAGE sql
	RETURN jsonb_build_object('partitionKey', 'k', 'data', encode(content, 'base64'));
SELECT bytes, e.message_id, i.problem
FROM unnest(ARRAY['\xff', '\xc3', '\xf09f98', '\xeda080', '\x610062']::bytea[]) bytes,
	LATERAL (SELECT record('{"event": "open", "email": "a@a.example", "bulkId": "'::bytea || bytes || '"}'::bytea)) p (payload),
	ses_parse(payload) e, ses_inspect(payload) i;
-- A zero byte behind each document, as at the end of strings in C.
SELECT e.recipient, i.problem
FROM (SELECT record('{"event": "open", "email": "a@a.example", "bulkId": "b"}\000{"event": "open", "email": "b@b.example", "bulkId": "b"}\000'::bytea)) p (payload),
	ses_parse(payload) e, ses_inspect(payload) i;
DROP TABLE body, wrapped;
DROP FUNCTION encoded, record;

-- Anything else is a string.
SELECT body, ses_payload(body), jsonb_typeof(ses_payload(body))
FROM unnest(ARRAY['', ' ', 'Hello', 'a=b c', '=x', 'a&b=c', '<a b="c"/>', '{"a": 1', 'a=%00', 'a=%ff', E'{\n"a": 1', E'line one\nline two', 'YWI=', 'YQ==', 'https://x.example/?a=1']) body;

-- A byte order mark, which some programs put in front.
SELECT ses_payload(E'\uFEFF{"a": 1}');

-- What ses_payload made, ses_parse reads: the default form mode of Customers Mail Cloud.
SET datestyle = 'ISO';
SELECT e.event_type, e.recipient, e.occurred_at AT TIME ZONE 'Asia/Tokyo' AS tokyo
FROM ses_parse(ses_payload('server_composition=pro&event_type=deliveries&event=%7B%22deliveries%22%3A%5B%7B'
	'%22created%22%3A%222026-05-06%2007%3A08%3A09%22%2C%22to%22%3A%22ann%40a.example%22%2C%22status%22%3A%22succeeded%22%7D%5D%7D')) e;

-- Bodies of a megabyte.
SELECT length(ses_payload(repeat('x', 1000000))::text) AS text,
	jsonb_array_length(ses_payload('[' || repeat('1,', 100000) || '1]')) AS array,
	jsonb_array_length(ses_payload(repeat(E'{"a":1}\n', 20000))) AS lines,
	jsonb_typeof(ses_payload(repeat('a=1&', 2000) || 'a=1')) AS too_many_fields;

-- Of many documents, or of what begins like many, in linear time: a second in all, not hours.
SET statement_timeout = '60s';
SELECT n, jsonb_typeof(payload), CASE jsonb_typeof(payload) WHEN 'array' THEN jsonb_array_length(payload) END AS parts
FROM unnest(ARRAY[repeat('{}', 500000), repeat('{', 1000000), repeat(E'{\n', 500000), repeat('[[],', 250000), repeat('{"a":1}x', 125000),
	repeat(E'{"a":1}x\n', 100000), '{}' || repeat('[' || repeat(E'\n', 1000), 1000), repeat('{},', 300000), repeat('"a" ', 250000),
	repeat('%257B', 200000), repeat('{}', 1100000), 'a=' || repeat('%FF', 300000)]) WITH ORDINALITY b (body, n),
	LATERAL (SELECT ses_payload(body)) p (payload)
ORDER BY n;
RESET statement_timeout;
