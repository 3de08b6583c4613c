-- Every fixture is shown to every provider: one takes it, and nobody else does.
CREATE FUNCTION test_takers(payload jsonb) RETURNS SETOF text AS '$libdir/ses_events', 'ses_test_takers' LANGUAGE C STABLE STRICT;

-- Of all documents in all fixtures, with what they are wrapped in:
SELECT count(DISTINCT f.file) > 15 AS all_files, count(*) > 1000 AS many, count(*) FILTER (WHERE t LIKE '%/%') AS contested
FROM fixture f, test_takers(f.payload) t;
SELECT f.file, f.name, t FROM fixture f, test_takers(f.payload) t WHERE t LIKE '%/%' LIMIT 5;

-- Who takes it is whose it is.
SELECT f.file, f.name, t FROM fixture f, test_takers(f.payload) t
WHERE f.file IN (SELECT provider FROM ses_mapping()) AND t NOT IN ('', f.file)
LIMIT 5;

-- Customers of SendGrid may give their own arguments any name, even all of another event.
SELECT count(*) > 300 AS many, count(*) FILTER (WHERE t <> 'sendgrid') AS lost
FROM fixture f, LATERAL (SELECT value FROM jsonb_array_elements(jsonb_build_array(f.payload)) UNION SELECT value FROM jsonb_path_query(f.payload, '$[*]') value) other (value),
	LATERAL (SELECT other.value || '{"event": "open", "email": "ann@a.example", "timestamp": 1770091510, "sg_event_id": "b3Blbg", "sg_message_id": "m.recvd-1"}') s (payload),
	test_takers(s.payload) t
WHERE jsonb_typeof(other.value) = 'object' AND NOT other.value ?| '{eventType,notificationType,mail,server_composition,filter,specversion,type}';

-- An object with more keys than all signs together is nobody's.
SELECT ses_provider(jsonb_object_agg('key' || i, i)) FROM generate_series(1, 1000) i;
