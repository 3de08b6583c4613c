-- The trigger that reads new webhooks. Events are inserted in the order of their key, so
-- that concurrent statements with the same events wait for each other, but not in a circle.
CREATE OR REPLACE FUNCTION store_events() RETURNS trigger
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
#variable_conflict use_column
DECLARE
	failure text;
BEGIN
	IF to_regclass('webhook')::oid IS DISTINCT FROM TG_RELID THEN
		RAISE WARNING 'could not store events of webhooks: the schema was renamed'
			USING HINT = pg_catalog.format('Call ses_update_pipeline(%L), and then reparse().', TG_TABLE_SCHEMA);
		RETURN NULL;
	END IF;

	BEGIN
		WITH part AS MATERIALIZED (
			SELECT w.id AS webhook_id, p.*
			FROM arrived w, @extschema@.ses_parse_all(w.payload, w.zone) p
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
		ORDER BY event_key, webhook_id
		ON CONFLICT (event_key) DO NOTHING;
	EXCEPTION WHEN OTHERS THEN
		failure := SQLERRM;
		BEGIN
			PERFORM store_each(ARRAY(SELECT id FROM arrived));
		EXCEPTION WHEN OTHERS THEN
			RAISE WARNING 'could not store events of webhooks: %', failure
				USING HINT = 'The webhooks are stored; reparse() tries again.';
		END;
	END;
	RETURN NULL;
END $$;

COMMENT ON FUNCTION store_events() IS 'stores the events of new webhooks, in one statement for all of them';

CREATE OR REPLACE TRIGGER store_events AFTER INSERT ON webhook
	REFERENCING NEW TABLE AS arrived
	FOR EACH STATEMENT EXECUTE FUNCTION store_events();
COMMENT ON TRIGGER store_events ON webhook IS 'stores the events of new webhooks';
