CREATE OR REPLACE FUNCTION days_to_refresh(since date, until date) RETURNS date[]
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path FROM CURRENT
SET plan_cache_mode = force_custom_plan
AS $$
DECLARE
	-- The day that goes on, and the next, because clocks differ, change again.
	today CONSTANT date := (now() AT TIME ZONE 'UTC')::date;
BEGIN
	-- As in reparse().
	IF NOT EXISTS (
		SELECT FROM pg_class c WHERE c.oid = to_regclass('webhook')::oid AND pg_get_userbyid(c.relowner) = current_user)
	THEN
		RAISE EXCEPTION 'the schema of the pipeline was renamed'
			USING ERRCODE = 'object_not_in_prerequisite_state', HINT = 'Call ses_update_pipeline with its new name.';
	END IF;
	IF days_to_refresh.since > days_to_refresh.until THEN
		RAISE EXCEPTION 'the first day must not be later than the last'
			USING ERRCODE = 'invalid_parameter_value',
				DETAIL = pg_catalog.format('The first day is %s, the last %s.', days_to_refresh.since, days_to_refresh.until);
	END IF;

	-- Without bounds, the days that are marked; otherwise all that are known, or have events.
	RETURN ARRAY(
		SELECT d.day
		FROM (
			SELECT c.day FROM changed_day c
			UNION
			SELECT r.day FROM day r WHERE coalesce(days_to_refresh.since, days_to_refresh.until) IS NOT NULL
			UNION
			SELECT (e.occurred_at AT TIME ZONE 'UTC')::date FROM event e
			WHERE coalesce(days_to_refresh.since, days_to_refresh.until) IS NOT NULL
				AND (e.occurred_at AT TIME ZONE 'UTC')::date
					BETWEEN coalesce(days_to_refresh.since, '-infinity') AND coalesce(days_to_refresh.until, 'infinity')
		) d
		WHERE d.day BETWEEN coalesce(days_to_refresh.since, '-infinity') AND coalesce(days_to_refresh.until, 'infinity')
			AND d.day NOT BETWEEN today AND today + 1
			AND NOT EXISTS (SELECT FROM day f WHERE f.day = d.day AND f.is_final)
		ORDER BY d.day);
END $$;

COMMENT ON FUNCTION days_to_refresh(date, date) IS
	'returns the days that refresh() counts: those that changed, or all between two days, but neither today nor tomorrow';
