-- Days whose events change are marked: by row in C, and by this function where a table is emptied. It
-- finds the pipeline by the table, so that marks are not lost after a rename of the schema.
CREATE OR REPLACE FUNCTION mark_days() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
DECLARE
	root CONSTANT regclass := coalesce(pg_partition_root(TG_RELID::regclass), TG_RELID::regclass);
	pipeline text;
BEGIN
	SELECT quote_ident(n.nspname::text) INTO pipeline
	FROM pg_class c
		JOIN pg_namespace n ON n.oid = c.relnamespace
		JOIN pg_class s ON s.relnamespace = c.relnamespace AND s.relname = 'stale_day'
	WHERE c.oid = root::oid AND pg_get_userbyid(c.relowner) = current_user AND pg_get_userbyid(s.relowner) = current_user;
	-- A partition that was detached keeps its trigger, and is no part of the pipeline.
	IF NOT FOUND THEN
		RETURN NULL;
	END IF;

	-- The transaction's snapshot may lack days that refresh() has counted since.
	IF current_setting('transaction_isolation') IN ('repeatable read', 'serializable') THEN
		RAISE EXCEPTION 'cannot truncate events at isolation level %', upper(current_setting('transaction_isolation'))
			USING ERRCODE = 'feature_not_supported', HINT = 'Use READ COMMITTED, or DELETE.';
	END IF;
	-- A day may have operators of domains and no messages, such as one of unsubscriptions.
	EXECUTE pg_catalog.format(
		'INSERT INTO %1$s.stale_day (day)
		SELECT d.day FROM %1$s.day d WHERE NOT d.is_final
		UNION
		SELECT o.day FROM %1$s.domain_day o WHERE NOT EXISTS (SELECT FROM %1$s.day f WHERE f.day = o.day AND f.is_final)', pipeline);
	RETURN NULL;
END $$;

COMMENT ON FUNCTION mark_days() IS
	'marks all days in the table stale_day, where event or a partition of it is truncated';

-- A pipeline whose events had no trigger until now: all their days are marked. The lock of
-- CREATE TRIGGER keeps others from changing them before.
DO $$
DECLARE
	tree CONSTANT oid[] := ARRAY(
		SELECT c.oid FROM pg_class c
		WHERE c.relkind <> 'f' AND (c.oid = 'event'::regclass::oid
			OR c.oid IN (SELECT t.relid::oid FROM pg_partition_tree('event'::regclass) t)));
	one oid;
BEGIN
	FOREACH one IN ARRAY tree LOOP
		IF NOT EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = one AND t.tgname = 'mark_days') THEN
			EXECUTE pg_catalog.format('CREATE TRIGGER mark_days AFTER TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION mark_days();
				ALTER TABLE ONLY %1$s ENABLE ALWAYS TRIGGER mark_days;
				COMMENT ON TRIGGER mark_days ON %1$s IS %L', one::regclass::text, 'marks all days');
		END IF;
	END LOOP;

	IF EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = 'event'::regclass::oid AND t.tgname = 'mark_day') THEN
		RETURN;
	END IF;
	-- Always, because a subscriber has rollups of its own.
	CREATE TRIGGER mark_day AFTER INSERT OR UPDATE OR DELETE ON event
		FOR EACH ROW EXECUTE FUNCTION @extschema@.ses_mark_day();
	ALTER TABLE event ENABLE ALWAYS TRIGGER mark_day;
	COMMENT ON TRIGGER mark_day ON event IS 'marks the days of events that change';
	IF current_setting('transaction_isolation') IN ('repeatable read', 'serializable')
		AND (SELECT sum(pg_relation_size(o::regclass)) FROM pg_catalog.unnest(tree) o) > 0::numeric
	THEN
		RAISE EXCEPTION 'cannot mark the days of events at isolation level %', upper(current_setting('transaction_isolation'))
			USING ERRCODE = 'feature_not_supported', HINT = 'Call ses_update_pipeline at READ COMMITTED.';
	END IF;
	INSERT INTO stale_day (day)
	SELECT (e.occurred_at AT TIME ZONE 'UTC')::date FROM event e WHERE e.occurred_at IS NOT NULL
	UNION
	SELECT d.day FROM day d WHERE NOT d.is_final;
END $$;
