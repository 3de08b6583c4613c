-- What holds for any payload beyond violation(). Each function has one rule, and returns how a
-- payload breaks it, NULL if it does not. Needs payload.sql, random.sql, envelopes.sql, and the
-- table seedling (id bigint, payload jsonb).
--
-- Each is given the events of the payload, because all compare with them, and a state, by which it
-- chooses a place, a neighbour or an envelope: they are still the same in the payload made smaller.
-- All are of plpgsql where they are called for each payload, because a function of SQL inside
-- another is planned at each call.

CREATE FUNCTION events(payload jsonb) RETURNS ses_event[] LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
	RETURN ARRAY(SELECT e FROM ses_parse(payload) e);
END $$;

-- How events differ from those that are expected: in number, or in attributes. Some attributes may:
-- occurred_at where none is expected, because an envelope has a time, and those that are named.
CREATE FUNCTION difference(expected ses_event[], events ses_event[], ignored text[] DEFAULT '{}') RETURNS text LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
	RETURN CASE
		WHEN events = expected THEN NULL
		WHEN cardinality(events) <> cardinality(expected) THEN format('%s events instead of %s', cardinality(events), cardinality(expected))
		ELSE (SELECT 'another ' || string_agg(DISTINCT key, ', ' ORDER BY key)
			FROM generate_subscripts(expected, 1) i, jsonb_each(to_jsonb(expected[i])) e (key, value)
			WHERE to_jsonb(events[i])->key <> value AND key <> ALL (ignored) AND NOT (key = 'occurred_at' AND value = 'null')) END;
END $$;

-- A bound that is not to be taken for a fault: text may nest so deep only, and so may envelopes.
CREATE FUNCTION is_too_deep(payload jsonb) RETURNS boolean LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
	RETURN (SELECT coalesce(i.problem ~ 'nested more than|wrapped more than', false) FROM ses_inspect(payload) i);
END $$;

-- An envelope changes no attribute: an event is the same, however its document was delivered. A
-- payload is in two of the envelopes, so that a million payloads take no longer than an hour.
CREATE FUNCTION changed_by_envelope(payload jsonb, bare ses_event[], state bigint) RETURNS text LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
	envelope text;
	delivered jsonb;
	others ses_event[];
BEGIN
	FOR i IN 1 .. 2 LOOP
		state := next_state(state);
		envelope := chosen_envelope(state);
		delivered := enveloped(payload, envelope);
		others := events(delivered);
		IF others <> bare AND difference(bare, others) IS NOT NULL AND NOT is_too_deep(delivered) THEN
			RETURN format('%s in the envelope %s', difference(bare, others), envelope);
		END IF;
	END LOOP;
	RETURN NULL;
END $$;

-- Events without their order.
CREATE FUNCTION fingerprint(events ses_event[]) RETURNS numeric LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
	RETURN (SELECT sum(hash_record_extended(e, 0)) FROM unnest(events) e);
END $$;

-- The order of documents in an array is the order of their events, and changes no set of events;
-- a document beside another loses none.
CREATE FUNCTION changed_by_order(payload jsonb, bare ses_event[], state bigint) RETURNS text LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
	neighbours CONSTANT bigint := (SELECT max(s.id) FROM seedling s);
	neighbour CONSTANT jsonb := (SELECT s.payload FROM seedling s WHERE s.id = 1 + pick(state, neighbours));
	before CONSTANT ses_event[] := events(jsonb_build_array(payload, neighbour));
	behind CONSTANT ses_event[] := events(jsonb_build_array(neighbour, payload));
BEGIN
	IF cardinality(bare) > 100 THEN
		RETURN NULL;
	ELSIF fingerprint(before) IS DISTINCT FROM fingerprint(behind) THEN
		RETURN 'other events behind a neighbour than before it';
	ELSIF NOT bare <@ before AND NOT is_too_deep(jsonb_build_array(payload, neighbour)) THEN
		RETURN 'an event is lost beside a neighbour';
	ELSIF jsonb_typeof(payload) = 'array' AND fingerprint(bare) IS DISTINCT FROM fingerprint(events(
			(SELECT jsonb_agg(element ORDER BY i DESC) FROM jsonb_array_elements(payload) WITH ORDINALITY a (element, i)))) THEN
		RETURN 'other events in reverse order';
	END IF;
	RETURN NULL;
END $$;

-- Whether a text mentions an address, both in lower case: not as a part of a longer one.
CREATE FUNCTION mentions(text text, address text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
	parts CONSTANT text[] := string_to_array(text, address);
	n CONSTANT integer := cardinality(parts);
BEGIN
	FOR i IN 1 .. n - 1 LOOP
		IF NOT (i > 1 AND parts[i] = '') AND NOT (i + 1 < n AND parts[i + 1] = '')
			AND parts[i] !~ '[[:alnum:]._+=\\-]$' AND parts[i + 1] !~ '^([[:alnum:]_%=\\-]|\.[[:alnum:]%=\\])' THEN
			RETURN true;
		END IF;
	END LOOP;
	RETURN false;
END $$;

-- Whether an event's id may be made from a text with an address that no attribute shows: what should be
-- an IP address is in the id as it was sent, and so is the id of a list.
CREATE FUNCTION has_hidden_part(event ses_event, address text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
	RETURN EXISTS (
		SELECT FROM jsonb_path_query(event.details, 'strict $.** ? (@.type() == "object").keyvalue() ? (@.key like_regex "ip|^id$|list_id|group_id" flag "i").value') part
		WHERE strpos(lower(part::text), address) > 0);
END $$;

-- Without an address, a payload mentions it nowhere, and the events of others stay; but for what
-- has an id or an attribute that is made from a text with the address. Without an id of the message,
-- the event's is made from all of its document.
CREATE FUNCTION left_by_redaction(payload jsonb, bare ses_event[]) RETURNS text LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
	address CONSTANT text := (SELECT lower(e.recipient) FROM unnest(bare) e WHERE e.recipient ~ '^[^@]+@[^@\s"\\]+$' AND octet_length(e.recipient) <= 320 LIMIT 1);
	redacted jsonb;
	others ses_event[];
BEGIN
	-- Long payloads take long, because parts are left out one after the other.
	IF address IS NULL OR length(payload::text) > 30000 THEN
		RETURN NULL;
	END IF;
	redacted := ses_redact(payload, address);
	others := events(redacted);
	RETURN nullif(concat_ws(', ',
		CASE WHEN mentions(lower(redacted::text), substr(to_json(address)::text, 2, length(to_json(address)::text) - 2)) THEN 'an address is left in the payload' END,
		CASE WHEN EXISTS (SELECT FROM unnest(others) e WHERE address IN (lower(e.recipient), lower(e.sender))) THEN 'an address is left in an event' END,
		CASE WHEN EXISTS (
				SELECT FROM unnest(bare) e
				WHERE e.recipient ~ '^[^@]+@[^@\s"\\]+$'
					AND strpos(lower(concat_ws(' ', e.recipient, e.url, e.user_agent, e.provider_event, e.provider_event_id, e.message_id)), address) = 0
					AND NOT EXISTS (SELECT FROM unnest(others) o
						WHERE (o.recipient, o.event_type) = (e.recipient, e.event_type) AND o.occurred_at IS NOT DISTINCT FROM e.occurred_at
							AND (o.event_id = e.event_id OR e.message_id IS NULL OR has_hidden_part(e, address))))
			THEN 'an event of another address is lost' END), '');
END $$;

-- One of the strings of a payload that is not nested too deep, by a walk from outside to inside; NULL where the walk ends beside.
CREATE FUNCTION chosen_string(payload jsonb, state bigint) RETURNS text[] LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
	value jsonb := payload;
	path text[] := '{}';
	key text;
BEGIN
	LOOP
		state := next_state(state);
		CASE jsonb_typeof(value)
			WHEN 'object' THEN key := (SELECT k FROM jsonb_object_keys(value) k ORDER BY hashtextextended(k, state) LIMIT 1);
			WHEN 'array' THEN key := CASE WHEN value <> '[]' THEN pick(state, jsonb_array_length(value)) END;
			WHEN 'string' THEN RETURN nullif(path, '{}');
			ELSE RETURN NULL;
		END CASE;
		IF key IS NULL THEN RETURN NULL; END IF;
		path := path || key;
		value := value #> ARRAY[key];
	END LOOP;
END $$;

-- A character that jsonb cannot hold is read as U+FFFD, at the end of a string and of a name: in a
-- body, and in the text of an envelope.
CREATE FUNCTION broken_by_zero(payload jsonb, state bigint) RETURNS text LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
	path CONSTANT text[] := chosen_string(payload, state);
	name CONSTANT text := path[cardinality(path)];
	marked CONSTANT text := CASE WHEN name ~ '^\d+$' OR pick(state, 3) > 0
		THEN jsonb_set(payload, path, to_jsonb((payload #>> path) || '<mark>'))
		ELSE jsonb_set(payload #- path, path[:cardinality(path) - 1] || (name || '<mark>'), payload #> path) END;
	zero CONSTANT text := replace(marked, '<mark>', '\u0000');
	replaced CONSTANT text := replace(marked, '<mark>', chr(65533));
BEGIN
	IF path IS NULL OR jsonb_typeof(ses_payload(replaced)) = 'string' THEN
		RETURN NULL;	-- no string, or no JSON to the reader, by a bound
	ELSIF ses_payload(zero) <> ses_payload(replaced) THEN
		RETURN format('a zero is not replaced at %s', path);
	ELSIF events(carried(zero, 'SNS')) <> events(carried(replaced, 'SNS')) THEN
		RETURN format('other events of a text with a zero at %s', path);
	END IF;
	RETURN NULL;
END $$;

-- An address that a list of recipients has twice, in another case, is one recipient.
CREATE FUNCTION changed_by_repetition(payload jsonb, bare ses_event[], state bigint) RETURNS text LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
	names CONSTANT text := '(to|cc|bcc|destination|recipients|Recipients|(bounced|complained|delayed)Recipients|(To|Cc|Bcc)Full)';
	path text[];
	list jsonb;
	again jsonb;
	difference text;
BEGIN
	-- Without an id of the message, that of the event is made from all that is said.
	IF bare = '{}' OR EXISTS (SELECT FROM unnest(bare) e WHERE e.message_id IS NULL) OR length(payload::text) > 10000 OR payload::text !~ format('"%s": \[', names) THEN
		RETURN NULL;
	END IF;
	path := (SELECT p FROM paths(payload) p
		WHERE p[cardinality(p)] ~ format('^%s$', names) AND jsonb_typeof(payload #> p) = 'array' AND payload #>> p LIKE '%@%'
		ORDER BY hashtextextended(p::text, state) LIMIT 1);
	list := payload #> path;
	IF path IS NULL OR jsonb_array_length(list) >= 100 THEN
		RETURN NULL;
	END IF;
	-- An element that has no address, or has several, is a recipient of its own each time. So is an object
	-- with the address under a key that the provider does not have: alone in the list, it is no event's.
	again := (SELECT jsonb_agg(CASE jsonb_typeof(element) WHEN 'string' THEN to_jsonb(upper(element #>> '{}')) ELSE element END)
		FROM jsonb_array_elements(list) element
		WHERE element::text ~ '^("|\{[^{]*"(emailAddress|address|[Ee]mail)": ")[^]\s@"<>(){},;:\\[]+@[a-z0-9.-]+"[^@]*$'
			AND (jsonb_typeof(element) = 'string' OR EXISTS (
				SELECT FROM unnest(events(jsonb_set(payload, path, jsonb_build_array(element)))) e WHERE strpos(element::text, to_json(e.recipient)::text) > 0)));
	difference := difference(bare, events(jsonb_set(payload, path, list || coalesce(again, '[]'))), '{details, metadata}');
	RETURN difference || ' where addresses are twice in ' || path::text;
END $$;

-- All that is wrong with a payload. The state chooses half of the rules that take long.
CREATE FUNCTION verdict(payload jsonb, state bigint) RETURNS text LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
	bare CONSTANT ses_event[] := events(payload);
	chosen CONSTANT bigint := next_state(state);
BEGIN
	RETURN concat_ws(', ',
		nullif(violation(payload), ''),
		CASE WHEN chosen & 1 = 0 THEN changed_by_envelope(payload, bare, chosen) END,
		CASE WHEN chosen & 2 = 0 THEN changed_by_order(payload, bare, chosen) END,
		CASE WHEN chosen & 4 = 0 THEN left_by_redaction(payload, bare) END,
		CASE WHEN chosen & 8 = 0 THEN broken_by_zero(payload, chosen) END,
		CASE WHEN chosen & 16 = 0 THEN changed_by_repetition(payload, bare, chosen) END);
END $$;
