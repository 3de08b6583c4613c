-- Whole messages as integers, and shares of them apart: one of three recipients is a third. Shares are
-- numeric, because their sum is the same in each order, and so in each plan.
CREATE OR REPLACE VIEW counted_day AS
SELECT a.day, a.provider, a.stream,
	(count(*) FILTER (WHERE a.sent = 1))::integer AS sent,
	(count(*) FILTER (WHERE a.attempted = 1))::integer AS attempted,
	(count(*) FILTER (WHERE a.delivered = 1))::integer AS delivered,
	(count(*) FILTER (WHERE a.ended = 1))::integer AS ended,
	(count(*) FILTER (WHERE a.counted = 1))::integer AS counted,
	(count(*) FILTER (WHERE a.bounced_hard = 1))::integer AS bounced_hard,
	(count(*) FILTER (WHERE a.bounced_soft = 1))::integer AS bounced_soft,
	(count(*) FILTER (WHERE a.bounced_undetermined = 1))::integer AS bounced_undetermined,
	(count(*) FILTER (WHERE a.complained = 1))::integer AS complained,
	(count(*) FILTER (WHERE a.suppressed = 1))::integer AS suppressed,
	(count(*) FILTER (WHERE a.rejected = 1))::integer AS rejected,
	(count(*) FILTER (WHERE a.deferred = 1))::integer AS deferred,
	(count(*) FILTER (WHERE a.opened = 1))::integer AS opened,
	(count(*) FILTER (WHERE a.clicked = 1))::integer AS clicked,
	(count(*) FILTER (WHERE a.person_opened = 1))::integer AS person_opened,
	(count(*) FILTER (WHERE a.person_clicked = 1))::integer AS person_clicked,
	CASE WHEN max(a.candidates) > 1 THEN ARRAY[
		coalesce(sum(1::numeric / a.sent::numeric) FILTER (WHERE a.sent > 1), 0::numeric),
		coalesce(sum(1::numeric / a.attempted::numeric) FILTER (WHERE a.attempted > 1), 0::numeric),
		coalesce(sum(1::numeric / a.delivered::numeric) FILTER (WHERE a.delivered > 1), 0::numeric),
		coalesce(sum(1::numeric / a.ended::numeric) FILTER (WHERE a.ended > 1), 0::numeric),
		coalesce(sum(1::numeric / a.counted::numeric) FILTER (WHERE a.counted > 1), 0::numeric),
		coalesce(sum(1::numeric / a.bounced_hard::numeric) FILTER (WHERE a.bounced_hard > 1), 0::numeric),
		coalesce(sum(1::numeric / a.bounced_soft::numeric) FILTER (WHERE a.bounced_soft > 1), 0::numeric),
		coalesce(sum(1::numeric / a.bounced_undetermined::numeric) FILTER (WHERE a.bounced_undetermined > 1), 0::numeric),
		coalesce(sum(1::numeric / a.complained::numeric) FILTER (WHERE a.complained > 1), 0::numeric),
		coalesce(sum(1::numeric / a.suppressed::numeric) FILTER (WHERE a.suppressed > 1), 0::numeric),
		coalesce(sum(1::numeric / a.rejected::numeric) FILTER (WHERE a.rejected > 1), 0::numeric),
		coalesce(sum(1::numeric / a.deferred::numeric) FILTER (WHERE a.deferred > 1), 0::numeric),
		coalesce(sum(1::numeric / a.opened::numeric) FILTER (WHERE a.opened > 1), 0::numeric),
		coalesce(sum(1::numeric / a.clicked::numeric) FILTER (WHERE a.clicked > 1), 0::numeric),
		coalesce(sum(1::numeric / a.person_opened::numeric) FILTER (WHERE a.person_opened > 1), 0::numeric),
		coalesce(sum(1::numeric / a.person_clicked::numeric) FILTER (WHERE a.person_clicked > 1), 0::numeric)] END AS shares
FROM activity a
GROUP BY a.day, a.provider, a.stream;

COMMENT ON VIEW counted_day IS 'what refresh() stores in the table day, counted from events';
