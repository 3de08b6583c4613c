-- What each provider's events become, from the tables that the parser uses.
SELECT * FROM ses_mapping();

-- Every term is of the vocabulary, and every event has a type.
SELECT m.* FROM ses_mapping() m
WHERE NOT EXISTS (SELECT FROM ses_vocabulary() v WHERE v.kind = 'event_type' AND v.term = m.event_type)
	OR (m.bounce_class IS NOT NULL AND NOT EXISTS (SELECT FROM ses_vocabulary() v WHERE v.kind = 'bounce_class' AND v.term = m.bounce_class))
	OR (m.reason IS NOT NULL AND NOT EXISTS (SELECT FROM ses_vocabulary() v WHERE v.kind = 'reason' AND v.term = m.reason));

-- Only what bounced has a class.
SELECT DISTINCT event_type FROM ses_mapping() WHERE bounce_class IS NOT NULL;

-- Each line of the tables is met by a fixture, itself or on the way to a finer one.
CREATE FUNCTION test_lines(payload jsonb) RETURNS SETOF text AS '$libdir/ses_events', 'ses_test_lines' LANGUAGE C STABLE STRICT;
SELECT m.* FROM ses_mapping() m
WHERE NOT EXISTS (
	SELECT FROM fixture f, test_lines(f.payload) line
	WHERE starts_with(line || '/', concat_ws('/', m.provider, m.provider_event, m.provider_subtype) || '/'));
