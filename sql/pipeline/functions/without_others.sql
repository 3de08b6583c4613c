-- A step of export(): an event may mention other persons, such as further recipients of its message.
-- Addresses are looked for in its texts, and in its JSON, whose keys may be some; in URLs in their
-- encoding. The sender and the ids of the message stay.
-- An event that may be of another person has nothing of who did what, which is data on that person.
CREATE OR REPLACE FUNCTION without_others(event jsonb, person text) RETURNS jsonb
LANGUAGE plpgsql STABLE
SET search_path FROM CURRENT
AS $$
DECLARE
	kept jsonb := without_others.event;
	pattern CONSTANT text := '((?:[[:alnum:]_.+~''!#$^{|}*-]|%2B)+)(?:@|%40)([[:alnum:].-]*[[:alnum:]])';
	own CONSTANT text[] := ARRAY[without_others.person, lower(event ->> 'sender'::text),
		lower(event ->> 'message_id'::text), lower(event ->> 'rfc_message_id'::text)];
	others text[];
BEGIN
	IF (event ->> 'candidates'::text)::integer > 1 THEN
		kept := kept - '{details,ip_address,user_agent,is_bot,actor,client,url}'::text[];
	END IF;
	BEGIN
		others := ARRAY(
			SELECT DISTINCT replace(lower(m.part[1]), '%2b', '+') || '@'::text || lower(m.part[2])
			FROM (
				SELECT kept::text
				UNION ALL
				SELECT j.value #>> '{}'::text[]
				FROM jsonb_path_query(kept, 'strict $.**'::jsonpath, '{}'::jsonb, true) j (value)
				WHERE jsonb_typeof(j.value) = 'string'
			) t (text),
				regexp_matches(t.text, pattern, 'gi') m (part));
	EXCEPTION WHEN statement_too_complex THEN
		kept := kept - 'details'::text;			-- JSON nested too deep to be searched
	END;
	RETURN redact_all(kept, ARRAY(
		SELECT o.address FROM pg_catalog.unnest(others) o (address)
		WHERE (o.address = ANY (own)) IS NOT TRUE));
END $$;

COMMENT ON FUNCTION without_others(jsonb, text) IS
	'returns an event, or another row, without the addresses of others than a person and the sender';
