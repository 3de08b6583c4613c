-- Days without a rollup, or whose events changed since. A final day has its rollup only, because its
-- events are deleted.
CREATE OR REPLACE VIEW changed_day AS
SELECT DISTINCT s.day
FROM stale_day s
WHERE NOT EXISTS (SELECT FROM day f WHERE f.day = s.day AND f.is_final);

COMMENT ON VIEW changed_day IS 'days that views count from events, until refresh() has counted them';
COMMENT ON COLUMN changed_day.day IS 'the day in UTC';
