-- A pipeline of an earlier version has no verdicts, and may have a table of the user's under that name.
DO $$
BEGIN
	IF (SELECT count(*) FROM pg_attribute a
			JOIN pg_class c ON c.oid = a.attrelid AND c.relkind = 'r' AND pg_get_userbyid(c.relowner) = current_user
		WHERE c.oid = to_regclass('verdict')::oid AND (a.attname::text, a.atttypid) IN (
			('id', 'bigint'::regtype::oid),
			('address', 'text'::regtype::oid),
			('verdict', 'text'::regtype::oid),
			('stream', 'text'::regtype::oid),
			('reason', 'text'::regtype::oid),
			('noted_at', 'timestamptz'::regtype::oid),
			('until', 'timestamptz'::regtype::oid))) < 7
	THEN
		RAISE EXCEPTION 'schema "%" has another relation with the name "verdict"', current_schema()
			USING ERRCODE = 'duplicate_object',
				DETAIL = 'The pipeline needs a table verdict of its owner, with the columns that ses_pipeline_source() shows.',
				HINT = 'Rename the relation.';
	END IF;
END $$;
