CREATE TABLE problem (
	webhook_id bigint CONSTRAINT problem_pkey PRIMARY KEY,
	kind text NOT NULL,
	provider text,
	problem text,
	url text
);
