CREATE INDEX IF NOT EXISTS event_verdict_idx ON event (lower(recipient), occurred_at, event_id)
	WHERE event_type IN ('bounced', 'complained', 'rejected', 'failed', 'unsubscribed', 'subscribed');
COMMENT ON INDEX event_verdict_idx IS 'lookup of the events that decide on suppression, a few of all';
