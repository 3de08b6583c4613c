-- Payloads for fuzzing: the fixtures, mutated by structure and wrapped at random.
-- All follows from a seed and a number. Needs the table fixture (payload jsonb); what is asked of
-- each payload is in payload.sql and invariants.sql.
\ir payload.sql
\ir random.sql
\ir envelopes.sql
CREATE TABLE seedling AS
SELECT row_number() OVER (ORDER BY payload::text) AS id, payload
FROM fixture WHERE EXISTS (SELECT FROM paths(payload));
CREATE TABLE place AS
SELECT s.id, row_number() OVER (PARTITION BY s.id ORDER BY p.path) AS n, p.path, s.payload #> p.path AS value
FROM seedling s, paths(s.payload) p (path);
CREATE INDEX ON seedling (id);
CREATE INDEX ON place (id, n);
CREATE TABLE name AS
SELECT row_number() OVER (ORDER BY name) AS n, name
FROM (SELECT DISTINCT path[cardinality(path)] AS name FROM place) p WHERE name !~ '^\d+$';
CREATE INDEX ON name (n);
ANALYZE seedling, place, name, envelope;
\ir invariants.sql

-- A value in a text's place: of every type, and what readers of text stumble over.
CREATE FUNCTION junk(state bigint) RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
	SELECT (ARRAY[
		'null', 'true', 'false', '0', '-1', '0.5', '1e400', '-1e-300', '9223372036854775808', '1770091510', '1770091510123',
		'""', '" "', '"x"', '"\u0001\u001f=?<>;\"\\"', '"é\u3042\ud83d\ude00"', '"=?UTF-8?B?44GC?= =?UTF-8?Q?=FF?="',
		'"\"a <b@c\" <d@e.example> (f)"', '"smtp; 550-5.1.1 a\r\n550 5.1.1 b"', '"2026-02-30T25:61:61Z"', '"0001-01-01T00:00:00+15:59"',
		'"9999-12-31T23:59:60.9999999-15:59"', '"::ffff:1.2.3.4"', '"1.2.3.4.5"', '"{\"eventType\": \"Open\"}"', '"[1, 2"',
		'[]', '[null]', '["a@b.example", 1, {}]', '[[[]]]', '{}', '{"a": [1]}', '{"name": 1, "value": {}}',
		'{"emailAddress": ["a"], "status": 5.1, "diagnosticCode": null}']::jsonb[])[1 + pick(state, 34)]
$$;

-- One mutation of a value.
CREATE FUNCTION mutated(value jsonb, state bigint) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
	depth CONSTANT integer := (ARRAY[1, 2, 9, 250, 256, 300])[1 + pick(next_state(state), 6)];
	copies CONSTANT integer := (ARRAY[2, 3, 17, 40, 60, 1100])[1 + pick(next_state(state), 6)];
	text CONSTANT text := value #>> '{}';
BEGIN
	RETURN CASE pick(state, 8)
		WHEN 0 THEN jsonb_build_array(value)
		WHEN 1 THEN (repeat('[', depth) || value::text || repeat(']', depth))::jsonb
		WHEN 2 THEN (repeat('{"mail":', depth) || value::text || repeat('}', depth))::jsonb
		WHEN 3 THEN (SELECT jsonb_agg(value) FROM generate_series(1, CASE WHEN length(text) < 300 THEN copies ELSE 2 END))
		WHEN 4 THEN to_jsonb(left(text, pick(next_state(state), length(text) + 1)))
		WHEN 5 THEN to_jsonb(repeat(left(text, 100), copies))
		WHEN 6 THEN to_jsonb(value::text)
		ELSE junk(next_state(state)) END;
END $$;

-- A text with something wrong in one place.
CREATE FUNCTION garbled(inner_text text, state bigint) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
	SELECT CASE pick(state, 4)
		WHEN 0 THEN left(inner_text, at)
		WHEN 1 THEN '{"eventType": "Send", "mail": 1, "event": "open", "email": 1, ' || substr(inner_text, 2)	-- members that come again
		ELSE left(inner_text, at) || (ARRAY['"', '\', '\u', '\u0000', '\ud800', '\udc00\ud800', '\x', '{', '}', '[', ']', ',', ':', ' ', E'\n', E'\t', E'\x01',
			'0', '-', '1e999999', '00', 'true', 'nul', chr(65279), 'é', '/*', '''', '\"', '\\'])[1 + pick(next_state(state), 29)] || substr(inner_text, at + 2) END
	FROM (SELECT pick(next_state(next_state(state)), length(inner_text) + 1)) p (at)
$$;

CREATE FUNCTION mutant(seed bigint, number bigint) RETURNS jsonb LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
	state bigint := hashint8extended(number, seed);
	seedlings CONSTANT bigint := (SELECT max(s.id) FROM seedling s);
	seedling_id CONSTANT bigint := 1 + pick(state, seedlings);
	places CONSTANT bigint := (SELECT count(*) FROM place p WHERE p.id = seedling_id);
	names CONSTANT bigint := (SELECT max(n.n) FROM name n);
	payload jsonb := (SELECT s.payload FROM seedling s WHERE s.id = seedling_id);
	path text[];
	value jsonb;
	new_path text[];
BEGIN
	FOR i IN 1 .. pick(next_state(state), 5) LOOP
		state := next_state(state + i);
		path := (SELECT p.path FROM place p WHERE p.id = seedling_id AND p.n = 1 + pick(state, places));
		value := payload #> path;
		CONTINUE WHEN value IS NULL;
		state := next_state(state);
		new_path := path[:cardinality(path) - 1] || (SELECT n.name FROM name n WHERE n.n = 1 + pick(state, names));
		state := next_state(state);
		payload := CASE pick(state, 6)
			WHEN 0 THEN payload #- path
			WHEN 1 THEN CASE WHEN jsonb_typeof(payload #> path[:cardinality(path) - 1]) = 'object' THEN jsonb_set(payload #- path, new_path, value) ELSE payload END
			WHEN 2 THEN CASE WHEN jsonb_typeof(payload #> path[:cardinality(path) - 1]) = 'object' THEN jsonb_set(payload, new_path, value) ELSE payload END
			WHEN 3 THEN jsonb_set(payload, path, (
				SELECT p.value FROM place p
				WHERE p.id = 1 + pick(next_state(state), seedlings) AND p.n = 1 + pick(next_state(next_state(state)), 20)
				UNION ALL SELECT junk(state) LIMIT 1))
			ELSE jsonb_set(payload, path, coalesce(mutated(value, next_state(state)), 'null')) END;
	END LOOP;

	state := next_state(state);
	IF pick(state, 4) = 0 THEN
		payload := coalesce(carried(garbled(payload::text, next_state(state)), chosen_envelope(next_state(next_state(state)))), payload);
	END IF;
	state := next_state(state + 1);
	FOR i IN 1 .. (ARRAY[0, 0, 0, 0, 1, 1, 1, 2, 3, 10])[1 + pick(state, 10)] LOOP
		state := next_state(state);
		payload := CASE pick(state, 6)
			WHEN 0 THEN jsonb_build_array(payload, junk(length(payload::text)), payload)
			ELSE enveloped(payload, chosen_envelope(next_state(state))) END;
	END LOOP;
	RETURN payload;
END $$;

-- What might be as wrong and is smaller: the payload without a part, or a part alone.
CREATE FUNCTION smaller(payload jsonb) RETURNS SETOF jsonb LANGUAGE sql STABLE AS $$
	SELECT part
	FROM (SELECT payload #- path FROM paths(payload) path UNION SELECT payload #> path FROM paths(payload) path) p (part)
	WHERE length(part::text) < length(payload::text)
	ORDER BY length(part::text)
$$;
