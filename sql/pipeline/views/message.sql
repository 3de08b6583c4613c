-- What an event counts as:
-- - An open by a program, and a recipient who moves a message out of the spam folder, show that
--   it was delivered. An open by one of several recipients shows nothing about this one.
-- - A failure with the recipient's reply is a bounce.
-- - What the provider did not send because of a list was rejected, whatever it calls it.
-- - Opens and clicks of one time, address, program and link are one, because some providers
--   report one reading under two names. Without a time, each is one.
-- The status is the first in the ranking of all that happened, but mail that was delivered after
-- a soft bounce did not bounce. A time more than a day ahead decides nothing, because anybody can
-- send one. Bounce classes sort by gravity.
CREATE OR REPLACE VIEW message AS
SELECT m.provider, m.message_id, m.recipient,
	r.ranking[CASE WHEN m.soft_bounced_at < m.last_delivered_at THEN m.rank_without_soft_bounces ELSE m.rank END] AS status,
	m.sender, m.subject, m.stream,
	m.sent_at, m.delivered_at, m.first_opened_at, m.first_clicked_at,
	m.bounced_at, m.bounce_class, m.bounce_reason, m.complained_at, m.unsubscribed_at,
	CASE WHEN m.readings IS NULL THEN 0.00 ELSE (
		SELECT round(coalesce(sum(1::numeric / x.candidates::numeric), 0::numeric), 2)
		FROM pg_catalog.unnest(m.readings) x (event_type text, is_bot boolean, candidates integer,
			occurred_at timestamp with time zone, event_id uuid, ip_address inet, user_agent text, url text)
		WHERE x.event_type = 'opened' AND NOT x.is_bot) END AS opens,
	CASE WHEN m.readings IS NULL THEN 0.00 ELSE (
		SELECT round(coalesce(sum(1::numeric / x.candidates::numeric), 0::numeric), 2)
		FROM pg_catalog.unnest(m.readings) x (event_type text, is_bot boolean, candidates integer,
			occurred_at timestamp with time zone, event_id uuid, ip_address inet, user_agent text, url text)
		WHERE x.event_type = 'clicked' AND NOT x.is_bot) END AS clicks,
	CASE WHEN m.readings IS NULL THEN 0.00 ELSE (
		SELECT round(coalesce(sum(1::numeric / x.candidates::numeric), 0::numeric), 2)
		FROM pg_catalog.unnest(m.readings) x (event_type text, is_bot boolean, candidates integer,
			occurred_at timestamp with time zone, event_id uuid, ip_address inet, user_agent text, url text)
		WHERE x.event_type = 'opened' AND x.is_bot) END AS bot_opens,
	CASE WHEN m.readings IS NULL THEN 0.00 ELSE (
		SELECT round(coalesce(sum(1::numeric / x.candidates::numeric), 0::numeric), 2)
		FROM pg_catalog.unnest(m.readings) x (event_type text, is_bot boolean, candidates integer,
			occurred_at timestamp with time zone, event_id uuid, ip_address inet, user_agent text, url text)
		WHERE x.event_type = 'clicked' AND x.is_bot) END AS bot_clicks,
	m.last_event_at, m.suppressed_at
FROM (VALUES ('{complained, bounced, rejected, failed, unsubscribed, clicked, opened, subscribed,
		delivered, autoresponded, deferred, sent, queued, unknown}'::text[])) r (ranking),
	LATERAL (
		SELECT e.provider, e.message_id, lower(e.recipient) AS recipient,
			min(pg_catalog.array_position(r.ranking, w.word)) AS rank,
			min(pg_catalog.array_position(r.ranking, w.word)) FILTER (WHERE w.word <> 'bounced' OR e.bounce_class = 'hard') AS rank_without_soft_bounces,
			min(e.sender) AS sender,
			min(e.subject) AS subject,
			min(e.stream) AS stream,
			coalesce(min(e.sent_at), min(e.occurred_at) FILTER (WHERE w.word IN ('sent', 'queued'))) AS sent_at,
			min(e.occurred_at) FILTER (WHERE e.event_type = 'delivered') AS delivered_at,
			max(e.occurred_at) FILTER (WHERE e.event_type = 'delivered' AND w.is_past) AS last_delivered_at,
			min(e.occurred_at) FILTER (WHERE w.word = 'opened') AS first_opened_at,
			min(e.occurred_at) FILTER (WHERE w.word = 'clicked') AS first_clicked_at,
			min(e.occurred_at) FILTER (WHERE w.word = 'bounced') AS bounced_at,
			max(e.occurred_at) FILTER (WHERE w.word = 'bounced' AND e.bounce_class IS DISTINCT FROM 'hard' AND w.is_past) AS soft_bounced_at,
			min(e.bounce_class) FILTER (WHERE w.word = 'bounced') AS bounce_class,
			(pg_catalog.array_agg(e.reason ORDER BY e.bounce_class, e.occurred_at, e.event_id)
				FILTER (WHERE w.word = 'bounced'))[1] AS bounce_reason,
			min(e.occurred_at) FILTER (WHERE w.word = 'complained') AS complained_at,
			min(e.occurred_at) FILTER (WHERE w.word = 'unsubscribed') AS unsubscribed_at,
			min(e.occurred_at) FILTER (WHERE w.is_suppressed) AS suppressed_at,
			pg_catalog.array_agg(DISTINCT ROW(e.event_type, e.is_bot IS TRUE, greatest(e.candidates, 1), e.occurred_at,
				CASE WHEN e.occurred_at IS NULL THEN e.event_id END, e.ip_address, e.user_agent, e.url))
				FILTER (WHERE e.event_type IN ('opened', 'clicked')) AS readings,
			max(e.occurred_at) FILTER (WHERE w.is_past) AS last_event_at
		FROM event e,
			LATERAL (SELECT
				e.reason IS NOT NULL AND e.reason IN ('suppressed', 'unsubscribed')
					AND e.event_type IN ('bounced', 'complained', 'rejected', 'failed'),
				e.occurred_at < now() + interval '1 day') s (is_suppressed, is_past),
			LATERAL (SELECT s.is_suppressed, s.is_past,
				CASE
					WHEN s.is_suppressed THEN 'rejected'
					WHEN e.event_type IN ('opened', 'clicked') AND e.candidates > 1 THEN 'unknown'
					WHEN e.event_type IN ('opened', 'clicked') AND e.is_bot THEN 'delivered'
					WHEN e.event_type = 'complained' AND e.reason = 'not_spam' THEN 'delivered'
					WHEN e.event_type = 'failed' AND e.bounce_class IS NOT NULL THEN 'bounced'
					ELSE e.event_type
				END) w (is_suppressed, is_past, word)
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
	'opens not by programs; an open by one of three possible recipients counts 0.33 for each; one that is reported under two names counts once';
COMMENT ON COLUMN message.clicks IS 'clicks, counted in the same way';
COMMENT ON COLUMN message.bot_opens IS 'opens by programs';
COMMENT ON COLUMN message.bot_clicks IS 'clicks by programs';
COMMENT ON COLUMN message.last_event_at IS 'time of the last event, of those not more than a day ahead of now';
COMMENT ON COLUMN message.suppressed_at IS
	'first time when the provider did not send the message, because the address is on a list of bounces, complaints or unsubscriptions';
