-- As daily, by the operator of the recipient's mailbox, which is joined when it is read: a domain that
-- changes its operator changes all its days.

-- A percentile is looked for in the numbers of deliveries within each bound, and is interpolated between
-- the two bounds. So it is exact to the distance of these bounds, and the same for any order of events.
CREATE OR REPLACE VIEW mailbox_daily AS
SELECT m.day, m.mailbox,
	CASE WHEN m.shares IS NULL THEN m.delivered ELSE round(m.delivered::numeric + m.shares[1] + 1e-9)::bigint END AS delivered,
	CASE WHEN m.shares IS NULL THEN m.deferred ELSE round(m.deferred::numeric + m.shares[10] + 1e-9)::bigint END AS deferred,
	CASE WHEN m.shares IS NULL THEN m.bounced_hard ELSE round(m.bounced_hard::numeric + m.shares[4] + 1e-9)::bigint END AS bounced_hard,
	CASE WHEN m.shares IS NULL THEN m.bounced_soft ELSE round(m.bounced_soft::numeric + m.shares[5] + 1e-9)::bigint END AS bounced_soft,
	CASE WHEN m.shares IS NULL THEN m.bounced_undetermined ELSE round(m.bounced_undetermined::numeric + m.shares[6] + 1e-9)::bigint END AS bounced_undetermined,
	CASE WHEN m.shares IS NULL THEN m.complained ELSE round(m.complained::numeric + m.shares[7] + 1e-9)::bigint END AS complained,
	CASE WHEN m.shares IS NULL THEN m.suppressed ELSE round(m.suppressed::numeric + m.shares[8] + 1e-9)::bigint END AS suppressed,
	CASE WHEN m.shares IS NULL THEN m.rejected ELSE round(m.rejected::numeric + m.shares[9] + 1e-9)::bigint END AS rejected,
	CASE WHEN m.shares IS NULL THEN m.opened ELSE round(m.opened::numeric + m.shares[11] + 1e-9)::bigint END AS unique_opens,
	CASE WHEN m.shares IS NULL THEN m.clicked ELSE round(m.clicked::numeric + m.shares[12] + 1e-9)::bigint END AS unique_clicks,
	CASE WHEN m.shares IS NULL THEN m.person_opened ELSE round(m.person_opened::numeric + m.shares[13] + 1e-9)::bigint END AS person_opens,
	CASE WHEN m.shares IS NULL THEN m.person_clicked ELSE round(m.person_clicked::numeric + m.shares[14] + 1e-9)::bigint END AS person_clicks,
	round((m.counted::numeric + coalesce(m.shares[3], 0::numeric)) / nullif((m.ended::numeric + coalesce(m.shares[2], 0::numeric)), 0::numeric), 5) AS bounce_rate,
	round((m.deferred::numeric + coalesce(m.shares[10], 0::numeric)) / nullif((m.ended::numeric + coalesce(m.shares[2], 0::numeric)), 0::numeric), 5) AS deferral_rate,
	CASE WHEN m.reports_complaints THEN round((m.complained::numeric + coalesce(m.shares[7], 0::numeric)) / nullif((m.delivered::numeric + coalesce(m.shares[1], 0::numeric)), 0::numeric), 5) END AS complaint_rate,
	m.reports_complaints,
	interval '1 second' * (b.bound[p50.place] + coalesce((b.bound[p50.place + 1] - b.bound[p50.place])
		* (r.p50 - m.delays[p50.place])::float8 / (m.delays[p50.place + 1] - m.delays[p50.place])::float8, 0::float8)) AS delay_p50,
	interval '1 second' * (b.bound[p95.place] + coalesce((b.bound[p95.place + 1] - b.bound[p95.place])
		* (r.p95 - m.delays[p95.place])::float8 / (m.delays[p95.place + 1] - m.delays[p95.place])::float8, 0::float8)) AS delay_p95,
	coalesce(m.unknown_recipient, 0::bigint) AS unknown_recipient,
	coalesce(m.unknown_host, 0::bigint) AS unknown_host,
	coalesce(m.invalid_address, 0::bigint) AS invalid_address,
	coalesce(m.mailbox_full, 0::bigint) AS mailbox_full,
	coalesce(m.mailbox_disabled, 0::bigint) AS mailbox_disabled,
	coalesce(m.message_too_large, 0::bigint) AS message_too_large,
	coalesce(m.content_rejected, 0::bigint) AS content_rejected,
	coalesce(m.spam, 0::bigint) AS spam,
	coalesce(m.blocked, 0::bigint) AS blocked,
	coalesce(m.authentication, 0::bigint) AS authentication,
	coalesce(m.rate_limited, 0::bigint) AS rate_limited,
	coalesce(m.timed_out, 0::bigint) AS timed_out,
	coalesce(m.connection, 0::bigint) AS connection,
	coalesce(m.other, 0::bigint) AS other
FROM (
	SELECT c.day, coalesce(o.mailbox_provider, c.domain) AS mailbox, bool_or(o.reports_complaints) AS reports_complaints,
		sum(c.delivered) AS delivered,
		sum(c.ended) AS ended,
		sum(c.counted) AS counted,
		sum(c.bounced_hard) AS bounced_hard,
		sum(c.bounced_soft) AS bounced_soft,
		sum(c.bounced_undetermined) AS bounced_undetermined,
		sum(c.complained) AS complained,
		sum(c.suppressed) AS suppressed,
		sum(c.rejected) AS rejected,
		sum(c.deferred) AS deferred,
		sum(c.opened) AS opened,
		sum(c.clicked) AS clicked,
		sum(c.person_opened) AS person_opened,
		sum(c.person_clicked) AS person_clicked,
		CASE WHEN pg_catalog.count(c.shares) > 0 THEN ARRAY[
			sum(c.shares[1]),
			sum(c.shares[2]),
			sum(c.shares[3]),
			sum(c.shares[4]),
			sum(c.shares[5]),
			sum(c.shares[6]),
			sum(c.shares[7]),
			sum(c.shares[8]),
			sum(c.shares[9]),
			sum(c.shares[10]),
			sum(c.shares[11]),
			sum(c.shares[12]),
			sum(c.shares[13]),
			sum(c.shares[14])] END AS shares,
		sum(c.refused[1]) AS unknown_recipient,
		sum(c.refused[2]) AS unknown_host,
		sum(c.refused[3]) AS invalid_address,
		sum(c.refused[4]) AS mailbox_full,
		sum(c.refused[5]) AS mailbox_disabled,
		sum(c.refused[6]) AS message_too_large,
		sum(c.refused[7]) AS content_rejected,
		sum(c.refused[8]) AS spam,
		sum(c.refused[9]) AS blocked,
		sum(c.refused[10]) AS authentication,
		sum(c.refused[11]) AS rate_limited,
		sum(c.refused[12]) AS timed_out,
		sum(c.refused[13]) AS connection,
		sum(c.refused[14]) AS other,
		ARRAY[0::bigint, sum(c.delays[1]), sum(c.delays[2]), sum(c.delays[3]), sum(c.delays[4]),
			sum(c.delays[5]), sum(c.delays[6]), sum(c.delays[7]), sum(c.delays[8]), sum(c.delays[9]),
			sum(c.delays[10]), sum(c.delays[11]), sum(c.delays[12]), sum(c.delays[13]),
			sum(c.delays[14]), sum(c.delays[15]), sum(c.delays[16]), sum(c.delays[17]),
			sum(c.delays[18]), sum(c.delays[19]), sum(c.delays[20]), sum(c.delays[21]),
			sum(c.delays[22]), sum(c.delays[23]), sum(c.delays[24]), sum(c.delays[25])] AS delays,
		sum(c.delays[26]) AS timed
	FROM current_mailbox_day c
		LEFT JOIN domain o ON o.domain = c.domain
	GROUP BY c.day, coalesce(o.mailbox_provider, c.domain)
) m,
	LATERAL (SELECT '{0, 1, 2, 3, 5, 7, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300, 450, 600, 900,
		1800, 3600, 7200, 14400, 28800, 86400, 259200}'::float8[]) b (bound),
	-- The rank of the delivery that is looked for: half of all are not later than it.
	LATERAL (SELECT (m.timed + 1) / 2, (m.timed * 19 + 19) / 20) r (p50, p95),
	LATERAL (SELECT pg_catalog.width_bucket(r.p50 - 1, m.delays)) p50 (place),
	LATERAL (SELECT pg_catalog.width_bucket(r.p95 - 1, m.delays)) p95 (place);

COMMENT ON VIEW mailbox_daily IS
	'number of messages, by recipient, rates and delays per day and operator of the mailbox';
COMMENT ON COLUMN mailbox_daily.day IS 'the day in UTC; NULL where no time is known';
COMMENT ON COLUMN mailbox_daily.mailbox IS
	'operator of the mailbox, by the view domain; the recipient''s domain where no event shows an operator';
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
	'complaints per message delivered; NULL where the operator was never seen to report one';
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
