-- Envelopes, as clouds, queues and frameworks deliver documents in them.

-- In one line, as clouds write it.
CREATE FUNCTION base64(content text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
	$$ SELECT translate(encode(convert_to(content, 'UTF8'), 'base64'), E'\n', '') $$;

-- Those whose content is text.
CREATE FUNCTION carried(content text, envelope text) RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
	SELECT CASE envelope
		WHEN 'text' THEN to_jsonb(content)
		WHEN 'SNS' THEN jsonb_build_object('Type', 'Notification', 'TopicArn', 't', 'Message', content, 'Timestamp', '2026-02-03T04:05:10Z')
		WHEN 'SNS in Lambda' THEN jsonb_build_object('Records', jsonb_build_array(jsonb_build_object('EventSource', 'aws:sns',
			'Sns', jsonb_build_object('TopicArn', 't', 'Message', content))))
		WHEN 'SQS in Lambda' THEN jsonb_build_object('Records', jsonb_build_array(jsonb_build_object('eventSource', 'aws:sqs', 'body', content)))
		WHEN 'SQS' THEN jsonb_build_object('Messages', jsonb_build_array(jsonb_build_object('ReceiptHandle', 'r', 'Body', content)))
		WHEN 'Firehose' THEN jsonb_build_object('records', jsonb_build_array(jsonb_build_object('recordId', 'r', 'data', base64(content))))
		WHEN 'Kinesis in Lambda' THEN jsonb_build_object('Records', jsonb_build_array(jsonb_build_object('eventSource', 'aws:kinesis',
			'kinesis', jsonb_build_object('partitionKey', 'p', 'data', base64(content)))))
	END
$$;

-- And all. What an envelope states of its content, such as a type, is nothing that a provider uses.
CREATE FUNCTION enveloped(payload jsonb, envelope text) RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
	SELECT CASE envelope
		WHEN 'array' THEN jsonb_build_array(payload)
		WHEN 'EventBridge' THEN jsonb_build_object('detail-type', '', 'source', 'shop', 'time', '2026-02-03T04:05:11Z', 'detail', payload)
		WHEN 'CloudEvents' THEN jsonb_build_object('specversion', '1.0', 'source', '/mail', 'type', 'webhook.received', 'data', payload)
		WHEN 'CloudEvents in base64' THEN jsonb_build_object('specversion', '1.0', 'source', '/mail', 'type', 'webhook.received', 'data_base64', base64(payload::text))
		WHEN 'SNS of an object' THEN jsonb_build_object('Type', 'Notification', 'TopicArn', 't', 'Message', payload)
		ELSE carried(payload::text, envelope)
	END
$$;

CREATE TABLE envelope AS
SELECT n, name
FROM unnest(ARRAY['text', 'SNS', 'SNS in Lambda', 'SQS in Lambda', 'SQS', 'Firehose', 'Kinesis in Lambda',
	'array', 'EventBridge', 'CloudEvents', 'CloudEvents in base64', 'SNS of an object']) WITH ORDINALITY e (name, n);
