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

-- Batches: each record for itself, whatever the others are.
SELECT e.event_type, e.recipient
FROM fixture f, ses_parse(f.payload) e WHERE f.name = 'SQS batch, one of three broken' ORDER BY 2;
SELECT (ses_inspect(payload)).* FROM fixture WHERE name = 'SQS batch, one of three broken';
SELECT ses_provider(p.payload), ses_event_type(p.payload), count(*)
FROM (SELECT jsonb_agg(payload ORDER BY file, position) AS payload FROM fixture WHERE file IN ('amazon_ses', 'envelopes')) p,
	ses_parse(p.payload) e
GROUP BY 1, 2;
SELECT (SELECT count(*) FROM fixture f, ses_parse(f.payload)) = (ses_inspect(jsonb_agg(payload))).event_count AS same_in_one_array
FROM fixture;
