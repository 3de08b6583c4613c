-- What each event becomes is shown on its provider's page, which a test compares with these tables.

-- Every term is of the vocabulary, and every event has a type.
SELECT m.* FROM ses_mapping() m
WHERE NOT EXISTS (SELECT FROM ses_vocabulary() v WHERE v.kind = 'event_type' AND v.term = m.event_type)
	OR (m.bounce_class IS NOT NULL AND NOT EXISTS (SELECT FROM ses_vocabulary() v WHERE v.kind = 'bounce_class' AND v.term = m.bounce_class))
	OR (m.reason IS NOT NULL AND NOT EXISTS (SELECT FROM ses_vocabulary() v WHERE v.kind = 'reason' AND v.term = m.reason));

-- Only what bounced has a class.
SELECT DISTINCT event_type FROM ses_mapping() WHERE bounce_class IS NOT NULL;

-- Each row of the tables is met by a fixture, itself or on the way to a finer one.
CREATE TEMPORARY TABLE met AS
SELECT DISTINCT max(e.value) FILTER (WHERE e.attribute = 'provider') AS provider,
	substr(max(e.rule) FILTER (WHERE e.attribute = 'event_type' AND e.rule LIKE 'mapping %'), length('mapping ') + 1) AS row
FROM fixture f, ses_explain(f.payload) e
WHERE e.event_id IS NOT NULL AND e.attribute IN ('provider', 'event_type')
GROUP BY f.file, f.position, e.event_id;
SELECT m.* FROM ses_mapping() m
WHERE NOT EXISTS (
	SELECT FROM met
	WHERE starts_with(met.provider || '/' || met.row || '/', concat_ws('/', m.provider, m.provider_event, m.provider_subtype) || '/'));
