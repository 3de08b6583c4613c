-- The sums of domain_day over all its days, so that the view domain reads few rows.
CREATE TABLE domain_total (
	domain text NOT NULL,
	mailbox_provider text,
	events bigint NOT NULL,
	complaints bigint NOT NULL,
	CONSTRAINT domain_total_key UNIQUE NULLS NOT DISTINCT (domain, mailbox_provider)
);
ALTER TABLE domain_total REPLICA IDENTITY FULL;
