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
