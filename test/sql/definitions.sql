-- Providers that are given as data. Quillpost does not exist; its definition has every kind of key.
CREATE TABLE definition AS SELECT $${
	"provider": "quillpost",
	"about": "an invention",
	"zone": "+02:00",
	"has_unique_event_ids": true,
	"list": "quills",
	"signs": [
		{"keys": ["kind", "quill"], "object": "quill", "has": ["quill.letter"]},
		{"keys": ["kind", "plume"], "member": "kind", "prefix": "plume.", "foreign": ["sender_id"]}],
	"controls": [{"keys": ["kind"], "member": "kind", "prefix": "plume.test", "about": "is a test of Quillpost's webhook"}],
	"events": {
		"sent": "sent",
		"returned": {"type": "bounced", "class": "soft", "subtypes": {
			"gone": {"class": "hard", "reason": "unknown_recipient"},
			"refused": {"otherwise": "blocked", "subtypes": {"for spam": {"reason": "spam"}}}}},
		"read/html": "opened",
		"plume": {"type": "inbound"}},
	"names": [["kind", "quill.form"], "kind"],
	"subtypes": ["quill.return.why", "quill.return.detail"],
	"details": "quill",
	"fields": {
		"occurred_at": [{"at": "quill.date", "as": "date"}, "quill.at"],
		"provider_event_id": "id",
		"message_id": "quill.letter",
		"recipient": ["quill.to.address", "quill.to"],
		"subject": "quill.subject",
		"smtp_response": {"at": "quill.return.reply", "as": "reply"},
		"tags": {"at": ["quill", "labels.all"], "as": "json"},
		"metadata": "quill.data",
		"stream": "(wrapper).source"},
	"layouts": [{
		"name": "plume",
		"sign": {"keys": ["plume"]},
		"names": [{"is": "plume"}],
		"recipients": "plume.to",
		"concern": "each",
		"fields": {"sender": "plume.from", "recipient": "(recipient).mail", "smtp_response": "(recipient).answer"}}]
}$$::jsonb AS quillpost;

-- It has no mistakes.
SELECT c.* FROM definition, ses_check_definition(quillpost) c;

-- Its webhooks.
CREATE TABLE quill (name text, payload jsonb);
INSERT INTO quill VALUES
	('sent', '{"kind": "sent", "id": "q1", "quill": {"letter": "L1", "to": "Ann <ann@a.example>", "at": "2026-02-03 04:05:06"}}'),
	('gone', '{"kind": "returned", "quill": {"letter": "L2", "to": {"address": "ben@b.example"}, "return": {"why": "Gone", "reply": "550 5.1.1 no such user"}}}'),
	('refused', '{"kind": "returned", "quill": {"letter": "L3", "return": {"why": "refused"}}}'),
	('spam', '{"kind": "returned", "quill": {"letter": "L4", "return": {"why": "refused", "detail": "for_spam"}}}'),
	('other', '{"kind": "returned", "quill": {"letter": "L5", "return": {"why": "other"}}}'),
	('opened', '{"kind": "read", "quill": {"letter": "L6", "form": "HTML", "date": "Tue, 3 Feb 2026 04:05:06 +0000", "labels.all": "[\"a\", \"b\"]", "data": {"n": 1}}}'),
	('unknown', '{"kind": "lost", "quill": {"letter": "L7"}}'),
	('inbound', '{"kind": "plume.in", "plume": {"from": "Cy <cy@c.example>", "to": [{"mail": "d@d.example", "answer": "250 ok"}, {"mail": "e@e.example"}]}}'),
	('test', '{"kind": "plume.test", "plume": {}}'),
	('list', '{"quills": [{"kind": "sent", "quill": {"letter": "L8"}}, {"kind": "sent", "quill": {"letter": "L9"}}]}'),
	('wrapped', '{"specversion": "1.0", "source": "/quill", "type": "x", "data": {"kind": "sent", "quill": {"letter": "L10"}}}'),
	('none', '{"kind": "sent", "quill": {}}');
SELECT concat(name, E'\n', show_attributes(row_to_json(e), '{provider,details,ordinality}')) AS events
FROM definition, quill, ses_parse(payload, definitions => quillpost) WITH ORDINALITY e ORDER BY quill.ctid, e.ordinality;

-- An object for each event, with a list of recipients or without: event_parts.
SELECT show_attributes(row_to_json(e), '{event_id,provider,provider_event,ordinality}') AS events
FROM (VALUES ('{"nib": "bounce", "b": {"kind": "hard", "at": "2026-02-03T04:05:06Z", "to": [{"a": "a@a.example", "r": "550 5.1.1 no"}, {"a": "b@b.example"}]}}'::jsonb),
	('{"nib": "click", "all": ["a@a.example", "b@b.example"], "c": {"link": "https://a.example"}}')) w (payload), ses_parse(w.payload, definitions => $${
	"provider": "nib", "signs": [{"keys": ["nib"]}], "names": ["nib"], "recipients": "all", "details": "(event)",
	"events": {"bounce": {"type": "bounced", "subtypes": {"Hard": {"class": "hard"}}}, "click": "clicked"},
	"event_parts": {"bounce": {"key": "b", "subtypes": ["kind"], "recipients": "to"}, "click": {"key": "c", "concern": "one"}},
	"fields": {"occurred_at": "(event).at", "url": "(event).link", "recipient": "(recipient).a", "smtp_response": "(recipient).r"}
}$$) e;

-- One of several who are listed, headers of a message, the first element of a list, and what is left out of rates.
CREATE TABLE inkwell AS SELECT $${
	"provider": "inkwell", "signs": [{"keys": ["ink", "drop"]}], "names": ["drop.act"], "events": {"open": "opened", "void": {"type": "bounced", "class": "hard", "in_rates": false}},
	"headers": ["drop.mail.headers"], "first_elements": ["drop.by"],
	"candidates": [{"at": "drop.to", "address": "mail"}, {"at": "drop.mail.headers.To", "is_instead": true}, "drop.cc"],
	"fields": {"message_id": "drop.id", "sender": "drop.by.mail", "subject": "drop.mail.headers.Subject"}
}$$::jsonb AS inkwell;
SELECT c.* FROM inkwell, ses_check_definition(inkwell) c;
CREATE TABLE drop (payload jsonb);
INSERT INTO drop VALUES
	('{"ink": 1, "drop": {"act": "open", "id": "D1", "to": [{"mail": "a@a.example"}, {"mail": "b@b.example"}], "mail": {"headers": {"To": "c@c.example"}}, "by": [{"mail": "s@s.example"}]}}'),
	('{"ink": 1, "drop": {"act": "open", "id": "D2", "cc": "d@d.example", "mail": {"headers": [{"name": "to", "value": "c@c.example"}, {"name": "SUBJECT", "value": "Ink"}]}}}'),
	('{"ink": 1, "drop": {"act": "void", "id": "D3", "to": []}}');
SELECT show_attributes(row_to_json(e), '{event_id,provider,provider_event,ordinality,details}') AS events FROM inkwell, drop, ses_parse(payload, definitions => inkwell) e;
SELECT t.source FROM inkwell, drop, ses_try(inkwell, payload) t WHERE t.finding = 'unused';
SELECT c.path, c.problem FROM inkwell, ses_check_definition(inkwell ||
	'{"headers": ["drop.by", "(wrapper)"], "candidates": [{"address": "mail"}, {"at": "a", "is_instead": 1}, "1", "2", "3"], "first_elements": ["drop.by", "x"]}') c;

-- Each of several lists.
SELECT e.recipient, e.candidates
FROM inkwell, ses_parse('{"ink": 1, "drop": {"act": "open", "to": [{"mail": "a@a.example"}], "cc": "b@b.example, c@c.example"}}', definitions => inkwell || '{"concern": "each"}') e;

-- What differs from type to type, words in prose, members of customers, other names; a document in a member, and its envelope.
CREATE TABLE blot AS SELECT $${
	"provider": "blot", "within": "inner", "wrapper_type": "blot.", "signs": [{"keys": ["blot"]}, {"prefix": "blot."}],
	"controls": [{"member": "act", "prefix": "check", "about": "is a check of Blot's", "link": "url"}],
	"names": [{"at": "(type)", "after": "blot.", "and": "act", "when": {"prefix": "blot."}}, {"is": "old", "when": {"keys": ["ago"]}}, "act"],
	"events": {"mail/fail": {"type": "bounced"}, "old": "delivered", "open": {"type": "opened", "is_bot": true}, "stop": "rejected"},
	"fields": {"message_id": {"at": "id", "as": "before_dot"}, "ip_address": "ip", "account_id": "(wrapper).account", "is_bot": {"at": "agent", "as": "name"},
		"tags": ["tag", {"at": "labels", "as": "more"}], "description": "why"},
	"only": {"ip_address": ["opened", "clicked"]},
	"hints": [{"type": "bounced", "at": "why", "word": "full", "reason": "mailbox_full", "is_otherwise": true}, {"type": "bounced", "at": "why", "word": "hard", "class": "hard"},
		{"type": "rejected", "at": "why", "word": "list", "reason": "suppressed"}, {"type": "rejected", "at": "why", "word": "black", "reason": "blocked"}],
	"own_keys": ["blot", "act", "id", "ip", "tag", "labels", "why", "agent", "ago"],
	"layouts": [
		{"name": "bare", "sign": [{"member": "act", "prefix": "bare"}, {"keys": ["bare"]}], "names": ["act"], "metadata_prefix": "x-",
			"fields": {"message_id": "id", "is_bot": {"at": "agent", "as": "robot"}, "metadata": [{"at": "data", "as": "json"}, {"at": "note", "as": "more"}]}},
		{"name": "noted", "sign": {"keys": ["noted"]}, "names": ["act"], "fields": {"metadata": [{"at": "data", "as": "json"}, {"at": "note", "as": "more"}], "is_bot": {"at": "agent", "as": "robot"}}}]
}$$::jsonb AS blot;
SELECT c.* FROM blot, ses_check_definition(blot) c;
CREATE TABLE spot (payload jsonb);
INSERT INTO spot VALUES
	('{"specversion": "1.0", "source": "/b", "type": "blot.mail", "account": "A1", "data": {"act": "fail", "id": "B1.x", "ip": "192.0.2.1", "why": "Hard: it is FULL", "extra": 1}}'),
	('{"blot": 1, "inner": {"act": "open", "id": "B2", "ip": "192.0.2.1", "tag": "a", "labels": ["b", "c"]}, "account": "A2"}'),
	('{"blot": 1, "ago": true, "id": "B3", "agent": "", "why": "black list"}'),
	('{"blot": 1, "act": "stop", "id": "B4", "agent": "Crawler", "why": "black LIST"}'),
	('{"blot": 1, "act": "open", "id": "B5.y", "bare": 1, "agent": "Robot", "x-order": "7", "x-list": [1], "order": "8"}'),
	('{"blot": 1, "act": "open", "noted": 1, "agent": "Browser", "data": "{\"a\": 1}", "note": "n"}'),
	('{"blot": 1, "act": "check", "url": "https://a.example"}');
SELECT show_attributes(row_to_json(e), '{event_id,provider,ordinality,details}') AS events FROM blot, spot, ses_parse(payload, definitions => blot) e;
SELECT e.description, e.url FROM blot, spot, ses_parse_all(payload, NULL, blot) e WHERE e.event_id IS NULL;
SELECT c.path, c.problem FROM blot, ses_check_definition(blot || '{"only": {"ip": ["opened"], "url": [], "subject": ["open"]}, "own_keys": [1, "a_key_of_thirty_two_bytes_or_more"],
	"hints": [{"type": "bounced", "at": "why"}, {"type": "bounced", "at": "why", "word": "Full"}, 1], "names": [{"and": "act"}, {"is": "a", "when": {}}]}') c;

-- An object whose members are documents.
SELECT e.event_type, e.provider_event, e.message_id FROM ses_parse('{"spots": {"in": {"id": 1}, "out": {"id": 2}}}',
	definitions => '{"provider": "spot", "members": "spots", "signs": [{"keys": ["spots"]}], "names": ["(type)"], "events": {"in": "inbound", "out": "sent"}, "fields": {"message_id": "id"}}') e;

-- A document that no sign recognizes is of the provider of those beside it, if that can read it and no other claims it.
SELECT e.provider, e.message_id, e.event_type FROM inkwell, ses_parse('[{"ink": 1, "drop": {"act": "open", "id": "D4"}}, {"drop": {"act": "void", "id": "D5", "to": [{"mail": "a@a.example"}]}},
	{"drop": {"act": "lost", "id": "D6"}}, {"drop": {"act": "open", "id": "D7"}, "sg_event_id": "S"}]', definitions => inkwell) e;

-- Without the definition, none of them is recognized.
SELECT count(*) AS unrecognized FROM quill WHERE (ses_inspect(payload)).kind = 'unrecognized';

-- All readers take it.
SELECT name, ses_event_type(payload, quillpost) AS type, ses_provider(payload, quillpost) AS provider, ses_message_id(payload, quillpost) AS message_id,
	ses_occurred_at(payload, quillpost) AT TIME ZONE 'UTC' AS occurred_at, (ses_inspect(payload, quillpost)).*
FROM definition, quill WHERE name IN ('sent', 'inbound', 'test', 'list', 'wrapped', 'none') ORDER BY quill.ctid;
SELECT e.event_type, e.description FROM definition, quill, ses_parse_all(payload, NULL, quillpost) e WHERE name = 'test';
SELECT x.attribute, x.value, x.source, x.rule FROM definition, quill, ses_explain(payload, NULL, quillpost) x WHERE name = 'spam';
SELECT ses_redact('[{"kind": "sent", "quill": {"letter": "L1", "to": "a@a.example"}}, {"kind": "sent", "quill": {"letter": "L1", "to": "b@b.example"}}]', 'a@a.example', quillpost)
FROM definition;

-- A NULL payload has no answer, a NULL definition changes none.
SELECT ses_event_type(NULL, '{}'), ses_event_type(NULL), ses_inspect(NULL) IS NULL AS inspect, ses_redact(NULL, 'a@a.example'), ses_redact('{}', NULL);
SELECT count(*) AS differences FROM fixture f
WHERE ARRAY(SELECT e FROM ses_parse(f.payload) e) <> ARRAY(SELECT e FROM ses_parse(f.payload, NULL, NULL) e);

-- No built-in provider's webhook becomes another's, unless a definition has its name.
SELECT count(*) AS differences FROM definition, fixture f
WHERE ARRAY(SELECT e FROM ses_parse(f.payload) e) <> ARRAY(SELECT e FROM ses_parse(f.payload, definitions => quillpost) e);
CREATE VIEW loose AS
SELECT name, jsonb_build_object('provider', name, 'signs', '[{"keys": ["event"]}]'::jsonb, 'names', '["event"]'::jsonb, 'events', '{"open": "clicked"}'::jsonb) AS definition
FROM unnest('{sendgrid,loose}'::text[]) name;
SELECT name, ses_provider(payload, definition) AS provider, ses_event_type(payload, definition) AS type
FROM loose, (VALUES ('{"event": "open", "sg_event_id": "e"}'::jsonb), ('{"event": "open"}')) p (payload);

-- Several definitions are an array. One with mistakes is left out.
SELECT ses_provider('{"event": "open"}', jsonb_agg(definition) || '3' || '{"provider": "x"}') FROM loose WHERE name = 'loose';
SELECT c.path, c.problem FROM (SELECT jsonb_agg(definition ORDER BY name) || '3' || jsonb_agg(definition ORDER BY name) AS all FROM loose) d, ses_check_definition(d.all) c;

-- More sets than a session keeps, one after the other, and again.
SELECT count(*) AS calls, count(*) FILTER (WHERE ses_provider('{"event": "open"}', jsonb_set(definition, '{provider}', to_jsonb('p' || n % 20))) = 'p' || n % 20) AS right
FROM loose, generate_series(1, 100) n WHERE name = 'loose';

SELECT count(*) AS kept FROM pg_backend_memory_contexts WHERE name = 'ses_events definitions';

-- Within a query, an argument that is the same in all calls, and one that is not; a constant in PL/pgSQL, and a variable.
SELECT n, ses_provider('{"event": "open"}', definition) AS constant, ses_provider('{"event": "open"}', jsonb_set(definition, '{provider}', to_jsonb('p' || n))) AS varying
FROM loose, generate_series(1, 3) n WHERE name = 'loose';
DO $$
DECLARE
	definition jsonb := (SELECT l.definition FROM loose l WHERE l.name = 'loose');
	names text[];
BEGIN
	FOR n IN 1 .. 12 LOOP
		definition := jsonb_set(definition, '{provider}', to_jsonb('v' || n));
		names := names || ses_provider('{"event": "open"}', definition);
		names := names || (SELECT e.provider FROM ses_parse('{"event": "open"}', definitions => definition) e);
	END LOOP;
	RAISE NOTICE '%', names;
END $$;

-- Mistakes, each with the path to where it is.
CREATE FUNCTION mistakes(change jsonb) RETURNS TABLE (path text, problem text) LANGUAGE sql AS $$
	SELECT c.path, c.problem FROM definition, ses_check_definition(quillpost || change) c
$$;
SELECT * FROM ses_check_definition('{}');
SELECT * FROM ses_check_definition('"quillpost"');
SELECT * FROM mistakes('{"provider": "Quill Post", "zone": "JST", "lists": 1, "fonts": [], "has_unique_event_ids": "yes"}');
SELECT * FROM mistakes('{"signs": [{}, {"keys": []}, {"keys": ["a", 1, "", "b"]}, {"keys": ["a", "b", "c", "d", "e"]}, {"keys": ["a"], "member": "a"}, "a"]}');
SELECT * FROM mistakes('{"signs": [{"keys": ["a_key_of_thirty_two_bytes_or_more"], "has": ["a..b", []]}]}');
SELECT * FROM mistakes('{"events": {"a": "bouncd", "b": {"class": "hard"}, "c": {"type": "bounced", "class": "firm", "reason": "whim"}, "_": "sent", "B ": "sent", "d": 1}}');
SELECT * FROM mistakes('{"names": ["a.", ["a"], {"is": ""}, {"at": "a"}], "subtypes": [[1]], "details": "(event).a"}');
SELECT * FROM mistakes('{"fields": {"event_id": "a", "url": {"as": "text"}, "tags": {"at": "a", "as": "reply"}, "subject": {"at": "a", "as": "Header"}, "stream": "(wrapper)"}}');
SELECT * FROM mistakes('{"layouts": [{"fields": {}}, 1], "controls": [{"keys": ["a"]}]}');
SELECT * FROM mistakes('{"event_parts": {"lost": {"key": "a"}, "sent": {"subtypes": ["a", "b", "c"], "concern": "all"}}}');

-- What would have no effect, and what is in no document.
SELECT * FROM mistakes('{"signs": [{"keys": ["kind", "quill"], "foreign": ["quill", "x"]}, {"member": "kind", "prefix": "a", "has": ["plume.x"], "foreign": ["plume", "kind"]}]}');
SELECT c.* FROM ses_check_definition('{"provider": "x", "signs": [{"keys": ["x"]}], "names": ["x"], "has_unique_event_ids": true,
	"events": {"a": "sent", "b": {"type": "bounced", "subtypes": {"c": {"class": "hard"}}}}}') c;

-- What a word was probably meant to be.
SELECT * FROM mistakes('{"name": ["kind"], "event": {}, "fields": {"messageid": "a", "bounce_class": "b", "replyto": "c", "subject": {"at": "a", "as": "headers"}}, "concern": "echo"}');
SELECT c.problem FROM ses_check_definition('{"provider": "x", "signs": [{"keys": ["x"]}], "names": ["x"], "events": {"a": "bounce", "b": "click", "c": "spam", "d": "delivery", "e": ""}}') c;

-- A path is one of jsonpath, which finds the place.
SELECT m.path, jsonb_path_query(jsonb_set(quillpost, '{events}', d.events), m.path::jsonpath)
FROM definition, (VALUES ('{"a.b": {"typ": 1, "subtypes": {"\"": {"class": "c"}}}}'::jsonb)) d (events), mistakes(jsonb_build_object('events', d.events)) m
WHERE m.problem !~ 'missing';

-- Bounds: of size, of lists, of nesting; the list of mistakes has one, too.
SELECT * FROM mistakes(jsonb_build_object('about', repeat('x', 1100000)));
SELECT * FROM ses_check_definition((SELECT jsonb_agg(n) FROM generate_series(1, 201) n));
SELECT * FROM mistakes(jsonb_build_object('signs', (SELECT jsonb_agg('{"prefix": "a"}'::jsonb) FROM generate_series(1, 201))));
SELECT * FROM mistakes(jsonb_build_object('signs', (SELECT jsonb_agg(jsonb_build_object('keys', jsonb_build_array('a' || n))) FROM generate_series(1, 130) n)));
SELECT * FROM mistakes(jsonb_build_object('events', (SELECT jsonb_object_agg('e' || n, 'sent') FROM generate_series(1, 2001) n)));
SELECT * FROM mistakes('{"events": {"a": {"type": "sent", "subtypes": {"b": {"subtypes": {"c": {"subtypes": {"d": {"subtypes": {}}}}}}}}}}');
SELECT * FROM mistakes(jsonb_build_object('names', '["a"]'::jsonb, 'fields', jsonb_build_object('url', (SELECT jsonb_agg('p' || n || '.a') FROM generate_series(1, 23) n))));
SELECT count(*) FROM mistakes(jsonb_build_object('events', (SELECT jsonb_object_agg('e' || n, 'x') FROM generate_series(1, 500) n)));
SELECT count(*) AS events FROM quill, ses_parse(payload, definitions => (repeat('[', 9000) || repeat(']', 9000))::jsonb);

-- What a definition makes of samples.
SELECT t.sample, t.event, t.finding, t.name, left(t.value, 40) AS value, t.source, left(t.rule, 25) AS rule FROM definition, ses_try(quillpost, '[
	{"kind": "returned", "quill": {"letter": "L", "return": {"why": "gone", "code": 1}, "weight": {"g": 20}}}, {"kind": "plume.test", "plume": {}}, 1]') t
WHERE t.finding <> 'attribute' OR t.name IN ('event_type', 'reason', 'message_id');
SELECT t.* FROM ses_try('{"provider": "x", "signs": [], "names": [], "events": {}}', '[]') t;

-- It is tried first, whatever a built-in provider recognizes.
SELECT t.name, t.value, t.rule FROM loose, ses_try(definition, '{"event": "open", "sg_event_id": "e"}') t
WHERE loose.name = 'loose' AND t.name IN ('provider', 'event_type');

-- What keeps a sample from being recognized: what each sign lacks. What is in objects that no path leads to is shown as JSON,
-- and paths through the first element of a list are found.
SELECT t.sample, t.name, t.value, t.source, t.rule FROM ses_try('{"provider": "x", "names": ["k"], "events": {},
	"signs": [{"keys": ["k", "l"], "foreign": ["f"]}, {"keys": ["k"], "object": "o", "has": ["o.p.q"]}, {"member": "k", "prefix": "x."}, {"prefix": "x."}]}',
	'[{"k": "x"}, {"k": "X.", "f": 1}, {"k": 1, "l": 1, "f": 1, "o": {}}, {"event": "open", "sg_event_id": "e"}, 1]') t
WHERE t.finding = 'document' ORDER BY t.sample;
SELECT t.source, left(t.value, 60) AS value FROM ses_try('{"provider": "x", "signs": [{"keys": ["k"]}], "names": ["k"], "events": {}, "first_elements": ["f"], "fields": {"url": "f.a"}}',
	jsonb_build_object('k', 'x', 'o', '{"p": [1, {}], "q": ""}'::jsonb, 'l', '[]'::jsonb, 'f', '[{"a": 1, "b": {"c": 2}}]'::jsonb, 'n', NULL, 't', true,
		'long', (SELECT jsonb_agg(n) FROM generate_series(1, 1000) n))) t WHERE t.finding = 'unused';

-- Values that paths lead to, and that their attributes cannot have; not what another path has, what is empty, or what only some types have.
SELECT t.name, t.value, t.source, t.rule FROM ses_try('{"provider": "x", "signs": [{"keys": ["k"]}], "names": ["k"], "events": {"s": "sent"}, "only": {"url": ["clicked"]},
	"fields": {"recipient": "o.to", "occurred_at": ["o.when", "at"], "sent_at": ["no", "at"], "ip_address": "o.ip", "smtp_code": "code", "smtp_response": "words", "is_bot": "bot",
		"message_id": "id", "url": "url", "tags": "tags", "subject": "subject", "sender": "(wrapper).from"}}',
	'{"k": "s", "at": "2026-02-03T04:05:06Z", "o": {"to": ["a@a.example"], "when": "today", "ip": "192.0.2.x"},
	"code": 605, "words": "none", "bot": "maybe", "id": 0, "url": "u", "tags": [], "subject": ""}') t
WHERE t.finding = 'refused';

-- Built-in providers as definitions: loaded again, none has a mistake, or takes another's webhooks.
CREATE TABLE exported AS SELECT DISTINCT provider, ses_definition(provider) AS definition FROM ses_mapping();
SELECT provider, c.* FROM exported, ses_check_definition(definition) c;
SELECT ses_definition('quillpost');
SELECT jsonb_pretty(ses_definition('mailtrap') - '{events,only_code}'::text[]) AS mailtrap;
SELECT provider, jsonb_array_elements_text(definition->'only_code') AS only_code FROM exported ORDER BY provider, only_code;

-- Under its own name one replaces the built-in provider. What only code does is missing: of so many
-- fixtures, so many have the same rows.
SELECT provider, count(*) AS fixtures, count(*) FILTER (WHERE built_in = defined) AS equal
FROM exported, fixture f,
	LATERAL (SELECT ARRAY(SELECT e FROM ses_parse(f.payload) e), ARRAY(SELECT e FROM ses_parse(f.payload, definitions => definition) e)) e (built_in, defined)
WHERE EXISTS (SELECT FROM unnest(built_in) b WHERE b.provider = exported.provider)
GROUP BY provider ORDER BY provider;

-- Which attributes differ, in how many of the fixtures, and where there are fewer or more rows: each is in the list of what only code does.
WITH difference AS (
	SELECT DISTINCT x.provider, f.file, f.position, CASE WHEN b.ordinality IS NULL OR d.ordinality IS NULL THEN 'rows' ELSE b.key END AS attribute
	FROM exported x, fixture f,
		LATERAL (SELECT e.ordinality, a.* FROM ses_parse(f.payload) WITH ORDINALITY e, jsonb_each(to_jsonb(e)) a WHERE e.provider = x.provider) b
		FULL JOIN LATERAL (SELECT e.ordinality, a.* FROM ses_parse(f.payload, definitions => x.definition) WITH ORDINALITY e, jsonb_each(to_jsonb(e)) a
			WHERE e.provider = x.provider) d ON (d.ordinality, d.key) = (b.ordinality, b.key)
	WHERE b.value IS DISTINCT FROM d.value
)
SELECT provider, string_agg(attribute || ' ' || fixtures, ', ' ORDER BY attribute) AS differing
FROM (SELECT provider, attribute, count(*) AS fixtures FROM difference WHERE attribute <> 'event_id' GROUP BY 1, 2) a GROUP BY provider ORDER BY provider;

-- The reference of keys has each key that a definition here has.
SELECT object, count(*) AS keys, count(*) FILTER (WHERE is_required) AS required FROM ses_definition_keys() GROUP BY object ORDER BY min(object);

DROP FUNCTION mistakes;
DROP VIEW loose;
DROP TABLE definition, quill, inkwell, drop, blot, spot, exported;
