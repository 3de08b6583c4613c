-- A step of expire(). Days whose events are deleted keep their figures, as they are now. Today goes on, and a
-- day that another transaction is writing to is left for the next call.
CREATE OR REPLACE FUNCTION finish_days(until date) RETURNS date[]
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
	one date;
	busy date[] := '{}';
BEGIN
	FOR one IN
		SELECT d.day FROM day d WHERE NOT d.is_final AND d.day <= finish_days.until
		UNION
		SELECT c.day FROM changed_day c WHERE c.day <= finish_days.until
	LOOP
		IF one < (now() AT TIME ZONE 'UTC')::date AND NOT refresh_day(one, true) THEN
			busy := pg_catalog.array_append(busy, one);
		END IF;
	END LOOP;
	RETURN busy;
END $$;

COMMENT ON FUNCTION finish_days(date) IS
	'counts days for the last time, up to one, before expire() deletes their events; returns those that are written to';
