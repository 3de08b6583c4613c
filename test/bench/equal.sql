-- Proves that the competitors return the rows of ses_parse, in all columns but six:
-- event_id is a hash; the words of replies decide on bounce_class and reason, and tables of
-- programs and operators on actor, client and mailbox_provider, which SQL does not have. Stops with the first row that only one of the two has. Needs
-- data.sql and competitors.sql.
\set ON_ERROR_STOP on

-- The columns of ses_event that competitors have, as a list for queries.
CREATE FUNCTION columns_of_event(but name[] DEFAULT '{}') RETURNS text
BEGIN ATOMIC
	SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum)
	FROM pg_attribute
	WHERE attrelid = 'ses_event'::regclass AND attnum > 0 AND NOT attisdropped AND attname <> ALL (but)
		AND attname NOT IN ('actor', 'client', 'mailbox_provider');
END;

CREATE PROCEDURE prove_equal(schema name, competitor name, source text) LANGUAGE plpgsql AS $$
DECLARE
	columns CONSTANT text := columns_of_event(but => '{event_id, bounce_class, reason}');
	ours CONSTANT text := format('SELECT %s FROM raw, public.ses_parse(payload)', columns);
	theirs CONSTANT text := format('SELECT %s FROM %s', columns, source);
	difference record;
	ids bigint;
	events bigint;
BEGIN
	PERFORM set_config('search_path', quote_ident(schema), true);
	EXECUTE format($sql$
		SELECT * FROM (
			SELECT 'ses_parse' AS side, to_jsonb(o) AS event FROM (%1$s EXCEPT ALL %2$s) o
			UNION ALL
			SELECT %3$L, to_jsonb(t) FROM (%2$s EXCEPT ALL %1$s) t) d
		ORDER BY event->>'message_id', event->>'recipient', side LIMIT 1$sql$, ours, theirs, competitor) INTO difference;
	IF difference.side IS NOT NULL THEN
		RAISE EXCEPTION '% and ses_parse give different rows', competitor
			USING DETAIL = format('Only %s gives: %s', difference.side, jsonb_strip_nulls(difference.event));
	END IF;

	EXECUTE format('SELECT count(DISTINCT event_id), count(*) FROM %s', source) INTO ids, events;
	IF ids <> events THEN
		RAISE EXCEPTION '% has % ids for % events', competitor, ids, events;
	END IF;
END $$;

CALL prove_equal('public', 'by_view', 'by_view');
CALL prove_equal('public', 'by_plpgsql', 'raw, by_plpgsql(payload)');
CALL prove_equal('newsletter', 'by_view', 'by_view');
CALL prove_equal('newsletter', 'by_plpgsql', 'raw, by_plpgsql(payload)');
