-- Counts a day, with the lock that ses_mark_day() has its part of. The lock is only tried, so that a
-- writer waits for the counting of its day at most, and a day that is written to stays as it is.
CREATE OR REPLACE FUNCTION refresh_day(day date, final boolean DEFAULT false) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
	pipeline CONSTANT integer := 'stale_day'::regclass::oid::integer;
	key CONSTANT integer := CASE WHEN isfinite(refresh_day.day) THEN refresh_day.day - date '2000-01-01'
		WHEN refresh_day.day < date '2000-01-01' THEN -2147483648 ELSE 2147483647 END;
BEGIN
	-- As in reparse().
	IF NOT EXISTS (
		SELECT FROM pg_class c WHERE c.oid = to_regclass('webhook')::oid AND pg_get_userbyid(c.relowner) = current_user)
	THEN
		RAISE EXCEPTION 'the schema of the pipeline was renamed'
			USING ERRCODE = 'object_not_in_prerequisite_state', HINT = 'Call ses_update_pipeline with its new name.';
	END IF;
	IF refresh_day.day IS NULL OR refresh_day.final IS NULL THEN
		RAISE EXCEPTION 'the day to count must not be null'
			USING ERRCODE = 'invalid_parameter_value', HINT = 'Events without a time are counted whenever they are read.';
	END IF;
	-- Otherwise the snapshot would be older than the lock.
	IF current_setting('transaction_isolation') IN ('repeatable read', 'serializable') THEN
		RAISE EXCEPTION 'cannot count a day at isolation level %', upper(current_setting('transaction_isolation'))
			USING ERRCODE = 'feature_not_supported', HINT = 'Use READ COMMITTED.';
	END IF;

	-- As in expire(), because it reads several views.
	LOCK TABLE webhook IN ROW EXCLUSIVE MODE;

	-- One transaction at a time, because totals of domains are common to all days. Then those who write
	-- many days, then this one: the numbers are those of ses_mark_day(), which are no dates.
	PERFORM pg_advisory_xact_lock(pipeline, -2147483646);
	IF NOT pg_try_advisory_xact_lock(pipeline, -2147483647) OR NOT pg_try_advisory_xact_lock(pipeline, key) THEN
		RETURN false;
	END IF;
	IF EXISTS (SELECT FROM day d WHERE d.day = refresh_day.day AND d.is_final) THEN
		RETURN true;
	END IF;
	-- ses_mark_day() marks a day once in a transaction, and would not know that the mark is gone.
	IF NOT refresh_day.final AND EXISTS (
		SELECT FROM pg_locks l
		WHERE l.locktype = 'advisory' AND l.pid = pg_backend_pid() AND l.mode = 'ShareLock'
			AND l.classid::integer = pipeline AND l.objid::integer IN (key, -2147483647))
	THEN
		RETURN false;
	END IF;

	-- Events that are gone without a mark went with their partition.
	IF EXISTS (SELECT FROM day d WHERE d.day = refresh_day.day)
		AND NOT EXISTS (SELECT FROM stale_day s WHERE s.day = refresh_day.day)
		AND (refresh_day.final OR NOT EXISTS (
			SELECT FROM event e WHERE (e.occurred_at AT TIME ZONE 'UTC')::date = refresh_day.day))
	THEN
		UPDATE day d SET is_final = true WHERE d.day = refresh_day.day;
		RETURN true;
	END IF;

	PERFORM count_day(refresh_day.day, refresh_day.final);
	RETURN true;
END $$;

COMMENT ON FUNCTION refresh_day(date, boolean) IS
	'counts the events of one day anew, where no transaction is writing to it, and if final for the last time; returns whether it did';
