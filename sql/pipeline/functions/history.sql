-- With a plan for any address, as in may_send().
CREATE OR REPLACE FUNCTION history(address text,
	OUT occurred_at timestamp with time zone, OUT what text, OUT reason text, OUT explanation text, OUT rule text,
	OUT bounce_class text, OUT provider text, OUT stream text, OUT sender text, OUT subject text, OUT message_id text,
	OUT candidates integer, OUT event_id uuid, OUT webhook_id bigint) RETURNS SETOF record
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 20
SET search_path FROM CURRENT
SET plan_cache_mode = force_generic_plan
AS $$
#variable_conflict use_column
<<this>>
DECLARE
	person text;
BEGIN
	-- As in reparse().
	IF NOT EXISTS (
		SELECT FROM pg_class c WHERE c.oid = to_regclass('webhook')::oid AND pg_get_userbyid(c.relowner) = current_user)
	THEN
		RAISE EXCEPTION 'the schema of the pipeline was renamed'
			USING ERRCODE = 'object_not_in_prerequisite_state', HINT = 'Call ses_update_pipeline with its new name.';
	END IF;

	person := address_of(history.address);
	RETURN QUERY
	WITH decision AS MATERIALIZED (
		SELECT s.event_id, s.since, s.rule FROM suppression s WHERE s.address = this.person
	)
	SELECT h.*
	FROM (
		SELECT e.occurred_at, e.event_type, e.reason, coalesce(e.smtp_response, e.description),
			(SELECT min(d.rule) FROM decision d WHERE d.event_id = e.event_id AND d.since IS NOT DISTINCT FROM e.occurred_at),
			e.bounce_class, e.provider, e.stream, e.sender, e.subject, e.message_id, e.candidates, e.event_id, e.webhook_id
		FROM event e
		WHERE lower(e.recipient) = this.person
		UNION ALL
		SELECT v.noted_at, v.verdict, v.reason, CASE WHEN v.until IS NOT NULL THEN pg_catalog.format('until %s', v.until::text) END,
			(SELECT min(d.rule) FROM decision d WHERE d.event_id IS NULL AND d.since = v.noted_at AND v.verdict = 'suppress'),
			NULL, NULL, v.stream, NULL, NULL, NULL, NULL, NULL, NULL
		FROM verdict v
		WHERE lower(v.address) = this.person
	) h (occurred_at, what, reason, explanation, rule, bounce_class, provider, stream, sender, subject, message_id,
		candidates, event_id, webhook_id)
	ORDER BY h.occurred_at DESC NULLS LAST, h.event_id DESC NULLS FIRST;
END $$;

COMMENT ON FUNCTION history(text) IS
	'returns all events of an address and all verdicts on it, newest first; rule names what suppresses it now';
