-- Which operators the events of a recipient's domain show. Events that show none, and are no
-- complaints, say nothing about a domain.
CREATE OR REPLACE VIEW counted_domain_day AS
SELECT (e.occurred_at AT TIME ZONE 'UTC')::date AS day, split_part(lower(e.recipient), '@', -1) AS domain, e.mailbox_provider,
	count(*)::integer AS events,
	(count(*) FILTER (WHERE e.event_type = 'complained' AND e.reason IS DISTINCT FROM 'not_spam'
		AND e.reason IS DISTINCT FROM 'suppressed' AND e.reason IS DISTINCT FROM 'unsubscribed'))::integer AS complaints
FROM event e
WHERE (e.mailbox_provider IS NOT NULL OR e.event_type = 'complained') AND position('@' IN e.recipient) > 0
GROUP BY (e.occurred_at AT TIME ZONE 'UTC')::date, split_part(lower(e.recipient), '@', -1), e.mailbox_provider;

COMMENT ON VIEW counted_domain_day IS 'what refresh() stores in the table domain_day, counted from events';
