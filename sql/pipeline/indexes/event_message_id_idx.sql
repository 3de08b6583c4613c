-- Ids are looked up by equality only. A hash index costs less per event than a B-tree of texts.
-- A pipeline that has the B-tree of an earlier version keeps it.
CREATE INDEX IF NOT EXISTS event_message_id_idx ON event USING hash (message_id);
COMMENT ON INDEX event_message_id_idx IS 'lookup by message';
