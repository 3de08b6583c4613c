-- The condition is that of the views, which count such events whenever they are read.
CREATE INDEX IF NOT EXISTS event_untimed_idx ON event (event_id) WHERE (occurred_at AT TIME ZONE 'UTC')::date IS NULL;
COMMENT ON INDEX event_untimed_idx IS 'lookup of events without a time';
