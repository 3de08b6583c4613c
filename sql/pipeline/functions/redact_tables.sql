-- A step of forget(): the rows that mention an address in one of some spellings, in one pass over each
-- table. Persons are the addresses as events are compared with them.
CREATE OR REPLACE FUNCTION redact_tables(spellings text[], persons text[],
	OUT deleted_ids bigint[], OUT redacted_ids bigint[])
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
<<this>>
BEGIN
	-- A webhook is deleted where all its parts are understood and about these addresses alone.
	WITH mention AS MATERIALIZED (
		SELECT w.id, r.payload, (
			SELECT bool_and((lower(p.recipient) = ANY (redact_tables.persons)) IS TRUE)
			FROM @extschema@.ses_parse_all(w.payload, w.zone, definitions()) p) IS TRUE AS is_alone
		FROM webhook w, LATERAL (SELECT redact_all(w.payload, redact_tables.spellings, definitions())) r (payload)
		WHERE r.payload <> w.payload
	), gone AS (
		DELETE FROM webhook w USING mention m WHERE w.id = m.id AND m.is_alone RETURNING w.id
	), kept AS (
		UPDATE webhook w SET payload = m.payload FROM mention m WHERE w.id = m.id AND NOT m.is_alone RETURNING w.id
	)
	SELECT ARRAY(SELECT g.id FROM gone g), ARRAY(SELECT k.id FROM kept k) INTO deleted_ids, redacted_ids;

	-- Events of others, because those of deleted webhooks mention them, too. Empty texts become NULL.
	UPDATE event e SET (event_columns) = (
		SELECT p.*
		FROM pg_catalog.jsonb_populate_record(NULL::@extschema@.ses_event, (
			SELECT pg_catalog.jsonb_object_agg(m.key, m.value)
			FROM jsonb_each(k.redacted) m WHERE m.value <> '""')) p)
	FROM (
		SELECT known.event_id, known.occurred_at, r.event, redact_all(r.event, redact_tables.spellings) AS redacted
		FROM event known, LATERAL (SELECT pg_catalog.to_jsonb(known)) r (event)) k
	WHERE e.event_id = k.event_id AND (e.event_key) IS NOT DISTINCT FROM (k.event_key)
		AND k.redacted <> k.event
		AND (lower(e.recipient) = ANY (redact_tables.persons)) IS NOT TRUE;

	UPDATE problem p SET problem = r.problem #>> '{}'::text[]
	FROM problem k,
		LATERAL (SELECT redact_all(pg_catalog.to_jsonb(k.problem), redact_tables.spellings)) r (problem)
	WHERE p.webhook_id = k.webhook_id AND r.problem <> pg_catalog.to_jsonb(k.problem);

	-- Verdicts on others. A stream without a name of its own left is not NULL, which would be all mail.
	WITH mention AS MATERIALIZED (
		SELECT k.id, r.texts ->> 0 AS stream, r.texts ->> 1 AS reason
		FROM verdict k, LATERAL (SELECT pg_catalog.jsonb_build_array(k.stream, k.reason)) t (texts),
			LATERAL (SELECT redact_all(t.texts, redact_tables.spellings)) r (texts)
		WHERE r.texts <> t.texts
	)
	UPDATE verdict v SET reason = CASE WHEN m.reason <> '' THEN m.reason END,
		stream = CASE WHEN v.stream IS NOT NULL THEN coalesce(CASE WHEN m.stream <> '' THEN m.stream END, 'erased') END
	FROM mention m WHERE v.id = m.id;
END $$;

COMMENT ON FUNCTION redact_tables(text[], text[]) IS
	'erases spellings of addresses from the rows that mention them; returns the webhooks deleted and redacted';
