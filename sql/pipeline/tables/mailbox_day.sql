-- What the view counted_mailbox_day counted.
CREATE TABLE mailbox_day (
	day date NOT NULL,
	domain text,
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
	refused integer[],
	delays integer[]
);
ALTER TABLE mailbox_day REPLICA IDENTITY FULL;
