-- Pipelines: ordinary objects in a schema, which belong to the caller and not to the extension.
-- Their SQL is in the files of sql/pipeline/, which ses_pipeline_source() returns.

-- No function here is BEGIN ATOMIC, because that would be resolved while search_path has the
-- extension's schema, in which functions may be planted.

-- Two words of the files stand for what differs between pipelines, also after an alias:
--   event_columns  the columns of event that are attributes of ses_event
--   event_key      the columns of the unique key of event: event_id, or event_id and
--                  occurred_at, because the key of a partitioned table contains the partition
--                  key. It has to identify events without a time, too.
-- The extension is found by its present name, because its schema may have been renamed since
-- CREATE EXTENSION put the name into the files.
CREATE FUNCTION @extschema@.ses_pipeline_sql(target name, OUT path text, OUT sql text) RETURNS SETOF record
LANGUAGE plpgsql STABLE ROWS 30
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
	extension CONSTANT text := (
		SELECT quote_ident(n.nspname) FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
		WHERE e.extname = 'ses_events');
	columns CONSTANT text[] := ARRAY(
		SELECT quote_ident(attname) FROM pg_attribute
		WHERE attrelid = to_regclass(extension || '.ses_event') AND NOT attisdropped ORDER BY attnum);
	key text[];
BEGIN
	SELECT k.names INTO key
	FROM pg_index i, LATERAL (
		SELECT array_agg(a.attname::text ORDER BY a.attname), bool_and(a.attnotnull)
		FROM pg_attribute a
		WHERE a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey[0:i.indnkeyatts - 1])) k (names, is_not_null)
	WHERE i.indrelid = to_regclass(quote_ident(target) || '.event')
		AND i.indisunique AND i.indisvalid AND i.indimmediate AND i.indexprs IS NULL AND i.indpred IS NULL
		AND (k.names = '{event_id}' OR k.names = '{event_id, occurred_at}' AND (i.indnullsnotdistinct OR k.is_not_null))
	ORDER BY cardinality(k.names)
	LIMIT 1;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'table %.event has no unique key that identifies events', quote_ident(target)
			USING ERRCODE = 'object_not_in_prerequisite_state',
				HINT = 'Declare event_id as its primary key. Where it is partitioned by time, add UNIQUE NULLS NOT DISTINCT (event_id, occurred_at).';
	END IF;

	RETURN QUERY EXECUTE format($sql$
		SELECT f.path, regexp_replace(regexp_replace(replace(f.sql, $1, $2),
			'([a-z]+[.])?event_columns', $3, 'g'), '([a-z]+[.])?event_key', $4, 'g')
		FROM %s.ses_pipeline_source() WITH ORDINALITY f (path, sql, position)
		ORDER BY f.position
		$sql$, extension)
	USING '@extschema@.ses_', extension || '.ses_',
		E'\\1' || array_to_string(columns, E', \\1'), E'\\1' || array_to_string(key, E', \\1');
END
$function$;

COMMENT ON FUNCTION @extschema@.ses_pipeline_sql(name) IS
	'returns the SQL that ses_update_pipeline runs for a pipeline, by file';

-- Without a table stale_day beside the table that it is a trigger of, it does nothing.
CREATE FUNCTION @extschema@.ses_mark_day() RETURNS trigger
AS 'MODULE_PATHNAME'
LANGUAGE C;

COMMENT ON FUNCTION @extschema@.ses_mark_day() IS
	'trigger of a pipeline''s table event: marks the days of its rows in the table stale_day, so that refresh() counts them again';

CREATE FUNCTION @extschema@.ses_pipelines(OUT schema name, OUT owner name, OUT search_path text) RETURNS SETOF record
LANGUAGE SQL STABLE ROWS 1
SET search_path = pg_catalog, pg_temp
AS $function$
	SELECT DISTINCT n.nspname, pg_get_userbyid(p.proowner), substring(s.setting FROM '^search_path=(.*)')
	FROM pg_trigger t
		JOIN pg_class c ON c.oid = t.tgrelid AND c.relname = 'webhook'
		JOIN pg_proc p ON p.oid = t.tgfoid AND p.pronamespace = c.relnamespace AND p.proname = 'store_events'
		JOIN pg_namespace n ON n.oid = p.pronamespace
		LEFT JOIN LATERAL unnest(p.proconfig) s (setting) ON s.setting LIKE 'search_path=%'
$function$;

COMMENT ON FUNCTION @extschema@.ses_pipelines() IS
	'returns the pipelines of the database: schema, owner, and the search_path of their functions, which has another schema after a rename';

CREATE FUNCTION @extschema@.ses_pipeline_conflicts(target name) RETURNS SETOF name
LANGUAGE SQL STABLE
SET search_path = pg_catalog, pg_temp
AS $function$
	WITH file (kind, name) AS (
		SELECT split_part(path, '/', 1), substring(path FROM '/(.*)[.]sql$') FROM @extschema@.ses_pipeline_source()
	), relation (name) AS (
		SELECT unnest(ARRAY[name, name || '_pkey']) FROM file WHERE kind <> 'functions'
		UNION SELECT unnest('{webhook_id_seq, verdict_id_seq}'::text[])
	)
	SELECT c.relname FROM pg_class c JOIN relation r ON r.name = c.relname
	WHERE c.relnamespace = to_regnamespace(quote_ident(target))
	UNION
	SELECT t.typname FROM pg_type t JOIN relation r ON r.name = t.typname
	WHERE t.typnamespace = to_regnamespace(quote_ident(target))
	UNION
	SELECT p.proname FROM pg_proc p JOIN file f ON f.kind = 'functions' AND f.name = p.proname
	WHERE p.pronamespace = to_regnamespace(quote_ident(target));
$function$;

COMMENT ON FUNCTION @extschema@.ses_pipeline_conflicts(name) IS
	'returns the names of objects in a schema that keep a pipeline from being created in it';

CREATE FUNCTION @extschema@.ses_create_pipeline(target name, if_not_exists boolean DEFAULT false) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
	tables CONSTANT text[] := ARRAY(SELECT sql FROM @extschema@.ses_pipeline_source() WHERE path LIKE 'tables/%');
	existing text;
	renamed name;
	statement text;
BEGIN
	IF target IS NULL OR target = '' THEN
		RAISE EXCEPTION 'the schema of a pipeline must have a name'
			USING ERRCODE = 'invalid_parameter_value';
	END IF;
	-- Of two sessions, the second one waits, and then finds the pipeline of the first.
	PERFORM pg_advisory_xact_lock(hashtextextended('ses_create_pipeline', 0));
	-- A pipeline of another role may be planted, to receive the webhooks of the caller.
	IF if_not_exists AND EXISTS (
		SELECT FROM @extschema@.ses_pipelines() p WHERE p.schema = target AND pg_has_role(p.owner, 'USAGE'))
	THEN
		RAISE NOTICE 'pipeline in schema "%" already exists, skipping', target USING ERRCODE = 'duplicate_object';
		RETURN;
	END IF;
	SELECT string_agg(format('%I.%I', target, c), ', ' ORDER BY c) INTO existing
	FROM @extschema@.ses_pipeline_conflicts(target) c;
	IF existing IS NOT NULL THEN
		RAISE EXCEPTION 'schema "%" already has objects with names that a pipeline needs', target
			USING ERRCODE = 'duplicate_object',
				DETAIL = format('There is already %s.', existing),
				HINT = 'Choose another schema. An existing pipeline is brought up to date by ses_update_pipeline.';
	END IF;

	-- Only functions of a role with the caller's privileges could change the new tables;
	-- others may be planted, to keep a pipeline from being created.
	SELECT p.schema INTO renamed
	FROM @extschema@.ses_pipelines() p
	WHERE p.schema <> target AND p.search_path = format('%I, pg_temp', target)
		AND pg_has_role(p.owner, current_user, 'USAGE');
	IF FOUND THEN
		RAISE EXCEPTION 'the functions of the pipeline in schema "%" refer to schema "%"', renamed, target
			USING ERRCODE = 'object_not_in_prerequisite_state',
				DETAIL = 'It was renamed, and its functions would change the new pipeline.',
				HINT = format('Call ses_update_pipeline(%L) first.', renamed);
	END IF;

	-- A caller of receive() needs USAGE, which alone is a privilege on nothing else.
	IF to_regnamespace(quote_ident(target)) IS NULL THEN
		EXECUTE format($sql$
			CREATE SCHEMA %1$I;
			COMMENT ON SCHEMA %1$I IS 'webhooks of e-mail providers and their events';
			GRANT USAGE ON SCHEMA %1$I TO PUBLIC;
		$sql$, target);
	END IF;
	PERFORM set_config('search_path', format('%I, pg_temp', target), true);
	FOREACH statement IN ARRAY tables LOOP
		EXECUTE statement;
	END LOOP;
	PERFORM @extschema@.ses_update_pipeline(target);
END
$function$;

COMMENT ON FUNCTION @extschema@.ses_create_pipeline(name, boolean) IS
	'creates a webhook pipeline in a schema: tables of webhooks and of their events, and views that answer the usual questions';

CREATE FUNCTION @extschema@.ses_check_pipeline(target name) RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
	extension CONSTANT name := (
		SELECT n.nspname FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'ses_events');
	webhook CONSTANT regclass := to_regclass(quote_ident(target) || '.webhook');
	event CONSTANT regclass := to_regclass(quote_ident(target) || '.event');
	owner CONSTANT name := (SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = webhook);
	creators text;
	others text;
BEGIN
	IF webhook IS NULL OR event IS NULL THEN
		RAISE EXCEPTION 'schema "%" has no pipeline', coalesce(target, '')
			USING ERRCODE = 'undefined_table', HINT = 'Create one with ses_create_pipeline.';
	END IF;

	-- New objects belong to the caller, and receive() has the privileges of its owner.
	IF owner <> current_user THEN
		RAISE EXCEPTION 'must be owner of table %', webhook
			USING ERRCODE = 'insufficient_privilege',
				HINT = format('Call it as the owner, after SET ROLE %I.', owner);
	END IF;

	-- A function of theirs could be called in place of one of pg_catalog, with the owner's
	-- privileges: of two with one name, the one with the very types of the arguments is called.
	SELECT string_agg(coalesce(quote_ident(r.rolname), 'PUBLIC'), ', ' ORDER BY r.rolname) INTO creators
	FROM pg_namespace n
		CROSS JOIN aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) a
		-- pg_database_owner stands for the owner of the database.
		LEFT JOIN pg_roles r ON r.oid = CASE pg_get_userbyid(a.grantee)
			WHEN 'pg_database_owner' THEN (SELECT d.datdba FROM pg_database d WHERE d.datname = current_database())
			ELSE a.grantee END
	WHERE n.oid = to_regnamespace(quote_ident(target)) AND a.privilege_type = 'CREATE'
		AND r.rolname IS DISTINCT FROM owner AND r.rolsuper IS NOT TRUE;
	IF creators IS NOT NULL THEN
		RAISE EXCEPTION 'other roles may create objects in schema "%"', target
			USING ERRCODE = 'object_not_in_prerequisite_state',
				DETAIL = format('The privilege CREATE is granted to %s.', creators),
				HINT = 'Revoke it, or choose another schema.';
	END IF;

	-- Functions of a pipeline have comments; a function of the same name without one is not replaced.
	EXECUTE format($sql$
		SELECT string_agg(p.oid::regprocedure::text, ', ' ORDER BY p.proname)
		FROM pg_proc p JOIN %I.ses_pipeline_source() f ON f.path = 'functions/' || p.proname || '.sql'
		WHERE p.pronamespace = to_regnamespace(quote_ident($1)) AND obj_description(p.oid, 'pg_proc') IS NULL
		$sql$, extension) INTO others USING target;
	IF others IS NOT NULL THEN
		RAISE EXCEPTION 'schema "%" has other functions with names that a pipeline needs', target
			USING ERRCODE = 'duplicate_object',
				DETAIL = format('There is already %s.', others),
				HINT = 'Rename them.';
	END IF;
END
$function$;

COMMENT ON FUNCTION @extschema@.ses_check_pipeline(name) IS
	'raises an error where ses_update_pipeline cannot work on a schema';

CREATE FUNCTION @extschema@.ses_update_pipeline(target name) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET client_min_messages = warning	-- without a notice per index that exists
AS $function$
DECLARE
	extension CONSTANT name := (
		SELECT n.nspname FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'ses_events');
	schema CONSTANT oid := to_regnamespace(quote_ident(target));
	functions CONSTANT oid[] := ARRAY(SELECT oid FROM pg_proc WHERE pronamespace = schema);
	views name[];
	files text[];
	options text[];
	statement text;
BEGIN
	EXECUTE format('SELECT %I.ses_check_pipeline($1)', extension) USING target;

	-- Before event, as a statement that inserts webhooks does.
	EXECUTE format('LOCK TABLE %I.webhook IN SHARE ROW EXCLUSIVE MODE', target);

	EXECUTE format($sql$
		SELECT array_agg(sql), array_agg(substring(path FROM '/(.*)[.]sql$')) FILTER (WHERE path LIKE 'views/%%')
		FROM %I.ses_pipeline_sql($1)
		WHERE path NOT LIKE 'tables/%%' OR to_regclass(quote_ident($1) || '.' || substring(path FROM '/(.*)[.]sql$')) IS NULL
		$sql$, extension) INTO files, views USING target;
	options := ARRAY(
		SELECT format('ALTER VIEW %s SET (%s)', oid::regclass, array_to_string(reloptions, ', ')) FROM pg_class
		WHERE relnamespace = schema AND relkind = 'v' AND reloptions IS NOT NULL AND relname = ANY (views));

	-- CREATE aims at the first schema of search_path, and pg_catalog, which is not named, is
	-- searched before it. Functions keep this search_path by SET search_path FROM CURRENT.
	PERFORM set_config('search_path', format('%I, pg_temp', target), true);
	FOREACH statement IN ARRAY files LOOP
		EXECUTE statement;
	END LOOP;
	PERFORM pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);

	-- Options and privileges that were set before stay; PUBLIC has none on new functions.
	FOREACH statement IN ARRAY options || ARRAY(
		SELECT format('REVOKE ALL ON ROUTINE %s FROM PUBLIC', oid::regprocedure) FROM pg_proc
		WHERE pronamespace = schema AND oid <> ALL (functions))
	LOOP
		EXECUTE statement;
	END LOOP;
END
$function$;

COMMENT ON FUNCTION @extschema@.ses_update_pipeline(name) IS
	'brings a pipeline to the installed version: tables that are missing, columns, indexes, functions, views';
