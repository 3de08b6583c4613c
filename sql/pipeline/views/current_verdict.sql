-- A query of suppression locks it before this view, and so does an update: otherwise the two wait
-- for each other. See columns/event.sql.
DO $$
BEGIN
	IF EXISTS (
		SELECT FROM pg_class c WHERE c.oid = to_regclass('suppression')::oid AND c.relkind = 'v' AND pg_get_userbyid(c.relowner) = current_user)
	THEN
		ALTER VIEW suppression OWNER TO CURRENT_USER;
	END IF;
END $$;

-- The newest verdict per address and stream, of those for the stream and those for all mail. An
-- address with verdicts for streams only has a row for all mail, too, so that the view suppression
-- joins one row for each decision that it has to take.
CREATE OR REPLACE VIEW current_verdict WITH (security_barrier = true) AS
SELECT n.address, n.stream,
	CASE WHEN n.is_own THEN n.verdict ELSE n.all_verdict END AS verdict,
	CASE WHEN n.is_own THEN n.reason ELSE n.all_reason END AS reason,
	CASE WHEN n.is_own THEN n.noted_at ELSE n.all_noted_at END AS noted_at,
	CASE WHEN n.is_own THEN n.until ELSE n.all_until END AS until,
	n.streams
FROM (
	SELECT o.address, o.stream, o.verdict, o.reason, o.noted_at, o.until,
		(o.noted_at, o.id) >= (pg_catalog.first_value(o.noted_at) OVER w, pg_catalog.first_value(o.id) OVER w) AS is_own,
		pg_catalog.first_value(o.verdict) OVER w AS all_verdict,
		pg_catalog.first_value(o.reason) OVER w AS all_reason,
		pg_catalog.first_value(o.noted_at) OVER w AS all_noted_at,
		pg_catalog.first_value(o.until) OVER w AS all_until,
		pg_catalog.array_agg(o.stream) FILTER (WHERE o.stream IS NOT NULL) OVER w AS streams
	FROM (
		SELECT DISTINCT ON (v.address, v.stream) v.address, v.stream, v.verdict, v.reason, v.noted_at, v.until, v.id
		FROM (
			SELECT lower(d.address) AS address, d.stream, d.verdict, d.reason, d.noted_at, d.until, d.id
			FROM verdict d
			WHERE d.until IS NULL OR d.until > now()
			UNION ALL
			SELECT lower(d.address), NULL::text, NULL::text, NULL::text, '-infinity'::timestamp with time zone,
				NULL::timestamp with time zone, 0::bigint
			FROM verdict d
			WHERE d.stream IS NOT NULL AND (d.until IS NULL OR d.until > now())
		) v
		ORDER BY v.address, v.stream, v.noted_at DESC, v.id DESC
	) o
	WINDOW w AS (PARTITION BY o.address ORDER BY o.stream NULLS FIRST ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
) n;

COMMENT ON VIEW current_verdict IS
	'verdicts that count now: per address one for all mail, and one for each stream that a verdict names';
COMMENT ON COLUMN current_verdict.address IS 'the address in lower case';
COMMENT ON COLUMN current_verdict.stream IS 'the stream; NULL: all mail';
COMMENT ON COLUMN current_verdict.verdict IS
	'suppress or allow, of the newest verdict for the stream or for all mail; NULL where no verdict is for all mail';
COMMENT ON COLUMN current_verdict.reason IS 'its reason';
COMMENT ON COLUMN current_verdict.noted_at IS 'its time';
COMMENT ON COLUMN current_verdict.until IS 'time when it lapses; NULL: never';
COMMENT ON COLUMN current_verdict.streams IS 'the streams of the address that verdicts name, in order';
