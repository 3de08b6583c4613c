CREATE TABLE webhook (
	id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT webhook_pkey PRIMARY KEY,
	received_at timestamp with time zone NOT NULL DEFAULT now(),
	payload jsonb NOT NULL,
	zone text
);

-- Where the server is built with lz4.
DO $$
BEGIN
	ALTER TABLE webhook ALTER payload SET COMPRESSION lz4;
EXCEPTION
	WHEN feature_not_supported THEN
		NULL;
END $$;

COMMENT ON TABLE webhook IS 'webhooks as they arrived; their events are in the table event';
COMMENT ON COLUMN webhook.id IS 'ascending in the order of arrival';
COMMENT ON COLUMN webhook.received_at IS 'time of arrival';
COMMENT ON COLUMN webhook.payload IS 'the request body, as ses_payload returns it';
COMMENT ON COLUMN webhook.zone IS 'time zone of timestamps without one; NULL: the provider''s own';
