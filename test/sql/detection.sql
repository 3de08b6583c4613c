-- Each document of each fixture is shown to each provider: one recognizes it, and no other.
CREATE TEMPORARY TABLE recognized AS
SELECT f.file, f.name, e.source, string_agg(e.value, ' ') AS providers
FROM fixture f, ses_explain(f.payload) e
WHERE e.event_id IS NULL AND e.attribute = 'provider'
GROUP BY f.file, f.position, f.name, e.source;

SELECT count(DISTINCT file) > 15 AS all_files, count(*) > 800 AS many,
	count(*) FILTER (WHERE providers LIKE '% %') AS contested
FROM recognized;
SELECT * FROM recognized WHERE providers LIKE '% %' LIMIT 5;

-- It is the provider whose fixtures they are.
SELECT * FROM recognized
WHERE file IN (SELECT provider FROM ses_mapping()) AND providers <> file
LIMIT 5;

-- Customers of SendGrid may give their own arguments any name, even all of another event.
WITH other AS (
	SELECT payload AS document FROM fixture
	UNION
	SELECT document FROM fixture, jsonb_path_query(payload, '$[*]') document
)
SELECT count(*) > 300 AS many, count(*) FILTER (WHERE e.value <> 'sendgrid') AS lost
FROM other, ses_explain(other.document || '{"event": "open", "email": "ann@a.example",
	"timestamp": 1770091510, "sg_event_id": "b3Blbg", "sg_message_id": "m.recvd-1"}') e
WHERE jsonb_typeof(other.document) = 'object' AND e.event_id IS NULL AND e.attribute = 'provider';

-- An object with more keys than all signs together is not recognized.
SELECT ses_provider(jsonb_object_agg('key' || i, i)) FROM generate_series(1, 1000) i;
