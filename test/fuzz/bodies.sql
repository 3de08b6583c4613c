-- Request bodies for fuzzing: fixtures in the forms that bodies have, with arbitrary
-- bytes in them, in a new database of any encoding. All follows from a seed and a number.
CREATE EXTENSION ses_events;
\ir payload.sql
\ir random.sql
\set folder `echo "$PG_ABS_SRCDIR/fixtures"`
CREATE TABLE seedling AS
SELECT row_number() OVER (ORDER BY line) AS id, decode(line, 'escape') AS bytes
FROM pg_ls_dir(:'folder') file,
	string_to_table(encode(pg_read_binary_file(:'folder' || '/' || file), 'escape'), E'\n') whole,
	substring(whole FROM '^\{"name": *"[^"]*", *"payload": *(.*)\}$') line
WHERE length(line) > 2;
CREATE INDEX ON seedling (id);
ANALYZE seedling;

-- Up to sixteen bytes of any kind but zero, which no text can hold.
CREATE FUNCTION noise(state bigint) RETURNS bytea LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
	SELECT CASE pick(state, 2)
		WHEN 0 THEN set_byte('\x20', 0, 1 + pick(next_state(state), 255))
		ELSE substr(decode(replace(regexp_replace(md5(state::text), '..', ' \&', 'g'), ' 00', ' ff'), 'hex'), 1, 1 + pick(next_state(state), 16)) END
$$;

-- What readers of bodies stumble over.
CREATE FUNCTION stone(state bigint) RETURNS bytea LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
	SELECT decode((ARRAY['"', '\\', '\\u', '\\u0000', '\\u00e9', '\\u30c6', '\\ud83d\\ude00', '\\ud800', '\\udc00\\ud800', '{', '}', '[', ']', ',', ':', ' ', E'\n',
		E'\r\n', E'\t', '\001', '0', '-', '1e999999', '1e-999999', 'true', 'null', '\357\273\277', '\303\251', '\303', '\343\203\206', '\360\237\230\200', '\355\240\200',
		'%', '%%', '%2', '%00', '%C3%A9', '%E3%83', '%22', '+', '&', '=', '&&', 'a=b', '?', ';', '=3D', '"{\\"', 'eyJ'])[1 + pick(state, 49)], 'escape')
$$;

-- Bytes as a value in a form.
CREATE FUNCTION percent_encoded(bytes bytea) RETURNS bytea LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
	SELECT coalesce(decode(string_agg(CASE WHEN byte < 128 AND chr(byte) ~ '[A-Za-z0-9._-]' THEN chr(byte) ELSE '%' || lpad(to_hex(byte), 2, '0') END, '' ORDER BY i), 'escape'), '')
	FROM generate_series(0, length(bytes) - 1) i, LATERAL (SELECT get_byte(bytes, i)) b (byte)
$$;

CREATE FUNCTION body(seed bigint, number bigint) RETURNS bytea LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
	state bigint := hashint8extended(number, seed);
	seedlings CONSTANT bigint := (SELECT max(s.id) FROM seedling s);
	one CONSTANT bytea := (SELECT s.bytes FROM seedling s WHERE s.id = 1 + pick(state, seedlings));
	other CONSTANT bytea := (SELECT s.bytes FROM seedling s WHERE s.id = 1 + pick(next_state(state), seedlings));
	bytes bytea := CASE pick(next_state(next_state(state)), 8)
		WHEN 0 THEN one || '\x0a' || other
		WHEN 1 THEN one || '\x0d0a' || substr(other, 1, pick(state, length(other)))
		WHEN 2 THEN 'server_composition=pro&event_type=bounces&event='::bytea || percent_encoded(one)
		WHEN 3 THEN 'mandrill_events='::bytea || percent_encoded(one) || '&mandrill_events='::bytea || percent_encoded(substr(other, 1, 50))
		WHEN 4 THEN '\xefbbbf'::bytea || one
		WHEN 5 THEN noise(state) || noise(next_state(state)) || noise(state + 1)
		ELSE one END;
	at integer;
BEGIN
	state := next_state(state + 1);
	FOR i IN 1 .. pick(state, 6) LOOP
		state := next_state(state + i);
		at := pick(state, length(bytes) + 1);
		bytes := substr(bytes, 1, at)
			|| CASE pick(next_state(state), 4)
				WHEN 0 THEN noise(next_state(state + 1))
				WHEN 1 THEN substr(other, 1 + pick(next_state(state + 2), length(other)), pick(next_state(state + 3), 60))
				ELSE stone(next_state(state + 4)) END
			|| substr(bytes, 1 + at + (ARRAY[0, 0, 1, 2, 7, 100, 2000])[1 + pick(next_state(state + 5), 7)]);
	END LOOP;
	RETURN bytes;
END $$;

-- Bytes as text of the database: those that are none in its encoding are read as LATIN1.
CREATE FUNCTION body_text(bytes bytea) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
	RETURN convert_from(bytes, getdatabaseencoding());
EXCEPTION WHEN character_not_in_repertoire THEN
	RETURN convert_from(bytes, 'LATIN1');
END $$;

-- What the server makes of a text as JSON; NULL where it refuses it, or it is nested too deep for us.
CREATE FUNCTION jsonb_or_null(body text) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
BEGIN
	RETURN CASE WHEN NOT jsonb_path_exists(body::jsonb, 'strict $.**{256 to last} ? (@.type() == "array" || @.type() == "object")') THEN body::jsonb END;
EXCEPTION WHEN data_exception OR program_limit_exceeded OR feature_not_supported THEN
	RETURN NULL;
END $$;

-- All lines of a text but those that are blank: JSON, or strings.
CREATE FUNCTION lines(body text) RETURNS jsonb LANGUAGE sql STABLE AS $$
	SELECT jsonb_agg(coalesce(jsonb_or_null(line), to_jsonb(line)) ORDER BY n)
	FROM string_to_table(body, E'\n') WITH ORDINALITY whole (untrimmed, n), btrim(untrimmed, E' \t\r\n') line
	WHERE line <> ''
$$;

-- A name or a value of a form, in which + is a blank but in an address that is not escaped; and all
-- of a form. NULL where that has bytes that are no text.
CREATE FUNCTION form_text(encoded text) RETURNS text LANGUAGE sql STABLE AS $$
	SELECT convert_from(coalesce(string_agg(CASE
		WHEN n = 1 THEN convert_to(piece, getdatabaseencoding())
		WHEN piece ~ '^[0-9A-Fa-f]{2}' THEN decode(left(piece, 2), 'hex') || convert_to(substr(piece, 3), getdatabaseencoding())
		ELSE convert_to('%' || piece, getdatabaseencoding()) END, '' ORDER BY n), ''), 'UTF8')
	FROM string_to_table(CASE WHEN encoded ~ '^[^@%:/,;]+@[^@%:/,;+]+$' THEN encoded ELSE replace(encoded, '+', ' ') END, '%') WITH ORDINALITY p (piece, n)
$$;
CREATE FUNCTION form(body text) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
BEGIN
	RETURN jsonb_object_agg(name, CASE WHEN jsonb_array_length(list) > 1 THEN list ELSE list->0 END)
		FROM (SELECT form_text(split_part(field, '=', 1)), jsonb_agg(form_text(substr(field, strpos(field, '=') + 1)) ORDER BY n)
			FROM string_to_table(body, '&') WITH ORDINALITY f (field, n) WHERE field <> '' GROUP BY 1) f (name, list);
EXCEPTION WHEN data_exception THEN
	RETURN NULL;
END $$;

-- All that is wrong with what is stored of a body.
CREATE FUNCTION verdict(bytes bytea) RETURNS text LANGUAGE sql STABLE AS $$
	SELECT concat_ws(', ', nullif(violation(p.payload), ''),
		CASE WHEN p.payload IS NULL THEN 'nothing is stored' END,
		CASE WHEN p.payload::text::jsonb <> p.payload THEN 'what is stored is not what is read again' END,
		CASE WHEN p.json <> p.payload THEN 'JSON is stored as something else' END,
		CASE WHEN p.json IS NULL AND p.payload IS DISTINCT FROM CASE jsonb_typeof(p.payload) WHEN 'array' THEN lines(p.content) WHEN 'object' THEN form(p.content)
			ELSE to_jsonb(p.body) END THEN 'a part is lost' END,
		CASE WHEN ses_redact(p.payload, 'nobody@nowhere.example') <> p.payload THEN 'nobody is found' END)
	FROM (SELECT body, content, ses_payload(body) AS payload, jsonb_or_null(content) AS json
		FROM (SELECT body_text(bytes) OFFSET 0) b (body),
			regexp_replace(btrim(body, E' \t\r\n'), '^' || convert_from('\xefbbbf', getdatabaseencoding()), '') content OFFSET 0) p
$$;

-- What might be as wrong and is smaller: the bytes without a part of them.
CREATE FUNCTION smaller(bytes bytea) RETURNS SETOF bytea LANGUAGE sql STABLE AS $$
	SELECT substr(bytes, 1, at) || substr(bytes, 1 + at + part)
	FROM (SELECT DISTINCT length(bytes) / (2 ^ n)::integer FROM generate_series(1, 12) n) p (part), LATERAL generate_series(0, length(bytes) - 1, part) at
	WHERE part > 0 OR length(bytes) = 1
	ORDER BY part DESC, at
$$;
