-- Rollups of the days that refresh() has counted, and of all others the same figures of their events:
-- the answer is the same with and without refresh(). OFFSET 0 keeps the condition on the day where
-- it uses an index, in a loop over days.
CREATE OR REPLACE VIEW current_day AS
SELECT r.day, r.provider, r.stream, r.sent, r.attempted, r.delivered, r.ended, r.counted, r.bounced_hard,
	r.bounced_soft, r.bounced_undetermined, r.complained, r.suppressed, r.rejected, r.deferred, r.opened,
	r.clicked, r.person_opened, r.person_clicked, r.shares
FROM day r
WHERE NOT EXISTS (SELECT FROM changed_day s WHERE s.day = r.day)
UNION ALL
SELECT s.day, c.provider, c.stream, c.sent, c.attempted, c.delivered, c.ended, c.counted, c.bounced_hard, c.bounced_soft,
	c.bounced_undetermined, c.complained, c.suppressed, c.rejected, c.deferred, c.opened, c.clicked,
	c.person_opened, c.person_clicked, c.shares
FROM changed_day s, LATERAL (SELECT * FROM counted_day c WHERE c.day = s.day OFFSET 0) c
UNION ALL
SELECT c.day, c.provider, c.stream, c.sent, c.attempted, c.delivered, c.ended, c.counted, c.bounced_hard,
	c.bounced_soft, c.bounced_undetermined, c.complained, c.suppressed, c.rejected, c.deferred, c.opened,
	c.clicked, c.person_opened, c.person_clicked, c.shares
FROM counted_day c
WHERE c.day IS NULL;

COMMENT ON VIEW current_day IS 'the figures of the table day, for all days as they are now';
