-- Webhooks that nothing has read: inserted into a partition that has no trigger, or while the
-- schema had another name. Each is parsed, and its events are looked up by their key; only
-- for those that lack one, a range of event is searched for events of another version.
CREATE OR REPLACE FUNCTION unread(since timestamp with time zone,
	OUT id bigint, OUT received_at timestamp with time zone) RETURNS SETOF record
LANGUAGE plpgsql STABLE ROWS 10 SECURITY DEFINER
SET search_path FROM CURRENT
SET plan_cache_mode = force_custom_plan
AS $$
#variable_conflict use_column
<<this>>
DECLARE
	found_ids bigint[];
	first_id bigint;
	last_id bigint;
BEGIN
	-- As in reparse().
	IF NOT EXISTS (
		SELECT FROM pg_class c WHERE c.oid = to_regclass('webhook')::oid AND pg_get_userbyid(c.relowner) = current_user)
	THEN
		RAISE EXCEPTION 'the schema of the pipeline was renamed'
			USING ERRCODE = 'object_not_in_prerequisite_state', HINT = 'Call ses_update_pipeline with its new name.';
	END IF;

	found_ids := ARRAY(
		SELECT w.id FROM webhook w
		WHERE w.received_at >= unread.since
			AND NOT EXISTS (SELECT FROM problem p WHERE p.webhook_id = w.id)
			AND EXISTS (
				SELECT FROM @extschema@.ses_parse_all(w.payload, w.zone, definitions()) p
				WHERE NOT EXISTS (
					SELECT FROM event e
					WHERE e.event_id = p.event_id AND (e.event_key) IS NOT DISTINCT FROM (p.event_key))));

	IF pg_catalog.cardinality(this.found_ids) = 0 THEN
		RETURN;
	END IF;
	first_id := (SELECT min(f.id) FROM pg_catalog.unnest(this.found_ids) f (id));
	last_id := (SELECT max(f.id) FROM pg_catalog.unnest(this.found_ids) f (id));
	RETURN QUERY
	SELECT w.id, w.received_at FROM webhook w
	WHERE w.id = ANY (this.found_ids) AND w.received_at >= unread.since
		AND NOT EXISTS (
			SELECT FROM event e
			WHERE e.webhook_id = w.id AND e.webhook_id BETWEEN this.first_id AND this.last_id)
	ORDER BY w.id;
END $$;

COMMENT ON FUNCTION unread(timestamp with time zone) IS
	'returns webhooks received since a time that nothing has read; reparse() of their ids stores their events';
