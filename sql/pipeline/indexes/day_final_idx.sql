CREATE INDEX IF NOT EXISTS day_final_idx ON day (day) WHERE is_final;
COMMENT ON INDEX day_final_idx IS 'lookup of days that are not counted again';
