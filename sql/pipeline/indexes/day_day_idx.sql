CREATE INDEX IF NOT EXISTS day_day_idx ON day (day);
COMMENT ON INDEX day_day_idx IS 'lookup by day';
