-- A procedure, because a transaction per day keeps writers from waiting for other days. A procedure
-- with settings of its own cannot commit, so it has no search_path, and only calls functions that
-- have one.
DO $$
BEGIN
	-- The body is a literal, because the name of a schema may contain what ends a dollar-quoted string.
	EXECUTE pg_catalog.format($procedure$
CREATE OR REPLACE PROCEDURE refresh(since date DEFAULT NULL, until date DEFAULT NULL, final boolean DEFAULT false)
LANGUAGE plpgsql
AS %L$procedure$, pg_catalog.format($body$
DECLARE
	days date[];
	one date;
BEGIN
	-- Before anything else, so that it fails at once in a transaction block.
	COMMIT;
	SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
	IF final AND until IS NULL THEN
		RAISE EXCEPTION 'the last day to count for the last time must not be null'
			USING ERRCODE = 'invalid_parameter_value';
	END IF;
	days := %1$I.days_to_refresh(since, until);
	FOREACH one IN ARRAY days LOOP
		COMMIT;
		SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
		PERFORM %1$I.refresh_day(one, final);
	END LOOP;
END $body$, current_schema()));
END $$;

COMMENT ON PROCEDURE refresh(date, date, boolean) IS
	'counts the days whose events changed, or all between two days, each in a transaction of its own; if final for the last time, before their events are removed';
