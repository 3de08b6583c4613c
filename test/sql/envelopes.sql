-- One event in all the wrappers that it comes in.
SET timezone = 'UTC';
SET datestyle = 'ISO';

SELECT f.name, i.kind, i.envelope, i.event_count
FROM fixture f, ses_inspect(f.payload) i
WHERE f.file = 'envelopes' ORDER BY f.position;

-- The rows are the same in each, in every column.
\pset format unaligned
\pset tuples_only on
SELECT concat(wrappers, ' wrappers', E'\n', show_attributes(row_to_json(event)))
FROM (SELECT count(*) AS wrappers, e::ses_event AS event
	FROM fixture f, ses_parse(f.payload) e
	WHERE f.file = 'envelopes'
	GROUP BY e::ses_event) g
ORDER BY (event).recipient;
\pset tuples_only off
\pset format aligned

SELECT DISTINCT ses_provider(payload), ses_event_type(payload), ses_message_id(payload), ses_occurred_at(payload)
FROM fixture WHERE file = 'envelopes';

-- Wrappers in wrappers, as deep as eight; strings that hold strings.
CREATE FUNCTION wrapped(payload jsonb, times integer) RETURNS jsonb LANGUAGE sql AS $$
	WITH RECURSIVE w (payload, n) AS (
		SELECT payload, 0
		UNION ALL
		SELECT CASE n % 4 WHEN 0 THEN jsonb_build_object('Type', 'Notification', 'TopicArn', 't', 'Message', w.payload::text)
			WHEN 1 THEN jsonb_build_object('Records', jsonb_build_array(jsonb_build_object('eventSource', 'aws:sqs', 'body', w.payload::text)))
			WHEN 2 THEN jsonb_build_array(w.payload) ELSE to_jsonb(w.payload::text) END, n + 1
		FROM w WHERE n < times
	)
	SELECT w.payload FROM w WHERE n = times
$$;
SELECT n, (ses_inspect(wrapped(payload, n))).* FROM fixture, generate_series(0, 9) n
WHERE file = 'envelopes' AND name = 'raw' ORDER BY n;

-- A time that an event does not tell is its message's, else its wrapper's; the
-- wrapper's is no part of the event's id.
SELECT what, e.occurred_at, e.event_id FROM (VALUES
	('nothing tells', '{"eventType": "Send", "mail": {"messageId": "m-1"}}'::jsonb),
	('the message tells', '{"eventType": "Send", "mail": {"messageId": "m-1", "timestamp": "2026-01-01T00:00:00Z"}}'),
	('SNS tells', '{"Type": "Notification", "TopicArn": "t", "Timestamp": "2026-01-01T00:00:01Z",
		"Message": "{\"eventType\": \"Send\", \"mail\": {\"messageId\": \"m-1\"}}"}'),
	('SNS tells, but not in which zone', '{"Type": "Notification", "TopicArn": "t", "Timestamp": "2026-01-01T00:00:01",
		"Message": "{\"eventType\": \"Send\", \"mail\": {\"messageId\": \"m-1\"}}"}'),
	('EventBridge tells', '{"detail-type": "Email Sent", "source": "aws.ses", "time": "2026-01-01T00:00:02Z",
		"detail": {"mail": {"messageId": "m-1"}}}'),
	('Firehose tells', jsonb_build_object('timestamp', 1767225604000, 'records', jsonb_build_array(jsonb_build_object('recordId', 'r',
		'approximateArrivalTimestamp', 1767225603000,
		'data', encode('{"eventType": "Send", "mail": {"messageId": "m-1"}}', 'base64')))))) t (what, payload),
	ses_parse(t.payload) e;

-- That EventBridge has something of Amazon SES makes its detail an event, but not each thing in a list there.
SELECT detail, (ses_inspect(jsonb_build_object('source', 'aws.ses', 'detail-type', 'Email Bounced', 'detail', detail))).*
FROM unnest(ARRAY['{"x": 1}', '[{"x": 1}]']::jsonb[]) detail;

-- Amazon's own envelope names the event of a document that does not; the word of another envelope is no name of an event.
SELECT source, type, e.event_type, e.provider_event
FROM (VALUES ('aws.ses', 'Email Bounced'), ('aws.ses', 'Email Forwarded'), ('shop', 'webhook.received')) v (source, type),
	ses_parse(jsonb_build_object('source', source, 'detail-type', type, 'detail', '{"eventType": null, "mail": {"messageId": "m-1"}}'::jsonb)) e;

-- Batches: each record for itself, whatever the others are.
SELECT e.event_type, e.recipient
FROM fixture f, ses_parse(f.payload) e WHERE f.name = 'SQS batch, one of three broken' ORDER BY 2;
SELECT (ses_inspect(payload)).* FROM fixture WHERE name = 'SQS batch, one of three broken';
SELECT ses_provider(p.payload), ses_event_type(p.payload), count(*)
FROM (SELECT jsonb_agg(payload ORDER BY file, position) AS payload FROM fixture WHERE file IN ('amazon_ses', 'envelopes')) p,
	ses_parse(p.payload) e
GROUP BY 1, 2;
-- Documents of unknown vendors are left out, because their neighbours would recognize some.
SELECT (SELECT count(*) FROM fixture f, ses_parse(f.payload)) = (ses_inspect(jsonb_agg(payload))).event_count AS same_in_one_array
FROM fixture WHERE file <> 'strangers';

-- The envelopes of frameworks and clouds in each other, eight deep and nine.
CREATE FUNCTION in_cloud(content text, kind integer) RETURNS jsonb LANGUAGE sql AS $$
	SELECT CASE kind % 9
		WHEN 0 THEN jsonb_build_object('awslogs', jsonb_build_object('data', encode(convert_to(jsonb_build_object('messageType', 'DATA_MESSAGE',
			'logEvents', jsonb_build_array(jsonb_build_object('id', '1', 'message', content)))::text, 'UTF8'), 'base64')))
		WHEN 1 THEN jsonb_build_object('requestContext', '{}'::jsonb, 'requestPayload', content::jsonb)
		WHEN 2 THEN jsonb_build_object('messages', jsonb_build_array(jsonb_build_object('details', jsonb_build_object('message', jsonb_build_object('body', content)))))
		WHEN 3 THEN jsonb_build_object('receivedMessages', jsonb_build_array(jsonb_build_object('ackId', '1', 'message',
			jsonb_build_object('data', encode(convert_to(content, 'UTF8'), 'base64')))))
		WHEN 4 THEN jsonb_build_object('headers', '{}'::jsonb, 'body', encode(convert_to(content, 'UTF8'), 'base64'), 'isBase64Encoded', true)
		WHEN 5 THEN jsonb_build_object('_json', jsonb_build_array(content::jsonb), 'action', 'create')
		WHEN 6 THEN jsonb_build_object('0', content::jsonb, 'token', 's')
		WHEN 7 THEN jsonb_build_object('results', jsonb_build_array(content::jsonb))
		ELSE jsonb_build_object('payload', content) END
$$;
CREATE FUNCTION in_clouds(document jsonb, times integer, kind integer, step integer) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
	FOR i IN 1 .. times LOOP
		document := in_cloud(document::text, kind + i * step);
	END LOOP;
	RETURN document;
END
$$;
SELECT first_kind, i.envelope, (SELECT count(*) FROM ses_parse(p) e JOIN ses_parse(f.payload) b ON e::ses_event = b::ses_event) AS same
FROM fixture f, generate_series(0, 8) first_kind, in_clouds(f.payload, 8, first_kind, 1) p, ses_inspect(p) i
WHERE f.file = 'envelopes' AND f.name = 'raw' ORDER BY first_kind;
SELECT i.kind, i.event_count, right(i.problem, 30) AS problem, count(*)
FROM fixture f, generate_series(0, 8) first_kind, ses_inspect(in_clouds(f.payload, 9, first_kind, 1)) i
WHERE f.file = 'envelopes' AND f.name = 'raw' GROUP BY 1, 2, 3;

-- Each in itself.
SELECT times, i.kind, i.event_count, right(i.problem, 30) AS problem, count(*)
FROM fixture f, generate_series(0, 8) kind, generate_series(8, 9) times, ses_inspect(in_clouds(f.payload, times, kind, 0)) i
WHERE f.file = 'envelopes' AND f.name = 'raw' GROUP BY 1, 2, 3, 4 ORDER BY 1;

-- What some programs write twice, or three times, is text of JSON in a string of JSON; words in quotation marks are not.
SELECT format(form, to_jsonb(content)) AS payload, i.envelope, i.event_count
FROM unnest('{"{\"0\": %s, \"token\": \"t\"}", "{\"payload\": %s}"}'::text[]) form,
	(VALUES ('"{\"event\": \"open\", \"sg_event_id\": \"o-1\"}"'), ('"[{\"event\": \"open\", \"sg_event_id\": \"o-1\"}]"'), ('"\"{\\\"event\\\": \\\"open\\\", \\\"sg_event_id\\\": \\\"o-1\\\"}\""'),
		('"two words"'), ('" {"'), ('"'), ('""')) v (content),
	ses_inspect(format(form, to_jsonb(content))::jsonb) i;

\pset format unaligned
-- With nothing in them, and broken.
SELECT payload, i.kind, i.problem FROM (VALUES
	('{"_json": [], "action": "create"}'::jsonb), ('{"items": [], "paging": {}}'), ('{"results": []}'), ('{"payload": []}'),
	('{"mandrill_events": "[]", "token": "s"}'), ('{"_json": 1}'), ('{"mandrill_events": "", "token": "s"}'),
	('{"body": "", "isBase64Encoded": false}'), ('{"body": null, "httpMethod": "GET"}'), ('{"body": "hello", "isBase64Encoded": false}'),
	('{"body": "?", "isBase64Encoded": true}'), ('{"awslogs": {"data": ""}}'), ('{"awslogs": {"data": 5}}'),
	('{"messageType": "DATA_MESSAGE", "logEvents": []}'), ('{"messageType": "DATA_MESSAGE", "logEvents": [{"message": "START RequestId: 1"}]}'),
	('{"messageType": "CONTROL_MESSAGE", "logEvents": [{"message": "CWL CONTROL"}]}'),
	('{"message": {"data": ""}, "subscription": "s"}'), ('{"message": {"data": "?"}, "subscription": "s"}'), ('{"receivedMessages": []}'),
	('{"requestPayload": null, "requestContext": {}}'), ('{"messages": [{"details": 5}]}'), ('{"messages": [{"details": {"message": {"body": "x"}}}]}'),
	('{"0": {"a": 1}, "1": 5, "token": "s"}'), ('{"Type": "Notification", "MessageId": "1", "Message": "hello"}'),
	('{"Type": "SubscriptionConfirmation", "MessageId": "1", "Token": "t"}')) v (payload),
	ses_inspect(payload) i;

-- Keys of PHP that begin at another number than 0, or with nothing; lists of a provider in all forms that frameworks bring them in.
SELECT form, i.envelope, i.event_count, i.problem
FROM unnest(ARRAY['{"1": %s, "token": "s"}', '{"0": null, "1": %s}', '{"7": 5, "12": %s, "x": {}}', '{"mandrill_events": {"0": %s}}', '{"mandrill_events": %s}',
		'{"items": %s}', '{"events": {"3": %s}}', '{"mandrill_events": %s, "token": "s"}', '{"body-json": %s, "params": {"path": {}}, "context": {"http-method": "POST"}}']) form,
	(VALUES ('{"event": "open", "sg_event_id": "o-1", "email": "bob@b.example", "timestamp": 1770091509}')) v (document),
	ses_inspect(format(form, document)::jsonb) i;
SELECT encoded, i.event_count, i.problem
FROM unnest(ARRAY['%5b%7b%22eventType%22%3a%22Send%22%2c%22mail%22%3a%7b%7d%7d%5d',
		'%20%5B%7B%22eventType%22%3A%22Send%22%2C%22mail%22%3A%7B%7D%7D%5D', '+%5B%7B%22eventType%22%3A%22Send%22%2C%22mail%22%3A%7B%7D%7D%5D',
		'%0D%0A+%7B%22eventType%22%3A%22Send%22%2C%22mail%22%3A%7B%7D%7D', '%2520%257B%2522eventType%2522%253A%2522Send%2522%252C%2522mail%2522%253A%257B%257D%257D']) encoded,
	ses_inspect(jsonb_build_object('mandrill_events', encoded)) i;

-- Words that anybody uses do not make the documents of others ours: nothing is looked at beside a name of the event, or where no document can be.
SELECT payload, i.kind, i.problem
FROM unnest(ARRAY[
		'{"event": "user.bounced", "payload": %s}', '{"type": "list", "results": [%s]}', '{"eventType": "x", "items": [%s]}',
		'{"RecordType": "x", "body": %s, "headers": {}}', '{"event_type": "x", "events": [%s]}', '{"Type": "Bounce", "MessageId": "1", "Message": %s}']) form,
	(VALUES ('{"eventType": "Send", "mail": {"messageId": "m-1"}}')) v (document),
	LATERAL (SELECT format(form, document)::jsonb) p (payload), ses_inspect(payload) i;
SELECT payload, i.kind, i.problem FROM (VALUES
	('{"payload": "hello"}'::jsonb), ('{"payload": "two words"}'), ('{"payload": "aGVsbG8="}'), ('{"payload": 5}'), ('{"payload": {"id": 1}}'), ('{"results": [], "query": "x"}'),
	('{"items": [], "cart": 5}'), ('{"results": [{"id": 1}], "query": "x"}'), ('{"body": "Dear Ann", "headers": {}}'), ('{"messages": [{"role": "user", "content": "hello"}]}'),
	('{"messages": []}'), ('{"message": "hello", "subscription": "s"}'), ('{"result": {"messages": [{"body": "x"}]}}'), ('{"0": 5}'), ('{"logEvents": []}')) v (payload),
	ses_inspect(payload) i;

-- What no sign recognizes is of the first provider beside it that can read it, wherever that stands.
CREATE TABLE sibling (name, payload) AS VALUES
	('known', '{"event": "open", "sg_event_id": "o-1", "email": "bob@b.example", "timestamp": 1770091509}'::jsonb),
	('known to another', '{"event": "open", "time": 1770091509, "MessageID": 1, "email": "eve@e.example"}'),
	('alone', '{"event": "unsubscribe", "email": "ann@a.example", "timestamp": 1770091510}'),
	('of both', '{"event": "bounce", "email": "ann@a.example", "timestamp": 1770091510, "time": 1770091510}'),
	('a name of none', '{"event": "opened_by_hand", "email": "ann@a.example"}'),
	('no recipient', '{"event": "open", "door": "front", "timestamp": 1770091510}'),
	('no time', '{"event": "open", "email": "ann@a.example", "door": "front"}'),
	('of 2012', '{"email": "ann@a.example", "timestamp": 1770091510, "event": "open", "category": "shop", "ip": "192.0.2.1"}'),
	('of no time to Brevo', '{"event": "click", "email": "ann@a.example", "uri": "https://a.example/"}'),
	('known to Brevo', '{"event": "opened", "email": "bob@b.example", "message-id": "<b-1@b.example>", "ts_epoch": 1770091509000}'),
	('a claim of another', '{"event": "open", "sg_message_id": "m-1", "fromaddress": "ann@a.example"}'),
	('the key of an imitator', '{"event": "open", "email": "ann@a.example", "fromaddress": "ann@a.example"}'),
	('no name', '{"email": "ann@a.example"}'),
	('an envelope', '{"event": "open", "body": "{}", "httpMethod": "POST"}'),
	('in an envelope', '{"Type": "Notification", "TopicArn": "t", "Message": "{\"event\": \"group_unsubscribe\", \"email\": \"ann@a.example\"}"}');
SELECT names, ses_provider(p.payload), ses_event_type(p.payload), i.event_count, i.problem,
	ARRAY(SELECT e.provider || ' ' || e.event_type FROM ses_parse(p.payload) e) AS events
FROM (VALUES ('{alone}'::text[]), ('{alone,known}'), ('{known,alone}'), ('{alone,known to another}'), ('{alone,known to another,known}'),
		('{of both,known to another,known}'), ('{known,of both,known to another}'), ('{a name of none,known}'), ('{a claim of another,known to another}'),
		('{the key of an imitator,known}'), ('{no name,known}'), ('{no recipient,known}'), ('{no time,known}'), ('{of 2012,known}'), ('{of no time to Brevo,known to Brevo}'),
		('{an envelope,known}'), ('{in an envelope,known}')) v (names),
	LATERAL (SELECT jsonb_agg(s.payload ORDER BY t.n) FROM unnest(names) WITH ORDINALITY t (name, n) JOIN sibling s USING (name)) p (payload),
	ses_inspect(p.payload) i;
SELECT form, i.envelope, i.event_count, i.problem
FROM unnest('{"[%s, %s]", "{\"mandrill_events\": [%s, %s]}", "{\"_json\": [%s, %s]}", "{\"0\": %s, \"1\": %s}", "{\"0\": %s, \"x\": %s}", "[%s, [%s]]"}'::text[]) form,
	sibling a, sibling k, ses_inspect(format(form, a.payload, k.payload)::jsonb) i
WHERE a.name = 'alone' AND k.name = 'known';
SELECT attribute, value, source, rule
FROM sibling a, sibling k, ses_explain(jsonb_build_array(a.payload, k.payload)) WHERE a.name = 'alone' AND k.name = 'known' AND event_id IS NULL;

\pset format aligned

-- In linear time, and wherever the known one is.
SELECT ses_event_type(p.payload), i.event_count
FROM (SELECT ('[' || repeat('{"event": "unsubscribe", "email": "ann@a.example", "timestamp": 1770091510},', 100000) || '{"event": "open", "sg_event_id": "1"}]')::jsonb) p (payload),
	ses_inspect(p.payload) i;

-- SparkPost's API lists events without the msys of its webhooks.
SELECT i.envelope, i.event_count, (SELECT count(*) FROM ses_parse(page) e JOIN ses_parse(webhook) w ON e::ses_event = w::ses_event) AS same
FROM (VALUES ('{"type": "bounce", "event_id": "e-1", "customer_id": "1", "transmission_id": "t-1", "rcpt_to": "ann@a.example", "timestamp": "2026-02-03T04:05:06.000Z",
		"bounce_class": "10", "raw_reason": "550 5.1.1 no such user"}'::jsonb)) v (event),
	LATERAL (SELECT jsonb_build_object('results', jsonb_build_array(event), 'total_count', 1), jsonb_build_object('msys', jsonb_build_object('message_event', event))) p (page, webhook),
	ses_inspect(page) i;

-- gzip, in all its forms, whole and broken, as the data of CloudWatch Logs.
CREATE TABLE compressed (name, data) AS VALUES
	('gzip', 'H4sIAAAAAAACA6tWSi1LzSsJqSxIVbJSUApOzUtR0lFQyk3MzAHyq5VyU4uLE9NTPVNAsrm6hkq1tQCUxD7LMwAAAA=='),
	('two members', 'H4sIAAAAAAACA6tWSi1LzSsJqSxIVbJSUApOzUtRAgCOcm4eFAAAAB+LCAAAAAAAAgPTUVDKTczMUbJSqFbKTS0uTkxP9UwB8pRydQ2VamsB8PX1+R8AAAA='),
	('zeros behind it', 'H4sIAAAAAAACA6tWSi1LzSsJqSxIVbJSUApOzUtR0lFQyk3MzAHyq5VyU4uLE9NTPVNAsrm6hkq1tQCUxD7LMwAAAAAAAAA='),
	('something behind it', 'H4sIAAAAAAACA6tWSi1LzSsJqSxIVbJSUApOzUtR0lFQyk3MzAHyq5VyU4uLE9NTPVNAsrm6hkq1tQCUxD7LMwAAAHg='),
	('cut off', 'H4sIAAAAAAACA6tWSi1LzSsJqSxIVbJSUApOzUtR0lFQyk3MzAHyq5VyU4uLE9NTPVNAsrm6hkq1tQ=='),
	('without its checksum', 'H4sIAAAAAAACA6tWSi1LzSsJqSxIVbJSUApOzUtR0lFQyk3MzAHyq5VyU4uLE9NTPVNAsrm6hkq1tQA='),
	('a wrong checksum', 'H4sIAAAAAAACA6tWSi1LzSsJqSxIVbJSUApOzUtR0lFQyk3MzAHyq5VyU4uLE9NTPVNAsrm6hkq1tQCUxD/LMwAAAA=='),
	('damaged', 'H4sIAAAAAAACA6tWSi20zSsJqSxIVbJSUApOzUtR0lFQyk3MzAHyq5VyU4uLE9NTPVNAsrm6hkq1tQCUxD7LMwAAAA=='),
	('two bytes', 'H4s='),
	('empty', 'H4sIAAAAAAACAwMAAAAAAAAAAAA='),
	('not UTF-8', 'H4sIAAAAAAACA6tWSlSyUlD6r1QLAJonwlwKAAAA'),
	('not base64', 'H4sI*'),
	('JSON, not compressed', '{"eventType": "Send", "mail": {"messageId": "m-1"}}'),
	('eight times', 'H4sIAAAAAAACAyWSt66jWgAAf2XlloJkwKy0BcYmB5NDxzkm+wAmw2r//V3pTTXStPP3km3Tpy+ny+9ffy/vbM5+5KJcJ1X4H1E4Iu9I9doRBKmgYlHf8pKKnBrrhbLeenX6NFAc7lLk9Lr4lRucpk'
		'ykFPrL9mc8P8tyWLDdWPCCZig7Pcs7naDmoD846X6agi65kqNcrOK7Kwe+NHYvo4EvVunRn+N3hYAjHlM/dMK3YjbkAshodqnG+s3AXGMW4Rj5dwgVAoJYG0kQ8MP2foxOCLRn7GlLEvdrucmLksfD'
		'UsS37sP7baZXTUOjbPE81u41ylKfqNaJjpoNJOrg9p0Pk9PmhGZuGxhb0RCRL+07ZF8HegEKq/NZZkl1YGZ5jFGfuS9ytzy10dlQPLjWt8zanbCePGd1elhKcR95I6KDIghCn7eXyKvAwIy5XNnS7v'
		'Ri9TaThXla1RaEqVrEtXhkmP/o9cZDs87JfJNx1tVmjolVlHj037uSZOdPE8atc8G0fxKve2KGEk6Ife8avAZ5nKi1sZgLuGpZmwkz1QJi9Poki+och1eOaU5YfzjnmI7+Hben0EOUs7l1T3mA488G'
		'rMSiwTXZmCPCKic47bnknOasl2hrmfeAZam6yBEn3Z5tUxhFRMitSYc0LDV0pG2gItKnD0iCb0WGq/haXc7LZBNDqs3q8q57x2R2dSqVeWq7ljw2ZOidw6Fo0jXoHpBeYH8X/BVTOpnHi4XHYSGjFJ'
		'MJQvx58s/l37//ANBb9Rq5AgAA'),
	('nine times', 'H4sIAAAAAAACAyWSN7KrSAAAr7KllAAQZmAznLACHiAEZHg3DB6Efv2776vajjrsoP/c0nOFY73e/v3nz61It/RXbhq96sL/SML19jeW7d61IFT3CMLR6E/zIsQ8HkTGlj/ffsBOYTjvC46H1BQEkb'
		'+5LtUPVDBdGLowvqou/MieDMaYRm6QEa2RCq3vvM4XoyeaQx1DreIm00TisjSZVZYoYu2HkANo9by10NDb86m/+oe7WPyQcy63XW9LLt6uJCVtDdx8BSiVh1HmaDZi07plmX6288UxgXmWmK3Fx0gr'
		'R7gjD2E21cRCp8EnXjxNKu6yXlibsZiRiq2UEKnPN+11THHWoTAasUr0P9zTvVfjx5EsDwEVWspRLHs+WP1aya/Vp8DqgixNouDldJmrcOROkxc0q9lOjW4abcNZan4i3J53h0ZNdvXTZIQneRZGgO'
		'TBaWWtmDNuJ0kPyVhNmO6hVrvPX9v3IokC/rhW9964b4oyqXTVgixhY+Yez+isKet1IyFQRpd5CKd+MZGNfHB4LR+kQRPBlPRSZQ4XZYuafnDxkc8TeeWAURn2h9zCoRthCLWOoMDuJ07xW59uOacS'
		'1cc8yrupKj2rVyWXHkLCILMl16S2dnVKhrP/kj9Gy7tj32Jj3pClk76YuPp2aNABpmUlIhTntQJIBtQg0BynLk+/PYMoGSRXMtucBhnqkZOu8N4sQ1UKSTqwl6ggKmG216d5eM928+OcsOSQmNR7rW'
		'8mkolWyoi3OuNNGuXASkRbnldq5mYGfO7evfDnsHzPAHbnPXHa4mQfI9FFozaJZaxxES6GgTMhraUjLfbV7mE8jZ/jw3ArDimA44ItZrw3M8Lv77e/f/8Dr8XMAyEDAAA='),
	('64 MB and 1 byte, twice compressed', 'H4sIAAAAAAACAz2Qy26jQBBFf2XkbS+a5s1IWQDm6QCxzcvsgEaAjU0MNNhE+fdkwJpalXR0S+fW1yad+qYt+83fP18bnA7p77Ix2d6S11FlwORTBI8nZTbZGOq5S1elejheHqjY2TTe496IPgxayX'
		'GA1KhMjoLA0EUpogcxP4WbtB3gmQNicRAFBENaZDxJyB6ShKskLgCBDx5j1h30VjDYYv5IdSqfwfNZDyC+AWjy0yqy18ZuKwE/0EQPc4kZZpfkfb+y1KPIfY/dRKMNFLO3vlz1b55C0JWq0+m8NaFO'
		'GrfVFrBTUU86WPOz30kG8T1syMstpe04yb0gOR/p2mWHWGf0IVoy1pbu6oTrr2ydCjwci3rXvZ4khHQD0qfdqTpHPMTY80lZgFGOY4a4Op0ry4edf0ib4OUc3UnEMy3vXfwoP7wj8inurq+uw3veVx'
		'XInsq9xmZ5/t/HkLkzN1rGxQYGpgJY9mvAqMaxreAY+JFtjcXsDHpaBQsq3SSKOXvvT3zo5uR8H55OJq/3KJfDQfnPvHXuEHmJvGY8x5S67WhNtTHrN62QoE2a8rQw4EBqApCSMhyqWmC1jAKYW8MX'
		'ZYaA7whS6Px2f3vbfH//AJya+fldAgAA');
SELECT name, i.kind, i.event_count, regexp_replace(i.problem, '(awslogs\.data\.)+awslogs', '(…).awslogs') AS problem
FROM compressed, ses_inspect(jsonb_build_object('awslogs', jsonb_build_object('data', data))) i;

-- What a payload may have decompressed is bounded for all its members together; what comes before counts.
SELECT i.kind, i.event_count, i.problem
FROM ses_inspect((SELECT jsonb_build_object('records', jsonb_agg(jsonb_build_object('data', data) ORDER BY name))
	FROM compressed WHERE name IN ('gzip', '64 MB and 1 byte, twice compressed'))) i;
SELECT count(*) FROM ses_parse((SELECT jsonb_build_object('records', jsonb_agg(jsonb_build_object('data', data)))
	FROM compressed, generate_series(1, 20000) WHERE name = 'gzip'));

-- An address is cut out of what is compressed, which is then written without compression.
SELECT ses_redact(jsonb_build_object('data', data), 'm-1@a.example') = jsonb_build_object('data', data) AS same
FROM compressed WHERE name = 'gzip';
SELECT e.recipient, i.kind, i.problem
FROM fixture f, ses_redact(f.payload, 'bob@b.example') r, ses_inspect(r) i LEFT JOIN LATERAL ses_parse(r) e ON true
WHERE f.file = 'envelopes' AND f.name IN ('raw', 'Firehose, compressed', 'CloudWatch Logs over Kinesis') ORDER BY f.position, 1;
