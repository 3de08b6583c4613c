-- The operator that most events of a domain show, the first by name of several; and whether a complaint
-- was ever reported by the operator. Totals have the days that refresh() has counted. Today decides
-- nothing, so that a query of other days does not read its events.
CREATE OR REPLACE VIEW domain AS
SELECT o.domain, o.mailbox_provider,
	CASE WHEN sum(o.complaints) OVER (PARTITION BY coalesce(o.mailbox_provider, o.domain)) > 0::numeric THEN true
		-- Gmail has no feedback loop: https://support.google.com/a/answer/6254652
		WHEN o.mailbox_provider = 'gmail' THEN false END AS reports_complaints
FROM (
	SELECT DISTINCT ON (t.domain) t.domain, t.mailbox_provider,
		sum(t.complaints) OVER (PARTITION BY t.domain) AS complaints
	FROM (
		SELECT u.domain, u.mailbox_provider, sum(u.events) AS events, sum(u.complaints) AS complaints
		FROM (
			SELECT a.domain, a.mailbox_provider, a.events, a.complaints FROM domain_total a
			UNION ALL
			SELECT r.domain, r.mailbox_provider, -r.events::bigint AS events, -r.complaints::bigint AS complaints
			FROM changed_day s JOIN domain_day r ON r.day = s.day
			WHERE s.day NOT BETWEEN (now() AT TIME ZONE 'UTC')::date AND (now() AT TIME ZONE 'UTC')::date + 1
			UNION ALL
			SELECT c.domain, c.mailbox_provider, c.events::bigint AS events, c.complaints::bigint AS complaints
			FROM changed_day s, LATERAL (SELECT * FROM counted_domain_day c WHERE c.day = s.day OFFSET 0) c
			WHERE s.day NOT BETWEEN (now() AT TIME ZONE 'UTC')::date AND (now() AT TIME ZONE 'UTC')::date + 1
			UNION ALL
			SELECT c.domain, c.mailbox_provider, c.events::bigint AS events, c.complaints::bigint AS complaints
			FROM counted_domain_day c WHERE c.day IS NULL
		) u
		GROUP BY u.domain, u.mailbox_provider
		HAVING sum(u.events) > 0::numeric
	) t
	ORDER BY t.domain, t.mailbox_provider IS NULL, t.events DESC, t.mailbox_provider COLLATE "C"
) o;

COMMENT ON VIEW domain IS 'who operates the mailboxes of recipients'' domains, by what events of all days but today show';
COMMENT ON COLUMN domain.domain IS 'the recipient''s domain in lower case';
COMMENT ON COLUMN domain.mailbox_provider IS 'the operator that most events show; NULL where none does';
COMMENT ON COLUMN domain.reports_complaints IS
	'true where a complaint of the operator was seen; false where it is known to report none; NULL where that is unknown';
