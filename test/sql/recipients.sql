-- Recipients in lists, ids and addresses that stand for none, and how many rows a payload may have.
\pset null -

-- An address is one candidate, however often and in whatever case it is listed: as written first.
-- A text may hold several, with names, comments and groups; a group without members is none.
CREATE FUNCTION opened_by(recipients jsonb) RETURNS jsonb IMMUTABLE RETURN jsonb_build_object(
	'eventType', 'Open', 'mail', jsonb_build_object('messageId', 'm1', 'destination', recipients), 'open', '{}'::jsonb);

CREATE TABLE list (n serial PRIMARY KEY, recipients jsonb);
INSERT INTO list (recipients) VALUES
	('["ann@a.example"]'), ('["ann@a.example", "Ann@A.example"]'), ('["b@b.example", "ann@a.example", "B@b.example"]'),
	('["a@a.example, b@b.example"]'), ('"a@a.example; b@b.example,"'), ('["Ann <a@a.example>, A@a.example"]'),
	('["\"Lee, Ann\" <a@a.example>, Bob <b@b.example>"]'), ('["Lee, Ann <a@a.example>"]'), ('["''Lee, Ann'' <a@a.example>"]'),
	('["\"x@x.example \\\", c\" <a@a.example>, b@b.example"]'), ('["a@a.example (Ann, the first (of two)), b@b.example"]'),
	('["O\"Hara <a@a.example>, b@b.example, c@c.example"]'), ('["Ann :-( <a@a.example>, b@b.example"]'),
	('["undisclosed-recipients:;"]'), ('["Undisclosed recipients: ;", "a@a.example"]'), ('["undisclosed-recipients:"]'),
	('["team: a@a.example, Bob <b@b.example>;", "c@c.example"]'), ('["\"my, team\": a@a.example;"]'),
	('["<@r.example,@s.example:a@a.example>, b@b.example"]'), ('["a@[IPv6:2001:db8::1], b@b.example"]'),
	('["", "b@b.example"]'), ('["Ann <>", "b@b.example"]'), ('["null", "b@b.example"]'), ('[null, "b@b.example"]'), ('[]'),
	('["postmaster"]');
SELECT n, recipients, max(e.candidates) AS candidates, count(*) AS rows, array_agg(e.recipient) AS found
FROM list, ses_parse(opened_by(recipients)) e GROUP BY n ORDER BY n;

-- The same in the lists of other providers.
SELECT provider, array_agg(recipient) AS recipients, max(candidates) AS candidates
FROM (VALUES
	('{"type": "email.opened", "created_at": "2026-02-03T04:05:06Z", "data": {"email_id": "r1",
		"to": ["a@a.example", "Bob <b@b.example>, A@a.example"], "cc": ["B@B.example"], "bcc": ["undisclosed-recipients:;"]}}'::jsonb),
	('{"event-data": {"event": "stored", "id": "g1", "timestamp": 1770091509.5, "message": {"headers": {"message-id": "x@g.example"},
		"recipients": ["a@a.example", "A@a.example", "b@b.example"]}}, "signature": {"token": "t"}}'),
	('{"items": [{"Uuid": ["u1"], "MessageId": "<i@x.example>", "From": {"Address": "x@x.example"}, "Subject": "Hi", "SentAtDate": "", "RawTextBody": "",
		"To": [{"Address": "a@a.example"}, {"Address": "A@A.example"}], "Recipients": ["a@a.example", "A@A.example"]}]}'),
	('{"type": "inbound.message", "inbound_id": "i1", "created_at": "2026-02-12T06:07:08Z", "data": {"object": "message", "id": "i1", "recipients":
		{"rcptTo": [{"email": "a@a.example"}, {"email": "A@A.example"}]}, "from": {"email": "x@x.example"}, "subject": "Hi", "raw": ""}}')) p (payload), ses_parse(payload) e
GROUP BY provider ORDER BY provider;

-- Two entries of one address are one event: that with most to say, in the spelling that is first.
SELECT e.recipient, e.smtp_status, e.candidates
FROM ses_parse('{"eventType": "Bounce", "mail": {"messageId": "m1"}, "bounce": {"bounceType": "Permanent", "bouncedRecipients": [
	{"emailAddress": "Ann@a.example"}, {"emailAddress": "bob@b.example", "status": "5.2.2"},
	{"emailAddress": "ann@a.example", "status": "5.1.1"}, {"emailAddress": "ANN@a.example", "status": "5.1.3"},
	{"emailAddress": ""}, {"status": "5.1.2"}]}}') e;

-- To list every address of a fixture twice changes nothing.
CREATE FUNCTION doubled(payload jsonb, list text[]) RETURNS jsonb IMMUTABLE RETURN CASE jsonb_typeof(payload #> list)
	WHEN 'array' THEN jsonb_set(payload, list, (payload #> list) || upper((payload #> list)::text)::jsonb) ELSE payload END;
SELECT count(*) > 20 AS many, count(*) FILTER (WHERE e <> t) AS changed
FROM fixture f,
	LATERAL (SELECT doubled(doubled(doubled(f.payload, '{mail,destination}'), '{delivery,recipients}'), '{receipt,recipients}')) d (payload),
	LATERAL (SELECT array_agg(to_jsonb(p) - 'details') FROM ses_parse(f.payload) p) e (e),
	LATERAL (SELECT array_agg(to_jsonb(p) - 'details') FROM ses_parse(d.payload) p) t (t)
WHERE f.file = 'amazon_ses' AND d.payload <> f.payload;

-- Of a thousand entries, and a text of a thousand addresses, half repeat another.
SELECT count(*), count(DISTINCT e.recipient), max(e.candidates)
FROM (SELECT opened_by(jsonb_agg(i % 500 || '@a.example')) AS payload FROM generate_series(1, 1000) i) p, ses_parse(payload) e;
SELECT count(*), max(e.candidates)
FROM (SELECT opened_by(to_jsonb(string_agg(i % 500 || '@a.example', ', '))) AS payload FROM generate_series(1, 1000) i) p, ses_parse(payload) e;

-- An address of more than 320 octets is none, and an id of more than 998 octets. The details keep it.
SELECT length(e.recipient) AS recipient, length(e.sender) AS sender, length(e.message_id) AS message_id,
	length(e.rfc_message_id) AS rfc_message_id, length(e.provider_event_id) AS provider_event_id, length(e.details->>'feedbackId') AS kept
FROM unnest(ARRAY[0, 1]) more, LATERAL (SELECT repeat('x', 310 + more) || '@a.example', repeat('x', 998 + more)) l (address, id),
	ses_parse(jsonb_build_object('eventType', 'Bounce', 'mail', jsonb_build_object('messageId', id, 'source', address,
		'headers', jsonb_build_array(jsonb_build_object('name', 'Message-ID', 'value', '<' || id || '>'))),
		'bounce', jsonb_build_object('feedbackId', id, 'bouncedRecipients', jsonb_build_array(jsonb_build_object('emailAddress', address))))) e;
-- Among others, such an address stays a candidate.
SELECT length(e.recipient), e.candidates FROM ses_parse(opened_by(jsonb_build_array('b@b.example', repeat('x', 400) || '@a.example'))) e;

-- What stands for no id, and no address, is NULL: with any provider, and the next field counts.
CREATE FUNCTION without_id(id jsonb) RETURNS TABLE (provider text, ids text) IMMUTABLE
BEGIN ATOMIC
	SELECT e.provider, concat_ws(' ', e.message_id, e.rfc_message_id, e.provider_event_id, e.recipient, e.sender)
	FROM (VALUES
		(jsonb_build_object('eventType', 'Bounce', 'mail', jsonb_build_object('messageId', id, 'source', id),
			'bounce', jsonb_build_object('feedbackId', id, 'bouncedRecipients', jsonb_build_array(jsonb_build_object('emailAddress', id))))),
		(jsonb_build_object('event', 'open', 'time', 1770091509, 'MessageID', id, 'mj_message_id', id, 'email', id)),
		(jsonb_build_object('RecordType', 'Open', 'MessageID', id, 'Recipient', id)),
		(jsonb_build_object('event', 'open', 'sg_event_id', id, 'sg_message_id', id, 'smtp-id', id, 'email', id))) p (payload), ses_parse(payload) e;
END;
SELECT id, array_agg(provider) AS kept_by
FROM unnest(ARRAY['0', '"0"', 'false', '"00000000-0000-0000-0000-000000000000"', '"00000000000000000000000000000000"', '"null"', '"NULL"', '"nil"', '"None"',
	'"undefined"', '"(null)"', '"<null>"', '"N/A"', '"-"', '"  "', '"<>"', '"NaN"', '"[object Object]"',
	'-1', '"-1"', '"0.0"', '"-1.0"', '"NULL@"', '"<undefined@>"', '"undefined@undefined"', '"@"', '"0@"', '"-12"', '"0.1"', '"null@n.example"', '"01"',
	'"0a"', '"nil-1"', '"nobody@n.example"', '"00000000-0000-0000-0000-000000000001"']::jsonb[]) WITH ORDINALITY AS i (id, n)
LEFT JOIN LATERAL (SELECT * FROM without_id(id) WHERE ids <> '') w ON true
GROUP BY n, id ORDER BY n;
SELECT e.message_id FROM ses_parse('{"event": "open", "time": 1770091509, "MessageID": 0, "mj_message_id": "19421777835146490"}') e;

-- What is NULL in the row is empty in its key.
SELECT count(DISTINCT e.event_id) AS ids, count(e.message_id) AS messages
FROM unnest('{0,null,""}'::text[]) id, ses_parse(jsonb_build_object('eventType', 'Open',
	'mail', jsonb_build_object('messageId', id, 'destination', '["a@a.example"]'::jsonb), 'open', '{"timestamp": "2026-02-03T04:05:06Z"}'::jsonb)) e;

DROP TABLE list;

-- What is erased stays a candidate, in any form of list; entries without an address share one row.
SELECT recipients, max(e.candidates) AS candidates, array_agg(e.recipient ORDER BY e.recipient) AS found, count(DISTINCT e.event_id) AS ids
FROM unnest(ARRAY['["", "", "b@b.example"]', '[", b@b.example"]', '["<>, b@b.example, <>"]', '["a@a.example,,b@b.example"]', '["Ann <>, b@b.example"]',
	'["team: <>;", "b@b.example"]', '["<> (Ann), b@b.example"]', '["", ""]', '["b@b.example, "]', '""']::jsonb[]) WITH ORDINALITY AS r (recipients, n), ses_parse(opened_by(recipients)) e
GROUP BY n, recipients ORDER BY n;

-- Text that is a list in JSON is that list. Blanks separate addresses too, where each word is one; else none can be read.
SELECT recipients, max(e.candidates) AS candidates, array_agg(e.recipient ORDER BY e.recipient) AS found
FROM unnest(ARRAY['"[\"a@a.example\", \"b@b.example\"]"', '"[\"a@a.example\""', '"[]"', '["a@a.example b@b.example\tc@c.example\n\nd@d.example"]',
	'["a@a.example b@b.example, c@c.example"]', '["\"a b\"@a.example"]', '["Ann a@a.example"]', '["Ann a@a.example, b@b.example"]']::jsonb[])
		WITH ORDINALITY AS r (recipients, n), ses_parse(opened_by(recipients)) e
GROUP BY n, recipients ORDER BY n;
SELECT array_agg(e.recipient), max(e.candidates) FROM ses_parse('{"type": "email.opened", "created_at": "2026-02-03T04:05:06Z",
	"data": {"email_id": "r1", "to": "[\"a@a.example\", \"b@b.example\"]"}}') e;
