-- Envelopes, as clouds, queues, functions and frameworks deliver documents in them.

-- In one line, as clouds write it, or in lines, as a person does who tries them.
CREATE FUNCTION base64(content text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
	$$ SELECT translate(encode(convert_to(content, 'UTF8'), 'base64'), CASE length(content) % 2 WHEN 0 THEN E'\n' ELSE '' END, '') $$;

-- Bytes as gzip (RFC 1952), in blocks that are stored as they are: the server cannot compress in SQL.
CREATE TABLE crc32_of_byte AS
WITH RECURSIVE shifted (byte, crc, bits) AS (
	SELECT n, n::bigint, 0 FROM generate_series(0, 255) n
	UNION ALL
	SELECT byte, (crc >> 1) # (3988292384 * (crc & 1)), bits + 1 FROM shifted WHERE bits < 8)
SELECT array_agg(crc ORDER BY byte) AS crcs FROM shifted WHERE bits = 8;
CREATE FUNCTION crc32(bytes bytea) RETURNS bigint LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
	crcs CONSTANT bigint[] := (SELECT c.crcs FROM crc32_of_byte c);
	crc bigint := 4294967295;
BEGIN
	FOR i IN 0 .. length(bytes) - 1 LOOP
		crc := (crc >> 8) # crcs[1 + ((crc # get_byte(bytes, i)) & 255)];
	END LOOP;
	RETURN crc # 4294967295;
END $$;
CREATE FUNCTION little_endian(n bigint, bytes integer) RETURNS bytea LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
	$$ SELECT string_agg(substr(int8send(n), 9 - i, 1), '' ORDER BY i) FROM generate_series(1, bytes) i $$;
CREATE FUNCTION gzip(bytes bytea) RETURNS bytea LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
	RETURN '\x1f8b08000000000000ff'::bytea
		|| (SELECT string_agg(CASE WHEN at + 65535 >= length(bytes) THEN '\x01' ELSE '\x00'::bytea END
				|| little_endian(length(block), 2) || little_endian(65535 - length(block), 2) || block, '' ORDER BY at)
			FROM generate_series(0, greatest(length(bytes) - 1, 0), 65535) at, substr(bytes, at + 1, 65535) block)
		|| little_endian(crc32(bytes), 4) || little_endian(length(bytes), 4);
END $$;

-- Those whose content is text.
CREATE FUNCTION carried(content text, envelope text) RETURNS jsonb LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
	RETURN CASE envelope
		WHEN 'text' THEN to_jsonb(content)
		WHEN 'SNS' THEN jsonb_build_object('Type', 'Notification', 'TopicArn', 't', 'Message', content, 'Timestamp', '2026-02-03T04:05:10Z')
		WHEN 'SNS in Lambda' THEN jsonb_build_object('Records', jsonb_build_array(jsonb_build_object('EventSource', 'aws:sns',
			'Sns', jsonb_build_object('TopicArn', 't', 'Message', content))))
		WHEN 'SQS in Lambda' THEN jsonb_build_object('Records', jsonb_build_array(jsonb_build_object('eventSource', 'aws:sqs', 'body', content)))
		WHEN 'SQS' THEN jsonb_build_object('Messages', jsonb_build_array(jsonb_build_object('ReceiptHandle', 'r', 'Body', content)))
		WHEN 'Firehose' THEN jsonb_build_object('records', jsonb_build_array(jsonb_build_object('recordId', 'r', 'data', base64(content))))
		WHEN 'Kinesis in Lambda' THEN jsonb_build_object('Records', jsonb_build_array(jsonb_build_object('eventSource', 'aws:kinesis',
			'kinesis', jsonb_build_object('partitionKey', 'p', 'data', base64(content)))))
		WHEN 'SNS without TopicArn' THEN jsonb_build_object('Type', 'Notification', 'MessageId', 'm', 'Message', content)
		WHEN 'API Gateway' THEN jsonb_build_object('resource', '/hooks', 'path', '/hooks', 'httpMethod', 'POST', 'headers', '{"Content-Type": "application/json"}'::jsonb,
			'requestContext', '{"stage": "prod"}'::jsonb, 'body', content, 'isBase64Encoded', false)
		WHEN 'Lambda function URL' THEN jsonb_build_object('version', '2.0', 'routeKey', '$default', 'rawPath', '/', 'headers', '{"content-type": "application/json"}'::jsonb,
			'requestContext', '{"http": {"method": "POST"}}'::jsonb, 'body', base64(content), 'isBase64Encoded', true)
		WHEN 'CloudWatch Logs' THEN jsonb_build_object('awslogs', jsonb_build_object('data', encode(gzip(convert_to(jsonb_build_object('messageType', 'DATA_MESSAGE',
			'owner', '1', 'logGroup', 'g', 'logStream', 's', 'subscriptionFilters', '["f"]'::jsonb, 'logEvents', jsonb_build_array(
			jsonb_build_object('id', '1', 'timestamp', 1770091510123, 'message', content)))::text, 'UTF8')), 'base64')))
		WHEN 'CloudWatch Logs, decoded' THEN jsonb_build_object('messageType', 'DATA_MESSAGE', 'owner', '1', 'logGroup', 'g', 'logStream', 's',
			'subscriptionFilters', '["f"]'::jsonb, 'logEvents', jsonb_build_array(jsonb_build_object('id', '1', 'timestamp', 1770091510123, 'message', content)))
		WHEN 'Pub/Sub' THEN jsonb_build_object('message', jsonb_build_object('data', base64(content), 'messageId', '1', 'publishTime', '2026-02-03T04:05:10Z'),
			'subscription', 'projects/p/subscriptions/s')
	END;
END $$;

-- And all. What an envelope states of its content, such as a type, is nothing that a provider uses.
CREATE FUNCTION enveloped(payload jsonb, envelope text) RETURNS jsonb LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
	RETURN CASE envelope
		WHEN 'array' THEN jsonb_build_array(payload)
		WHEN 'EventBridge' THEN jsonb_build_object('detail-type', 'webhook.received', 'source', 'shop', 'time', '2026-02-03T04:05:11Z', 'detail', payload)
		WHEN 'CloudEvents' THEN jsonb_build_object('specversion', '1.0', 'source', '/mail', 'type', 'webhook.received', 'data', payload)
		WHEN 'CloudEvents in base64' THEN jsonb_build_object('specversion', '1.0', 'source', '/mail', 'type', 'webhook.received', 'data_base64', base64(payload::text))
		WHEN 'SNS of an object' THEN jsonb_build_object('Type', 'Notification', 'TopicArn', 't', 'Message', payload)
		WHEN 'Rails' THEN jsonb_build_object('_json', CASE jsonb_typeof(payload) WHEN 'array' THEN payload ELSE jsonb_build_array(payload) END,
			'controller', 'hooks', 'action', 'create')
		WHEN 'PHP' THEN jsonb_build_object('0', payload, 'token', 't')
		WHEN 'PHP, text' THEN jsonb_build_object('mandrill_events', jsonb_build_array(payload)::text, 'token', 't')
		WHEN 'Lambda destination' THEN jsonb_build_object('version', '1.0', 'timestamp', '2026-02-03T04:05:10Z', 'requestContext', '{"condition": "Success"}'::jsonb,
			'requestPayload', payload, 'responseContext', '{"statusCode": 200}'::jsonb, 'responsePayload', null)
		WHEN 'Yandex' THEN jsonb_build_object('messages', jsonb_build_array(jsonb_build_object('event_metadata', '{"event_id": "1"}'::jsonb, 'details', payload)))
		WHEN 'page of items' THEN jsonb_build_object('items', jsonb_build_array(payload), 'paging', '{"next": "https://s.example/"}'::jsonb)
		WHEN 'page of results' THEN jsonb_build_object('results', jsonb_build_array(payload))
		WHEN 'payload' THEN jsonb_build_object('payload', payload)
		ELSE carried(payload::text, envelope)
	END;
END $$;

CREATE TABLE envelope AS
SELECT n, name
FROM unnest(ARRAY['text', 'SNS', 'SNS in Lambda', 'SQS in Lambda', 'SQS', 'Firehose', 'Kinesis in Lambda',
	'array', 'EventBridge', 'CloudEvents', 'CloudEvents in base64', 'SNS of an object',
	'SNS without TopicArn', 'API Gateway', 'Lambda function URL', 'CloudWatch Logs', 'CloudWatch Logs, decoded', 'Pub/Sub',
	'Rails', 'PHP', 'PHP, text', 'Lambda destination', 'Yandex', 'page of items', 'page of results', 'payload']) WITH ORDINALITY e (name, n);

CREATE FUNCTION chosen_envelope(state bigint) RETURNS text LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
	RETURN (SELECT v.name FROM envelope v WHERE v.n = 1 + pick(state, (SELECT max(n) FROM envelope)));
END $$;
