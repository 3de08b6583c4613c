-- Rates of the last 24 hours, and of seven closed days with today. The messages of 24 hours are counted as
-- in activity, but over two days. The provider's own class decides what is a bounce.
CREATE OR REPLACE VIEW health AS
WITH recent AS MATERIALIZED (
	SELECT g.provider, g.stream, d.domain, min(g.mailbox_provider COLLATE "C") COLLATE "default" AS mailbox_provider,
		coalesce(sum(1::numeric / g.sent::numeric) FILTER (WHERE g.refused IS NULL OR g.ended IS NOT NULL), 0::numeric) AS attempted,
		coalesce(sum(1::numeric / g.delivered::numeric), 0::numeric) AS delivered,
		coalesce(sum(1::numeric / g.ended::numeric), 0::numeric) AS ended,
		coalesce(sum(1::numeric / g.counted::numeric), 0::numeric) AS counted,
		coalesce(sum(1::numeric / g.complained::numeric), 0::numeric) AS complained,
		coalesce(sum(1::numeric / g.deferred::numeric), 0::numeric) AS deferred
	FROM (
		SELECT e.provider, e.stream, lower(e.recipient) AS recipient, min(e.mailbox_provider COLLATE "C") COLLATE "default" AS mailbox_provider,
			min(w.candidates) FILTER (WHERE e.event_type IN ('sent', 'queued')) AS sent,
			min(w.candidates) FILTER (WHERE e.event_type = 'delivered') AS delivered,
			min(w.candidates) FILTER (WHERE e.event_type = 'delivered' OR w.is_bounce AND w.is_counted) AS ended,
			min(w.candidates) FILTER (WHERE w.is_bounce AND w.is_counted AND coalesce(e.provider_class, e.bounce_class) = 'hard') AS counted,
			min(w.candidates) FILTER (WHERE e.event_type = 'rejected' OR w.is_suppressed) AS refused,
			min(w.candidates) FILTER (WHERE e.event_type = 'complained' AND NOT w.is_suppressed AND e.reason IS DISTINCT FROM 'not_spam') AS complained,
			min(w.candidates) FILTER (WHERE e.event_type = 'deferred') AS deferred
		FROM event e,
			LATERAL (SELECT greatest(e.candidates, 1),
				e.event_type = 'bounced' OR e.event_type = 'failed' AND e.bounce_class IS NOT NULL,
				e.reason IS NOT NULL AND e.reason IN ('suppressed', 'unsubscribed')
					AND e.event_type IN ('bounced', 'complained', 'rejected', 'failed'),
				e.provider_class IS NOT NULL OR e.reason IS NULL OR e.reason NOT IN ('suppressed', 'unsubscribed')
			) w (candidates, is_bounce, is_suppressed, is_counted)
		WHERE e.occurred_at > now() - interval '24 hours' AND e.occurred_at <= now()
			AND e.event_type IN ('sent', 'queued', 'delivered', 'deferred', 'bounced', 'rejected', 'failed', 'complained')
		GROUP BY e.provider, e.stream, coalesce(e.message_id, e.event_id::text), lower(e.recipient)
	) g,
		LATERAL (SELECT CASE WHEN position('@' IN g.recipient) > 0 THEN split_part(g.recipient, '@', -1) END) d (domain)
	GROUP BY g.provider, g.stream, d.domain
), week AS MATERIALIZED (
	SELECT c.provider, c.stream,
		sum(c.attempted::numeric + coalesce(c.shares[2], 0::numeric)) AS attempted,
		sum(c.delivered::numeric + coalesce(c.shares[3], 0::numeric)) AS delivered,
		sum(c.ended::numeric + coalesce(c.shares[4], 0::numeric)) AS ended,
		sum(c.counted::numeric + coalesce(c.shares[5], 0::numeric)) AS counted,
		sum(c.complained::numeric + coalesce(c.shares[9], 0::numeric)) AS complained,
		sum(c.deferred::numeric + coalesce(c.shares[12], 0::numeric)) AS deferred
	FROM current_day c
	WHERE c.day >= (now() AT TIME ZONE 'UTC')::date - 7 AND c.day <= (now() AT TIME ZONE 'UTC')::date
	GROUP BY c.provider, c.stream
), operator AS MATERIALIZED (
	SELECT o.domain, o.mailbox_provider, o.reports_complaints FROM domain o
), figure AS (
	SELECT 'provider'::text AS scope, r.provider, r.provider AS name, '24 hours'::text AS period, true AS reports_complaints,
		sum(r.attempted) AS attempted, sum(r.delivered) AS delivered, sum(r.ended) AS ended, sum(r.counted) AS counted,
		sum(r.complained) AS complained, sum(r.deferred) AS deferred
	FROM recent r GROUP BY r.provider
	UNION ALL
	SELECT 'stream'::text AS scope, r.provider, r.stream AS name, '24 hours'::text AS period, true AS reports_complaints,
		sum(r.attempted) AS attempted, sum(r.delivered) AS delivered, sum(r.ended) AS ended, sum(r.counted) AS counted,
		sum(r.complained) AS complained, sum(r.deferred) AS deferred
	FROM recent r WHERE r.stream IS NOT NULL GROUP BY r.provider, r.stream
	UNION ALL
	SELECT 'mailbox'::text AS scope, NULL::text AS provider, coalesce(o.mailbox_provider, r.mailbox_provider, r.domain) AS name, '24 hours'::text AS period,
		bool_or(o.reports_complaints) OR CASE WHEN sum(r.complained) > 0::numeric THEN true END AS reports_complaints,
		0::numeric AS attempted, sum(r.delivered) AS delivered, sum(r.ended) AS ended, sum(r.counted) AS counted,
		sum(r.complained) AS complained, sum(r.deferred) AS deferred
	FROM recent r LEFT JOIN operator o ON o.domain = r.domain
	WHERE r.domain IS NOT NULL
	GROUP BY coalesce(o.mailbox_provider, r.mailbox_provider, r.domain)
	UNION ALL
	SELECT 'provider'::text AS scope, w.provider, w.provider AS name, '7 days'::text AS period, true AS reports_complaints,
		sum(w.attempted) AS attempted, sum(w.delivered) AS delivered, sum(w.ended) AS ended, sum(w.counted) AS counted,
		sum(w.complained) AS complained, sum(w.deferred) AS deferred
	FROM week w GROUP BY w.provider
	UNION ALL
	SELECT 'stream'::text AS scope, w.provider, w.stream AS name, '7 days'::text AS period, true AS reports_complaints,
		w.attempted, w.delivered, w.ended, w.counted, w.complained, w.deferred
	FROM week w WHERE w.stream IS NOT NULL
	UNION ALL
	SELECT 'mailbox'::text AS scope, NULL::text AS provider, coalesce(o.mailbox_provider, c.mailbox_provider, c.domain) AS name, '7 days'::text AS period,
		bool_or(o.reports_complaints) OR CASE WHEN sum(c.complained) > 0::bigint THEN true END AS reports_complaints,
		0::numeric AS attempted,
		sum(c.delivered::numeric + coalesce(c.shares[1], 0::numeric)) AS delivered,
		sum(c.ended::numeric + coalesce(c.shares[2], 0::numeric)) AS ended,
		sum(c.counted::numeric + coalesce(c.shares[3], 0::numeric)) AS counted,
		sum(c.complained::numeric + coalesce(c.shares[7], 0::numeric)) AS complained,
		sum(c.deferred::numeric + coalesce(c.shares[10], 0::numeric)) AS deferred
	FROM current_mailbox_day c LEFT JOIN operator o ON o.domain = c.domain
	WHERE c.day >= (now() AT TIME ZONE 'UTC')::date - 7 AND c.day <= (now() AT TIME ZONE 'UTC')::date AND c.domain IS NOT NULL
	GROUP BY coalesce(o.mailbox_provider, c.mailbox_provider, c.domain)
)
SELECT h.scope, h.provider, h.name, h.period, h.metric, round(h.value, 5) AS value, h.messages,
	h.warning, h.critical, h.status,
	CASE
		WHEN h.value IS NULL AND h.reports_complaints IS NOT TRUE AND h.metric = 'complaint_rate' THEN
			pg_catalog.format('%s reports no complaints to providers, as far as is known.', h.name)
		WHEN h.value IS NULL THEN 'No message was delivered.'
		WHEN h.status = 'critical' THEN
			pg_catalog.format('The %s is %s %%, and must stay below %s %%.', h.label, h.percent, trim_scale(h.critical * 100::numeric)::text)
		WHEN h.status = 'warning' THEN
			pg_catalog.format('The %s is %s %%, and should stay below %s %%.', h.label, h.percent, trim_scale(h.warning * 100::numeric)::text)
		WHEN h.status = 'ok' THEN
			pg_catalog.format('The %s is %s %%, below the limit of %s %%.', h.label, h.percent, trim_scale(coalesce(h.warning, h.critical) * 100::numeric)::text)
		WHEN h.floor IS NOT NULL THEN
			pg_catalog.format('There are %s messages, and %s are required for a status.', h.messages::text, h.floor::text)
		ELSE pg_catalog.format('The %s is %s %%. It has no limit.', h.label, h.percent)
	END AS finding,
	h.source
FROM (
	SELECT m.*, l.warning, l.critical, l.floor, l.source,
		replace(m.metric, '_', ' ') AS label, trim_scale(round(m.value * 100::numeric, 3))::text AS percent,
		CASE WHEN m.value IS NULL OR l.floor IS NULL OR m.messages < l.floor THEN NULL
			WHEN m.value >= l.critical THEN 'critical'
			WHEN m.value >= l.warning THEN 'warning'
			ELSE 'ok' END AS status
	FROM (
		SELECT f.scope, f.provider, f.name, f.period, f.reports_complaints, v.metric,
			v.part / nullif(v.whole, 0::numeric) AS value, round(coalesce(v.whole, 0::numeric))::bigint AS messages
		FROM figure f,
			LATERAL (VALUES
				('bounce_rate'::text, f.counted, coalesce(nullif(f.attempted, 0::numeric), CASE WHEN f.delivered > 0::numeric THEN f.ended END)),
				('complaint_rate'::text, f.complained, CASE WHEN f.reports_complaints THEN coalesce(nullif(f.delivered, 0::numeric), nullif(f.attempted, 0::numeric)) END),
				('deferral_rate'::text, f.deferred, f.ended)
			) v (metric, part, whole)
	) m
		LEFT JOIN LATERAL (
			SELECT o.warning, o.critical, o.floor, o.source
			FROM health_limit o
			WHERE o.scope = m.scope AND o.metric = m.metric AND (o.name = m.name OR o.name IS NULL)
			ORDER BY o.name IS NULL
			LIMIT 1) l ON true
	-- Of the domains without an operator, only those with many messages.
	WHERE m.scope <> 'mailbox' OR m.messages >= 100::bigint OR l.floor IS NOT NULL
) h;

COMMENT ON VIEW health IS
	'rates of the last 24 hours, and of seven days with today, compared with the limits of the table health_limit';
COMMENT ON COLUMN health.scope IS 'provider: all that an account sends; stream: a part of it; mailbox: what an operator of mailboxes receives';
COMMENT ON COLUMN health.provider IS 'the provider; NULL for mailboxes';
COMMENT ON COLUMN health.name IS 'the provider, the stream, or the operator; the recipient''s domain where no operator is known';
COMMENT ON COLUMN health.period IS '24 hours, until now; or 7 days: seven closed days in UTC, and today';
COMMENT ON COLUMN health.metric IS
	'bounce_rate: what the provider counts as hard bounces, per message sent; complaint_rate: complaints per message delivered; deferral_rate: deferrals per message delivered or bounced';
COMMENT ON COLUMN health.value IS 'the rate as a share: 0.05 is 5 %; NULL without messages, or where the operator reports no complaints';
COMMENT ON COLUMN health.messages IS 'number of messages that the rate is of';
COMMENT ON COLUMN health.warning IS 'limit from which the status is warning';
COMMENT ON COLUMN health.critical IS 'limit from which the status is critical';
COMMENT ON COLUMN health.status IS 'ok, warning or critical; NULL without a limit or with too few messages';
COMMENT ON COLUMN health.finding IS 'the status as a sentence';
COMMENT ON COLUMN health.source IS 'where the limit comes from';
