-- The trigger that reads new webhooks. Events are inserted in the order of their key, so
-- that concurrent statements with the same events wait for each other, but not in a circle; those of one
-- key in the order of the payload, so that the same one of them is stored whenever it is read.
-- It has its owner's privileges, so that INSERT on webhook is privilege enough.

-- A transient error is raised, so that the sender delivers again: lack of memory, disk or locks, a
-- deadlock, a lock that is not available, a server that stops. A conflict with a concurrent
-- transaction is left to store_each(). After any other error the webhook stays, and a note of it.
CREATE OR REPLACE FUNCTION store_events() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
#variable_conflict use_column
DECLARE
	root oid := TG_RELID;
	failure text;
BEGIN
	IF to_regclass('webhook')::oid IS DISTINCT FROM root THEN
		root := coalesce(pg_partition_root(TG_RELID::regclass), TG_RELID::regclass)::oid;
	END IF;
	IF to_regclass('webhook')::oid IS DISTINCT FROM root THEN
		-- A partition that was detached keeps its trigger, and is no part of the pipeline.
		IF EXISTS (SELECT FROM pg_class c WHERE c.oid = root AND c.relname = 'webhook') THEN
			RAISE WARNING 'could not store events of webhooks: the schema was renamed'
				USING HINT = pg_catalog.format('Call ses_update_pipeline(%L), and then reparse().',
					(SELECT n.nspname::text FROM pg_namespace n JOIN pg_class c ON c.relnamespace = n.oid WHERE c.oid = root));
		END IF;
		RETURN NULL;
	END IF;

	BEGIN
		WITH part AS MATERIALIZED (
			SELECT w.id AS webhook_id, p.*
			FROM arrived w, @extschema@.ses_parse_all(w.payload, w.zone, definitions()) WITH ORDINALITY p
		), noted AS (
			INSERT INTO problem (webhook_id, kind, provider, problem, url)
			SELECT webhook_id, event_type, provider, description, url
			FROM part WHERE event_id IS NULL
			ON CONFLICT (webhook_id) DO UPDATE
				SET (kind, provider, problem, url) = (excluded.kind, excluded.provider, excluded.problem, excluded.url)
		)
		INSERT INTO event (webhook_id, event_columns)
		SELECT webhook_id, event_columns
		FROM part WHERE event_id IS NOT NULL
		ORDER BY event_key, webhook_id, ordinality
		ON CONFLICT (event_key) DO NOTHING;
	EXCEPTION WHEN OTHERS THEN
		IF SQLSTATE ~ '^(40|53|57|55P03)' AND SQLSTATE <> '40001' THEN RAISE; END IF;
		failure := SQLERRM;
		BEGIN
			PERFORM store_each(ARRAY(SELECT id FROM arrived));
		EXCEPTION WHEN OTHERS THEN
			IF SQLSTATE ~ '^(40|53|57|55P03)' THEN RAISE; END IF;
			RAISE WARNING 'could not store events of webhooks: %', failure
				USING HINT = 'The webhooks are stored; reparse() tries again.';
			BEGIN
				INSERT INTO problem (webhook_id, kind, problem)
				SELECT id, 'event', pg_catalog.format('Its events could not be stored: %s.', failure) FROM arrived
				ON CONFLICT (webhook_id) DO UPDATE
					SET (kind, provider, problem, url) = (excluded.kind, excluded.provider, excluded.problem, excluded.url);
			EXCEPTION WHEN OTHERS THEN
				-- Without a note, unread() returns the webhook.
				IF SQLSTATE ~ '^(40|53|57|55P03)' THEN RAISE; END IF;
			END;
		END;
	END;
	RETURN NULL;
END $$;

COMMENT ON FUNCTION store_events() IS 'stores the events of new webhooks, in one statement for all of them';

CREATE OR REPLACE TRIGGER store_events AFTER INSERT ON webhook
	REFERENCING NEW TABLE AS arrived
	FOR EACH STATEMENT EXECUTE FUNCTION store_events();
COMMENT ON TRIGGER store_events ON webhook IS 'stores the events of new webhooks';

-- A statement that names a partition fires no trigger of the partitioned table, but its own.
-- Foreign tables can have none of this kind.
DO $$
DECLARE
	partition text;
BEGIN
	FOR partition IN
		SELECT t.relid::text FROM pg_partition_tree('webhook'::regclass) t JOIN pg_class c ON c.oid = t.relid::oid
		WHERE t.level > 0 AND c.relkind <> 'f'
	LOOP
		EXECUTE pg_catalog.format('CREATE OR REPLACE TRIGGER store_events AFTER INSERT ON %s
			REFERENCING NEW TABLE AS arrived FOR EACH STATEMENT EXECUTE FUNCTION store_events();
			COMMENT ON TRIGGER store_events ON %1$s IS %L', partition, 'stores the events of webhooks that are inserted into this partition by its name');
	END LOOP;
END $$;
