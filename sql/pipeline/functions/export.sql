-- Times are in UTC, so that the copy is the same for each caller.
CREATE OR REPLACE FUNCTION export(address text) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path FROM CURRENT
SET timezone = 'UTC'
AS $$
<<this>>
DECLARE
	person text;
	ids bigint[];
BEGIN
	-- As in reparse().
	IF NOT EXISTS (
		SELECT FROM pg_class c WHERE c.oid = to_regclass('webhook')::oid AND pg_get_userbyid(c.relowner) = current_user)
	THEN
		RAISE EXCEPTION 'the schema of the pipeline was renamed'
			USING ERRCODE = 'object_not_in_prerequisite_state', HINT = 'Call ses_update_pipeline with its new name.';
	END IF;

	person := address_of(export.address);
	-- Those of its events, and of those that nothing has understood, those that mention it.
	ids := ARRAY(
		SELECT e.webhook_id FROM event e WHERE lower(e.recipient) = this.person
		UNION
		SELECT w.id
		FROM problem p JOIN webhook w ON w.id = p.webhook_id
		WHERE @extschema@.ses_redact(w.payload, lower(this.person COLLATE "C"), definitions()) <> w.payload);
	RETURN pg_catalog.jsonb_build_object(
		'address', this.person,
		'events', (
			SELECT coalesce(pg_catalog.jsonb_agg(c.copy ORDER BY e.occurred_at, e.event_id), '[]'::jsonb)
			FROM event e, LATERAL (SELECT without_others((
				SELECT pg_catalog.jsonb_object_agg(m.key, m.value)
				FROM jsonb_each(pg_catalog.to_jsonb(e)) m WHERE m.value <> 'null'), this.person)) c (copy)
			WHERE lower(e.recipient) = this.person),
		'suppression', (
			SELECT coalesce(pg_catalog.jsonb_agg(without_others(jsonb_strip_nulls(pg_catalog.to_jsonb(s)), this.person) ORDER BY s.stream), '[]'::jsonb)
			FROM suppression s WHERE s.address = this.person),
		'verdicts', (
			SELECT coalesce(pg_catalog.jsonb_agg(without_others(jsonb_strip_nulls(pg_catalog.to_jsonb(v)), this.person) ORDER BY v.noted_at, v.id), '[]'::jsonb)
			FROM verdict v WHERE lower(v.address) = this.person),
		'webhooks', (
			SELECT coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object('id', w.id, 'received_at', w.received_at) ORDER BY w.id), '[]'::jsonb)
			FROM webhook w WHERE w.id = ANY (this.ids)));
END $$;

COMMENT ON FUNCTION export(text) IS
	'returns what is stored on an address as one JSON document: events, suppression, verdicts, and ids of webhooks';
