-- What the table provider has, as a constant that the planner inlines: reading ten definitions
-- per statement would cost more than reading a webhook, and no definitions cost nothing. STABLE,
-- because the plan of a query depends on an inlined function and not on one that is evaluated
-- when it is planned. renew_definitions() replaces it, so an update keeps the one that exists.
DO $$
BEGIN
	IF to_regprocedure('definitions()') IS NULL THEN
		CREATE FUNCTION definitions() RETURNS jsonb
		LANGUAGE SQL STABLE PARALLEL SAFE
		AS 'SELECT NULL::pg_catalog.jsonb';
	END IF;
END $$;

COMMENT ON FUNCTION definitions() IS
	'returns the definitions of the table provider, as readers take them; replaced when they change; NULL where there are none';
