-- ses_verify: who sent a request. The requests are signed by Node.js and openssl, with
-- test/tools/signatures.mjs, and have all that is expected of them.
\set requests `cat "$PG_ABS_SRCDIR"/signatures/requests.ndjson`
SET timezone = 'UTC';
SET datestyle = 'ISO';

-- Signatures by a public key require a server that was built with OpenSSL. Another one says so, and nothing more is compared.
SELECT v.problem LIKE 'The server was built without OpenSSL%' AS without_openssl
FROM ses_verify('sendgrid', '{"x-twilio-email-event-webhook-signature": "eA==", "x-twilio-email-event-webhook-timestamp": "1767225605"}', '{}', 'eA==') v \gset
\if :without_openssl
\quit
\endif

CREATE TABLE request AS
SELECT line, r.*
FROM regexp_split_to_table(:'requests', E'\n') WITH ORDINALITY AS lines (json, line),
	jsonb_to_record(json::jsonb) AS r (name text, provider text, headers jsonb, body text, key text, url text, covers text, signed_at timestamptz, problem text)
WHERE json <> '';

SELECT provider, r.name, v.verified, v.covers, v.signed_at
FROM request r, ses_verify(provider, headers, body, key, url) v
WHERE r.problem IS NULL
ORDER BY provider COLLATE "C", r.name COLLATE "C", line;

SELECT provider, r.name, v.verified, v.problem
FROM request r, ses_verify(provider, headers, body, key, url) v
WHERE r.problem IS NOT NULL
ORDER BY provider COLLATE "C", r.name COLLATE "C";

-- Nothing differs from what is expected; the documentation of Svix has this example.
SELECT provider, r.name, v
FROM request r, ses_verify(provider, headers, body, key, url) v
WHERE (v.verified, v.covers, v.signed_at, v.problem) IS DISTINCT FROM (r.problem IS NULL, r.covers, r.signed_at, r.problem);

SELECT * FROM ses_verify('standard_webhooks',
	'{"svix-id": "msg_loFOjxBNrRLzqYUf", "svix-timestamp": "1731705121", "svix-signature": "v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0="}',
	'{"event_type":"ping","data":{"success":true}}', 'whsec_plJ3nmyCDGBKInavdOK15jsl');

-- Each scheme of the table has a request here.
SELECT s.provider, s.algorithm, s.signature FROM ses_signatures() s
WHERE algorithm <> 'secret' AND NOT EXISTS (SELECT FROM request r WHERE r.provider = s.provider AND r.problem IS NULL);

-- A request of which a character of the body is another, is missing, or is doubled, is not verified. Two ampersands
-- in a form are one.
CREATE FUNCTION changed(text, integer) RETURNS SETOF text LANGUAGE sql IMMUTABLE AS $$
	VALUES (overlay($1 PLACING chr(ascii(substr($1, $2, 1)) + 1) FROM $2 FOR 1)),
		(overlay($1 PLACING '' FROM $2 FOR 1)),
		(overlay($1 PLACING repeat(substr($1, $2, 1), 2) FROM $2 FOR 1))
$$;

SELECT r.covers, count(*) > 10000 AS many, count(*) FILTER (WHERE v.verified AND replace(other, '&&', '&') <> body) AS verified
FROM request r, generate_series(1, length(body)) place, changed(body, place) other, ses_verify(provider, headers, other, key, url) v
WHERE r.problem IS NULL AND r.covers = 'body'
GROUP BY r.covers;

-- SNS signs these members, and Mailgun the time and the token.
SELECT r.covers, count(*) > 1000 AS many, count(*) FILTER (WHERE v.verified) > 100 AS some_verified,
	count(*) FILTER (WHERE v.verified AND EXISTS (
		SELECT FROM unnest(ARRAY['{Message}', '{MessageId}', '{SubscribeURL}', '{Subject}', '{Timestamp}', '{Token}', '{TopicArn}', '{Type}',
			'{signature,timestamp}', '{signature,token}', '{timestamp}', '{token}']) signed
		WHERE body::jsonb #> signed::text[] IS DISTINCT FROM other::jsonb #> signed::text[])) AS wrong
FROM request r, generate_series(1, length(body)) place, changed(body, place) other, ses_verify(provider, headers, other, key, url) v
WHERE r.problem IS NULL AND r.covers IN ('message', 'token') AND body LIKE '{%' AND r.name !~ 'parent-signature|key|certificate|unsub'
GROUP BY r.covers
ORDER BY r.covers;

-- So it is with the characters of a secret, and of the headers that are signed.
SELECT count(*) > 1500 AS many, count(*) FILTER (WHERE v.verified) AS verified
FROM request r, generate_series(1, length(key)) place, changed(key, place) other, ses_verify(provider, headers, body, other, url) v
WHERE r.problem IS NULL AND r.key NOT LIKE '%BEGIN%' AND length(r.key) < 44 AND other !~ ':  ';

SELECT count(*) > 1500 AS many, count(*) FILTER (WHERE v.verified) AS verified
FROM request r, jsonb_each_text(headers) AS header (name, value), generate_series(1, length(value)) place, changed(value, place) other,
	ses_verify(provider, headers || jsonb_build_object(header.name, other), body, key, url) v
WHERE r.problem IS NULL AND r.covers = 'body' AND r.name NOT LIKE '%two keys' AND NOT (header.value LIKE '%=' AND place > length(value) - 3)
	AND other !~ '[=,]v1=.*,.*v1=|t=.*t=|,,';

-- Headers are found in any case, and in the forms in which programs have them: a list per name, as Node.js, pairs, as Python,
-- names and values in turn.
CREATE FUNCTION in_form(headers jsonb, form text) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
	SELECT CASE form
		WHEN 'lower' THEN jsonb_object_agg(lower(key), value)
		WHEN 'upper' THEN jsonb_object_agg(upper(key), value)
		WHEN 'lists' THEN jsonb_object_agg(key, jsonb_build_array(value))
		WHEN 'twice' THEN jsonb_object_agg(key, value) || jsonb_object_agg(upper(key), value)
		WHEN 'blanks' THEN jsonb_object_agg(key, format('  %s ', value))
		WHEN 'pairs' THEN jsonb_agg(jsonb_build_array(key, value))
		WHEN 'in turn' THEN (SELECT jsonb_agg(word ORDER BY ordinality, i) FROM jsonb_each_text(headers) WITH ORDINALITY, unnest(ARRAY[key, value]) WITH ORDINALITY AS w (word, i))
		WHEN 'more' THEN jsonb_build_object('', NULL, 'x', '[]'::jsonb, 'y', '{}'::jsonb, 'z', 1) || headers
		WHEN 'other value' THEN jsonb_object_agg(key, jsonb_build_array(value, 'x'))
		WHEN 'other value first' THEN jsonb_object_agg(key, jsonb_build_array('x', value))
		WHEN 'objects' THEN jsonb_object_agg(key, jsonb_build_object('value', value)) END
	FROM jsonb_each_text(headers)
$$;

SELECT form, count(*) AS requests, count(*) FILTER (WHERE v.verified) AS verified
FROM request r,
	unnest(ARRAY['lower', 'upper', 'lists', 'twice', 'blanks', 'pairs', 'in turn', 'more', 'other value', 'other value first', 'objects']) form,
	ses_verify(provider, in_form(headers, form), body, key, url) v
WHERE r.problem IS NULL AND headers <> '{}' AND r.provider <> 'amazon_ses' AND r.provider <> 'amazon_sns'
GROUP BY form ORDER BY form;

-- What is no header, or no object of headers.
SELECT headers, v.problem
FROM unnest(ARRAY[NULL, 'null', '"x"', '1', 'true', '[]', '{}', '[[]]', '["svix-signature"]', '[["svix-signature"]]', '[["svix-signature", null]]',
	'{"svix-signature": null}', '{"svix-signature": ""}', '{"svix-signature": {"x": 1}}', '{"svix-signature": []}', '{"svix-signature": ["a", "b"]}',
	'{"svix-signature": "v1"}', '{"svix-signature": "v1,"}', '{"svix-signature": "v2,eA=="}', '{"svix-signature": "v1,eA=="}',
	'{"svix-signature": "v1,eA==", "svix-timestamp": 1767225605}', '{"svix-signature": "v1,eA==", "svix-timestamp": 1767225605, "svix-id": "a.b"}',
	'{"svix-signature": "v1,eA==", "svix-timestamp": 1767225605, "svix-id": "a"}', '{"svix-signature": "v1,!", "svix-timestamp": 1767225605, "svix-id": "a"}',
	'{"svix-signature": "v1,eA==", "Svix-Signature": "v1,eB=="}']::jsonb[]) headers,
	ses_verify('resend', headers, '{}', 'whsec_eA==') v;

-- Any jsonb can be the headers, any text the body, and any of them the key and the URL.
SELECT count(*) > 10000 AS many, count(*) FILTER (WHERE v.verified) AS verified, count(*) FILTER (WHERE v.verified IS NULL OR v.problem IS NULL) AS unexplained
FROM fixture f, (SELECT DISTINCT provider, key FROM request) r,
	ses_verify(provider, CASE f.position % 2 WHEN 0 THEN f.payload ELSE jsonb_build_object('svix-signature', f.payload, 'Signature', f.payload::text) END,
		f.payload::text, CASE f.position % 3 WHEN 0 THEN f.payload::text ELSE key END, f.payload::text) v;

-- A header that is missing is named.
SELECT DISTINCT r.provider, header.name AS without, v.verified, v.problem
FROM request r, jsonb_object_keys(headers) AS header (name), ses_verify(provider, headers - header.name, body, key, url) v
WHERE r.problem IS NULL AND NOT v.verified
ORDER BY 1, 2, 4;

-- HMAC (RFC 2104), for requests that are signed below.
CREATE FUNCTION hmac(key bytea, message bytea) RETURNS bytea LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
	inner_key bytea := key || decode(repeat('00', 64 - length(key)), 'hex');
	outer_key bytea := inner_key;
BEGIN
	FOR i IN 0 .. 63 LOOP
		inner_key := set_byte(inner_key, i, get_byte(inner_key, i) # 54);
		outer_key := set_byte(outer_key, i, get_byte(outer_key, i) # 92);
	END LOOP;
	RETURN sha256(outer_key || sha256(inner_key || message));
END $$;

-- Times are ten digits, so that digits cannot move between a time and what is signed with it. All of these are signed.
SELECT t AS "time", s.signed_at AS svix, s.problem IS NULL AS verified, m.signed_at AS mailgun, m.problem
FROM unnest(ARRAY['1767225605', '0000000000', '9999999999', '0', '-1', '17672256050', '176722560', '1767225605.0', '1.767225e9', '0x69559f05', '2026-01-01T00:00:05Z', 'now', '١٧٦٧٢٢٥٦٠٥'])
	WITH ORDINALITY AS times (t, position),
	ses_verify('resend', jsonb_build_object('svix-id', 'a', 'svix-timestamp', t,
		'svix-signature', 'v1,' || encode(hmac('k', convert_to('a.' || t || '.{}', 'UTF8')), 'base64')), '{}', 'whsec_aw==') s,
	ses_verify('mailgun', NULL, json_build_object('signature', json_build_object('timestamp', t, 'token', 'x',
		'signature', encode(hmac('k', convert_to(t || 'x', 'UTF8')), 'hex')))::text, 'k') m
ORDER BY position;

-- The same bytes divided otherwise: the last digit of the time into the token, a part of the body into the id of the message.
SELECT m.verified, m.problem
FROM ses_verify('mailgun', NULL, json_build_object('signature', json_build_object('timestamp', '176722560', 'token', '5x',
	'signature', encode(hmac('k', '1767225605x'), 'hex')))::text, 'k') m
UNION ALL
SELECT s.verified, s.problem
FROM ses_verify('resend', jsonb_build_object('svix-id', 'a.1767225605.1', 'svix-timestamp', '1767225605',
	'svix-signature', 'v1,' || encode(hmac('k', 'a.1767225605.1.1767225605.{}'), 'base64')), '{}', 'whsec_aw==') s;

-- A topic of another account, whose message has lines like those of the members that follow it: in no other member is a line feed.
SELECT r.name, v.verified, v.problem
FROM request r, jsonb_build_object('Message', 'x', 'TopicArn', E'arn:aws:sns:eu-west-1:444455556666:other\nTopicArn\narn:aws:sns:eu-west-1:111122223333:ses') attack,
	ses_verify(provider, headers, (body::jsonb || attack)::text, key) v
WHERE r.provider = 'amazon_ses' AND r.name = 'notification' AND body::jsonb ->> 'SignatureVersion' = '2';

-- What is no text cannot be what was signed.
SELECT member, v.verified, v.problem
FROM request r, unnest(ARRAY['{"Message": {"eventType": "Bounce"}}', '{"Message": null}', '{"Message": ""}', '{"Message": true}', '{"Message": ["x"]}', '{"Type": null}', '{"Subject": {}}',
	'{"Token": "x"}', '{"Timestamp": "yesterday"}', '{"Timestamp": "2026-01-01T00:00:05"}',
	'{"SignatureVersion": "3"}', '{"SignatureVersion": 2}', '{"SignatureVersion": "1"}', '{"Signature": "x"}', '{"Signature": "!"}',
	'{"Signature": []}', '{"Signature": ""}', '{"SigningCertURL": "https://evil.example/x.pem"}']) WITH ORDINALITY AS members (member, position),
	ses_verify(provider, headers, (body::jsonb || member::jsonb)::text, key) v
WHERE r.provider = 'amazon_ses' AND r.name = 'notification' AND body::jsonb ->> 'SignatureVersion' = '2'
ORDER BY position;

-- A member twice: the last one counts, as in what is stored. A body of two documents is not verified.
SELECT r.name, first.verified AS first, last.verified AS last, twice.verified AS twice, twice.problem AS problem, around.problem AS in_list
FROM request r, ses_verify(provider, headers, '{"Message": "evil", "token": "evil", "signature": "evil", ' || substr(body, 2), key) first,
	ses_verify(provider, headers, left(body, -1) || ', "Message": "evil", "token": "evil", "signature": "evil"}', key) last,
	ses_verify(provider, headers, body || '{"RecordType": "Bounce"}', key) twice,
	ses_verify(provider, headers, '[' || body || ']', key) around
WHERE (r.provider, r.name) IN (('amazon_ses', 'subscription'), ('mailgun', 'signature')) AND body !~ '"SignatureVersion":"1"'
ORDER BY r.name;

-- What SNS and Mailgun sign is in the body, so rows that are stored can be verified. Nothing else can: its bytes are gone.
SELECT r.covers, provider, count(*) AS requests, count(*) FILTER (WHERE v.verified) AS verified
FROM request r, ses_verify(provider, NULL, ses_payload(body)::text, key) v
WHERE r.problem IS NULL AND r.covers IN ('message', 'token')
GROUP BY r.covers, provider ORDER BY r.covers, provider;

-- Keys that are rotated are tried one by one; a signature of each may be in one header.
SELECT key, v.verified, v.problem
FROM unnest(ARRAY['old', 'new', 'newer', '', ' ', E'new\n', NULL]) WITH ORDINALITY AS keys (key, position),
	ses_verify('mailtrap', jsonb_build_object('mailtrap-signature', encode(hmac('new', '{}'), 'hex')), '{}', key) v
ORDER BY position;

-- Keys of another kind than the provider's.
SELECT k.provider, key, v.problem
FROM (VALUES ('resend', 'whsec_'), ('resend', 'whsec_!'), ('resend', 'whsec_e'), ('resend', 'plain text'), ('standard_webhooks', 'whpk_eA=='), ('standard_webhooks', 'whpk_'),
	('amazon_ses', 'x'), ('amazon_ses', '!'), ('amazon_ses', 'eA=='), ('amazon_ses', '-----BEGIN CERTIFICATE-----'),
	('amazon_ses', '-----BEGIN CERTIFICATE-----eA==-----END CERTIFICATE-----'), ('amazon_ses', '-----BEGIN CERTIFICATE----------END CERTIFICATE-----'),
	('amazon_ses', E'-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\neA==\n-----END RSA PRIVATE KEY-----'),
	('sendgrid', 'x'), ('sendgrid', 'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE'), ('mailpace', 'eA=='),
	('postmark', 'token'), ('postmark', '?token'), ('postmark', '?token='), ('postmark', '?'), ('postmark', ':'), ('postmark', 'user:'), ('postmark', 'X-Token: '), ('postmark', 'X-Token: x'),
	('azure_email', '?code=x'), ('tencent_ses', 'x'), ('customers_mail_cloud', 'x'), ('acme', 'whsec_eA==')) AS k (provider, key),
	LATERAL (SELECT headers, body FROM request r WHERE r.provider = k.provider AND r.problem IS NULL ORDER BY r.name COLLATE "C", line LIMIT 1) AS r,
	ses_verify(provider, headers, body, key) v;

-- No scheme is known for these names.
SELECT provider, v.problem FROM unnest(ARRAY['alibaba_directmail', 'secret', 'acme', '', 'Resend', 'mailomat']) provider, ses_verify(provider, '{}', '{}', 'x') v;

-- Secrets: a password, a header, a parameter of the URL. Nothing but the whole is equal.
SELECT key, headers, v.verified, v.problem
FROM (VALUES ('a:b', '{"Authorization": "Basic YTpi"}'), ('a:b', '{"Authorization": "basic  YTpi"}'), ('a:b', '{"Authorization": "Basic YTpiYw=="}'), ('a:b', '{"Authorization": "Basic YTo="}'),
	('a:b', '{"Authorization": "Bearer YTpi"}'), ('a:b', '{"Authorization": "Basic !"}'), ('a:b', '{"Authorization": "Basic"}'), ('a:b', '{"Authorization": ["Basic YTpi", "Basic eDp5"]}'),
	('X-Token: abc', '{"x-token": "abc"}'), ('X-Token: abc', '{"x-token": "abcd"}'), ('X-Token: abc', '{"x-token": "ab"}'), ('X-Token: abc', '{"x-token": ""}'), ('X-Token: abc', '{"x-tok": "abc"}'))
	AS secrets (key, headers), ses_verify('secret', headers::jsonb, '{}', key) v;

SELECT url, v.verified, v.problem
FROM unnest(ARRAY['https://x.example/?t=abc', '/?a=b&t=abc#t=x', '/?t=abcd', '/?t=ab', '/?t=', '/?t', '/', '/#?t=abc', '/?T=abc', '/?t=abc&t=abc', '?', '', NULL]) url,
	ses_verify('secret', '{}', '{}', '?t=abc', url) v;

-- Without an argument there is a problem, but headers and URL are not always needed.
SELECT v.verified, v.problem FROM ses_verify(NULL, '{}', '{}', 'k') v
UNION ALL SELECT v.verified, v.problem FROM ses_verify('mailtrap', '{}', NULL, 'k') v
UNION ALL SELECT v.verified, v.problem FROM ses_verify('mailtrap', '{}', '{}', NULL) v
UNION ALL SELECT v.verified, v.problem FROM ses_verify('mailtrap', NULL, '{}', 'k') v
UNION ALL SELECT v.verified, v.problem FROM request r, ses_verify(provider, headers, body, key) v WHERE r.provider = 'mandrill' AND r.name = 'form';

-- Mandrill: the URL as it was entered, and the form.
SELECT other, v.verified, v.problem
FROM request r, unnest(ARRAY['', 'mandrill_events', 'mandrill_events=[]', 'x=1', '=1', '{}', '[]', '&', 'mandrill_events=%5B%5D&x']) WITH ORDINALITY AS bodies (other, position),
	ses_verify(provider, headers, other, key, url) v
WHERE r.provider = 'mandrill' AND r.name = 'form'
ORDER BY position;

-- Nothing divides names and values where Mandrill signs them. The second body has the same text between other fields, and the
-- same signature, but ses_payload does not read it as a form.
SELECT left(other, 15) AS body, v.verified, v.problem FROM unnest(ARRAY[
	'mandrill_events=%5B%7B%22event%22%3A%22send%22%2C%22_id%22%3A%22a%22%2C%22msg%22%3A%7B%22email%22%3A%22b%40c.example%22%2C' ||
		'%22metadata%22%3A%7B%22a%22%3A%22b%22%7D%2C%22subject%22%3A%22x%3Dy%7Dz%22%7D%7D%5D',
	'{"event":"send%22,%22_id%22:%22a%22,%22msg%22:{%22email%22:%22b@c.example%22,%22metadata%22:{%22a%22:%22b%22},%22subject%22:%22x%3Dy=&mandrill_events=[&%7Dz%22%7D%7D]='])
	AS bodies (other),
	ses_verify('mandrill', '{"x-mandrill-signature": "PBzeQoFP8xmGSXCXb0TWCT/oHGg="}', other, 'k', 'https://r.example/h') v;

-- A header has two signatures while keys change, and does not cost time for thousands.
SELECT n, v.verified, v.problem
FROM (VALUES (15), (16)) numbers (n),
	ses_verify('resend', jsonb_build_object('svix-id', 'a', 'svix-timestamp', '1767225605',
		'svix-signature', repeat('v1,eA== ', n) || 'v1,' || encode(hmac('k', 'a.1767225605.{}'), 'base64')), '{}', 'whsec_aw==') v;

-- An empty body is a body.
SELECT * FROM ses_verify('mailtrap', jsonb_build_object('mailtrap-signature', encode(hmac('k', ''), 'hex')), '', 'k');

-- The table of schemes.
SELECT provider, algorithm, signature, signed_at, covers, key FROM ses_signatures() ORDER BY provider COLLATE "C", algorithm COLLATE "C", signature COLLATE "C";
SELECT DISTINCT provider, signed FROM ses_signatures() WHERE signed IS NOT NULL ORDER BY provider, signed;
