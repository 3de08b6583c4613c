-- What an event counts as: an open by a program, and a recipient who moves a message out
-- of the spam folder, show that it was delivered; an open by one of several recipients shows
-- nothing about this one; a failure with the recipient's reply is a bounce. The status is the first in the ranking of all that happened, but
-- mail that was delivered after a soft bounce did not bounce. Bounce classes sort by gravity.
CREATE OR REPLACE VIEW message AS
SELECT m.provider, m.message_id, m.recipient,
	r.ranking[CASE WHEN m.soft_bounced_at < m.last_delivered_at THEN m.rank_without_soft_bounces ELSE m.rank END] AS status,
	m.sender, m.subject, m.stream,
	m.sent_at, m.delivered_at, m.first_opened_at, m.first_clicked_at,
	m.bounced_at, m.bounce_class, m.bounce_reason, m.complained_at, m.unsubscribed_at,
	round(m.opens, 2) AS opens, round(m.clicks, 2) AS clicks,
	round(m.bot_opens, 2) AS bot_opens, round(m.bot_clicks, 2) AS bot_clicks,
	m.last_event_at
FROM (VALUES ('{complained, bounced, rejected, failed, unsubscribed, clicked, opened, subscribed,
		delivered, autoresponded, deferred, sent, queued, unknown}'::text[])) r (ranking),
	LATERAL (
		SELECT e.provider, e.message_id, lower(e.recipient) AS recipient,
			min(pg_catalog.array_position(r.ranking, w.word)) AS rank,
			min(pg_catalog.array_position(r.ranking, w.word)) FILTER (WHERE NOT w.is_soft_bounce) AS rank_without_soft_bounces,
			min(e.sender) AS sender,
			min(e.subject) AS subject,
			min(e.stream) AS stream,
			coalesce(min(e.sent_at), min(e.occurred_at) FILTER (WHERE w.word IN ('sent', 'queued'))) AS sent_at,
			min(e.occurred_at) FILTER (WHERE e.event_type = 'delivered') AS delivered_at,
			max(e.occurred_at) FILTER (WHERE e.event_type = 'delivered') AS last_delivered_at,
			min(e.occurred_at) FILTER (WHERE w.word = 'opened') AS first_opened_at,
			min(e.occurred_at) FILTER (WHERE w.word = 'clicked') AS first_clicked_at,
			min(e.occurred_at) FILTER (WHERE w.word = 'bounced') AS bounced_at,
			max(e.occurred_at) FILTER (WHERE w.is_soft_bounce) AS soft_bounced_at,
			min(e.bounce_class) FILTER (WHERE w.word = 'bounced') AS bounce_class,
			(pg_catalog.array_agg(e.reason ORDER BY e.bounce_class, e.occurred_at, e.event_id)
				FILTER (WHERE w.word = 'bounced'))[1] AS bounce_reason,
			min(e.occurred_at) FILTER (WHERE w.word = 'complained') AS complained_at,
			min(e.occurred_at) FILTER (WHERE w.word = 'unsubscribed') AS unsubscribed_at,
			coalesce(sum(1.0 / e.candidates::numeric) FILTER (WHERE e.event_type = 'opened' AND e.is_bot IS NOT TRUE), 0) AS opens,
			coalesce(sum(1.0 / e.candidates::numeric) FILTER (WHERE e.event_type = 'clicked' AND e.is_bot IS NOT TRUE), 0) AS clicks,
			coalesce(sum(1.0 / e.candidates::numeric) FILTER (WHERE e.event_type = 'opened' AND e.is_bot), 0) AS bot_opens,
			coalesce(sum(1.0 / e.candidates::numeric) FILTER (WHERE e.event_type = 'clicked' AND e.is_bot), 0) AS bot_clicks,
			max(e.occurred_at) AS last_event_at
		FROM event e,
			LATERAL (SELECT
				CASE
					WHEN e.event_type IN ('opened', 'clicked') AND e.candidates > 1 THEN 'unknown'
					WHEN e.event_type IN ('opened', 'clicked') AND e.is_bot THEN 'delivered'
					WHEN e.event_type = 'complained' AND e.reason = 'not_spam' THEN 'delivered'
					WHEN e.event_type = 'failed' AND e.bounce_class IS NOT NULL THEN 'bounced'
					ELSE e.event_type
				END,
				(e.event_type = 'bounced' OR e.event_type = 'failed' AND e.bounce_class IS NOT NULL)
					AND e.bounce_class IS DISTINCT FROM 'hard'
			) w (word, is_soft_bounce)
		WHERE e.message_id IS NOT NULL AND e.event_type <> 'inbound'
		GROUP BY e.provider, e.message_id, lower(e.recipient)
	) m;

COMMENT ON VIEW message IS 'messages by recipient, with what happened to each';
COMMENT ON COLUMN message.provider IS 'provider that sent the message';
COMMENT ON COLUMN message.message_id IS 'id that the provider''s send call returned';
COMMENT ON COLUMN message.recipient IS 'the recipient''s address in lower case; NULL where no event has one';
COMMENT ON COLUMN message.status IS
	'the most important of its events, as an event_type; the order of arrival does not matter';
COMMENT ON COLUMN message.sender IS 'the sender''s address';
COMMENT ON COLUMN message.subject IS 'the subject';
COMMENT ON COLUMN message.stream IS 'the provider''s grouping of sending';
COMMENT ON COLUMN message.sent_at IS 'time of sending, else of queueing';
COMMENT ON COLUMN message.delivered_at IS 'time of the first delivery';
COMMENT ON COLUMN message.first_opened_at IS 'time of the first open by this recipient, not by a program';
COMMENT ON COLUMN message.first_clicked_at IS 'time of the first click by this recipient, not by a program';
COMMENT ON COLUMN message.bounced_at IS 'time of the first bounce';
COMMENT ON COLUMN message.bounce_class IS 'hard if one of its bounces is, else soft, else undetermined';
COMMENT ON COLUMN message.bounce_reason IS 'reason of the first bounce of that class';
COMMENT ON COLUMN message.complained_at IS 'time of the first complaint';
COMMENT ON COLUMN message.unsubscribed_at IS 'time of the first unsubscription';
COMMENT ON COLUMN message.opens IS
	'opens not by programs; an open by one of three possible recipients counts 0.33 for each';
COMMENT ON COLUMN message.clicks IS 'clicks, counted in the same way';
COMMENT ON COLUMN message.bot_opens IS 'opens by programs';
COMMENT ON COLUMN message.bot_clicks IS 'clicks by programs';
COMMENT ON COLUMN message.last_event_at IS 'time of the last event';
