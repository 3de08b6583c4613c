COMMENT ON TABLE domain_total IS
	'sums of domain_day over all days, written by refresh()';
COMMENT ON COLUMN domain_total.domain IS 'the recipients'' domain in lower case';
COMMENT ON COLUMN domain_total.mailbox_provider IS 'the operator; NULL: complaints that show none';
COMMENT ON COLUMN domain_total.events IS 'events that show it';
COMMENT ON COLUMN domain_total.complaints IS 'of these, complaints';
