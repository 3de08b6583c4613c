-- Quoted texts end where they end, so no two messages have the same id; an event without a message has
-- none. A hash index takes a third of the time of a B-tree of texts per event, and has no limit of length.
CREATE INDEX IF NOT EXISTS event_of_message_idx ON event USING hash (
	(quote_nullable(provider) || ' ' || quote_nullable(lower(recipient)) || ' ' || message_id));
COMMENT ON INDEX event_of_message_idx IS 'lookup by the column id of the view message';
