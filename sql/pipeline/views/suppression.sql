-- A barrier, so that a function in the WHERE clause of a query receives only what the view shows.
-- Equality passes it, and uses the indexes.
-- What subscribes an address again:
-- - A person's subscription ends what persons decided, at whatever provider. Where streams are
--   apart, one that names a stream ends unsubscriptions from that stream only.
-- - The removal from a provider's list, which is subscribed with the reason suppressed, ends entries
--   of that list only: each provider removes entries on its own account, such as after some days.
-- - Postmark has one list for both, so its removal also ends the unsubscriptions on it.
-- A time more than a day ahead is wrong, because anybody can send one. It does not subscribe again,
-- an unsubscription with such a time is earlier than each subscription that counts, and no bounce
-- or delivery with one counts in a row.
-- An infinite time, which cannot be subtracted, counts in no row, either.
-- An event without a time, or with such a time, is earlier than each verdict, because otherwise the
-- address could never be allowed.

-- What may be decided about an address: all mail, and each stream that a verdict names. Then the
-- decisions, in three parts: verdicts, single events, and events that repeat. The first decision
-- for all mail stands for those of streams; a stream with a newer verdict and no decision of its own
-- since is one of its allowed_streams.

-- Of events that repeat:
-- - Messages are counted, each by its first refusal.
-- - A deferral is no refusal, because a delivery or a bounce follows it, and greylisting defers.
-- - Content and size are of the message. Neither a listed sender nor a limit on it says anything about the
--   recipient, so they are no soft bounces; where they last, they are refusals.
-- - What was delivered, opened or clicked later ends the row. What a program opened says nothing about it.
-- - Times are subtracted, because the sum of a time and a number of days depends on the time zone.
CREATE OR REPLACE VIEW suppression WITH (security_barrier = true) AS
WITH policy AS MATERIALIZED (
	SELECT CASE WHEN count(*) = 0 THEN 5 ELSE min(s.soft_bounces) END AS soft_bounces,
		CASE WHEN count(*) = 0 THEN 5 ELSE min(s.refusals) END AS refusals,
		coalesce(min(s.refusal_period), interval '14 days') AS refusal_period,
		coalesce(bool_or(s.unsubscribe_by_stream), false) AS is_by_stream
	FROM setting s
)
SELECT g.address, g.event_type, g.reason, g.since, g.event_id, g.provider, g.stream, g.rule,
	CASE WHEN g.stream IS NULL THEN g.allowed_streams END AS allowed_streams
FROM (
	SELECT f.address, f.event_type, f.reason, f.since, f.event_id, f.provider, f.stream, f.rule,
		pg_catalog.bool_or(f.stream IS NULL AND f.rule IS NOT NULL) OVER w AS is_for_all,
		pg_catalog.array_agg(f.stream) FILTER (WHERE f.rule IS NULL) OVER w AS allowed_streams
	FROM (
		SELECT DISTINCT ON (d.address, d.stream)
			d.address, d.event_type, d.reason, d.since, d.event_id, d.provider, d.stream, d.rule
		FROM (
			SELECT v.address, NULL::text AS event_type, v.reason, v.noted_at AS since, NULL::uuid AS event_id, NULL::text AS provider,
				v.stream, CASE WHEN v.verdict = 'suppress' THEN 'by hand' END AS rule, v.verdict = 'suppress' AS is_by_hand
			FROM current_verdict v
			WHERE v.verdict = 'suppress' OR v.verdict = 'allow' AND v.stream IS NOT NULL

			UNION ALL

			SELECT lower(e.recipient), e.event_type, e.reason, e.occurred_at, e.event_id, e.provider, coalesce(u.stream, v.stream),
				CASE
					WHEN e.reason = 'suppressed' THEN 'provider''s list'
					WHEN e.event_type = 'unsubscribed' OR e.reason = 'unsubscribed' THEN 'unsubscribed'
					WHEN e.event_type = 'complained' THEN 'complaint'
					WHEN e.bounce_class = 'hard' THEN 'hard bounce'
					ELSE 'provider''s list'
				END,
				NULL::boolean
			FROM event e
				CROSS JOIN policy p
				CROSS JOIN LATERAL (
					SELECT CASE WHEN p.is_by_stream AND (e.event_type = 'unsubscribed' AND e.reason IS DISTINCT FROM 'suppressed'
						OR e.reason = 'unsubscribed') THEN e.stream END) u (stream)
				LEFT JOIN current_verdict v ON v.address = lower(e.recipient)
			WHERE e.event_type IN ('bounced', 'complained', 'rejected', 'failed', 'unsubscribed', 'subscribed')
				AND e.recipient IS NOT NULL
				AND (v.verdict IS NULL OR v.verdict = 'allow' AND e.occurred_at >= v.noted_at AND e.occurred_at < now() + interval '1 day')
				AND (u.stream IS NULL OR u.stream = v.stream OR v.stream IS NULL AND (u.stream = ANY (v.streams)) IS NOT TRUE)
				AND CASE
					WHEN e.event_type = 'subscribed' THEN false
					WHEN e.event_type = 'unsubscribed' OR e.reason = 'unsubscribed' THEN NOT EXISTS (
						SELECT FROM event later
						WHERE later.event_type = 'subscribed'
							AND lower(later.recipient) = lower(e.recipient)
							AND (later.occurred_at > e.occurred_at OR e.occurred_at >= now() + interval '1 day')
							AND later.occurred_at < now() + interval '1 day'
							AND CASE
								WHEN later.reason = 'suppressed' THEN later.provider = e.provider
									AND (e.reason = 'suppressed' OR e.provider = 'postmark' AND e.provider_event = 'SubscriptionChange')
								ELSE e.reason IS DISTINCT FROM 'suppressed'
									AND (NOT p.is_by_stream OR later.stream IS NULL OR later.stream = e.stream)
							END)
					WHEN e.event_type = 'complained' THEN e.reason IS DISTINCT FROM 'not_spam'
					WHEN e.candidates > 1 THEN false
					ELSE e.reason = 'suppressed'
						OR e.event_type IN ('bounced', 'failed') AND e.bounce_class = 'hard'
						-- The provider itself sends no more to the address.
						OR e.provider = 'postmark' AND e.event_type = 'bounced' AND e.details @> '{"Inactive": true}'
				END

			UNION ALL

			SELECT c.address, b.event_type, b.reason, b.occurred_at, b.event_id, b.provider, c.stream,
				CASE
					WHEN NOT b.is_soft OR (b.soft_bounces >= c.soft_bounces) IS NOT TRUE THEN 'refused'
					WHEN c.soft_bounces = 1 THEN '1 soft bounce'
					ELSE c.soft_bounces::text || ' soft bounces'::text
				END,
				NULL::boolean
			FROM (
				SELECT lower(e.recipient) AS address, v.stream, v.noted_at AS allowed_at, p.soft_bounces, p.refusals, p.refusal_period
				FROM event e
					CROSS JOIN policy p
					LEFT JOIN current_verdict v ON v.address = lower(e.recipient)
				WHERE e.event_type IN ('bounced', 'failed') AND e.bounce_class IS DISTINCT FROM 'hard'
					AND (e.event_type = 'bounced' OR e.bounce_class IS NOT NULL)
					AND (e.reason IS NULL OR e.reason NOT IN ('content_rejected', 'message_too_large', 'suppressed', 'unsubscribed'))
					AND (e.candidates > 1) IS NOT TRUE
					AND e.recipient IS NOT NULL
					AND e.occurred_at < now() + interval '1 day' AND isfinite(e.occurred_at)
					AND (v.verdict IS NULL OR v.verdict = 'allow' AND e.occurred_at >= v.noted_at)
				GROUP BY lower(e.recipient), v.stream, v.noted_at, p.soft_bounces, p.refusals, p.refusal_period
				-- The most that there can be, before what ends the row is looked up.
				HAVING count(*) FILTER (WHERE e.bounce_class = 'soft') >= p.soft_bounces
					OR count(*) >= p.refusals AND max(e.occurred_at) - min(e.occurred_at) >= p.refusal_period
			) c
				LEFT JOIN LATERAL (
					SELECT r.occurred_at, r.event_id
					FROM event r
					WHERE lower(r.recipient) = c.address
						AND (r.event_type = 'delivered'
							OR r.event_type IN ('opened', 'clicked') AND r.is_bot IS NOT TRUE AND r.actor IS DISTINCT FROM 'machine')
						AND (r.candidates > 1) IS NOT TRUE
						AND r.occurred_at < now() + interval '1 day'
					ORDER BY r.occurred_at DESC, r.event_id DESC
					LIMIT 1
				) r ON true
				CROSS JOIN LATERAL (
					SELECT n.event_type, n.reason, n.occurred_at, n.event_id, n.provider, n.is_soft, n.soft_bounces
					FROM (
						SELECT m.event_type, m.reason, m.occurred_at, m.event_id, m.provider, m.is_soft, m.place,
							count(*) FILTER (WHERE m.is_soft AND m.place_of_kind = 1) OVER w AS soft_bounces,
							count(*) FILTER (WHERE m.place = 1) OVER w AS refusals,
							m.occurred_at - min(m.occurred_at) OVER w AS period
						FROM (
							SELECT e.event_type, e.reason, e.occurred_at, e.event_id, e.provider, k.is_soft,
								row_number() OVER (PARTITION BY e.provider, coalesce(e.message_id, e.event_id::text)
									ORDER BY e.occurred_at, e.event_id) AS place,
								row_number() OVER (PARTITION BY e.provider, coalesce(e.message_id, e.event_id::text), k.is_soft
									ORDER BY e.occurred_at, e.event_id) AS place_of_kind
							FROM event e
								CROSS JOIN LATERAL (SELECT e.bounce_class IS NOT NULL AND e.bounce_class = 'soft' AND (e.reason IS NULL
									OR e.reason NOT IN ('blocked', 'spam', 'authentication', 'rate_limited'))) k (is_soft)
							WHERE lower(e.recipient) = c.address
								AND e.event_type IN ('bounced', 'failed') AND e.bounce_class IS DISTINCT FROM 'hard'
								AND (e.event_type = 'bounced' OR e.bounce_class IS NOT NULL)
								AND (e.reason IS NULL OR e.reason NOT IN ('content_rejected', 'message_too_large', 'suppressed', 'unsubscribed'))
								AND (e.candidates > 1) IS NOT TRUE
								AND e.occurred_at < now() + interval '1 day' AND isfinite(e.occurred_at)
								AND (c.allowed_at IS NULL OR e.occurred_at >= c.allowed_at)
								AND (r.event_id IS NULL OR (e.occurred_at, e.event_id) > (r.occurred_at, r.event_id))
						) m
						WINDOW w AS (ORDER BY m.occurred_at, m.event_id)
					) n
					WHERE n.is_soft AND n.soft_bounces >= c.soft_bounces
						OR n.place = 1 AND n.refusals >= c.refusals AND n.period >= c.refusal_period
					ORDER BY n.occurred_at, n.event_id
					LIMIT 1
				) b
		) d
		ORDER BY d.address, d.stream, d.rule IS NULL, d.is_by_hand IS NULL, d.since, d.event_id
	) f
	WINDOW w AS (PARTITION BY f.address ORDER BY f.stream ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
) g
WHERE g.rule IS NOT NULL AND (g.stream IS NULL OR NOT g.is_for_all);

COMMENT ON VIEW suppression IS 'addresses to suppress, each with the verdict or the first event that decides so';
COMMENT ON COLUMN suppression.address IS 'the address in lower case';
COMMENT ON COLUMN suppression.event_type IS
	'bounced, complained or unsubscribed; failed where the recipient''s reply is a bounce; rejected or failed where the provider suppresses the address; NULL: decided by hand';
COMMENT ON COLUMN suppression.reason IS 'reason of the deciding event, or of the verdict';
COMMENT ON COLUMN suppression.since IS 'time of the deciding event or verdict';
COMMENT ON COLUMN suppression.event_id IS 'the deciding event, the first of several; NULL: decided by hand';
COMMENT ON COLUMN suppression.provider IS 'provider of the deciding event';
COMMENT ON COLUMN suppression.stream IS
	'the stream that the address is suppressed for; NULL: all mail, in place of rows for streams';
COMMENT ON COLUMN suppression.rule IS
	'what decided: hard bounce, complaint, unsubscribed, 5 soft bounces, refused, provider''s list, or by hand';
COMMENT ON COLUMN suppression.allowed_streams IS
	'of an address that is suppressed for all mail: streams that a newer verdict allows';
