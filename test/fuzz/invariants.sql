-- What holds for any payload beyond violation(). Each function has one rule, and returns how a
-- payload breaks it, NULL if it does not. Needs payload.sql, random.sql, envelopes.sql, and the
-- table seedling (id bigint, payload jsonb).

CREATE FUNCTION events(payload jsonb) RETURNS ses_event[] LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
	RETURN ARRAY(SELECT e FROM ses_parse(payload) e);
END $$;

-- How events differ from those that are expected: in number, or in attributes. Two attributes may:
-- occurred_at where none is expected, because an envelope has a time, and one that is named.
CREATE FUNCTION difference(expected ses_event[], events ses_event[], ignored text DEFAULT '') RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
	SELECT CASE
		WHEN events = expected THEN NULL
		WHEN cardinality(events) <> cardinality(expected) THEN format('%s events instead of %s', cardinality(events), cardinality(expected))
		ELSE (SELECT 'another ' || string_agg(DISTINCT key, ', ' ORDER BY key)
			FROM generate_subscripts(expected, 1) i, jsonb_each(to_jsonb(expected[i])) e (key, value)
			WHERE to_jsonb(events[i])->key <> value AND key <> ignored AND NOT (key = 'occurred_at' AND value = 'null')) END
$$;

-- A bound that is not to be taken for a fault: text may nest so deep only, and so may envelopes.
CREATE FUNCTION is_too_deep(payload jsonb) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
	$$ SELECT coalesce(i.problem ~ 'nested more than|wrapped more than', false) FROM ses_inspect(payload) i $$;

-- What chooses a place or a neighbour below: it is still the same in the payload made smaller.
CREATE FUNCTION choice(payload jsonb) RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS
	$$ SELECT hashtextextended(concat(ses_provider(payload), ses_event_type(payload), ses_message_id(payload)), 0) $$;

-- An envelope changes no attribute: an event is the same, however its document was delivered. A
-- payload is in a quarter of the envelopes, so that a million payloads take no longer than an hour.
CREATE FUNCTION changed_by_envelope(payload jsonb) RETURNS text LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
	bare CONSTANT ses_event[] := events(payload);
	chosen CONSTANT bigint := choice(payload);
	envelope text;
	delivered jsonb;
	others ses_event[];
BEGIN
	FOR envelope IN SELECT v.name FROM envelope v WHERE pick(chosen + v.n, 4) = 0 ORDER BY v.n LOOP
		delivered := enveloped(payload, envelope);
		others := events(delivered);
		IF others <> bare AND difference(bare, others) IS NOT NULL AND NOT is_too_deep(delivered) THEN
			RETURN format('%s in the envelope %s', difference(bare, others), envelope);
		END IF;
	END LOOP;
	RETURN NULL;
END $$;

-- The order of documents in an array is the order of their events, and changes no set of events;
-- a document beside another loses none.
CREATE FUNCTION fingerprint(payload jsonb) RETURNS numeric LANGUAGE sql STABLE PARALLEL SAFE AS
	$$ SELECT sum(hash_record_extended(e, 0)) FROM ses_parse(payload) e $$;
CREATE FUNCTION changed_by_order(payload jsonb) RETURNS text LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
	neighbours CONSTANT bigint := (SELECT max(s.id) FROM seedling s);
	chosen CONSTANT bigint := 1 + pick(choice(payload), neighbours);
	neighbour CONSTANT jsonb := (SELECT s.payload FROM seedling s WHERE s.id = chosen);
	pair CONSTANT jsonb := jsonb_build_array(payload, neighbour);
	bare CONSTANT ses_event[] := events(payload);
BEGIN
	IF cardinality(bare) > 100 OR is_too_deep(pair) THEN
		RETURN NULL;
	ELSIF fingerprint(pair) IS DISTINCT FROM fingerprint(jsonb_build_array(neighbour, payload)) THEN
		RETURN 'other events behind a neighbour than before it';
	ELSIF NOT bare <@ events(pair) THEN
		RETURN 'an event is lost beside a neighbour';
	ELSIF jsonb_typeof(payload) = 'array' AND fingerprint(payload) IS DISTINCT FROM fingerprint(
			(SELECT jsonb_agg(element ORDER BY i DESC) FROM jsonb_array_elements(payload) WITH ORDINALITY a (element, i))) THEN
		RETURN 'other events in reverse order';
	END IF;
	RETURN NULL;
END $$;

-- Without an address, a payload mentions it nowhere, and the events of others stay; but for what
-- has an id that is made from a text with the address, as is one without an id of the message. Long
-- payloads take long, because parts are left out one after the other: they are left to other tests.
CREATE FUNCTION left_by_redaction(payload jsonb) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
	SELECT nullif(concat_ws(', ',
		CASE WHEN strpos(lower(r.redacted::text), to_json(lower(a.address))::text) > 0 THEN 'an address is left in the payload' END,
		CASE WHEN EXISTS (SELECT FROM ses_parse(r.redacted) e WHERE lower(a.address) IN (lower(e.recipient), lower(e.sender))) THEN 'an address is left in an event' END,
		CASE WHEN EXISTS (
				SELECT e.event_id FROM ses_parse(payload) e
				WHERE e.recipient ~ '^[^\s@"]+@[^\s@"]+$' AND strpos(lower(concat_ws(' ', e.recipient, e.url, e.user_agent, e.provider_event, e.provider_event_id, e.message_id)), lower(a.address)) = 0
					AND e.message_id IS NOT NULL
				EXCEPT SELECT e.event_id FROM ses_parse(r.redacted) e)
			THEN 'an event of another address is lost' END), '')
	FROM (SELECT e.recipient FROM ses_parse(CASE WHEN length(payload::text) < 10000 THEN payload END) e WHERE e.recipient ~ '^[^\s@"]+@[^\s@"]+$' LIMIT 1) a (address),
		LATERAL (SELECT ses_redact(payload, a.address) OFFSET 0) r (redacted)
$$;

-- A character that jsonb cannot hold is read as U+FFFD, at the end of a string and of a name: in a
-- body, and in the text of an envelope.
CREATE FUNCTION broken_by_zero(payload jsonb) RETURNS text LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
	path CONSTANT text[] := (SELECT p FROM paths(payload) p WHERE jsonb_typeof(payload #> p) = 'string' ORDER BY hashtextextended(p::text, choice(payload)) LIMIT 1);
	name CONSTANT text := path[cardinality(path)];
	marked CONSTANT text := CASE WHEN name ~ '^\d+$' OR choice(payload) % 3 <> 0
		THEN jsonb_set(payload, path, to_jsonb((payload #>> path) || '<mark>'))
		ELSE jsonb_set(payload #- path, path[:cardinality(path) - 1] || (name || '<mark>'), payload #> path) END;
	zero CONSTANT text := replace(marked, '<mark>', '\u0000');
	replaced CONSTANT text := replace(marked, '<mark>', chr(65533));
BEGIN
	IF jsonb_typeof(ses_payload(replaced)) = 'string' THEN
		RETURN NULL;	-- no JSON to the reader, by a bound
	ELSIF ses_payload(zero) <> ses_payload(replaced) THEN
		RETURN format('a zero is not replaced at %s', path);
	ELSIF events(carried(zero, 'SNS')) <> events(carried(replaced, 'SNS')) THEN
		RETURN format('other events of a text with a zero at %s', path);
	END IF;
	RETURN NULL;
END $$;

-- An address that a list of recipients has twice, in another case, is one recipient.
CREATE FUNCTION changed_by_repetition(payload jsonb) RETURNS text LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
	path CONSTANT text[] := (SELECT p FROM paths(payload) p
		WHERE p[cardinality(p)] ~ '^(to|cc|bcc|destination|recipients|Recipients|(bounced|complained|delayed)Recipients|(To|Cc|Bcc)Full)$'
			AND jsonb_typeof(payload #> p) = 'array' AND payload #>> p LIKE '%@%'
		ORDER BY hashtextextended(p::text, choice(payload)) LIMIT 1);
	list CONSTANT jsonb := payload #> path;
	again CONSTANT jsonb := (SELECT jsonb_agg(CASE jsonb_typeof(element) WHEN 'string' THEN to_jsonb(upper(element #>> '{}')) ELSE element END)
		FROM jsonb_array_elements(list) element);
	difference text;
BEGIN
	-- Without an id of the message, that of the event is made from all that is said.
	IF jsonb_array_length(list) < 100 AND ses_message_id(payload) IS NOT NULL THEN
		difference := difference(events(payload), events(jsonb_set(payload, path, list || again)), 'details');
	END IF;
	RETURN difference || ' where addresses are twice in ' || path::text;
END $$;

-- All that is wrong with a payload.
CREATE FUNCTION verdict(payload jsonb) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
	SELECT concat_ws(', ',
		nullif(violation(payload), ''),
		changed_by_envelope(payload),
		changed_by_order(payload),
		left_by_redaction(payload),
		broken_by_zero(payload),
		changed_by_repetition(payload))
$$;
