CREATE OR REPLACE FUNCTION store_each(webhook_ids bigint[]) RETURNS bigint
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
#variable_conflict use_column
DECLARE
	stored bigint := 0;
	failures bigint := 0;
	failure text;
	one record;
BEGIN
	INSERT INTO problem (webhook_id, kind, provider, problem, url)
	SELECT w.id, p.event_type, p.provider, p.description, p.url
	FROM webhook w, @extschema@.ses_parse_all(w.payload, w.zone, definitions()) p
	WHERE w.id = ANY (store_each.webhook_ids) AND p.event_id IS NULL
	ON CONFLICT (webhook_id) DO UPDATE SET (kind, provider, problem, url) = (excluded.kind, excluded.provider, excluded.problem, excluded.url);

	FOR one IN
		SELECT w.id AS webhook_id, e.event
		FROM webhook w, @extschema@.ses_parse_all(w.payload, w.zone, definitions()) WITH ORDINALITY p,
			LATERAL (SELECT ROW(p.event_columns)::@extschema@.ses_event) e (event)
		WHERE w.id = ANY (store_each.webhook_ids) AND p.event_id IS NOT NULL
		ORDER BY p.event_key, w.id, p.ordinality
	LOOP
		BEGIN
			INSERT INTO event (webhook_id, event_columns)
			SELECT one.webhook_id, p.event_columns FROM (SELECT (one.event).*) p
			ON CONFLICT (event_key) DO NOTHING;
			stored := stored + FOUND::integer;
		EXCEPTION
			WHEN serialization_failure THEN
				-- Another transaction has stored it if its key is taken; otherwise this raises the failure.
				BEGIN
					INSERT INTO event (webhook_id, event_columns)
					SELECT one.webhook_id, p.event_columns FROM (SELECT (one.event).*) p;
					stored := stored + 1;
				EXCEPTION WHEN unique_violation THEN NULL;
				END;
			WHEN OTHERS THEN
				-- Transient: it ends here, so that a lock is not waited for once per event.
				IF SQLSTATE ~ '^(40|53|57|55P03)' THEN RAISE; END IF;
				failures := failures + 1;
				failure := coalesce(failure, SQLERRM);
				-- The first failure of a webhook is noted.
				INSERT INTO problem AS known (webhook_id, kind, provider, problem)
				VALUES (one.webhook_id, 'event', (one.event).provider,
					pg_catalog.format('An event of it could not be stored: %s.', SQLERRM))
				ON CONFLICT (webhook_id) DO UPDATE
					SET problem = coalesce(known.problem || ' ', '') || excluded.problem
					WHERE position('could not be stored' IN known.problem) = 0;
		END;
	END LOOP;

	IF failures > 0 THEN
		RAISE WARNING 'could not store events of webhooks: %', failure
			USING DETAIL = pg_catalog.format('Events that could not be stored: %s.', failures),
				HINT = 'The webhooks are stored. See the view attention for them; reparse() tries again.';
	END IF;
	RETURN stored;
END $$;

COMMENT ON FUNCTION store_each(bigint[]) IS
	'stores the events of webhooks one by one, where that failed for all at once; returns the number of events stored';
