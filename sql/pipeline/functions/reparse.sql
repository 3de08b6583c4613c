-- Planned for each call, because webhook_ids may be NULL, few or many.
CREATE OR REPLACE FUNCTION reparse(webhook_ids bigint[] DEFAULT NULL,
	OUT added bigint, OUT changed bigint, OUT removed bigint)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path FROM CURRENT
SET plan_cache_mode = force_custom_plan
AS $$
#variable_conflict use_column
BEGIN
	-- After a rename, search_path names a schema that another role may have created since, with
	-- triggers that would have the owner's privileges.
	IF NOT EXISTS (
		SELECT FROM pg_class c WHERE c.oid = to_regclass('webhook')::oid AND pg_get_userbyid(c.relowner) = current_user)
	THEN
		RAISE EXCEPTION 'the schema of the pipeline was renamed'
			USING ERRCODE = 'object_not_in_prerequisite_state', HINT = 'Call ses_update_pipeline with its new name.';
	END IF;

	-- A later version of the extension may have more columns, which this function names.
	IF EXISTS (
		SELECT a.attname FROM pg_attribute a
		WHERE a.attrelid = '@extschema@.ses_event'::regclass::oid AND NOT a.attisdropped
		EXCEPT
		SELECT c.attname FROM pg_attribute c WHERE c.attrelid = 'event'::regclass::oid)
	THEN
		PERFORM @extschema@.ses_update_pipeline(current_schema());
		SELECT r.added, r.changed, r.removed INTO added, changed, removed FROM reparse(reparse.webhook_ids) r;
		RETURN;
	END IF;

	-- One at a time, because reparse(), expire() and forget() lock rows in different orders.
	LOCK TABLE problem IN SHARE UPDATE EXCLUSIVE MODE;

	-- Where a copy was loaded without triggers, its definitions are those of before.
	PERFORM renew_definitions();

	DELETE FROM problem p WHERE reparse.webhook_ids IS NULL OR p.webhook_id = ANY (reparse.webhook_ids);

	DELETE FROM event e
	USING webhook w
	WHERE (reparse.webhook_ids IS NULL OR w.id = ANY (reparse.webhook_ids))
		AND w.id = e.webhook_id
		AND NOT EXISTS (
			SELECT FROM webhook again, @extschema@.ses_parse_all(again.payload, again.zone, definitions()) p
			WHERE (reparse.webhook_ids IS NULL OR again.id = ANY (reparse.webhook_ids))
				AND again.id = e.webhook_id
				AND e.event_id = p.event_id AND (e.event_key) IS NOT DISTINCT FROM (p.event_key));
	GET DIAGNOSTICS removed = ROW_COUNT;

	UPDATE event e SET (event_columns) = ROW(p.*)
	FROM webhook w, LATERAL (
		SELECT DISTINCT ON (p.event_key) p.event_columns
		FROM @extschema@.ses_parse_all(w.payload, w.zone, definitions()) WITH ORDINALITY p ORDER BY p.event_key, p.ordinality) p
	WHERE (reparse.webhook_ids IS NULL OR w.id = ANY (reparse.webhook_ids))
		AND e.event_id = p.event_id AND (e.event_key) IS NOT DISTINCT FROM (p.event_key)
		AND e.webhook_id = w.id
		AND p IS DISTINCT FROM ROW(e.event_columns);
	GET DIAGNOSTICS changed = ROW_COUNT;

	added := store_all(reparse.webhook_ids);
END $$;

COMMENT ON FUNCTION reparse(bigint[]) IS
	'reads stored webhooks again, all or those of some ids, so that event has what the installed version returns for them';
