CREATE OR REPLACE FUNCTION renew_definitions() RETURNS void
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
DECLARE
	own CONSTANT oid := 'definitions()'::regprocedure::oid;
	stored jsonb;
	limits text;
BEGIN
	IF definitions() IS NOT DISTINCT FROM (
		SELECT pg_catalog.jsonb_agg(p.definition ORDER BY p.provider COLLATE "C") FROM provider p)
	THEN
		RETURN;
	END IF;

	-- One transaction at a time, so that each reads what those before have committed. At
	-- REPEATABLE READ it would read what was there before them, as it reads their function.
	PERFORM pg_advisory_xact_lock(pg_catalog.hashtextextended('ses_events definitions', own::bigint));
	IF NOT EXISTS (
		SELECT FROM pg_proc p
		WHERE p.oid = own AND position('$' || p.prosrc || '$' IN pg_get_functiondef(own)) > 0)
	THEN
		RAISE EXCEPTION 'could not serialize access due to concurrent change of definitions'
			USING ERRCODE = 'serialization_failure', HINT = 'The transaction might succeed if retried.';
	END IF;

	SELECT pg_catalog.jsonb_agg(p.definition ORDER BY p.provider COLLATE "C") INTO stored FROM provider p;
	-- Each definition was checked alone. One with a mistake among the others only, which is past a
	-- bound of all together, would be left out by readers.
	SELECT string_agg(DISTINCT m.problem, ' ') INTO limits
	FROM @extschema@.ses_check_definition(stored) m
	WHERE NOT EXISTS (
		SELECT FROM @extschema@.ses_check_definition(stored -> substring(m.path, '^\$\[(\d+)\]')::integer));
	IF limits IS NOT NULL THEN
		RAISE EXCEPTION 'too many definitions'
			USING ERRCODE = 'program_limit_exceeded', DETAIL = limits;
	END IF;
	EXECUTE pg_catalog.format(
		'CREATE OR REPLACE FUNCTION definitions() RETURNS jsonb LANGUAGE SQL STABLE PARALLEL SAFE AS %L',
		pg_catalog.format('SELECT %L::pg_catalog.jsonb', stored));
END $$;

COMMENT ON FUNCTION renew_definitions() IS
	'replaces definitions() where the table provider has others, as its trigger and reparse() do';

DO $$
BEGIN
	PERFORM renew_definitions();
END $$;
