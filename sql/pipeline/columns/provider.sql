-- A pipeline of an earlier version has no table of definitions, and may have one of the user's
-- under that name.
DO $$
BEGIN
	IF NOT EXISTS (
		SELECT FROM pg_class c
			JOIN pg_attribute p ON p.attrelid = c.oid AND p.attname = 'provider' AND p.atttypid = 'text'::regtype::oid
			JOIN pg_attribute d ON d.attrelid = c.oid AND d.attname = 'definition' AND d.atttypid = 'jsonb'::regtype::oid
		WHERE c.oid = to_regclass('provider')::oid AND c.relkind = 'r' AND pg_get_userbyid(c.relowner) = current_user)
	THEN
		RAISE EXCEPTION 'schema "%" has another relation with the name "provider"', current_schema()
			USING ERRCODE = 'duplicate_object',
				DETAIL = 'The pipeline needs a table provider (provider text, definition jsonb) of its owner.',
				HINT = 'Rename the relation.';
	END IF;
END $$;
