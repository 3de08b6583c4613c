CREATE INDEX IF NOT EXISTS mailbox_day_day_idx ON mailbox_day (day);
COMMENT ON INDEX mailbox_day_day_idx IS 'lookup by day';
