COMMENT ON TABLE webhook IS 'webhooks as they arrived; their events are in the table event';
COMMENT ON COLUMN webhook.id IS 'ascending in the order of arrival';
COMMENT ON COLUMN webhook.received_at IS 'time of arrival';
COMMENT ON COLUMN webhook.payload IS 'the request body, as ses_payload returns it';
COMMENT ON COLUMN webhook.zone IS 'time zone of timestamps without one; NULL: the provider''s own';
