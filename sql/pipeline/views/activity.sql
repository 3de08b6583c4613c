-- The messages of a day by recipient, with the fewest recipients that each figure may concern: one of
-- three is a third. No figure depends on an event of another day, so that days add up.

-- What counts as what:
-- - A failure with the recipient's reply is a bounce.
-- - What the provider did not send because of a list is neither a bounce nor a complaint. Without a
--   message, a contact was put on the list and nothing was to be sent.
-- - The bounce rate is the provider's: its own class goes before that of the reply. What it did
--   not send counts only where it has a class of the provider's, as with the global list of Amazon.
-- - What was refused and neither delivered nor bounced was never sent: no rate is of it.
-- - An open or a click is a machine's where the provider or its client shows that.
CREATE OR REPLACE VIEW activity AS
SELECT g.day, g.provider, g.stream, g.message_id, g.recipient,
	g.sent,
	CASE WHEN g.refused IS NULL OR g.ended IS NOT NULL THEN g.sent END AS attempted,
	g.delivered, g.ended, g.counted, g.bounced_hard,
	CASE WHEN g.bounced_hard IS NULL THEN g.bounced_soft END AS bounced_soft,
	CASE WHEN g.bounced_hard IS NULL AND g.surely_soft IS NULL THEN g.bounced_soft END AS bounced_undetermined,
	g.complained, g.suppressed, g.rejected, g.deferred, g.opened, g.clicked, g.person_opened, g.person_clicked,
	g.candidates, g.refusals, g.delay, g.mailbox_provider
FROM (
	SELECT (e.occurred_at AT TIME ZONE 'UTC')::date AS day, e.provider, e.stream,
		coalesce(e.message_id, e.event_id::text) AS message_id, lower(e.recipient) AS recipient,
		max(w.candidates) AS candidates,
		min(w.candidates) FILTER (WHERE e.event_type IN ('sent', 'queued')) AS sent,
		min(w.candidates) FILTER (WHERE e.event_type = 'delivered') AS delivered,
		min(w.candidates) FILTER (WHERE e.event_type = 'delivered' OR w.is_bounce AND w.is_counted) AS ended,
		min(w.candidates) FILTER (WHERE w.is_bounce AND w.is_counted AND coalesce(e.provider_class, e.bounce_class) = 'hard') AS counted,
		min(w.candidates) FILTER (WHERE w.is_bounce AND NOT w.is_suppressed AND e.bounce_class = 'hard') AS bounced_hard,
		min(w.candidates) FILTER (WHERE w.is_bounce AND NOT w.is_suppressed AND e.bounce_class IS DISTINCT FROM 'hard') AS bounced_soft,
		min(w.candidates) FILTER (WHERE w.is_bounce AND NOT w.is_suppressed AND e.bounce_class = 'soft') AS surely_soft,
		min(w.candidates) FILTER (WHERE e.event_type = 'rejected' OR w.is_suppressed) AS refused,
		min(w.candidates) FILTER (WHERE e.event_type IN ('rejected', 'failed') AND NOT w.is_bounce AND NOT w.is_suppressed) AS rejected,
		min(w.candidates) FILTER (WHERE w.is_suppressed AND e.message_id IS NOT NULL) AS suppressed,
		min(w.candidates) FILTER (WHERE e.event_type = 'deferred') AS deferred,
		min(w.candidates) FILTER (WHERE e.event_type = 'complained' AND NOT w.is_suppressed AND e.reason IS DISTINCT FROM 'not_spam') AS complained,
		min(w.candidates) FILTER (WHERE e.event_type = 'opened' AND w.is_not_machine) AS opened,
		min(w.candidates) FILTER (WHERE e.event_type = 'clicked' AND w.is_not_machine) AS clicked,
		min(w.candidates) FILTER (WHERE e.event_type = 'opened' AND w.is_not_machine AND e.actor IN ('person', 'proxy')) AS person_opened,
		min(w.candidates) FILTER (WHERE e.event_type = 'clicked' AND w.is_not_machine AND e.actor IN ('person', 'proxy')) AS person_clicked,
		-- One bit per reason, in the order of the columns of mailbox_daily.
		bit_or(1 << coalesce(pg_catalog.array_position('{unknown_recipient, unknown_host, invalid_address, mailbox_full,
			mailbox_disabled, message_too_large, content_rejected, spam, blocked, authentication, rate_limited, timed_out,
			connection}'::text[], e.reason), 14))
			FILTER (WHERE w.is_bounce AND NOT w.is_suppressed OR e.event_type = 'deferred') AS refusals,
		-- A difference of infinite times would be an error.
		min(date_part('epoch', e.occurred_at - e.sent_at))
			FILTER (WHERE e.event_type = 'delivered' AND w.candidates = 1 AND isfinite(e.occurred_at) AND isfinite(e.sent_at)) AS delay,
		min(e.mailbox_provider COLLATE "C") COLLATE "default" AS mailbox_provider
	FROM event e,
		LATERAL (SELECT greatest(e.candidates, 1),
			e.event_type = 'bounced' OR e.event_type = 'failed' AND e.bounce_class IS NOT NULL,
			e.reason IS NOT NULL AND e.reason IN ('suppressed', 'unsubscribed')
				AND e.event_type IN ('bounced', 'complained', 'rejected', 'failed'),
			e.provider_class IS NOT NULL OR e.reason IS NULL OR e.reason NOT IN ('suppressed', 'unsubscribed'),
			e.is_bot IS NOT TRUE AND e.actor IS DISTINCT FROM 'machine'
		) w (candidates, is_bounce, is_suppressed, is_counted, is_not_machine)
	WHERE e.event_type IN ('sent', 'queued', 'delivered', 'deferred', 'bounced', 'rejected', 'failed', 'complained', 'opened', 'clicked')
	GROUP BY (e.occurred_at AT TIME ZONE 'UTC')::date, e.provider, e.stream, coalesce(e.message_id, e.event_id::text), lower(e.recipient)
) g;

COMMENT ON VIEW activity IS 'what happened to messages, by recipient and day; what the figures of a day are counted from';
COMMENT ON COLUMN activity.day IS 'the day in UTC; NULL where no time is known';
COMMENT ON COLUMN activity.provider IS 'the provider';
COMMENT ON COLUMN activity.stream IS 'the provider''s grouping of sending';
COMMENT ON COLUMN activity.message_id IS 'id of the message; that of the event where it has no message';
COMMENT ON COLUMN activity.recipient IS 'the recipient''s address in lower case';
COMMENT ON COLUMN activity.sent IS
	'1 if the message was accepted or sent, 3 if it may be that of one of three recipients; NULL if not; so with the columns that follow';
COMMENT ON COLUMN activity.attempted IS 'sent, unless it was refused by the provider';
COMMENT ON COLUMN activity.delivered IS 'delivered';
COMMENT ON COLUMN activity.ended IS 'delivered, or bounced by the provider''s count';
COMMENT ON COLUMN activity.counted IS 'a hard bounce by the provider''s count';
COMMENT ON COLUMN activity.bounced_hard IS 'a hard bounce, by bounce_class';
COMMENT ON COLUMN activity.bounced_soft IS 'a soft or undetermined bounce, and no hard one';
COMMENT ON COLUMN activity.bounced_undetermined IS 'an undetermined bounce, and neither a hard nor a soft one';
COMMENT ON COLUMN activity.complained IS 'complained about';
COMMENT ON COLUMN activity.suppressed IS 'not sent, because the address is on a list';
COMMENT ON COLUMN activity.rejected IS 'not sent for another reason';
COMMENT ON COLUMN activity.deferred IS 'deferred';
COMMENT ON COLUMN activity.opened IS 'opened, not by a machine';
COMMENT ON COLUMN activity.clicked IS 'a link was clicked, not by a machine';
COMMENT ON COLUMN activity.person_opened IS 'opened by a person, or by a proxy for one';
COMMENT ON COLUMN activity.person_clicked IS 'a link was clicked by a person, or by a proxy for one';
COMMENT ON COLUMN activity.candidates IS 'the most recipients that one of the events may concern';
COMMENT ON COLUMN activity.refusals IS 'reasons of bounces and deferrals, as bits; in the order of the columns of mailbox_daily, from 2 on';
COMMENT ON COLUMN activity.delay IS 'seconds from the sending to the delivery';
COMMENT ON COLUMN activity.mailbox_provider IS 'operator of the mailbox, the first by name where events of the day show several';
