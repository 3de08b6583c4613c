-- What the view counted_day counted. No unique key, because provider and stream may be NULL.
CREATE TABLE day (
	day date NOT NULL,
	provider text,
	stream text,
	sent integer NOT NULL,
	attempted integer NOT NULL,
	delivered integer NOT NULL,
	ended integer NOT NULL,
	counted integer NOT NULL,
	bounced_hard integer NOT NULL,
	bounced_soft integer NOT NULL,
	bounced_undetermined integer NOT NULL,
	complained integer NOT NULL,
	suppressed integer NOT NULL,
	rejected integer NOT NULL,
	deferred integer NOT NULL,
	opened integer NOT NULL,
	clicked integer NOT NULL,
	person_opened integer NOT NULL,
	person_clicked integer NOT NULL,
	shares numeric[],
	is_final boolean NOT NULL DEFAULT false
);
ALTER TABLE day REPLICA IDENTITY FULL;
