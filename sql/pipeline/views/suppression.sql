-- A barrier, so that a function in the WHERE clause of a query receives only what the view shows.
-- Equality passes it, and uses the index.
-- What subscribes an address again:
-- - A person's subscription ends what persons decided, at whatever provider.
-- - The removal from a provider's list, which is subscribed with the reason suppressed, ends entries
--   of that list only: each provider removes entries on its own account, such as after some days.
-- - Postmark has one list for both, so its removal also ends the unsubscriptions on it.
-- A time more than a day ahead is wrong, because anybody can send one. It does not subscribe again,
-- and an unsubscription with such a time is earlier than each subscription that counts.
CREATE OR REPLACE VIEW suppression WITH (security_barrier = true) AS
SELECT DISTINCT ON (lower(e.recipient))
	lower(e.recipient) AS address,
	e.event_type,
	e.reason,
	e.occurred_at AS since,
	e.event_id,
	e.provider
FROM event e
WHERE e.event_type IN ('bounced', 'complained', 'rejected', 'failed', 'unsubscribed', 'subscribed')
	AND e.recipient IS NOT NULL
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
				END)
		WHEN e.event_type = 'complained' THEN e.reason IS DISTINCT FROM 'not_spam'
		WHEN e.candidates > 1 THEN false
		ELSE e.reason = 'suppressed'
			OR e.event_type IN ('bounced', 'failed') AND e.bounce_class = 'hard'
			-- The provider itself sends no more to the address.
			OR e.provider = 'postmark' AND e.event_type = 'bounced' AND e.details @> '{"Inactive": true}'
	END
ORDER BY lower(e.recipient), e.occurred_at, e.event_id;

COMMENT ON VIEW suppression IS 'addresses to suppress, each with the first event that decides so';
COMMENT ON COLUMN suppression.address IS 'the address in lower case';
COMMENT ON COLUMN suppression.event_type IS
	'bounced, complained or unsubscribed; failed where the recipient''s reply is a hard bounce; rejected or failed where the provider suppresses the address';
COMMENT ON COLUMN suppression.reason IS 'reason of the deciding event';
COMMENT ON COLUMN suppression.since IS 'time of the deciding event';
COMMENT ON COLUMN suppression.event_id IS 'the deciding event, the first of several';
COMMENT ON COLUMN suppression.provider IS 'provider of the deciding event';
