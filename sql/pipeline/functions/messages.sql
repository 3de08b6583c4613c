-- The messages of a time, by the events of that time. Planned for each call, because it may be an
-- hour or a year; the ids are constants for the planner then, which compares them by hashing.
CREATE OR REPLACE FUNCTION messages(since timestamp with time zone, until timestamp with time zone DEFAULT 'infinity') RETURNS SETOF message
LANGUAGE plpgsql STABLE ROWS 1000 SECURITY DEFINER
SET search_path FROM CURRENT
SET plan_cache_mode = force_custom_plan
AS $$
DECLARE
	message_ids text[];
BEGIN
	-- As in reparse().
	IF NOT EXISTS (
		SELECT FROM pg_class c WHERE c.oid = to_regclass('webhook')::oid AND pg_get_userbyid(c.relowner) = current_user)
	THEN
		RAISE EXCEPTION 'the schema of the pipeline was renamed'
			USING ERRCODE = 'object_not_in_prerequisite_state', HINT = 'Call ses_update_pipeline with its new name.';
	END IF;

	IF messages.since IS NULL OR messages.until IS NULL THEN
		RAISE EXCEPTION 'the time of messages must not be null'
			USING ERRCODE = 'null_value_not_allowed', HINT = 'Use ''-infinity'' or ''infinity'' for no bound.';
	ELSIF messages.since > messages.until THEN
		RAISE EXCEPTION 'the time of messages must not end before it begins'
			USING ERRCODE = 'invalid_parameter_value',
				DETAIL = pg_catalog.format('It begins at %s and ends at %s.', messages.since, messages.until);
	END IF;

	SELECT pg_catalog.array_agg(k.message_id) INTO message_ids
	FROM (
		SELECT DISTINCT e.message_id
		FROM event e
		WHERE e.occurred_at >= messages.since AND (e.occurred_at < messages.until OR messages.until = 'infinity')
			AND e.message_id IS NOT NULL AND e.event_type <> 'inbound') k;
	-- An id may be of several providers and recipients. The last event of most rows is one of the time;
	-- the events of the other rows are searched. Rows are tested after they are grouped, because of OFFSET 0.
	RETURN QUERY SELECT m.* FROM (SELECT k.* FROM message k WHERE k.message_id = ANY (message_ids) OFFSET 0) m
	WHERE (m.last_event_at >= messages.since AND (m.last_event_at < messages.until OR messages.until = 'infinity')) IS TRUE
		OR EXISTS (
			SELECT FROM event e
			WHERE e.message_id = m.message_id AND e.provider IS NOT DISTINCT FROM m.provider AND lower(e.recipient) IS NOT DISTINCT FROM m.recipient
				AND e.occurred_at >= messages.since AND (e.occurred_at < messages.until OR messages.until = 'infinity') AND e.event_type <> 'inbound');
END $$;

COMMENT ON FUNCTION messages(timestamp with time zone, timestamp with time zone) IS
	'returns the rows of message of which an event happened in a time, its end excluded';
