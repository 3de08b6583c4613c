-- As current_day, by the domain of the recipients.
CREATE OR REPLACE VIEW current_mailbox_day AS
SELECT r.day, r.domain, r.delivered, r.ended, r.counted, r.bounced_hard, r.bounced_soft, r.bounced_undetermined,
	r.complained, r.suppressed, r.rejected, r.deferred, r.opened, r.clicked, r.person_opened, r.person_clicked,
	r.shares, r.refused, r.delays
FROM mailbox_day r
WHERE NOT EXISTS (SELECT FROM changed_day s WHERE s.day = r.day)
UNION ALL
SELECT s.day, c.domain, c.delivered, c.ended, c.counted, c.bounced_hard, c.bounced_soft, c.bounced_undetermined,
	c.complained, c.suppressed, c.rejected, c.deferred, c.opened, c.clicked, c.person_opened, c.person_clicked,
	c.shares, c.refused, c.delays
FROM changed_day s, LATERAL (SELECT * FROM counted_mailbox_day c WHERE c.day = s.day OFFSET 0) c
UNION ALL
SELECT c.day, c.domain, c.delivered, c.ended, c.counted, c.bounced_hard, c.bounced_soft, c.bounced_undetermined,
	c.complained, c.suppressed, c.rejected, c.deferred, c.opened, c.clicked, c.person_opened, c.person_clicked,
	c.shares, c.refused, c.delays
FROM counted_mailbox_day c
WHERE c.day IS NULL;

COMMENT ON VIEW current_mailbox_day IS 'the figures of the table mailbox_day, for all days as they are now';
