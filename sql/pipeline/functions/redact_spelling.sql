-- A step of forget(): the webhooks, events and problems that mention one spelling of an address.
CREATE OR REPLACE FUNCTION redact_spelling(spelling text, person text,
	OUT deleted_ids bigint[], OUT redacted_ids bigint[])
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
<<this>>
BEGIN
	-- A webhook is deleted where all its parts are understood and about this address alone.
	WITH mention AS MATERIALIZED (
		SELECT w.id, r.payload, (
			SELECT bool_and(lower(p.recipient) IS NOT DISTINCT FROM redact_spelling.person)
			FROM @extschema@.ses_parse_all(w.payload, w.zone, definitions()) p) IS TRUE AS is_alone
		FROM webhook w, LATERAL (SELECT @extschema@.ses_redact(w.payload, redact_spelling.spelling, definitions())) r (payload)
		WHERE r.payload <> w.payload
	), gone AS (
		DELETE FROM webhook w USING mention m WHERE w.id = m.id AND m.is_alone RETURNING w.id
	), kept AS (
		UPDATE webhook w SET payload = m.payload FROM mention m WHERE w.id = m.id AND NOT m.is_alone RETURNING w.id
	)
	SELECT ARRAY(SELECT g.id FROM gone g), ARRAY(SELECT k.id FROM kept k) INTO deleted_ids, redacted_ids;

	-- Events of others, because those of deleted webhooks mention it, too. Empty texts become NULL.
	UPDATE event e SET (event_columns) = (
		SELECT p.*
		FROM pg_catalog.jsonb_populate_record(NULL::@extschema@.ses_event, (
			SELECT pg_catalog.jsonb_object_agg(m.key, m.value)
			FROM jsonb_each(k.redacted) m WHERE m.value <> '""')) p)
	FROM (
		SELECT known.event_id, known.occurred_at, r.event, @extschema@.ses_redact(r.event, redact_spelling.spelling) AS redacted
		FROM event known, LATERAL (SELECT pg_catalog.to_jsonb(known)) r (event)) k
	WHERE e.event_id = k.event_id AND (e.event_key) IS NOT DISTINCT FROM (k.event_key)
		AND k.redacted <> k.event
		AND lower(e.recipient) IS DISTINCT FROM redact_spelling.person;

	UPDATE problem p SET problem = r.problem #>> '{}'::text[]
	FROM problem k,
		LATERAL (SELECT @extschema@.ses_redact(pg_catalog.to_jsonb(k.problem), redact_spelling.spelling)) r (problem)
	WHERE p.webhook_id = k.webhook_id AND r.problem <> pg_catalog.to_jsonb(k.problem);
END $$;

COMMENT ON FUNCTION redact_spelling(text, text) IS
	'erases one spelling of an address, where forget() erases all; returns the webhooks deleted and redacted';
