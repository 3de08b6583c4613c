-- What an event counts as:
-- - An open by a program, and a recipient who moves a message out of the spam folder, show that
--   it was delivered. An open by one of several recipients shows nothing about this one.
-- - A failure with the recipient's reply is a bounce.
-- - What the provider did not send because of a list was rejected, whatever it calls it.
-- The status is the first in the ranking of all that happened, but mail that was delivered after
-- a soft bounce did not bounce. A time more than a day ahead is wrong, because anybody can send one:
-- such a delivery is later than no bounce, and such a soft bounce is earlier than each delivery with
-- another time. Where the order does not matter, as of a hard bounce, the event counts.
-- Bounce classes sort by gravity.

-- Some providers report one reading under two names, with times and addresses that may differ.
-- first_names has the names that stand beside another one:
-- - SparkPost reports a pixel at the top of a message as initial_open, and one at its bottom as open.
-- - MailerSend reports a first open as activity.opened_unique and as activity.opened; so with clicks.
-- - Brevo reports a first open as unique_opened. Until the end of 2023 it was also opened, at the
--   same time; since then only later ones are.
-- So the number of readings is that of first names or of others, whichever is greater: the lesser
-- is subtracted from the sum. Where Brevo's others begin later, the sum is the number.

-- Readings add up as integers, because sums of floating-point numbers depend on the order, and those
-- of numeric are slow. One reading is 1163962800, which is divisible by each number of candidates
-- up to 22, so that the shares of a reading add up to one. It fits into an integer.
CREATE OR REPLACE VIEW message AS
SELECT m.provider, m.message_id, m.recipient,
	r.ranking[CASE WHEN m.is_soft_bounced AND (m.soft_bounced_at < m.last_delivered_at) IS NOT TRUE
		THEN least(m.rank, pg_catalog.array_position(r.ranking, 'bounced')) ELSE m.rank END] AS status,
	m.sender, m.subject, m.stream,
	m.sent_at, m.delivered_at, m.first_opened_at, m.first_clicked_at,
	m.bounced_at, m.bounce_class, m.bounce_reason, m.complained_at, m.unsubscribed_at,
	round(coalesce(m.opens - CASE WHEN m.first_opens IS NULL OR m.opens_begin > m.first_opens_begin + interval '2 seconds' THEN 0
		ELSE least(m.first_opens, m.opens - m.first_opens) END, 0)::numeric / 1163962800::numeric, 2) AS opens,
	round(coalesce(m.clicks - coalesce(least(m.first_clicks, m.clicks - m.first_clicks), 0), 0)::numeric / 1163962800::numeric, 2) AS clicks,
	round(coalesce(m.bot_opens - CASE WHEN m.first_bot_opens IS NULL OR m.opens_begin > m.first_opens_begin + interval '2 seconds' THEN 0
		ELSE least(m.first_bot_opens, m.bot_opens - m.first_bot_opens) END, 0)::numeric / 1163962800::numeric, 2) AS bot_opens,
	round(coalesce(m.bot_clicks - coalesce(least(m.first_bot_clicks, m.bot_clicks - m.first_bot_clicks), 0), 0)::numeric / 1163962800::numeric, 2) AS bot_clicks,
	m.last_event_at, m.suppressed_at
FROM (VALUES ('{complained, bounced, rejected, failed, unsubscribed, clicked, opened, subscribed,
		delivered, autoresponded, deferred, sent, queued, unknown}'::text[],
		'{initial_open, amp_initial_open, unique_opened, first_opening, unique_proxy_open, unique_proxy_opened,
		activity.opened_unique, activity.clicked_unique}'::text[])) r (ranking, first_names),
	LATERAL (
		SELECT e.provider, e.message_id, lower(e.recipient) AS recipient,
			min(pg_catalog.array_position(r.ranking, CASE
				WHEN e.event_type IN ('opened', 'clicked') THEN
					CASE WHEN e.candidates > 1 THEN 'unknown' WHEN e.is_bot THEN 'delivered' ELSE e.event_type END
				WHEN w.is_suppressed THEN 'rejected'
				WHEN w.is_failure THEN 'bounced'
				WHEN e.event_type = 'complained' AND e.reason = 'not_spam' THEN 'delivered'
				ELSE e.event_type
			END)) FILTER (WHERE NOT w.is_failure OR w.is_suppressed OR e.bounce_class = 'hard') AS rank,
			bool_or(w.is_failure AND NOT w.is_suppressed AND e.bounce_class IS DISTINCT FROM 'hard') AS is_soft_bounced,
			min(e.sender) AS sender,
			min(e.subject) AS subject,
			min(e.stream) AS stream,
			coalesce(min(e.sent_at), min(e.occurred_at) FILTER (WHERE e.event_type IN ('sent', 'queued'))) AS sent_at,
			min(e.occurred_at) FILTER (WHERE e.event_type = 'delivered') AS delivered_at,
			max(e.occurred_at) FILTER (WHERE e.event_type = 'delivered' AND w.is_past) AS last_delivered_at,
			min(e.occurred_at) FILTER (WHERE e.event_type = 'opened' AND e.is_bot IS NOT TRUE AND coalesce(e.candidates, 1) <= 1) AS first_opened_at,
			min(e.occurred_at) FILTER (WHERE e.event_type = 'clicked' AND e.is_bot IS NOT TRUE AND coalesce(e.candidates, 1) <= 1) AS first_clicked_at,
			min(e.occurred_at) FILTER (WHERE w.is_failure AND NOT w.is_suppressed) AS bounced_at,
			max(CASE WHEN w.is_past THEN e.occurred_at ELSE '-infinity' END) FILTER (
				WHERE w.is_failure AND NOT w.is_suppressed AND e.bounce_class IS DISTINCT FROM 'hard' AND e.occurred_at IS NOT NULL) AS soft_bounced_at,
			min(e.bounce_class) FILTER (WHERE w.is_failure AND NOT w.is_suppressed) AS bounce_class,
			(pg_catalog.array_agg(e.reason ORDER BY e.bounce_class, e.occurred_at, e.event_id)
				FILTER (WHERE w.is_failure AND NOT w.is_suppressed))[1] AS bounce_reason,
			min(e.occurred_at) FILTER (WHERE e.event_type = 'complained' AND NOT w.is_suppressed AND e.reason IS DISTINCT FROM 'not_spam') AS complained_at,
			min(e.occurred_at) FILTER (WHERE e.event_type = 'unsubscribed') AS unsubscribed_at,
			min(e.occurred_at) FILTER (WHERE w.is_suppressed) AS suppressed_at,
			sum(1163962800 / greatest(e.candidates, 1)) FILTER (WHERE e.event_type = 'opened' AND e.is_bot IS NOT TRUE) AS opens,
			sum(1163962800 / greatest(e.candidates, 1)) FILTER (WHERE e.event_type = 'opened' AND e.is_bot IS NOT TRUE AND w.is_first) AS first_opens,
			min(e.occurred_at) FILTER (WHERE e.provider = 'brevo' AND e.event_type = 'opened' AND w.is_first) AS first_opens_begin,
			min(e.occurred_at) FILTER (WHERE e.provider = 'brevo' AND e.event_type = 'opened' AND NOT w.is_first) AS opens_begin,
			sum(1163962800 / greatest(e.candidates, 1)) FILTER (WHERE e.event_type = 'clicked' AND e.is_bot IS NOT TRUE) AS clicks,
			sum(1163962800 / greatest(e.candidates, 1)) FILTER (WHERE e.event_type = 'clicked' AND e.is_bot IS NOT TRUE AND w.is_first) AS first_clicks,
			sum(1163962800 / greatest(e.candidates, 1)) FILTER (WHERE e.event_type = 'opened' AND e.is_bot) AS bot_opens,
			sum(1163962800 / greatest(e.candidates, 1)) FILTER (WHERE e.event_type = 'opened' AND e.is_bot AND w.is_first) AS first_bot_opens,
			sum(1163962800 / greatest(e.candidates, 1)) FILTER (WHERE e.event_type = 'clicked' AND e.is_bot) AS bot_clicks,
			sum(1163962800 / greatest(e.candidates, 1)) FILTER (WHERE e.event_type = 'clicked' AND e.is_bot AND w.is_first) AS first_bot_clicks,
			max(e.occurred_at) FILTER (WHERE w.is_past) AS last_event_at
		FROM event e,
			LATERAL (SELECT
				e.reason IS NOT NULL AND e.reason IN ('suppressed', 'unsubscribed')
					AND e.event_type IN ('bounced', 'complained', 'rejected', 'failed'),
				e.event_type = 'bounced' OR e.event_type = 'failed' AND e.bounce_class IS NOT NULL,
				e.occurred_at < now() + interval '1 day',
				e.provider_event = ANY (r.first_names)) w (is_suppressed, is_failure, is_past, is_first)
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
