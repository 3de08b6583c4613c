-- A step of functions that take an address: what has no address is a mistake of the caller.
-- Recipients are addresses as providers write them, so the syntax of RFC 5321 is not checked.
CREATE OR REPLACE FUNCTION address_of(address text) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
SET search_path FROM CURRENT
AS $$
DECLARE
	trimmed CONSTANT text := btrim(address_of.address, E' \t\r\n');
BEGIN
	IF trimmed IS NULL THEN
		RAISE EXCEPTION 'the address must not be null'
			USING ERRCODE = 'null_value_not_allowed';
	ELSIF trimmed !~ '^("[^"]+"|[^[:space:]<>,;"]+)@[^[:space:]<>,;"@]+$' THEN
		RAISE EXCEPTION 'invalid e-mail address: "%"', CASE WHEN length(trimmed) > 320 THEN left(trimmed, 320) || '...'::text ELSE trimmed END
			USING ERRCODE = 'invalid_parameter_value',
				HINT = 'Pass one address without a display name, such as ann@example.com.';
	END IF;
	RETURN lower(trimmed);
END $$;

COMMENT ON FUNCTION address_of(text) IS
	'returns an address as it is compared: without blanks around it, in lower case; raises an error where it is not an address';
