-- All columns but these are the attributes of ses_event: see columns/event.sql.
CREATE TABLE event (
	webhook_id bigint,
	event_id uuid CONSTRAINT event_pkey PRIMARY KEY
);

COMMENT ON TABLE event IS 'events of the webhooks: one row per event and recipient';
COMMENT ON COLUMN event.event_id IS
	'deterministic key of the event for this recipient; a redelivery has the same key';
COMMENT ON COLUMN event.webhook_id IS 'the webhook that the event was read from, which may be deleted';
