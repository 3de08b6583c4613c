-- A step of refresh_day(), which holds the locks.
CREATE OR REPLACE FUNCTION count_day(day date, final boolean) RETURNS void
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
BEGIN
	DELETE FROM stale_day s WHERE s.day = count_day.day;
	DELETE FROM day d WHERE d.day = count_day.day;
	INSERT INTO day (day, provider, stream, sent, attempted, delivered, ended, counted, bounced_hard,
		bounced_soft, bounced_undetermined, complained, suppressed, rejected, deferred, opened, clicked,
		person_opened, person_clicked, shares, is_final)
	SELECT c.day, c.provider, c.stream, c.sent, c.attempted, c.delivered, c.ended, c.counted, c.bounced_hard,
		c.bounced_soft, c.bounced_undetermined, c.complained, c.suppressed, c.rejected, c.deferred, c.opened,
		c.clicked, c.person_opened, c.person_clicked, c.shares, count_day.final
	FROM counted_day c WHERE c.day = count_day.day;

	DELETE FROM mailbox_day d WHERE d.day = count_day.day;
	INSERT INTO mailbox_day (day, domain, mailbox_provider, delivered, ended, counted, bounced_hard, bounced_soft,
		bounced_undetermined, complained, suppressed, rejected, deferred, opened, clicked, person_opened,
		person_clicked, shares, unknown_recipient, unknown_host, invalid_address, mailbox_full, mailbox_disabled,
		message_too_large, content_rejected, spam, blocked, authentication, rate_limited, timed_out, connection,
		other, within_1, within_2, within_5, within_10, within_15, within_30, within_45, within_60, within_120,
		within_180, within_300, within_600, within_900, within_1800, within_3600, within_7200, within_14400,
		within_28800, within_86400, within_259200, timed)
	SELECT c.day, c.domain, c.mailbox_provider, c.delivered, c.ended, c.counted, c.bounced_hard, c.bounced_soft,
		c.bounced_undetermined, c.complained, c.suppressed, c.rejected, c.deferred, c.opened, c.clicked,
		c.person_opened, c.person_clicked, c.shares, c.unknown_recipient, c.unknown_host, c.invalid_address,
		c.mailbox_full, c.mailbox_disabled, c.message_too_large, c.content_rejected, c.spam, c.blocked,
		c.authentication, c.rate_limited, c.timed_out, c.connection, c.other, c.within_1, c.within_2, c.within_5,
		c.within_10, c.within_15, c.within_30, c.within_45, c.within_60, c.within_120, c.within_180, c.within_300,
		c.within_600, c.within_900, c.within_1800, c.within_3600, c.within_7200, c.within_14400, c.within_28800,
		c.within_86400, c.within_259200, c.timed
	FROM counted_mailbox_day c WHERE c.day = count_day.day;

	WITH before AS (
		DELETE FROM domain_day d WHERE d.day = count_day.day RETURNING d.domain, d.mailbox_provider, d.events,
			d.complaints
	), after AS (
		INSERT INTO domain_day (day, domain, mailbox_provider, events, complaints)
		SELECT c.day, c.domain, c.mailbox_provider, c.events, c.complaints
		FROM counted_domain_day c WHERE c.day = count_day.day
		RETURNING domain, mailbox_provider, events, complaints
	)
	INSERT INTO domain_total AS t (domain, mailbox_provider, events, complaints)
	SELECT u.domain, u.mailbox_provider, sum(u.events), sum(u.complaints)
	FROM (
		SELECT a.domain, a.mailbox_provider, a.events, a.complaints FROM after a
		UNION ALL
		SELECT b.domain, b.mailbox_provider, -b.events, -b.complaints FROM before b
	) u
	GROUP BY u.domain, u.mailbox_provider
	HAVING sum(u.events) <> 0::bigint OR sum(u.complaints) <> 0::bigint
	ON CONFLICT ON CONSTRAINT domain_total_key DO UPDATE
		SET events = t.events + excluded.events, complaints = t.complaints + excluded.complaints;
	DELETE FROM domain_total t WHERE t.events = 0::bigint;
END $$;

COMMENT ON FUNCTION count_day(date, boolean) IS 'replaces the rollups of a day, where refresh_day() holds its lock';
