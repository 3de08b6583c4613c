-- The forms in which times come. The session's own settings decide nothing.
SET timezone = 'America/New_York';
SET datestyle = 'ISO, DMY';
CREATE FUNCTION at_time(told jsonb) RETURNS jsonb
RETURN jsonb_build_object('eventType', 'Send', 'mail', jsonb_build_object('timestamp', told));

SELECT time, ses_occurred_at(at_time(to_jsonb(time))) AT TIME ZONE 'UTC' AS utc
FROM unnest(ARRAY['2026-02-03T04:05:06Z', '2026-02-03T04:05:06.7Z', '2026-02-03T04:05:06.123456789Z', '2026-02-03T04:05:06.9999995Z',
	'2026-02-03t04:05:06z', '2026-02-03 04:05:06', '2026-02-03T04:05Z', ' 2026-02-03T04:05:06Z ', '2026-02-03T04:05:06+09:00', '2026-02-03T04:05:06-0330',
	'2026-02-03T04:05:06+05', '2018-10-08T14:05:45 +0000', '2026-02-03 04:05:06 UTC', '2026-02-03T23:59:60Z', '2024-02-29T00:00:00Z',
	'0001-01-01T00:00:00Z', '9999-12-31T23:59:59.999999Z', '1770091506', '1770091506.25', '1770091506700', '1770091506700123']) time;

-- Not times: NULL, never an error, never a guess.
SELECT string_agg(DISTINCT coalesce(ses_occurred_at(at_time(to_jsonb(time)))::text, 'NULL'), ', ')
FROM unnest(ARRAY['', '0', 'now', 'today', 'infinity', '2026-02-03', '2026-02-30T00:00:00Z', '2023-02-29T00:00:00Z', '2026-13-01T00:00:00Z',
	'2026-00-01T00:00:00Z', '0000-01-01T00:00:00Z', '2026-02-03T24:00:00Z', '2026-02-03T04:60:00Z', '2026-02-03T04:05:61Z', '2026-02-03T04:05:06.Z',
	'2026-02-03T04:05:06+25:00', '2026-02-03T04:05:06+09:', '2026-02-03T04:05:06 Mars', '20260203T040506Z', '99999999999999999999', '1e9', '12:30', '-', '+1']) time;

-- Numbers of any size and sign, in JSON.
SELECT left(time::text, 30) AS time, ses_occurred_at(at_time(time)) AT TIME ZONE 'UTC' AS utc
FROM unnest(ARRAY['1770091506', '1770091506.5', '1770091506700', '1770091506700123', '1.7700915e9', '-1', '0', '-0.0', '1e300', '-1e300', '1e-300',
	'99999999999', '100000000000', '253402300799999999', '253402300800000000', '-62135596800000000', '-62135596800000001', '-999999999999999999', 'true', 'null', '[]', '{}']::jsonb[]) time;

-- Dates of inbound mail (RFC 5322).
SELECT date, e.sent_at AT TIME ZONE 'UTC' AS utc
FROM unnest(ARRAY['Tue, 3 Feb 2026 04:05:06 +0900', '3 Feb 2026 04:05 -0330', 'Tue, 03 Feb 2026 04:05:06 +0900 (JST)', 'Tue, 3 FEB 2026 04:05:06 GMT',
	'Tue, 3 Foo 2026 04:05:06 +0000', 'Tue, 31 Feb 2026 04:05:06 +0000', '2026-02-03', '', ', (', 'Tue, 3 Feb 2026 04:05:06 PDT',
	'Tue, 3 Feb 2026 04:05:06 UT', 'Tue, 3 Feb 2026 04:05:06 JST', 'Tue, 3 Feb 2026 04:05:06']) date,
	ses_parse(jsonb_build_object('filter', 'f', 'envelope-to', 'a@a.example', 'server_composition', 'p',
		'headers', jsonb_build_array(jsonb_build_object('name', 'date', 'value', date)))) e;
RESET timezone;
RESET datestyle;
