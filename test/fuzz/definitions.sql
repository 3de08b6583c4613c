-- Definitions for fuzzing: those of built-in providers and of the library, and two that do not exist,
-- mutated like payloads. Needs the table fixture (file text, position bigint, payload jsonb).
\set library `awk '{ file = FILENAME; gsub(/.*\/|\.ndjson$/, "", file); print file, FNR, $0 }' "$PG_ABS_SRCDIR"/library/*.ndjson`
INSERT INTO fixture (file, position, payload)
SELECT field[1], field[2]::bigint, field[3]::jsonb->'payload' FROM regexp_matches(:'library', '^(\S+) (\d+) (.*)$', 'gn') field;
CREATE TABLE sample AS SELECT file, row_number() OVER (PARTITION BY file ORDER BY position) AS n, payload FROM fixture;
CREATE INDEX ON sample (file, n);
TRUNCATE fixture;
INSERT INTO fixture (file, position, payload)
SELECT DISTINCT provider, 1, ses_definition(provider) FROM ses_mapping();
INSERT INTO fixture (file, position, payload)
SELECT provider, 1, definition FROM ses_library();
INSERT INTO fixture (file, position, payload)
SELECT 'quillpost', position, $${
	"provider": "quillpost", "about": "an invention", "zone": "+02:00", "has_unique_event_ids": true, "list": "quills", "claims": ["quill_id"],
	"signs": [{"keys": ["kind", "quill"], "object": "quill", "has": ["quill.letter"]},
		{"keys": ["kind", "plume"], "member": "kind", "prefix": "plume.", "foreign": ["sender_id"]}, {"prefix": "quill."}],
	"controls": [{"keys": ["kind"], "member": "kind", "prefix": "plume.test", "about": "is a test"}],
	"events": {"sent": "sent", "read/html": "opened", "plume": {"type": "inbound"}, "returned": {"type": "bounced", "class": "soft", "subtypes": {
		"gone": {"class": "hard", "reason": "unknown_recipient"}, "refused": {"otherwise": "blocked", "subtypes": {"for spam": {"reason": "spam"}}}}}},
	"names": [["kind", "quill.form"], "kind", "(type)", {"is": "sent"}], "subtypes": ["quill.return.why", "quill.return.detail"], "details": "quill",
	"event_parts": {"returned": {"key": "quill", "subtypes": ["return"], "recipients": "to", "concern": "one"}}, "recipients": "quill.to", "concern": "each",
	"fields": {"occurred_at": [{"at": "quill.date", "as": "date"}, "(event).at"], "message_id": "quill.letter", "recipient": ["(recipient).address", "quill.to"],
		"smtp_response": {"at": "quill.return.reply", "as": "reply"}, "tags": {"at": ["quill", "labels.all"], "as": "json"}, "stream": "(wrapper).source"},
	"layouts": [{"name": "plume", "sign": {"keys": ["plume"]}, "names": [], "lists": "plume", "half_name": {"name": "in", "key": "kind"}}]
}$$ FROM generate_series(1, 5) position;
INSERT INTO fixture (file, position, payload)
SELECT 'blot', position, $${
	"provider": "blot", "within": "inner", "members": "blots", "wrapper_type": "blot.", "list": "blot_list", "claims": ["blot_id"],
	"signs": [{"keys": ["blot"]}, {"prefix": "blot."}, {"keys": ["blots"]}], "controls": [{"member": "act", "prefix": "check", "about": "is a check of Blot's", "link": "url"}],
	"names": [{"at": "(type)", "after": "blot.", "and": "act", "when": {"prefix": "blot."}}, {"is": "old", "when": {"keys": ["ago"]}}, "act"],
	"events": {"mail/fail": {"type": "bounced", "in_rates": false}, "old": "delivered", "open": {"type": "opened", "is_bot": true}, "stop": "rejected"},
	"candidates": [{"at": "drop.to", "address": "mail"}, {"at": "drop.mail.headers.To", "is_instead": true}, "drop.cc"],
	"headers": ["drop.mail.headers"], "first_elements": ["drop.by"], "only": {"ip_address": ["opened", "clicked"]},
	"fields": {"message_id": {"at": "id", "as": "before_dot"}, "ip_address": "ip", "account_id": "(wrapper).account", "is_bot": {"at": "agent", "as": "name"},
		"sender": "drop.by.mail", "subject": "drop.mail.headers.Subject", "tags": ["tag", {"at": "labels", "as": "more"}], "description": "why"},
	"hints": [{"type": "bounced", "at": "why", "word": "full", "reason": "mailbox_full", "is_otherwise": true}, {"type": "rejected", "at": "why", "word": "list", "class": "hard"}],
	"own_keys": ["blot", "act", "id", "ip", "tag", "labels", "why", "agent", "ago"],
	"layouts": [{"name": "bare", "sign": [{"member": "act", "prefix": "bare"}, {"keys": ["bare"]}], "names": ["act"], "metadata_prefix": "x-", "list_id": "group.id",
		"fields": {"is_bot": {"at": "agent", "as": "robot"}, "metadata": [{"at": "data", "as": "json"}, {"at": "note", "as": "more"}], "sent_at": {"at": "date", "as": "date"}}}]
}$$ FROM generate_series(1, 5) position;
INSERT INTO sample VALUES
	('blot', 1, '{"specversion": "1.0", "source": "/b", "type": "blot.mail", "account": "A1", "data": {"act": "fail", "id": "B1.x", "ip": "192.0.2.1", "why": "list FULL", "extra": 1}}'),
	('blot', 2, '{"blot": 1, "inner": {"act": "open", "id": "B2", "ip": "192.0.2.1", "tag": "a", "labels": ["b", "c"], "drop": {"to": [{"mail": "a@a.example"}, {"mail": "b@b.example"}],
		"mail": {"headers": [["To", "c@c.example"], ["Subject", "=?UTF-8?Q?=C3=A9?="]]}, "by": [{"mail": "s@s.example"}], "cc": "d@d.example"}}, "account": "A2"}'),
	('blot', 3, '{"blots": {"bare": {"act": "bare", "bare": 1, "group": {"id": 7}, "agent": "Robot", "x-order": "7", "data": "{}", "note": "n"}, "open": {"blot": 1, "ago": 1, "why": "list"}}}'),
	('quillpost', 1, '{"kind": "returned", "quill": {"letter": "L", "to": [{"address": "a@a.example"}, "b@b.example"], "return": "gone", "at": 1770091510}}'),
	('quillpost', 2, '{"kind": "plume.in", "plume": {"in": [{"kind": "sent"}], "plume": [{}, 1]}}'),
	('quillpost', 3, '{"quills": [{"kind": "read", "quill": {"letter": "M", "form": "html", "labels.all": "[1]"}}, {"kind": "plume.test", "plume": 1}]}');
\ir mutants.sql

-- A definition with changes that leave most of it as it is: a part that is deleted, comes from
-- elsewhere, has another name, or is of any type. One in eight is mutated as payloads are, and one
-- in eight has another definition beside it.
CREATE FUNCTION mutant_definition(seed bigint, number bigint) RETURNS jsonb LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
	state bigint := hashint8extended(number, seed);
	seedling_id CONSTANT bigint := 1 + pick(state, (SELECT max(s.id) FROM seedling s));
	places CONSTANT bigint := (SELECT count(*) FROM place p WHERE p.id = seedling_id);
	definition jsonb := (SELECT s.payload FROM seedling s WHERE s.id = seedling_id);
	path text[];
	value jsonb;
BEGIN
	state := next_state(state);
	IF pick(state, 8) = 0 THEN
		RETURN mutant(seed, number);
	END IF;
	FOR i IN 1 .. pick(next_state(state), 4) LOOP
		state := next_state(state + i);
		path := (SELECT p.path FROM place p WHERE p.id = seedling_id AND p.n = 1 + pick(state, places));
		CONTINUE WHEN definition #> path IS NULL;
		state := next_state(state);
		value := (SELECT p.value FROM place p WHERE p.id = seedling_id AND p.n = 1 + pick(state, places));
		state := next_state(state);
		definition := CASE pick(state, 8)
			WHEN 0 THEN definition #- path
			WHEN 1 THEN jsonb_set(definition, path, junk(state))
			WHEN 2 THEN CASE WHEN jsonb_typeof(definition #> path[:cardinality(path) - 1]) = 'object'
				THEN jsonb_set(definition #- path, path[:cardinality(path) - 1] || ('x' || path[cardinality(path)]), definition #> path) ELSE definition #- path END
			ELSE CASE WHEN jsonb_typeof(value) = jsonb_typeof(definition #> path) THEN jsonb_set(definition, path, value) ELSE definition END END;
	END LOOP;
	state := next_state(state);
	IF pick(state, 8) = 0 THEN
		definition := jsonb_build_array(definition, (SELECT s.payload FROM seedling s WHERE s.id = 1 + pick(next_state(state), (SELECT max(m.id) FROM seedling m))));
	END IF;
	RETURN definition;
END $$;

-- Payloads for a definition, or the first of several: of its provider, by whatever name, and of another.
CREATE FUNCTION samples_of(definition jsonb) RETURNS SETOF jsonb LANGUAGE sql STABLE PARALLEL SAFE AS $$
	SELECT s.payload
	FROM generate_series(1, 4) i, LATERAL (SELECT hashtextextended(definition::text, i)) h (state),
		LATERAL (SELECT CASE WHEN i < 4 THEN coalesce((SELECT s.file FROM sample s WHERE s.file = coalesce(definition->>'provider', definition->0->>'provider') LIMIT 1), 'quillpost') ELSE 'sendgrid' END) f (file),
		sample s
	WHERE s.file = f.file AND s.n = 1 + pick(h.state, (SELECT max(m.n) FROM sample m WHERE m.file = f.file))
$$;

-- What is wrong with a payload by a definition: one with mistakes changes nothing, and all readers agree.
CREATE FUNCTION violation(payload jsonb, definition jsonb, has_mistakes boolean) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
	SELECT concat_ws(', ',
		CASE WHEN has_mistakes AND jsonb_typeof(definition) <> 'array' AND p.ids IS DISTINCT FROM ARRAY(SELECT e.event_id FROM ses_parse(payload) e) THEN 'a definition with mistakes is used' END,
		CASE WHEN i.event_count <> cardinality(p.ids) THEN 'ses_inspect counts ' || i.event_count END,
		CASE WHEN (i.problem IS NULL) AND i.event_count = 0 THEN 'no problem is reported' END,
		CASE WHEN ses_event_type(payload, definition) IS DISTINCT FROM p.types[1] THEN 'ses_event_type is not the first row''s' END,
		CASE WHEN ses_provider(payload, definition) IS DISTINCT FROM p.providers[1] THEN 'ses_provider is not the first row''s' END,
		CASE WHEN ses_message_id(payload, definition) IS DISTINCT FROM p.messages[1] THEN 'ses_message_id is not the first row''s' END,
		CASE WHEN ses_occurred_at(payload, definition) IS DISTINCT FROM p.times[1] THEN 'ses_occurred_at is not the first row''s' END,
		CASE WHEN p.ids IS DISTINCT FROM ARRAY(SELECT x.event_id FROM ses_explain(payload, NULL, definition) x WHERE x.attribute = 'event_id')
			THEN 'ses_explain has other events' END,
		CASE WHEN p.ids IS DISTINCT FROM ARRAY(SELECT a.event_id FROM ses_parse_all(payload, NULL, definition) a WHERE a.event_id IS NOT NULL)
			THEN 'ses_parse_all has other events' END,
		CASE WHEN p.nameless > 0 THEN 'an id, a type or a provider is missing' END,
		CASE WHEN ses_redact(payload, 'a@a.example', definition) IS NULL THEN 'ses_redact returns nothing' END,
		CASE WHEN has_mistakes <> EXISTS (SELECT FROM ses_try(definition, payload) t WHERE t.finding = 'mistake') THEN 'ses_try has other mistakes' END)
	FROM ses_inspect(payload, definition) i,
		(SELECT coalesce(array_agg(e.event_id), '{}') AS ids, array_agg(e.event_type) AS types, array_agg(e.provider) AS providers,
			array_agg(e.message_id) AS messages, array_agg(e.occurred_at) AS times,
			count(*) FILTER (WHERE e.event_id IS NULL OR e.event_type IS NULL OR e.provider IS NULL) AS nameless
		FROM ses_parse(payload, definitions => definition) e) p
$$;

-- All that is wrong with a definition. Where it is an array, those without mistakes count.
CREATE FUNCTION verdict(definition jsonb) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
	SELECT string_agg(DISTINCT violation(s, definition, has_mistakes), ', ')
	FROM samples_of(definition) s, (SELECT EXISTS (SELECT FROM ses_check_definition(definition))) c (has_mistakes)
	WHERE violation(s, definition, has_mistakes) <> ''
$$;
