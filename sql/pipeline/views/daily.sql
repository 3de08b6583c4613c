-- First each message and recipient of a day, with the fewest recipients that each figure may
-- concern: one of three is a third. Then their sum: whole messages as integers, shares as numeric,
-- because a sum of numeric is the same in each order, and so in each plan. A third is cut off after
-- twenty decimals, so that a sum may be just below one half: a billionth is added before rounding.

-- What counts as what:
-- - A failure with the recipient's reply is a bounce.
-- - What the provider did not send because of a list is neither a bounce nor a complaint. Without a
--   message, a contact was put on the list and nothing was to be sent.
-- - The bounce rate is the provider's: its own class goes before that of the reply. What it did
--   not send counts only where it has a class of the provider's, as with the global list of Amazon.
-- - What was refused and neither delivered nor bounced was never sent: no rate is of it.
CREATE OR REPLACE VIEW daily AS
SELECT d.day, d.provider, d.stream,
	round(d.sent + 1e-9)::bigint AS sent,
	round(d.delivered + 1e-9)::bigint AS delivered,
	round(d.bounced_hard + 1e-9)::bigint AS bounced_hard,
	round(d.bounced_soft + 1e-9)::bigint AS bounced_soft,
	round(d.complained + 1e-9)::bigint AS complained,
	round(d.opened + 1e-9)::bigint AS unique_opens,
	round(d.clicked + 1e-9)::bigint AS unique_clicks,
	round(d.counted / coalesce(nullif(d.attempted, 0::numeric), CASE WHEN d.delivered > 0::numeric THEN d.ended END), 5) AS bounce_rate,
	round(d.complained / coalesce(nullif(d.delivered, 0::numeric), nullif(d.attempted, 0::numeric)), 5) AS complaint_rate,
	round(d.suppressed + 1e-9)::bigint AS suppressed
FROM (
	SELECT u.day, u.provider, u.stream,
		count(*) FILTER (WHERE u.sent = 1)::numeric + coalesce(sum(1::numeric / u.sent::numeric) FILTER (WHERE u.sent > 1), 0::numeric) AS sent,
		count(*) FILTER (WHERE u.attempted = 1)::numeric + coalesce(sum(1::numeric / u.attempted::numeric) FILTER (WHERE u.attempted > 1), 0::numeric) AS attempted,
		count(*) FILTER (WHERE u.delivered = 1)::numeric + coalesce(sum(1::numeric / u.delivered::numeric) FILTER (WHERE u.delivered > 1), 0::numeric) AS delivered,
		count(*) FILTER (WHERE u.ended = 1)::numeric + coalesce(sum(1::numeric / u.ended::numeric) FILTER (WHERE u.ended > 1), 0::numeric) AS ended,
		count(*) FILTER (WHERE u.counted = 1)::numeric + coalesce(sum(1::numeric / u.counted::numeric) FILTER (WHERE u.counted > 1), 0::numeric) AS counted,
		count(*) FILTER (WHERE u.bounced_hard = 1)::numeric + coalesce(sum(1::numeric / u.bounced_hard::numeric) FILTER (WHERE u.bounced_hard > 1), 0::numeric) AS bounced_hard,
		count(*) FILTER (WHERE u.bounced_soft = 1)::numeric + coalesce(sum(1::numeric / u.bounced_soft::numeric) FILTER (WHERE u.bounced_soft > 1), 0::numeric) AS bounced_soft,
		count(*) FILTER (WHERE u.complained = 1)::numeric + coalesce(sum(1::numeric / u.complained::numeric) FILTER (WHERE u.complained > 1), 0::numeric) AS complained,
		count(*) FILTER (WHERE u.suppressed = 1)::numeric + coalesce(sum(1::numeric / u.suppressed::numeric) FILTER (WHERE u.suppressed > 1), 0::numeric) AS suppressed,
		count(*) FILTER (WHERE u.opened = 1)::numeric + coalesce(sum(1::numeric / u.opened::numeric) FILTER (WHERE u.opened > 1), 0::numeric) AS opened,
		count(*) FILTER (WHERE u.clicked = 1)::numeric + coalesce(sum(1::numeric / u.clicked::numeric) FILTER (WHERE u.clicked > 1), 0::numeric) AS clicked
	FROM (
		SELECT g.day, g.provider, g.stream, g.sent, g.delivered, g.ended, g.counted, g.bounced_hard,
			CASE WHEN g.refused IS NULL OR g.ended IS NOT NULL THEN g.sent END AS attempted,
			CASE WHEN g.bounced_hard IS NULL THEN g.bounced_soft END AS bounced_soft,
			g.complained, g.suppressed, g.opened, g.clicked
		FROM (
			SELECT (e.occurred_at AT TIME ZONE 'UTC')::date AS day, e.provider, e.stream,
				min(w.candidates) FILTER (WHERE e.event_type IN ('sent', 'queued')) AS sent,
				min(w.candidates) FILTER (WHERE e.event_type = 'delivered') AS delivered,
				min(w.candidates) FILTER (WHERE e.event_type = 'delivered' OR w.is_bounce AND w.is_counted) AS ended,
				min(w.candidates) FILTER (WHERE w.is_bounce AND w.is_counted AND coalesce(e.provider_class, e.bounce_class) = 'hard') AS counted,
				min(w.candidates) FILTER (WHERE w.is_bounce AND NOT w.is_suppressed AND e.bounce_class = 'hard') AS bounced_hard,
				min(w.candidates) FILTER (WHERE w.is_bounce AND NOT w.is_suppressed AND e.bounce_class IS DISTINCT FROM 'hard') AS bounced_soft,
				min(w.candidates) FILTER (WHERE e.event_type = 'rejected' OR w.is_suppressed) AS refused,
				min(w.candidates) FILTER (WHERE w.is_suppressed AND e.message_id IS NOT NULL) AS suppressed,
				min(w.candidates) FILTER (WHERE e.event_type = 'complained' AND NOT w.is_suppressed AND e.reason IS DISTINCT FROM 'not_spam') AS complained,
				min(w.candidates) FILTER (WHERE e.event_type = 'opened' AND e.is_bot IS NOT TRUE) AS opened,
				min(w.candidates) FILTER (WHERE e.event_type = 'clicked' AND e.is_bot IS NOT TRUE) AS clicked
			FROM event e,
				LATERAL (SELECT greatest(e.candidates, 1),
					e.event_type = 'bounced' OR e.event_type = 'failed' AND e.bounce_class IS NOT NULL,
					e.reason IS NOT NULL AND e.reason IN ('suppressed', 'unsubscribed')
						AND e.event_type IN ('bounced', 'complained', 'rejected', 'failed'),
					e.provider_class IS NOT NULL OR e.reason IS NULL OR e.reason NOT IN ('suppressed', 'unsubscribed')
				) w (candidates, is_bounce, is_suppressed, is_counted)
			WHERE e.event_type IN ('sent', 'queued', 'delivered', 'bounced', 'rejected', 'complained', 'opened', 'clicked')
				OR e.event_type = 'failed' AND (e.bounce_class IS NOT NULL OR e.reason IN ('suppressed', 'unsubscribed'))
			GROUP BY 1, e.provider, e.stream, coalesce(e.message_id, e.event_id::text), lower(e.recipient)
		) g
	) u
	GROUP BY u.day, u.provider, u.stream
) d;

COMMENT ON VIEW daily IS 'number of messages, by recipient, and rates per day, provider and stream';
COMMENT ON COLUMN daily.day IS 'the day in UTC; NULL where no time is known';
COMMENT ON COLUMN daily.provider IS 'the provider';
COMMENT ON COLUMN daily.stream IS 'the provider''s grouping of sending';
COMMENT ON COLUMN daily.sent IS 'messages that the provider accepted or sent';
COMMENT ON COLUMN daily.delivered IS 'messages delivered';
COMMENT ON COLUMN daily.bounced_hard IS 'messages with a hard bounce, by bounce_class';
COMMENT ON COLUMN daily.bounced_soft IS 'messages with a soft or undetermined bounce';
COMMENT ON COLUMN daily.complained IS 'messages complained about; Gmail reports no complaints to providers';
COMMENT ON COLUMN daily.unique_opens IS 'messages opened on that day, not by programs';
COMMENT ON COLUMN daily.unique_clicks IS 'messages with a link clicked on that day, not by programs';
COMMENT ON COLUMN daily.bounce_rate IS
	'what the provider counts as hard bounces (Amazon SES: below 0.05), per message sent, else per message delivered or bounced; without what was never sent; NULL without deliveries';
COMMENT ON COLUMN daily.complaint_rate IS
	'complaints per message delivered (Amazon SES: below 0.001), else per message sent; without what was never sent; not the rate of Gmail, which reports no complaints';
COMMENT ON COLUMN daily.suppressed IS
	'messages that the provider did not send, because the address is on a list of bounces, complaints or unsubscriptions';
