-- First each message and recipient of a day, with this recipient's share in what happened;
-- then their number. Rates are per message sent, or where no sending is reported, per
-- message delivered or bounced.
CREATE OR REPLACE VIEW daily AS
SELECT d.day, d.provider, d.stream, d.sent, d.delivered, d.bounced_hard, d.bounced_soft, d.complained,
	d.unique_opens, d.unique_clicks,
	round(d.bounced_hard::numeric / coalesce(nullif(d.sent, 0), CASE WHEN d.delivered > 0 THEN d.ended END)::numeric, 5) AS bounce_rate,
	round(d.complained::numeric / coalesce(nullif(d.delivered, 0), nullif(d.sent, 0))::numeric, 5) AS complaint_rate
FROM (
	SELECT u.day, u.provider, u.stream,
		round(coalesce(sum(u.sent), 0))::bigint AS sent,
		round(coalesce(sum(u.delivered), 0))::bigint AS delivered,
		round(coalesce(sum(u.ended), 0))::bigint AS ended,
		round(coalesce(sum(u.bounced_hard), 0))::bigint AS bounced_hard,
		round(coalesce(sum(u.bounced_soft) FILTER (WHERE u.bounced_hard IS NULL), 0))::bigint AS bounced_soft,
		round(coalesce(sum(u.complained), 0))::bigint AS complained,
		round(coalesce(sum(u.opened), 0))::bigint AS unique_opens,
		round(coalesce(sum(u.clicked), 0))::bigint AS unique_clicks
	FROM (
		SELECT (e.occurred_at AT TIME ZONE 'UTC')::date AS day, e.provider, e.stream,
			max(s.share) FILTER (WHERE e.event_type IN ('sent', 'queued')) AS sent,
			max(s.share) FILTER (WHERE e.event_type = 'delivered') AS delivered,
			max(s.share) FILTER (WHERE e.event_type = 'delivered' OR s.is_bounce) AS ended,
			max(s.share) FILTER (WHERE s.is_bounce AND e.bounce_class = 'hard') AS bounced_hard,
			max(s.share) FILTER (WHERE s.is_bounce AND e.bounce_class IS DISTINCT FROM 'hard') AS bounced_soft,
			max(s.share) FILTER (WHERE e.event_type = 'complained' AND e.reason IS DISTINCT FROM 'not_spam') AS complained,
			max(s.share) FILTER (WHERE e.event_type = 'opened' AND e.is_bot IS NOT TRUE) AS opened,
			max(s.share) FILTER (WHERE e.event_type = 'clicked' AND e.is_bot IS NOT TRUE) AS clicked
		FROM event e,
			-- A failure with the recipient's reply is a bounce.
			LATERAL (SELECT 1.0::float8 / e.candidates::float8,
				e.event_type = 'bounced' OR e.event_type = 'failed' AND e.bounce_class IS NOT NULL) s (share, is_bounce)
		WHERE e.event_type IN ('sent', 'queued', 'delivered', 'bounced', 'complained', 'opened', 'clicked')
			OR e.event_type = 'failed' AND e.bounce_class IS NOT NULL
		GROUP BY 1, e.provider, e.stream, coalesce(e.message_id, e.event_id::text), lower(e.recipient)
	) u
	GROUP BY u.day, u.provider, u.stream
) d;

COMMENT ON VIEW daily IS 'number of messages, by recipient, and rates per day, provider and stream';
COMMENT ON COLUMN daily.day IS 'the day in UTC; NULL where no time is known';
COMMENT ON COLUMN daily.provider IS 'the provider';
COMMENT ON COLUMN daily.stream IS 'the provider''s grouping of sending';
COMMENT ON COLUMN daily.sent IS 'messages that the provider accepted or sent';
COMMENT ON COLUMN daily.delivered IS 'messages delivered';
COMMENT ON COLUMN daily.bounced_hard IS 'messages with a hard bounce';
COMMENT ON COLUMN daily.bounced_soft IS 'messages with a soft or undetermined bounce';
COMMENT ON COLUMN daily.complained IS 'messages complained about';
COMMENT ON COLUMN daily.unique_opens IS 'messages opened on that day, not by programs';
COMMENT ON COLUMN daily.unique_clicks IS 'messages with a link clicked on that day, not by programs';
COMMENT ON COLUMN daily.bounce_rate IS
	'hard bounces per message sent (Amazon SES: below 0.05), else per message delivered or bounced; NULL without deliveries';
COMMENT ON COLUMN daily.complaint_rate IS
	'complaints per message delivered (Gmail, Amazon SES: below 0.001), else per message sent';
