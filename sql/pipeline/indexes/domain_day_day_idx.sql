CREATE INDEX IF NOT EXISTS domain_day_day_idx ON domain_day (day);
COMMENT ON INDEX domain_day_day_idx IS 'lookup by day';
