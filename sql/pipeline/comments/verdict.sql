COMMENT ON TABLE verdict IS
	'decisions by hand on whether to mail an address, by suppress() and allow(); the newest that has not lapsed counts';
COMMENT ON COLUMN verdict.id IS 'ascending; of two verdicts of one time, the later counts';
COMMENT ON COLUMN verdict.address IS 'the address, compared in lower case';
COMMENT ON COLUMN verdict.verdict IS 'suppress, whatever the events are; or allow, whatever the events before noted_at are';
COMMENT ON COLUMN verdict.stream IS 'the stream that it concerns, as in event.stream; NULL: all mail';
COMMENT ON COLUMN verdict.reason IS 'why it was decided, in any words';
COMMENT ON COLUMN verdict.noted_at IS 'time of the decision';
COMMENT ON COLUMN verdict.until IS 'time when it lapses; NULL: never';
