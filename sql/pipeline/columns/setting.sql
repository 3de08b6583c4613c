-- A pipeline of an earlier version has no settings, and may have a table of the user's under that name.
DO $$
BEGIN
	IF (SELECT count(*) FROM pg_attribute a
			JOIN pg_class c ON c.oid = a.attrelid AND c.relkind = 'r' AND pg_get_userbyid(c.relowner) = current_user
		WHERE c.oid = to_regclass('setting')::oid AND (a.attname::text, a.atttypid) IN (
			('single', 'boolean'::regtype::oid),
			('soft_bounces', 'integer'::regtype::oid),
			('refusals', 'integer'::regtype::oid),
			('refusal_period', 'interval'::regtype::oid),
			('unsubscribe_by_stream', 'boolean'::regtype::oid))) < 5
	THEN
		RAISE EXCEPTION 'schema "%" has another relation with the name "setting"', current_schema()
			USING ERRCODE = 'duplicate_object',
				DETAIL = 'The pipeline needs a table setting of its owner, with the columns that ses_pipeline_source() shows.',
				HINT = 'Rename the relation.';
	END IF;
END $$;

-- UPDATE without a row would change nothing.
INSERT INTO setting DEFAULT VALUES ON CONFLICT (single) DO NOTHING;
