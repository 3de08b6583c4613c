-- A procedure, because a transaction per day keeps writers from waiting for other days. A procedure
-- with settings of its own cannot commit, so it has no search_path, and only calls functions that
-- have one. Its own names are qualified, operators and types included.
DO $$
BEGIN
	-- The body is a literal, because the name of a schema may contain what ends a dollar-quoted string.
	EXECUTE pg_catalog.format($procedure$
CREATE OR REPLACE PROCEDURE refresh(since date DEFAULT NULL, until date DEFAULT NULL, final boolean DEFAULT false)
LANGUAGE plpgsql
AS %L$procedure$, pg_catalog.format($body$
DECLARE
	days pg_catalog.date[];
	one pg_catalog.date;
BEGIN
	-- Before anything else, so that it fails at once in a transaction block.
	COMMIT;
	SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
	-- After a rename of the schema, another role may have created functions under the old name. Those
	-- with the privileges of their owner cannot use the caller's.
	IF 2 OPERATOR(pg_catalog.>) (
		SELECT pg_catalog.count(*) FROM pg_catalog.pg_proc p
		WHERE p.prosecdef AND p.oid OPERATOR(pg_catalog.=) ANY (ARRAY[
			pg_catalog.to_regprocedure(%2$L)::pg_catalog.oid, pg_catalog.to_regprocedure(%3$L)::pg_catalog.oid]))
	THEN
		RAISE EXCEPTION 'the schema of the pipeline was renamed'
			USING ERRCODE = 'object_not_in_prerequisite_state', HINT = 'Call ses_update_pipeline with its new name.';
	END IF;
	IF final IS NULL OR final AND until IS NULL THEN
		RAISE EXCEPTION '%% must not be null', CASE WHEN final THEN 'the last day to count for the last time' ELSE 'final' END
			USING ERRCODE = 'null_value_not_allowed';
	END IF;
	days := %1$I.days_to_refresh(since, until);
	FOREACH one IN ARRAY days LOOP
		COMMIT;
		SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
		PERFORM %1$I.refresh_day(one, final);
	END LOOP;
END $body$, current_schema(),
	pg_catalog.format('%I.days_to_refresh(pg_catalog.date, pg_catalog.date)', current_schema()),
	pg_catalog.format('%I.refresh_day(pg_catalog.date, pg_catalog.bool)', current_schema())));
END $$;

COMMENT ON PROCEDURE refresh(date, date, boolean) IS
	'counts the days whose events changed, or all between two days, each in a transaction; if final for the last time';
