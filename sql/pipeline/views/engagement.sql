-- What a person did is what message says of it, so that machines and suspect clicks are left out by
-- the same rules. Opens and clicks that belong to no message are asked by their address alone.
CREATE OR REPLACE VIEW engagement AS
SELECT a.address, a.last_person_at, a.last_unknown_at,
	CASE
		WHEN a.last_person_at >= now() - interval '7 days' THEN '7 days'
		WHEN a.last_person_at >= now() - interval '14 days' THEN '14 days'
		WHEN a.last_person_at >= now() - interval '90 days' THEN '90 days'
		WHEN a.last_person_at >= now() - interval '365 days' THEN '365 days'
		WHEN a.last_person_at IS NOT NULL THEN 'longer'
		ELSE 'never'
	END AS cohort
FROM (
	SELECT u.address, max(u.person_at) AS last_person_at, max(u.unknown_at) AS last_unknown_at
	FROM (
		SELECT m.recipient, m.last_person_at, m.last_unknown_at FROM message m
		UNION ALL
		SELECT lower(e.recipient),
			CASE WHEN w.is_own AND e.actor IN ('person', 'proxy') THEN e.occurred_at END,
			CASE WHEN w.is_own AND e.actor IS NULL THEN e.occurred_at END
		FROM event e,
			LATERAL (SELECT e.event_type IN ('opened', 'clicked') AND e.is_bot IS NOT TRUE
				AND coalesce(e.candidates, 1) <= 1 AND e.occurred_at < now() + interval '1 day') w (is_own)
		WHERE e.message_id IS NULL AND e.event_type <> 'inbound'
	) u (address, person_at, unknown_at)
	WHERE u.address IS NOT NULL
	GROUP BY u.address
) a;

COMMENT ON VIEW engagement IS 'addresses, each with the last open or click of a person';
COMMENT ON COLUMN engagement.address IS 'the address in lower case';
COMMENT ON COLUMN engagement.last_person_at IS
	'time of the last open or click by a person, or by a proxy for one, as in message; NULL if there was no such event';
COMMENT ON COLUMN engagement.last_unknown_at IS 'time of the last open or click of which nothing reports whether a person or a machine did it';
COMMENT ON COLUMN engagement.cohort IS
	'how long ago last_person_at is at most: 7 days, 14 days, 90 days, 365 days; longer; never where it is NULL';
