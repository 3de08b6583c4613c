-- Webhooks for the benchmarks: the fixtures, each many times, with ids, addresses
-- and times of their own. Variables: n, how many of each form.
\set ON_ERROR_STOP on
\set amazon_ses `cat test/fixtures/amazon_ses.ndjson`
\set customers_mail_cloud `cat test/fixtures/customers_mail_cloud.ndjson`
\set envelopes `cat test/fixtures/envelopes.ndjson`

-- As text, in the order that the provider writes members in, which jsonb would lose.
CREATE FUNCTION fixtures(lines text) RETURNS TABLE (name text, body text)
BEGIN ATOMIC
	SELECT line::json->>'name', (line::json->'payload')::text
	FROM regexp_split_to_table(rtrim(lines, E'\n'), E'\n') line;
END;

-- What Amazon SES publishes of events. Of a hundred, most are of one delivery or one
-- click; of all others, those with several recipients included, there is one each.
CREATE TABLE amazon_template AS
SELECT row_number() OVER (ORDER BY name, copy) - 1 AS position, body
FROM fixtures(:'amazon_ses'), LATERAL generate_series(1, CASE name WHEN 'delivery' THEN 51 WHEN 'click' THEN 29 ELSE 1 END) copy
WHERE body::jsonb ? 'eventType' AND body::jsonb->'mail' ? 'sourceArn'
	-- What the competitors leave out.
	AND name !~ 'out of office|undetermined|twice|in one text';

-- The template of one webhook with what is its own: the minute, recipients (the
-- sender's domain has more than one letter), and a message id in Amazon's form,
-- which begins with the time.
CREATE FUNCTION varied(body text, i bigint, at timestamp) RETURNS text
BEGIN ATOMIC
	SELECT regexp_replace(regexp_replace(regexp_replace(body,
		'2026-02-03T\d\d:\d\d', to_char(at, 'YYYY-MM-DD"T"HH24:MI'), 'g'),
		'(\w+)@(\w)\.example', '\1.' || abs(hashint8(i)) % 100000 || '@\2.example', 'g'),
		'0100\w{4}-aaaa-bbbb', '0100' || lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '-' || md5(i::text)::uuid, 'g');
END;

CREATE UNLOGGED TABLE body AS
SELECT i AS id, varied(t.body, i, timestamp '2026-01-01' + i * interval '365 days' / :n) AS body
FROM generate_series(1, :n) i JOIN amazon_template t ON t.position = i % (SELECT count(*) FROM amazon_template);

CREATE UNLOGGED TABLE raw (payload jsonb COMPRESSION lz4);
INSERT INTO raw SELECT body::jsonb FROM body ORDER BY id;

-- The same with all the headers that a newsletter has: larger than what PostgreSQL
-- stores as it is, so compressed.
CREATE SCHEMA newsletter;
CREATE UNLOGGED TABLE newsletter.raw (payload jsonb COMPRESSION lz4);
INSERT INTO newsletter.raw
SELECT CASE WHEN payload->'mail' ? 'headers' THEN jsonb_set(payload, '{mail,headers}', payload->'mail'->'headers' || jsonb_build_array(
	jsonb_build_object('name', 'Date', 'value', 'Tue, 3 Feb 2026 04:05:06 +0000'),
	jsonb_build_object('name', 'Message-ID', 'value', '<' || id || '.20260203@shop.example>'),
	jsonb_build_object('name', 'Reply-To', 'value', 'Customer care <care+' || md5(id::text) || '@shop.example>'),
	jsonb_build_object('name', 'Content-Type', 'value', 'multipart/alternative; boundary="----=_Part_' || md5(id::text) || '"'),
	jsonb_build_object('name', 'List-Id', 'value', 'News of the shop <news.shop.example>'),
	jsonb_build_object('name', 'List-Unsubscribe', 'value', '<https://shop.example/unsubscribe/' || md5(id::text) || '>, <mailto:unsubscribe@shop.example>'),
	jsonb_build_object('name', 'List-Unsubscribe-Post', 'value', 'List-Unsubscribe=One-Click'),
	jsonb_build_object('name', 'Precedence', 'value', 'bulk'),
	jsonb_build_object('name', 'Feedback-ID', 'value', 'spring:news:shop:' || md5(id::text)),
	jsonb_build_object('name', 'X-Campaign', 'value', 'spring-2026'),
	jsonb_build_object('name', 'X-Mailer', 'value', 'Shop mailer 4.2'),
	jsonb_build_object('name', 'X-SES-MESSAGE-TAGS', 'value', 'campaign=spring'))) ELSE payload END
FROM body, LATERAL (SELECT body::jsonb) b (payload) ORDER BY id;

-- The same in the form that most get it in: as text in a notification of Amazon
-- SNS, which has a signature of 256 bytes.
CREATE UNLOGGED TABLE sns (id bigint PRIMARY KEY, body text COMPRESSION lz4, payload jsonb COMPRESSION lz4);
INSERT INTO sns
SELECT b.id, n.body, n.body::jsonb
FROM body b, LATERAL (
	SELECT json_object_agg(member.key, CASE member.key
		WHEN 'Message' THEN to_json(b.body)
		WHEN 'MessageId' THEN to_json(md5(b.id::text)::uuid)
		WHEN 'Signature' THEN to_json((
			SELECT replace(encode(string_agg(sha256(int8send(b.id * 8 + part)), ''), 'base64'), E'\n', '')
			FROM generate_series(1, 8) part))
		ELSE member.value END)::text
	FROM fixtures(:'envelopes') f, json_each(f.body::json) member
	WHERE f.name = 'SNS') n (body)
ORDER BY b.id;

-- Customers Mail Cloud sends one event in a webhook, or up to a hundred: the same
-- items in both forms.
CREATE UNLOGGED TABLE item AS
SELECT i AS id, replace(replace(item::text, '<m', '<m' || i || '.'), '@a.example', '.' || i % 100000 || '@a.example') AS body
FROM generate_series(1, :n) i, fixtures(:'customers_mail_cloud') f, json_array_elements(f.body::json->'event'->'deliveries') item
WHERE f.name = 'succeeded';

CREATE UNLOGGED TABLE single (payload jsonb COMPRESSION lz4);
INSERT INTO single
SELECT format('{"server_composition": "pro", "event_type": "deliveries", "event": {"deliveries": [%s]}}', body)::jsonb
FROM item ORDER BY id;

CREATE UNLOGGED TABLE hundred (payload jsonb COMPRESSION lz4);
INSERT INTO hundred
SELECT format('{"server_composition": "pro", "event_type": "deliveries", "event": {"deliveries": [%s]}}', string_agg(body, ', ' ORDER BY id))::jsonb
FROM item GROUP BY id / 100 ORDER BY id / 100;

VACUUM ANALYZE;
