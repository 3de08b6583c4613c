CREATE INDEX IF NOT EXISTS event_recipient_idx ON event (lower(recipient));
COMMENT ON INDEX event_recipient_idx IS 'lookup by address, case-insensitive';
