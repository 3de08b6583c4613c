-- Why each attribute is what it is: where its value stands, and which rule decided.
\pset format unaligned
\pset fieldsep ' | '
SELECT jsonb_build_object('Type', 'Notification', 'MessageId', 'n1', 'TopicArn', 'arn:aws:sns:eu-west-1:1:t',
	'Timestamp', '2026-02-03T04:05:08Z', 'Message', '{"RecordType": "Bounce", "MessageID": "m1", "Type": "Transient",
	"Email": "Ann <ann@a.example>", "Details": "smtp;452 4.2.2 over quota"}') AS sns \gset
SELECT attribute, value, source, rule FROM ses_explain(:'sns') WHERE attribute NOT IN ('event_id', 'details');

-- The event_id leads to the row of ses_parse, and every attribute that is not NULL is explained.
SELECT count(*) AS events, count(*) FILTER (WHERE p.attributes <> e.attributes) AS incomplete
FROM fixture f,
	LATERAL (
		SELECT p.event_id, ARRAY(SELECT a.key FROM jsonb_each(to_jsonb(p)) a WHERE a.value <> 'null' ORDER BY a.key COLLATE "C") AS attributes
		FROM ses_parse(f.payload) p) p,
	LATERAL (
		SELECT x.event_id, array_agg(x.attribute ORDER BY x.attribute COLLATE "C") AS attributes
		FROM (SELECT DISTINCT event_id, attribute FROM ses_explain(f.payload)) x GROUP BY 1) e
WHERE e.event_id = p.event_id;

-- Several events, and a part that is none.
SELECT attribute, value, source, rule
FROM ses_explain('[{"event": "open", "sg_event_id": "o1", "timestamp": 1770091509}, {"a": 1}]')
WHERE attribute IN ('provider', 'event_type', 'occurred_at', 'problem');

-- Of lists of documents in a document, each has its own path.
SELECT attribute, value, source
FROM ses_explain('{"server_composition": "pro", "event_type": "bounces", "event":
	{"bounces": [{"to": "ann@a.example", "status": "2"}, {"to": "bob@b.example", "status": "5"}]}}')
WHERE attribute IN ('recipient', 'stream', 'details');

-- A zone is for times that carry none; it has to exist.
SELECT value, source, rule
FROM ses_explain('{"event": "deferred", "email": "ann@a.example", "bulkId": "b1", "timestamp": "2026-02-03 04:05:06"}', 'Asia/Tokyo')
WHERE attribute = 'occurred_at';
SELECT * FROM ses_explain('{}', 'Atlantis');
SELECT * FROM ses_explain(NULL);

-- The same whatever the settings are.
SET TimeZone = 'Asia/Tokyo';
SET DateStyle = 'German';
SELECT value FROM ses_explain(:'sns') WHERE attribute = 'occurred_at';
RESET TimeZone;
RESET DateStyle;

-- The text of numbers has a bound, as metadata has: neither is shown beyond it, and nothing raises.
SELECT n, attribute, value, source
FROM unnest(ARRAY['1', '1e131071', to_json(repeat('x', 9000))::text]) WITH ORDINALITY AS v (number, n),
	ses_explain(('{"RecordType": "Open", "MessageID": "m1", "Metadata": {"n": ' || number || '}}')::jsonb)
WHERE attribute IN ('metadata', 'details');

-- Where each attribute comes from, and how envelopes are recognized.
SELECT * FROM ses_fields() WHERE provider = 'mailtrap';
SELECT provider, document, path, form FROM ses_fields()
WHERE attribute = 'recipient' AND (provider, path) IN (('resend', 'data.to'), ('resend', 'data.headers.Cc'), ('postmark', 'ToFull[].Email'), ('mailgun', 'message.recipients'));
SELECT * FROM ses_envelopes();
SELECT count(*) AS strange FROM ses_fields() WHERE attribute NOT IN (
	SELECT attname FROM pg_attribute WHERE attrelid = 'ses_event'::regclass);
