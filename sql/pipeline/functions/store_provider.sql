-- The trigger that checks definitions before they are stored, and has webhooks read with them
-- afterwards. It has its owner's privileges, because it replaces a function of the owner.
CREATE OR REPLACE FUNCTION store_provider() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
	mistakes text[];
BEGIN
	-- As in reparse().
	IF to_regclass('provider')::oid IS DISTINCT FROM TG_RELID THEN
		RAISE EXCEPTION 'the schema of the pipeline was renamed'
			USING ERRCODE = 'object_not_in_prerequisite_state', HINT = 'Call ses_update_pipeline with its new name.';
	END IF;
	IF TG_WHEN = 'AFTER' THEN
		PERFORM renew_definitions();
		RETURN NULL;
	END IF;

	mistakes := ARRAY(
		SELECT pg_catalog.format('%s: %s', m.path, m.problem)
		FROM @extschema@.ses_check_definition(NEW.definition) WITH ORDINALITY m (path, problem, position)
		ORDER BY m.position);
	IF pg_catalog.jsonb_typeof(NEW.definition) = 'array' THEN
		mistakes := ARRAY['$: A definition is an object.'::text];
	END IF;
	IF pg_catalog.cardinality(mistakes) > 0 THEN
		RAISE EXCEPTION 'invalid definition of provider "%"', NEW.provider
			USING ERRCODE = 'check_violation',
				DETAIL = pg_catalog.array_to_string(mistakes[1:5], E'\n')
					|| CASE WHEN pg_catalog.cardinality(mistakes) > 5 THEN E'\n...' ELSE '' END,
				HINT = 'ses_check_definition returns all its mistakes.',
				SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME, COLUMN = 'definition';
	ELSIF NEW.provider <> (NEW.definition ->> 'provider'::text) THEN
		RAISE EXCEPTION 'provider "%" has a definition of another provider', NEW.provider
			USING ERRCODE = 'check_violation',
				DETAIL = pg_catalog.format('It is of "%s".', NEW.definition ->> 'provider'::text),
				SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME, COLUMN = 'provider';
	END IF;
	RETURN NEW;
END $$;

COMMENT ON FUNCTION store_provider() IS
	'refuses definitions with mistakes, and has new webhooks read with those that are stored';

CREATE OR REPLACE TRIGGER check_definition BEFORE INSERT OR UPDATE ON provider
	FOR EACH ROW EXECUTE FUNCTION store_provider();
COMMENT ON TRIGGER check_definition ON provider IS 'refuses definitions with mistakes';

-- Per row, because a subscriber fires no trigger per statement; and always, for the same reason.
CREATE OR REPLACE TRIGGER use_definition AFTER INSERT OR UPDATE OR DELETE ON provider
	FOR EACH ROW EXECUTE FUNCTION store_provider();
COMMENT ON TRIGGER use_definition ON provider IS 'has new webhooks read with the definitions that are stored';
ALTER TABLE provider ENABLE ALWAYS TRIGGER use_definition;

CREATE OR REPLACE TRIGGER use_none AFTER TRUNCATE ON provider
	FOR EACH STATEMENT EXECUTE FUNCTION store_provider();
COMMENT ON TRIGGER use_none ON provider IS 'has new webhooks read without definitions';
ALTER TABLE provider ENABLE ALWAYS TRIGGER use_none;
