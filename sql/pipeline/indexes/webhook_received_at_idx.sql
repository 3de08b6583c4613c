CREATE INDEX IF NOT EXISTS webhook_received_at_idx ON webhook USING brin (received_at);
COMMENT ON INDEX webhook_received_at_idx IS 'lookup by time of arrival';
