-- There is no index of providers, because it would cost as much as any other per event. An event_id
-- begins with the time, so the primary key has the newest events of each hour side by side: of the
-- newest 336 hours with events, 50 each are read.
-- Times before 1970, which have the least ids, end the search.
-- Gaps are weighted by their length, so that a thousand webhooks within a minute and none for the
-- rest of the week are a gap of a week. Where webhooks come steadily, the gap is one hour.
CREATE OR REPLACE VIEW feed AS
WITH RECURSIVE hour (number, at) AS (
	SELECT 1, now() + interval '1 day'
	UNION ALL
	SELECT h.number + 1, (
		SELECT date_trunc('hour', e.occurred_at, 'UTC') FROM event e
		WHERE e.event_id < rpad(lpad(to_hex((greatest(extract(epoch FROM h.at), 0::numeric) * 1000::numeric)::bigint), 12, '0'), 32, '0')::uuid
			AND e.occurred_at < h.at
		ORDER BY e.event_id DESC LIMIT 1)
	FROM hour h WHERE h.at IS NOT NULL AND h.number <= 336
), seen AS MATERIALIZED (
	SELECT n.provider, h.at, n.occurred_at, n.webhook_id
	FROM hour h, LATERAL (
		SELECT e.provider, e.occurred_at, e.webhook_id FROM event e
		WHERE e.event_id >= rpad(lpad(to_hex((greatest(extract(epoch FROM h.at), 0::numeric) * 1000::numeric)::bigint), 12, '0'), 32, '0')::uuid
			AND e.event_id < rpad(lpad(to_hex((greatest(extract(epoch FROM h.at + interval '1 hour'), 0::numeric) * 1000::numeric)::bigint), 12, '0'), 32, '0')::uuid
			AND isfinite(e.occurred_at)
		ORDER BY e.event_id DESC LIMIT 50) n
	WHERE h.number > 1 AND h.at IS NOT NULL
)
SELECT p.provider,
	coalesce(w.received_at, p.last_event_at) AS last_received_at,
	p.last_event_at,
	g.usual_gap,
	now() - greatest(w.received_at, p.last_event_at) > g.usual_gap * 2::double precision AS is_overdue
FROM (SELECT s.provider, max(s.occurred_at) AS last_event_at, max(s.webhook_id) AS webhook_id FROM seen s WHERE s.provider IS NOT NULL GROUP BY s.provider) p
	LEFT JOIN LATERAL (SELECT max(a.received_at) AS received_at FROM webhook a WHERE a.id = p.webhook_id) w ON true
	LEFT JOIN LATERAL (
		SELECT min(c.gap) AS usual_gap
		FROM (
			SELECT b.gap, sum(b.gap) OVER (ORDER BY b.gap) AS up_to, sum(b.gap) OVER () AS total
			FROM (SELECT s.at - pg_catalog.lag(s.at) OVER (ORDER BY s.at) FROM seen s WHERE s.provider = p.provider GROUP BY s.at) b (gap)
			WHERE b.gap IS NOT NULL
		) c
		WHERE c.up_to >= c.total * 0.95::double precision
	) g ON true;

COMMENT ON VIEW feed IS 'providers of the newest events, each with the time when its last webhook arrived, and whether the next one is overdue';
COMMENT ON COLUMN feed.provider IS 'the provider';
COMMENT ON COLUMN feed.last_received_at IS
	'time when the last webhook with an event arrived; of the newest event, where the webhook is deleted';
COMMENT ON COLUMN feed.last_event_at IS 'time of the newest event, of those not more than a day ahead of now';
COMMENT ON COLUMN feed.usual_gap IS
	'usual time between events, in whole hours: gaps that are no longer cover 95 % of the time; NULL where all events are of one hour';
COMMENT ON COLUMN feed.is_overdue IS 'true where nothing has arrived for more than twice the usual gap; NULL where that is NULL';
