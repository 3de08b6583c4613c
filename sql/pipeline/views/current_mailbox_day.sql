-- As current_day, by the domain of the recipients.
CREATE OR REPLACE VIEW current_mailbox_day AS
SELECT r.day, r.domain, r.mailbox_provider, r.delivered, r.ended, r.counted, r.bounced_hard, r.bounced_soft,
	r.bounced_undetermined, r.complained, r.suppressed, r.rejected, r.deferred, r.opened, r.clicked,
	r.person_opened, r.person_clicked, r.shares, r.unknown_recipient, r.unknown_host, r.invalid_address,
	r.mailbox_full, r.mailbox_disabled, r.message_too_large, r.content_rejected, r.spam, r.blocked,
	r.authentication, r.rate_limited, r.timed_out, r.connection, r.other, r.within_1, r.within_2, r.within_5,
	r.within_10, r.within_15, r.within_30, r.within_45, r.within_60, r.within_120, r.within_180, r.within_300,
	r.within_600, r.within_900, r.within_1800, r.within_3600, r.within_7200, r.within_14400, r.within_28800,
	r.within_86400, r.within_259200, r.timed
FROM mailbox_day r
WHERE NOT EXISTS (SELECT FROM changed_day s WHERE s.day = r.day)
UNION ALL
SELECT s.day, c.domain, c.mailbox_provider, c.delivered, c.ended, c.counted, c.bounced_hard, c.bounced_soft,
	c.bounced_undetermined, c.complained, c.suppressed, c.rejected, c.deferred, c.opened, c.clicked,
	c.person_opened, c.person_clicked, c.shares, c.unknown_recipient, c.unknown_host, c.invalid_address,
	c.mailbox_full, c.mailbox_disabled, c.message_too_large, c.content_rejected, c.spam, c.blocked,
	c.authentication, c.rate_limited, c.timed_out, c.connection, c.other, c.within_1, c.within_2, c.within_5,
	c.within_10, c.within_15, c.within_30, c.within_45, c.within_60, c.within_120, c.within_180, c.within_300,
	c.within_600, c.within_900, c.within_1800, c.within_3600, c.within_7200, c.within_14400, c.within_28800,
	c.within_86400, c.within_259200, c.timed
FROM changed_day s, LATERAL (SELECT * FROM counted_mailbox_day c WHERE c.day = s.day OFFSET 0) c
UNION ALL
SELECT c.day, c.domain, c.mailbox_provider, c.delivered, c.ended, c.counted, c.bounced_hard, c.bounced_soft,
	c.bounced_undetermined, c.complained, c.suppressed, c.rejected, c.deferred, c.opened, c.clicked,
	c.person_opened, c.person_clicked, c.shares, c.unknown_recipient, c.unknown_host, c.invalid_address,
	c.mailbox_full, c.mailbox_disabled, c.message_too_large, c.content_rejected, c.spam, c.blocked,
	c.authentication, c.rate_limited, c.timed_out, c.connection, c.other, c.within_1, c.within_2, c.within_5,
	c.within_10, c.within_15, c.within_30, c.within_45, c.within_60, c.within_120, c.within_180, c.within_300,
	c.within_600, c.within_900, c.within_1800, c.within_3600, c.within_7200, c.within_14400, c.within_28800,
	c.within_86400, c.within_259200, c.timed
FROM counted_mailbox_day c
WHERE c.day IS NULL;

COMMENT ON VIEW current_mailbox_day IS 'the figures of the table mailbox_day, for all days as they are now';
