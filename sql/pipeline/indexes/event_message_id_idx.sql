CREATE INDEX IF NOT EXISTS event_message_id_idx ON event (message_id);
COMMENT ON INDEX event_message_id_idx IS 'lookup by message';
