COMMENT ON TABLE stale_day IS
	'marks of days whose events changed, written by triggers of event; refresh() counts these days and deletes the marks';
COMMENT ON COLUMN stale_day.day IS 'the day in UTC';
COMMENT ON COLUMN stale_day.id IS 'number of the mark, because a day may have several';
