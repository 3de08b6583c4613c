-- A third is cut off after twenty decimals, so that a sum may be just below one half: a billionth is
-- added before rounding.
CREATE OR REPLACE VIEW daily AS
SELECT d.day, d.provider, d.stream,
	round(d.sent + 1e-9)::bigint AS sent,
	round(d.delivered + 1e-9)::bigint AS delivered,
	round(d.bounced_hard + 1e-9)::bigint AS bounced_hard,
	round(d.bounced_soft + 1e-9)::bigint AS bounced_soft,
	round(d.complained + 1e-9)::bigint AS complained,
	round(d.opened + 1e-9)::bigint AS unique_opens,
	round(d.clicked + 1e-9)::bigint AS unique_clicks,
	round(d.counted / coalesce(nullif(d.attempted, 0::numeric), CASE WHEN d.delivered > 0::numeric THEN d.ended END), 5) AS bounce_rate,
	round(d.complained / coalesce(nullif(d.delivered, 0::numeric), nullif(d.attempted, 0::numeric)), 5) AS complaint_rate,
	round(d.suppressed + 1e-9)::bigint AS suppressed,
	round(d.deferred + 1e-9)::bigint AS deferred,
	round(d.rejected + 1e-9)::bigint AS rejected,
	round(d.bounced_undetermined + 1e-9)::bigint AS bounced_undetermined,
	round(d.person_opened + 1e-9)::bigint AS person_opens,
	round(d.person_clicked + 1e-9)::bigint AS person_clicks
FROM (
	SELECT c.day, c.provider, c.stream,
		c.sent::numeric + coalesce(c.shares[1], 0::numeric) AS sent,
		c.attempted::numeric + coalesce(c.shares[2], 0::numeric) AS attempted,
		c.delivered::numeric + coalesce(c.shares[3], 0::numeric) AS delivered,
		c.ended::numeric + coalesce(c.shares[4], 0::numeric) AS ended,
		c.counted::numeric + coalesce(c.shares[5], 0::numeric) AS counted,
		c.bounced_hard::numeric + coalesce(c.shares[6], 0::numeric) AS bounced_hard,
		c.bounced_soft::numeric + coalesce(c.shares[7], 0::numeric) AS bounced_soft,
		c.bounced_undetermined::numeric + coalesce(c.shares[8], 0::numeric) AS bounced_undetermined,
		c.complained::numeric + coalesce(c.shares[9], 0::numeric) AS complained,
		c.suppressed::numeric + coalesce(c.shares[10], 0::numeric) AS suppressed,
		c.rejected::numeric + coalesce(c.shares[11], 0::numeric) AS rejected,
		c.deferred::numeric + coalesce(c.shares[12], 0::numeric) AS deferred,
		c.opened::numeric + coalesce(c.shares[13], 0::numeric) AS opened,
		c.clicked::numeric + coalesce(c.shares[14], 0::numeric) AS clicked,
		c.person_opened::numeric + coalesce(c.shares[15], 0::numeric) AS person_opened,
		c.person_clicked::numeric + coalesce(c.shares[16], 0::numeric) AS person_clicked
	FROM current_day c
) d;

COMMENT ON VIEW daily IS 'number of messages, by recipient, and rates per day, provider and stream';
COMMENT ON COLUMN daily.day IS 'the day in UTC; NULL where no time is known';
COMMENT ON COLUMN daily.provider IS 'the provider';
COMMENT ON COLUMN daily.stream IS 'the provider''s grouping of sending';
COMMENT ON COLUMN daily.sent IS 'messages that the provider accepted or sent';
COMMENT ON COLUMN daily.delivered IS 'messages delivered';
COMMENT ON COLUMN daily.bounced_hard IS 'messages with a hard bounce, by bounce_class';
COMMENT ON COLUMN daily.bounced_soft IS 'messages with a soft or undetermined bounce';
COMMENT ON COLUMN daily.complained IS 'messages complained about; Gmail reports no complaints to providers';
COMMENT ON COLUMN daily.unique_opens IS 'messages opened on that day, not by machines';
COMMENT ON COLUMN daily.unique_clicks IS 'messages with a link clicked on that day, not by machines';
COMMENT ON COLUMN daily.bounce_rate IS
	'what the provider counts as hard bounces (Amazon SES: below 0.05), per message sent, else per message delivered or bounced; without what was never sent; NULL without deliveries';
COMMENT ON COLUMN daily.complaint_rate IS
	'complaints per message delivered (Amazon SES: below 0.001), else per message sent; without what was never sent; not the rate of Gmail, which reports no complaints';
COMMENT ON COLUMN daily.suppressed IS
	'messages that the provider did not send, because the address is on a list of bounces, complaints or unsubscriptions';
COMMENT ON COLUMN daily.deferred IS 'messages deferred by the recipient''s side on that day, delivered later or not';
COMMENT ON COLUMN daily.rejected IS 'messages that the provider refused or failed to send, for another reason than a list';
COMMENT ON COLUMN daily.bounced_undetermined IS 'of bounced_soft, the messages with undetermined bounces only';
COMMENT ON COLUMN daily.person_opens IS
	'of unique_opens, the messages opened by a person, or by a proxy that the operator runs for one: actor is person or proxy';
COMMENT ON COLUMN daily.person_clicks IS 'of unique_clicks, the messages with a link clicked by a person';
