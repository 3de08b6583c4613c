-- The attributes of ses_event that event lacks become its columns. Others are the user's.
DO $$
DECLARE
	type CONSTANT oid := '@extschema@.ses_event'::regclass;
	event CONSTANT oid := 'event'::regclass;
	view oid;
	attribute record;
BEGIN
	-- A query of a view locks the view before what it reads, other views and event. So does this, for
	-- all views: otherwise the two wait for each other. Only a change of the owner locks a view
	-- alone, because LOCK locks what the view reads, too.
	FOR view IN
		WITH RECURSIVE own AS (
			SELECT v.oid FROM pg_class v JOIN pg_class e ON v.relnamespace = e.relnamespace AND v.relowner = e.relowner
			WHERE e.oid = event AND v.relkind = 'v'
		), reads AS (
			SELECT DISTINCT r.ev_class AS reader, d.refobjid AS read
			FROM pg_depend d JOIN pg_rewrite r ON r.oid = d.objid
			WHERE d.classid = 'pg_rewrite'::regclass::oid AND d.refclassid = 'pg_class'::regclass::oid AND d.refobjid <> r.ev_class
		), place AS (
			SELECT o.oid, 0 AS depth FROM own o
			UNION
			SELECT o.oid, p.depth + 1
			FROM place p JOIN reads r ON r.reader = p.oid JOIN own o ON o.oid = r.read
		)
		SELECT p.oid FROM place p GROUP BY p.oid ORDER BY max(p.depth), p.oid
	LOOP
		EXECUTE pg_catalog.format('ALTER VIEW %s OWNER TO CURRENT_USER', view::regclass::text);
	END LOOP;

	FOR attribute IN
		SELECT a.attname::text AS name, format_type(a.atttypid, a.atttypmod) AS type,
			format_type(c.atttypid, c.atttypmod) AS column_type,
			col_description(a.attrelid, a.attnum::integer) AS meaning,
			col_description(c.attrelid, c.attnum::integer) AS column_meaning
		FROM pg_attribute a
			LEFT JOIN pg_attribute c ON c.attrelid = event AND c.attname = a.attname
		WHERE a.attrelid = type AND NOT a.attisdropped
		ORDER BY a.attnum
	LOOP
		IF attribute.column_type IS NULL THEN
			EXECUTE pg_catalog.format('ALTER TABLE event ADD COLUMN %I %s', attribute.name, attribute.type);
			BEGIN
				IF attribute.type = 'jsonb' THEN
					EXECUTE pg_catalog.format('ALTER TABLE event ALTER %I SET COMPRESSION lz4', attribute.name);
				END IF;
			EXCEPTION
				WHEN feature_not_supported THEN
					NULL;			-- not every server is built with lz4
			END;
		ELSIF attribute.column_type <> attribute.type THEN
			RAISE EXCEPTION 'column "%" of table %.event is of type %, not of type %',
					attribute.name, quote_ident(current_schema()::text), attribute.column_type, attribute.type
				USING ERRCODE = 'datatype_mismatch',
					DETAIL = 'The type ses_event has an attribute of that name.',
					HINT = 'Rename the column.';
		END IF;
		IF attribute.meaning IS DISTINCT FROM attribute.column_meaning THEN
			EXECUTE pg_catalog.format('COMMENT ON COLUMN event.%I IS %L', attribute.name, attribute.meaning);
		END IF;
	END LOOP;

	-- One recipient is the rule, and a row that a user inserts may lack the number.
	IF NOT (SELECT a.atthasdef FROM pg_attribute a WHERE a.attrelid = event AND a.attname = 'candidates') THEN
		ALTER TABLE event ALTER candidates SET DEFAULT 1;
	END IF;
END $$;
