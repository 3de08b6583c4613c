CREATE INDEX IF NOT EXISTS event_time_idx ON event USING brin (
	webhook_id,
	occurred_at timestamptz_minmax_multi_ops,
	((occurred_at AT TIME ZONE 'UTC')::date) date_minmax_multi_ops);
COMMENT ON INDEX event_time_idx IS 'lookup by time, by the day of the view daily, and by webhook';
