CREATE TABLE provider (
	provider text CONSTRAINT provider_pkey PRIMARY KEY,
	definition jsonb NOT NULL
);
