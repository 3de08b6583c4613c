-- A step of reparse(), as store_events() does it for new webhooks. Transient errors are raised.
CREATE OR REPLACE FUNCTION store_all(webhook_ids bigint[]) RETURNS bigint
LANGUAGE plpgsql
SET search_path FROM CURRENT
SET plan_cache_mode = force_custom_plan
AS $$
#variable_conflict use_column
DECLARE
	stored bigint;
BEGIN
	BEGIN
		WITH part AS MATERIALIZED (
			SELECT w.id AS webhook_id, p.*
			FROM webhook w, @extschema@.ses_parse_all(w.payload, w.zone, definitions()) WITH ORDINALITY p
			WHERE store_all.webhook_ids IS NULL OR w.id = ANY (store_all.webhook_ids)
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
		GET DIAGNOSTICS stored = ROW_COUNT;
	EXCEPTION WHEN OTHERS THEN
		IF SQLSTATE ~ '^(40|53|57|55P03)' AND SQLSTATE <> '40001' THEN RAISE; END IF;
		stored := store_each(ARRAY(
			SELECT w.id FROM webhook w WHERE store_all.webhook_ids IS NULL OR w.id = ANY (store_all.webhook_ids)));
	END;
	RETURN stored;
END $$;

COMMENT ON FUNCTION store_all(bigint[]) IS
	'stores the events of webhooks, all or those of some ids, at once or else one by one; returns the number of events stored';
