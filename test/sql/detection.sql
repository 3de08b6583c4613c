-- Each document of each fixture is shown to each provider: one recognizes it, and no other.
CREATE TEMPORARY TABLE recognized AS
SELECT f.file, f.name, e.source, string_agg(e.value, ' ') AS providers
FROM fixture f, ses_explain(f.payload) e
WHERE e.event_id IS NULL AND e.attribute = 'provider'
GROUP BY f.file, f.position, f.name, e.source;

SELECT count(DISTINCT file) > 15 AS all_files, count(*) > 800 AS many,
	count(*) FILTER (WHERE providers LIKE '% %') AS contested
FROM recognized;
SELECT * FROM recognized WHERE providers LIKE '% %' LIMIT 5;

-- It is the provider whose fixtures they are, and each provider has some.
SELECT * FROM recognized
WHERE file IN (SELECT provider FROM ses_mapping()) AND providers <> file
LIMIT 5;
SELECT DISTINCT provider FROM ses_mapping()
EXCEPT
SELECT file FROM recognized WHERE providers = file;

-- Webhooks of other vendors, many of which resemble those of a provider: each, and each object in
-- it, is of no provider, alone and in any envelope. When a vendor becomes a provider, its webhooks
-- move from test/fixtures/strangers.ndjson to the file of the provider.
CREATE TEMPORARY TABLE stranger AS
SELECT DISTINCT name, document
FROM fixture, jsonb_path_query(payload, 'lax $.** ? (@.type() == "object")') document
WHERE file = 'strangers';

CREATE FUNCTION pg_temp.percent_encoded(value text) RETURNS text LANGUAGE sql AS
	$$ SELECT regexp_replace(encode(convert_to(value, 'UTF8'), 'hex'), '..', '%\&', 'g') $$;

CREATE FUNCTION pg_temp.forms(document jsonb) RETURNS TABLE (form text, payload jsonb) LANGUAGE sql AS $$
	SELECT * FROM (VALUES
		('alone', document),
		('text', to_jsonb(document::text)),
		('array', jsonb_build_array(document)),
		('SNS', jsonb_build_object('Type', 'Notification', 'MessageId', 'm-1', 'TopicArn', 't', 'Message', document::text)),
		('SQS', jsonb_build_object('Records', jsonb_build_array(jsonb_build_object('eventSource', 'aws:sqs', 'body', document::text)))),
		('EventBridge', jsonb_build_object('source', 'shop', 'detail-type', 'mail', 'detail', document)),
		('CloudEvents', jsonb_build_object('specversion', '1.0', 'source', 'shop', 'type', 'mail', 'data', document)),
		('form', ses_payload((SELECT string_agg(pg_temp.percent_encoded(key) || '=' || pg_temp.percent_encoded(value), '&') FROM jsonb_each_text(document)))),
		('JSON in a form', ses_payload('event=' || pg_temp.percent_encoded(document::text)))) f
	UNION ALL
	SELECT key || shape, payload
	FROM unnest(ARRAY['events', 'items', 'results', 'messages', 'payload', 'mandrill_events', '_json', '0']) key,
		LATERAL (VALUES
			(': a list', jsonb_build_object(key, jsonb_build_array(document))),
			(': a list and more', jsonb_build_object(key, jsonb_build_array(document), 'token', 't-1')),
			(': text', jsonb_build_object(key, jsonb_build_array(document)::text)),
			(': an object', jsonb_build_object(key, document))) f (shape, payload)
$$;

CREATE TEMPORARY TABLE inspected AS
SELECT s.name, f.form, i.provider, i.kind
FROM stranger s, pg_temp.forms(s.document) f, ses_inspect(f.payload) i;
SELECT count(DISTINCT name) > 150 AS many_strangers, count(DISTINCT form) AS forms,
	count(*) FILTER (WHERE provider IS NOT NULL) AS taken,
	count(*) FILTER (WHERE kind NOT IN ('unrecognized', 'control')) AS no_strangers
FROM inspected;
SELECT name, provider, kind, count(*) AS forms, min(form) AS one_of_them
FROM inspected WHERE provider IS NOT NULL OR kind NOT IN ('unrecognized', 'control')
GROUP BY name, provider, kind ORDER BY name, provider, kind LIMIT 10;

-- A stranger beside a provider's document in an array does not change what that gives.
CREATE TEMPORARY TABLE known AS
SELECT DISTINCT ON (f.file) f.file, d.document, ARRAY(SELECT e.event_id FROM ses_parse(d.document) e) AS ids
FROM fixture f, jsonb_path_query(f.payload, 'lax $[0]') d (document)
WHERE f.file IN (SELECT provider FROM ses_mapping()) AND (SELECT i.kind = 'event' FROM ses_inspect(d.document) i)
ORDER BY f.file, f.position;
SELECT count(DISTINCT k.file) = (SELECT count(DISTINCT provider) FROM ses_mapping()) AS all_providers,
	count(*) FILTER (WHERE NOT k.ids <@ ARRAY(SELECT e.event_id FROM ses_parse(pair) e)) AS changed
FROM known k, stranger s, unnest(ARRAY[jsonb_build_array(k.document, s.document), jsonb_build_array(s.document, k.document)]) pair;

-- Customers of SendGrid may give their own arguments any name, even all of another event.
WITH other AS (
	SELECT payload AS document FROM fixture
	UNION
	SELECT document FROM fixture, jsonb_path_query(payload, '$[*]') document
)
SELECT count(*) > 300 AS many, count(*) FILTER (WHERE e.value <> 'sendgrid') AS lost
FROM other, ses_explain(other.document || '{"event": "open", "email": "ann@a.example",
	"timestamp": 1770091510, "sg_event_id": "b3Blbg", "sg_message_id": "m.recvd-1"}') e
WHERE jsonb_typeof(other.document) = 'object' AND e.event_id IS NULL AND e.attribute = 'provider';

-- An object with more keys than all signs together is not recognized.
SELECT ses_provider(jsonb_object_agg('key' || i, i)) FROM generate_series(1, 1000) i;

-- Documents that share words with those of a provider, but not all that it sends, are of no provider.
SELECT document, ses_provider(document) FROM (VALUES
	('{"event": "group_joined", "email": "ann@a.example", "timestamp": 1770091510}'::jsonb),
	('{"event": "group_resubscribe", "email": "ann@a.example", "timestamp": 1770091510}'),
	('{"event": "group_unsubscribe", "email": "ann@a.example", "timestamp": 1770091510}'),
	('{"event": "contact_merged", "email": "ann@a.example", "key": "k", "content": "c"}'),
	('{"event": "contact_updated", "email": "ann@a.example", "key": "k"}'),
	('{"event": "contact_updated", "email": "ann@a.example", "key": "k", "content": "c"}'),
	('{"Uuid": "x", "MessageId": "y", "From": "z"}'),
	('{"Uuid": "x", "MessageId": "y", "From": "z", "To": "a"}'),
	('{"Uuid": ["x"], "MessageId": "y", "From": {"Address": "ann@a.example"}, "To": [{"Address": "bob@b.example"}]}')) v (document);
SELECT added, ses_provider(added || '{"type": "email.opened", "created_at": "2026-02-07T01:00:00Z", "data": {"email_id": "e-1"}}')
FROM (VALUES ('{}'::jsonb), ('{"object": "event"}'), ('{"project_id": "p-1"}'), ('{"timestamp": 1770091510}'), ('{"id": "i-1"}'), ('{"account_id": "a-1"}')) v (added);
