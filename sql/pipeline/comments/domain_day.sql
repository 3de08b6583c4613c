COMMENT ON TABLE domain_day IS
	'operators that events of a recipient''s domain show, by day, written by refresh(); read through the view domain';
COMMENT ON COLUMN domain_day.day IS 'the day in UTC';
COMMENT ON COLUMN domain_day.domain IS 'the recipients'' domain in lower case';
COMMENT ON COLUMN domain_day.mailbox_provider IS 'the operator; NULL: complaints that show none';
COMMENT ON COLUMN domain_day.events IS 'events that show it';
COMMENT ON COLUMN domain_day.complaints IS 'of these, complaints';
