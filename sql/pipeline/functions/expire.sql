CREATE OR REPLACE FUNCTION expire(keep interval, at_most bigint DEFAULT NULL,
	OUT webhooks bigint, OUT events bigint)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
<<this>>
DECLARE
	oldest timestamp with time zone;
	busy date[];
BEGIN
	-- As in reparse().
	IF NOT EXISTS (
		SELECT FROM pg_class c WHERE c.oid = to_regclass('webhook')::oid AND pg_get_userbyid(c.relowner) = current_user)
	THEN
		RAISE EXCEPTION 'the schema of the pipeline was renamed'
			USING ERRCODE = 'object_not_in_prerequisite_state', HINT = 'Call ses_update_pipeline with its new name.';
	END IF;

	IF keep IS NULL OR keep < interval '0' THEN
		RAISE EXCEPTION 'the time to keep webhooks for must not be null or negative'
			USING ERRCODE = 'invalid_parameter_value',
				DETAIL = pg_catalog.format('It is %s.', coalesce(keep::text, 'null')),
				HINT = 'Use an interval such as ''90 days''.';
	ELSIF at_most < 0 THEN
		RAISE EXCEPTION 'the number of webhooks to remove must not be negative'
			USING ERRCODE = 'invalid_parameter_value', DETAIL = pg_catalog.format('It is %s.', at_most);
	END IF;
	BEGIN
		oldest := now() - keep;
	EXCEPTION WHEN datetime_field_overflow THEN
		oldest := '-infinity';
	END;

	-- As in reparse(), but in the order of ses_update_pipeline().
	LOCK TABLE webhook IN ROW EXCLUSIVE MODE;
	LOCK TABLE problem IN SHARE UPDATE EXCLUSIVE MODE;

	busy := finish_days((oldest AT TIME ZONE 'UTC')::date);

	-- The time is compared twice, so that only partitions and blocks of old rows are read.
	DELETE FROM webhook d
	WHERE d.received_at < this.oldest AND d.id IN (
		SELECT w.id FROM webhook w WHERE w.received_at < this.oldest ORDER BY w.id LIMIT expire.at_most);
	GET DIAGNOSTICS webhooks = ROW_COUNT;

	-- An event without a time, or of one more than a day ahead, is deleted with its webhook,
	-- because a wrong time in the future would keep it for ever.
	DELETE FROM event e
	USING (
		SELECT o.event_id, o.occurred_at FROM event o
		WHERE o.occurred_at < this.oldest AND (o.occurred_at AT TIME ZONE 'UTC')::date <> ALL (this.busy)
			OR (o.occurred_at IS NULL OR o.occurred_at > now() + interval '1 day')
				AND NOT EXISTS (SELECT FROM webhook w WHERE w.id = o.webhook_id)
		LIMIT expire.at_most) old
	WHERE (e.occurred_at < this.oldest OR e.occurred_at IS NULL OR e.occurred_at > now() + interval '1 day')
		AND e.event_id = old.event_id AND (e.event_key) IS NOT DISTINCT FROM (old.event_key);
	GET DIAGNOSTICS events = ROW_COUNT;

	DELETE FROM problem p WHERE NOT EXISTS (SELECT FROM webhook w WHERE w.id = p.webhook_id);
END $$;

COMMENT ON FUNCTION expire(interval, bigint) IS
	'deletes older webhooks and events, at most a number of each; returns how many were deleted';
