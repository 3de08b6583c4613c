-- The declared ROWS of catalog functions are within a third of what they return, so that a
-- new provider needs no other number.
CREATE FUNCTION rows_of(function regprocedure) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
	result bigint;
BEGIN
	EXECUTE format('SELECT count(*) FROM %s()', function::regproc) INTO result;
	RETURN result;
END $$;
SELECT p.oid::regprocedure AS function, p.prorows AS declared, rows_of(p.oid) AS returned
FROM pg_depend d JOIN pg_proc p ON d.classid = 'pg_proc'::regclass AND d.objid = p.oid
WHERE d.refobjid = (SELECT oid FROM pg_extension WHERE extname = 'ses_events') AND d.deptype = 'e'
	AND p.proretset AND p.pronargs = 0 AND p.provolatile = 'i'
	AND p.prorows NOT BETWEEN rows_of(p.oid) * 0.75 AND rows_of(p.oid) * 1.33;
SELECT count(*) > 2 AS compared FROM pg_proc p
WHERE p.proname LIKE 'ses\_%' AND p.proretset AND p.pronargs = 0 AND p.provolatile = 'i';
DROP FUNCTION rows_of;
