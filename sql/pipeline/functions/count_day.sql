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
	INSERT INTO mailbox_day (day, domain, delivered, ended, counted, bounced_hard, bounced_soft,
		bounced_undetermined, complained, suppressed, rejected, deferred, opened, clicked, person_opened,
		person_clicked, shares, refused, delays)
	SELECT c.day, c.domain, c.delivered, c.ended, c.counted, c.bounced_hard, c.bounced_soft,
		c.bounced_undetermined, c.complained, c.suppressed, c.rejected, c.deferred, c.opened, c.clicked,
		c.person_opened, c.person_clicked, c.shares, c.refused, c.delays
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

COMMENT ON FUNCTION count_day(date, boolean) IS 'replaces the rollups of a day, where refresh_day() holds
	its lock';
