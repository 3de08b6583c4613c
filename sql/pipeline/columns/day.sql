-- A pipeline of an earlier version has no rollups, and may have tables of the user's under their
-- names.
DO $$
DECLARE
	other text;
BEGIN
	SELECT n.name INTO other
	FROM (VALUES ('day', 'person_clicked'), ('mailbox_day', 'timed'), ('domain_day', 'complaints'), ('domain_total', 'complaints'),
		('stale_day', 'id'), ('health_limit', 'critical')) n (name, "column")
	WHERE NOT EXISTS (
		SELECT FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = n."column"
		WHERE c.oid = to_regclass(n.name)::oid AND c.relkind = 'r' AND pg_get_userbyid(c.relowner) = current_user)
	ORDER BY n.name
	LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION 'schema "%" has another relation with the name "%"', current_schema(), other
			USING ERRCODE = 'duplicate_object',
				DETAIL = 'The pipeline needs a table of that name.',
				HINT = 'Rename the relation.';
	END IF;
END $$;
