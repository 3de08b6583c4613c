-- As daily, by the operator of the recipient's mailbox, which is joined when it is read: a domain that
-- changes its operator changes all its days. Rates of whole messages are of integers, rounded to
-- five decimals, because a division of numeric takes as long as all else.

-- A percentile is looked for in the numbers of deliveries within each bound, and is interpolated between
-- the two bounds. So it is exact to the distance of these bounds, and the same for any order of events.
CREATE OR REPLACE VIEW mailbox_daily AS
SELECT m.day, m.mailbox,
	CASE WHEN s.shares IS NULL THEN m.delivered ELSE round(m.delivered::numeric + s.shares[1] + 1e-9)::bigint END AS delivered,
	CASE WHEN s.shares IS NULL THEN m.deferred ELSE round(m.deferred::numeric + s.shares[10] + 1e-9)::bigint END AS deferred,
	CASE WHEN s.shares IS NULL THEN m.bounced_hard ELSE round(m.bounced_hard::numeric + s.shares[4] + 1e-9)::bigint END AS bounced_hard,
	CASE WHEN s.shares IS NULL THEN m.bounced_soft ELSE round(m.bounced_soft::numeric + s.shares[5] + 1e-9)::bigint END AS bounced_soft,
	CASE WHEN s.shares IS NULL THEN m.bounced_undetermined ELSE round(m.bounced_undetermined::numeric + s.shares[6] + 1e-9)::bigint END AS bounced_undetermined,
	CASE WHEN s.shares IS NULL THEN m.complained ELSE round(m.complained::numeric + s.shares[7] + 1e-9)::bigint END AS complained,
	CASE WHEN s.shares IS NULL THEN m.suppressed ELSE round(m.suppressed::numeric + s.shares[8] + 1e-9)::bigint END AS suppressed,
	CASE WHEN s.shares IS NULL THEN m.rejected ELSE round(m.rejected::numeric + s.shares[9] + 1e-9)::bigint END AS rejected,
	CASE WHEN s.shares IS NULL THEN m.opened ELSE round(m.opened::numeric + s.shares[11] + 1e-9)::bigint END AS unique_opens,
	CASE WHEN s.shares IS NULL THEN m.clicked ELSE round(m.clicked::numeric + s.shares[12] + 1e-9)::bigint END AS unique_clicks,
	CASE WHEN s.shares IS NULL THEN m.person_opened ELSE round(m.person_opened::numeric + s.shares[13] + 1e-9)::bigint END AS person_opens,
	CASE WHEN s.shares IS NULL THEN m.person_clicked ELSE round(m.person_clicked::numeric + s.shares[14] + 1e-9)::bigint END AS person_clicks,
	CASE WHEN s.shares IS NULL THEN ((m.counted * 200000 + m.ended) / nullif(m.ended * 2, 0::bigint))::numeric * 0.00001
		ELSE round((m.counted::numeric + s.shares[3]) / nullif(m.ended::numeric + s.shares[2], 0::numeric), 5) END AS bounce_rate,
	CASE WHEN s.shares IS NULL THEN ((m.deferred * 200000 + m.ended) / nullif(m.ended * 2, 0::bigint))::numeric * 0.00001
		ELSE round((m.deferred::numeric + s.shares[10]) / nullif(m.ended::numeric + s.shares[2], 0::numeric), 5) END AS deferral_rate,
	CASE WHEN m.reports_complaints OR m.complained > 0::bigint THEN CASE WHEN s.shares IS NULL THEN ((m.complained * 200000 + m.delivered) / nullif(m.delivered * 2, 0::bigint))::numeric * 0.00001
		ELSE round((m.complained::numeric + s.shares[7]) / nullif(m.delivered::numeric + s.shares[1], 0::numeric), 5) END END AS complaint_rate,
	m.reports_complaints OR CASE WHEN m.complained > 0::bigint THEN true END AS reports_complaints,
	interval '1 second' * (b.bound[s.place50] + coalesce((b.bound[s.place50 + 1] - b.bound[s.place50])
		* (s.p50 - m.delays[s.place50])::float8 / (m.delays[s.place50 + 1] - m.delays[s.place50])::float8, 0::float8)) AS delay_p50,
	interval '1 second' * (b.bound[s.place95] + coalesce((b.bound[s.place95 + 1] - b.bound[s.place95])
		* (s.p95 - m.delays[s.place95])::float8 / (m.delays[s.place95 + 1] - m.delays[s.place95])::float8, 0::float8)) AS delay_p95,
	m.unknown_recipient, m.unknown_host, m.invalid_address, m.mailbox_full, m.mailbox_disabled,
	m.message_too_large, m.content_rejected, m.spam, m.blocked, m.authentication, m.rate_limited, m.timed_out,
	m.connection, m.other
FROM (
	SELECT c.day, coalesce(o.mailbox_provider, c.mailbox_provider, c.domain) AS mailbox, bool_or(o.reports_complaints) AS reports_complaints,
		sum(c.delivered) AS delivered, sum(c.ended) AS ended, sum(c.counted) AS counted,
		sum(c.bounced_hard) AS bounced_hard, sum(c.bounced_soft) AS bounced_soft,
		sum(c.bounced_undetermined) AS bounced_undetermined, sum(c.complained) AS complained,
		sum(c.suppressed) AS suppressed, sum(c.rejected) AS rejected, sum(c.deferred) AS deferred,
		sum(c.opened) AS opened, sum(c.clicked) AS clicked, sum(c.person_opened) AS person_opened,
		sum(c.person_clicked) AS person_clicked,
		bool_or(c.shares IS NOT NULL) AS has_shares,
		ARRAY[sum(c.shares[1]), sum(c.shares[2]), sum(c.shares[3]), sum(c.shares[4]), sum(c.shares[5]), sum(c.shares[6]), sum(c.shares[7]),
			sum(c.shares[8]), sum(c.shares[9]), sum(c.shares[10]), sum(c.shares[11]), sum(c.shares[12]), sum(c.shares[13]), sum(c.shares[14])] AS parts,
		sum(c.unknown_recipient) AS unknown_recipient, sum(c.unknown_host) AS unknown_host,
		sum(c.invalid_address) AS invalid_address, sum(c.mailbox_full) AS mailbox_full,
		sum(c.mailbox_disabled) AS mailbox_disabled, sum(c.message_too_large) AS message_too_large,
		sum(c.content_rejected) AS content_rejected, sum(c.spam) AS spam, sum(c.blocked) AS blocked,
		sum(c.authentication) AS authentication, sum(c.rate_limited) AS rate_limited,
		sum(c.timed_out) AS timed_out, sum(c.connection) AS connection, sum(c.other) AS other,
		ARRAY[0::bigint, sum(c.within_1), sum(c.within_2), sum(c.within_5), sum(c.within_10), sum(c.within_15),
			sum(c.within_30), sum(c.within_45), sum(c.within_60), sum(c.within_120), sum(c.within_180),
			sum(c.within_300), sum(c.within_600), sum(c.within_900), sum(c.within_1800),
			sum(c.within_3600), sum(c.within_7200), sum(c.within_14400), sum(c.within_28800),
			sum(c.within_86400), sum(c.within_259200)] AS delays,
		sum(c.timed) AS timed
	FROM current_mailbox_day c
		LEFT JOIN domain o ON o.domain = c.domain
	GROUP BY c.day, coalesce(o.mailbox_provider, c.mailbox_provider, c.domain)
) m,
	LATERAL (SELECT '{0, 1, 2, 5, 10, 15, 30, 45, 60, 120, 180, 300, 600, 900, 1800, 3600, 7200, 14400, 28800, 86400, 259200}'::float8[]) b (bound),
	-- Sums of shares, which most rows do not have; the ranks of the deliveries that are looked for, such that half of
	-- all are not later; and their places among the bounds. OFFSET 0, so that each is evaluated once.
	LATERAL (SELECT
		CASE WHEN m.has_shares THEN m.parts END AS shares,
		(m.timed + 1) / 2 AS p50,
		(m.timed * 19 + 19) / 20 AS p95,
		CASE WHEN m.timed > 0::bigint THEN pg_catalog.width_bucket((m.timed + 1) / 2 - 1, m.delays) END AS place50,
		CASE WHEN m.timed > 0::bigint THEN pg_catalog.width_bucket((m.timed * 19 + 19) / 20 - 1, m.delays) END AS place95
		OFFSET 0) s;

COMMENT ON VIEW mailbox_daily IS
	'number of messages, by recipient, rates and delays per day and operator of the mailbox';
COMMENT ON COLUMN mailbox_daily.day IS 'the day in UTC; NULL where no time is known';
COMMENT ON COLUMN mailbox_daily.mailbox IS
	'operator of the mailbox, by the view domain, or of a new domain by the events of the day; the recipient''s domain where no event shows an operator';
COMMENT ON COLUMN mailbox_daily.delivered IS 'messages delivered';
COMMENT ON COLUMN mailbox_daily.deferred IS 'messages deferred on that day, delivered later or not';
COMMENT ON COLUMN mailbox_daily.bounced_hard IS 'messages with a hard bounce, by bounce_class';
COMMENT ON COLUMN mailbox_daily.bounced_soft IS 'messages with a soft or undetermined bounce';
COMMENT ON COLUMN mailbox_daily.bounced_undetermined IS 'of bounced_soft, the messages with undetermined bounces only';
COMMENT ON COLUMN mailbox_daily.complained IS 'messages complained about';
COMMENT ON COLUMN mailbox_daily.suppressed IS
	'messages that the provider did not send, because the address is on a list of bounces, complaints or unsubscriptions';
COMMENT ON COLUMN mailbox_daily.rejected IS 'messages that the provider refused or failed to send, for another reason than a list';
COMMENT ON COLUMN mailbox_daily.unique_opens IS 'messages opened on that day, not by machines';
COMMENT ON COLUMN mailbox_daily.unique_clicks IS 'messages with a link clicked on that day, not by machines';
COMMENT ON COLUMN mailbox_daily.person_opens IS 'of unique_opens, the messages opened by a person, or by a proxy for one';
COMMENT ON COLUMN mailbox_daily.person_clicks IS 'of unique_clicks, the messages with a link clicked by a person';
COMMENT ON COLUMN mailbox_daily.bounce_rate IS
	'what the provider counts as hard bounces, per message delivered or bounced';
COMMENT ON COLUMN mailbox_daily.deferral_rate IS 'messages deferred, per message delivered or bounced';
COMMENT ON COLUMN mailbox_daily.complaint_rate IS
	'complaints per message delivered; NULL where the operator was never seen to report one, on that day or another but today';
COMMENT ON COLUMN mailbox_daily.reports_complaints IS
	'true where a complaint of the operator was ever seen; false where it is known to report none, as Gmail; NULL where that is unknown';
COMMENT ON COLUMN mailbox_daily.delay_p50 IS
	'time from the sending to the delivery that half of the messages took at most, to the distance of two bounds of the histogram; 3 days stand for more';
COMMENT ON COLUMN mailbox_daily.delay_p95 IS 'the same for 95 of 100 messages';
COMMENT ON COLUMN mailbox_daily.unknown_recipient IS
	'messages bounced or deferred with this reason; a message with two reasons counts in both, and so with the columns that follow';
COMMENT ON COLUMN mailbox_daily.unknown_host IS 'messages bounced or deferred with this reason';
COMMENT ON COLUMN mailbox_daily.invalid_address IS 'messages bounced or deferred with this reason';
COMMENT ON COLUMN mailbox_daily.mailbox_full IS 'messages bounced or deferred with this reason';
COMMENT ON COLUMN mailbox_daily.mailbox_disabled IS 'messages bounced or deferred with this reason';
COMMENT ON COLUMN mailbox_daily.message_too_large IS 'messages bounced or deferred with this reason';
COMMENT ON COLUMN mailbox_daily.content_rejected IS 'messages bounced or deferred with this reason';
COMMENT ON COLUMN mailbox_daily.spam IS 'messages bounced or deferred with this reason';
COMMENT ON COLUMN mailbox_daily.blocked IS 'messages bounced or deferred with this reason';
COMMENT ON COLUMN mailbox_daily.authentication IS 'messages bounced or deferred with this reason';
COMMENT ON COLUMN mailbox_daily.rate_limited IS 'messages bounced or deferred with this reason';
COMMENT ON COLUMN mailbox_daily.timed_out IS 'messages bounced or deferred with this reason';
COMMENT ON COLUMN mailbox_daily.connection IS 'messages bounced or deferred with this reason';
COMMENT ON COLUMN mailbox_daily.other IS 'messages bounced or deferred with another reason, or none';
