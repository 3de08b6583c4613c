-- An address is stored as it is spelled and compared in lower case, as the recipient of an event is:
-- lower() depends on the locale, so that a constraint on it could refuse a dump of another server.
CREATE TABLE verdict (
	id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT verdict_pkey PRIMARY KEY,
	address text NOT NULL CONSTRAINT verdict_address_check CHECK (address LIKE '%_@_%' AND address = btrim(address, E' \t\r\n')),
	verdict text NOT NULL CONSTRAINT verdict_verdict_check CHECK (verdict IN ('suppress', 'allow')),
	stream text CONSTRAINT verdict_stream_check CHECK (stream <> ''),
	reason text,
	noted_at timestamp with time zone NOT NULL DEFAULT clock_timestamp(),
	until timestamp with time zone,
	CONSTRAINT verdict_until_check CHECK (until > noted_at)
);
