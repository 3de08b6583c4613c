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
		'%', '%%', '%2', '%00', '%C3%A9', '%E3%83', '%22', '+', '&', '=', '&&', 'a=b', '?', ';', '=3D', '"{\\"', 'eyJ', '{}', '\036', '%7B', '%255b', E'\n  '])[1 + pick(state, 54)], 'escape')
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
	bytes bytea := CASE pick(next_state(next_state(state)), 11)
		WHEN 0 THEN one || '\x0a' || other
		WHEN 1 THEN one || '\x0d0a' || substr(other, 1, pick(state, length(other)))
		WHEN 2 THEN 'server_composition=pro&event_type=bounces&event='::bytea || percent_encoded(one)
		WHEN 3 THEN 'mandrill_events='::bytea || percent_encoded(one) || '&mandrill_events='::bytea || percent_encoded(substr(other, 1, 50))
		WHEN 4 THEN '\xefbbbf'::bytea || one
		WHEN 6 THEN one || other
		WHEN 7 THEN decode(replace(encode(one, 'escape'), ', "', E',\n  "'), 'escape') || '\x0a' || other
		WHEN 8 THEN percent_encoded(one)
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

-- One character of UTF-8, and U+FFFD or a question mark for one that the database cannot hold or that is none.
CREATE FUNCTION held(utf8 bytea) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
	RETURN convert_from(utf8, 'UTF8');
EXCEPTION WHEN data_exception THEN
	RETURN CASE WHEN utf8 = '\xefbfbd' THEN '?' ELSE held('\xefbfbd') END;
END $$;

-- Bytes that may be UTF-8. Of what is not, as much is one character as could begin one.
CREATE FUNCTION held_all(bytes bytea) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
	RETURN convert_from(bytes, 'UTF8');
EXCEPTION WHEN data_exception THEN
	RETURN (SELECT string_agg(held(decode(match[1], 'hex')), '' ORDER BY n)
		FROM regexp_matches(encode(bytes, 'hex'), '((?:c[2-9a-f]|d.)[89ab].|e0[ab].(?:[89ab].)?|e[1-9a-cef](?:[89ab].){1,2}|ed[89].(?:[89ab].)?'
			|| '|f0[9ab].(?:[89ab].){0,2}|f[123](?:[89ab].){1,3}|f48.(?:[89ab].){0,2}|..)', 'g') WITH ORDINALITY m (match, n));
END $$;

-- What a \u escape, or two that are a pair, stand for.
CREATE FUNCTION meant(escape text) RETURNS text LANGUAGE sql STABLE AS $$
	SELECT CASE
		WHEN code BETWEEN 1 AND 127 THEN escape
		WHEN code < 2048 THEN held(decode(to_hex(49280 + ((code >> 6) << 8) + (code & 63)), 'hex'))
		WHEN code < 65536 THEN held(decode(to_hex(14712960 + ((code >> 12) << 16) + (((code >> 6) & 63) << 8) + (code & 63)), 'hex'))
		ELSE held(decode(to_hex(4034953344 + ((code >> 18)::bigint << 24) + (((code >> 12) & 63) << 16) + (((code >> 6) & 63) << 8) + (code & 63)), 'hex')) END
	FROM (SELECT ('x' || lpad(substr(escape, 3, 4), 8, '0'))::bit(32)::integer, ('x' || lpad(substr(escape, 9, 4), 8, '0'))::bit(32)::integer) u (high, low),
		LATERAL (SELECT CASE WHEN length(escape) > 6 THEN 65536 + ((high & 1023) << 10) + (low & 1023) WHEN high = 0 THEN 55296 ELSE high END) c (code)
$$;

-- JSON without escapes that the server refuses.
CREATE FUNCTION without_escapes(json text) RETURNS text LANGUAGE sql STABLE AS $$
	SELECT CASE WHEN strpos(json, '\u') = 0 THEN json ELSE (
		SELECT string_agg(CASE WHEN match[1] ~ '^\\u[[:xdigit:]]{4}' THEN meant(match[1]) ELSE match[1] END, '' ORDER BY n)
		FROM regexp_matches(json, '(\\u[dD][89abAB][[:xdigit:]]{2}\\u[dD][c-fC-F][[:xdigit:]]{2}|\\u[[:xdigit:]]{4}|\\.|[^\\]+|\\)', 'g') WITH ORDINALITY m (match, n)) END
$$;

-- What the server makes of a text as JSON; NULL where it refuses it, or it is nested too deep for us.
CREATE FUNCTION jsonb_or_null(body text) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
	json CONSTANT text := without_escapes(body);
BEGIN
	RETURN CASE WHEN NOT jsonb_path_exists(json::jsonb, 'strict $.**{256 to last} ? (@.type() == "array" || @.type() == "object")') THEN json::jsonb END;
EXCEPTION WHEN data_exception OR program_limit_exceeded OR feature_not_supported THEN
	RETURN NULL;
END $$;

-- Whether a text consists of these documents, and of what is broken, as strings.
CREATE FUNCTION consists_of(body text, parts jsonb) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
	separators CONSTANT text := '^([ \t\r\n\x1e]|' || convert_from('\xefbfbd', getdatabaseencoding()) || ')+';
	rest text := body;
	part jsonb;
	stop integer;
BEGIN
	FOR part IN SELECT jsonb_array_elements(parts) LOOP
		rest := regexp_replace(rest, separators, '');
		IF jsonb_typeof(part) = 'string' AND starts_with(rest, part #>> '{}') THEN
			rest := substr(rest, 1 + length(part #>> '{}'));
			CONTINUE;
		END IF;
		stop := 0;
		LOOP
			stop := stop + coalesce(nullif(strpos(substr(rest, stop + 1), CASE jsonb_typeof(part) WHEN 'object' THEN '}' WHEN 'array' THEN ']' ELSE E'\n' END), 0), length(rest) + 1 - stop);
			EXIT WHEN jsonb_or_null(left(rest, stop)) = part;
			IF stop > length(rest) THEN RETURN false; END IF;
		END LOOP;
		rest := substr(rest, stop + 1);
		IF jsonb_typeof(part) IN ('object', 'array') THEN
			rest := regexp_replace(rest, '^[ \t\r\n]*,', '');
		END IF;
	END LOOP;
	RETURN regexp_replace(rest, separators, '') = '';
END $$;

-- A name or a value of a form, in which + is a blank but in an address that is not escaped; and all of a form.
CREATE FUNCTION form_text(encoded text) RETURNS text LANGUAGE sql STABLE AS $$
	SELECT held_all(coalesce(string_agg(CASE
		WHEN n = 1 THEN convert_to(piece, encoding)
		WHEN piece ~ '^[0-9A-Fa-f]{2}' THEN decode(left(piece, 2), 'hex') || convert_to(substr(piece, 3), encoding)
		ELSE convert_to('%' || piece, encoding) END, '' ORDER BY n), ''))
	FROM string_to_table(CASE WHEN encoded ~ '^[^@%:/,;]+@[^@%:/,;+]+$' THEN encoded ELSE replace(encoded, '+', ' ') END, '%') WITH ORDINALITY p (piece, n),
		LATERAL (SELECT replace(getdatabaseencoding(), 'LATIN1', 'UTF8')) e (encoding)
$$;
CREATE FUNCTION form(body text) RETURNS jsonb LANGUAGE sql STABLE AS $$
	SELECT jsonb_object_agg(name, CASE WHEN jsonb_array_length(list) > 1 THEN list ELSE list->0 END)
	FROM (SELECT form_text(split_part(field, '=', 1)), jsonb_agg(form_text(substr(field, strpos(field, '=') + 1)) ORDER BY n)
		FROM string_to_table(body, '&') WITH ORDINALITY f (field, n) WHERE field <> '' GROUP BY 1) f (name, list)
$$;

-- Whether all of a text is in what is stored of it.
CREATE FUNCTION is_kept(body text, payload jsonb) RETURNS boolean LANGUAGE sql STABLE AS $$
	SELECT coalesce(jsonb_or_null(body) = payload, CASE jsonb_typeof(payload)
		WHEN 'array' THEN consists_of(body, payload) OR consists_of(body, jsonb_build_array(payload))
		WHEN 'object' THEN coalesce(form(body) = payload, false) OR consists_of(body, jsonb_build_array(payload)) END, false)
$$;

-- All that is wrong with what is stored of a body.
CREATE FUNCTION verdict(bytes bytea) RETURNS text LANGUAGE sql STABLE AS $$
	SELECT concat_ws(', ', nullif(violation(p.payload), ''),
		CASE WHEN p.payload IS NULL THEN 'nothing is stored' END,
		CASE WHEN p.payload::text::jsonb <> p.payload THEN 'what is stored is not what is read again' END,
		CASE WHEN jsonb_or_null(p.content) <> p.payload THEN 'JSON is stored as something else' END,
		CASE WHEN p.payload <> to_jsonb(p.body) AND NOT is_kept(p.content, p.payload)
			AND NOT (p.content ~* '^[+]*%(7b|5b|22)' AND is_kept(btrim(form_text(p.content), E' \t\r\n'), p.payload))
			AND NOT (p.content ~* '^[+]*%25(7b|5b|22)' AND is_kept(btrim(form_text(form_text(p.content)), E' \t\r\n'), p.payload)) THEN 'a part is lost' END,
		CASE WHEN ses_redact(p.payload, 'nobody@nowhere.example') <> p.payload THEN 'nobody is found' END)
	FROM (SELECT body, content, ses_payload(body) AS payload
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
