-- Those of other columns are the comments of ses_event: see columns/event.sql.
COMMENT ON TABLE event IS 'events of the webhooks: one row per event and recipient';
COMMENT ON COLUMN event.webhook_id IS 'the webhook that the event was read from, which may be deleted';
