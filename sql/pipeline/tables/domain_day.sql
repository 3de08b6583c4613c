-- What the view counted_domain_day counted.
CREATE TABLE domain_day (
	day date NOT NULL,
	domain text NOT NULL,
	mailbox_provider text,
	events integer NOT NULL,
	complaints integer NOT NULL
);
ALTER TABLE domain_day REPLICA IDENTITY FULL;
