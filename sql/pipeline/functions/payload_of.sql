-- What receive() stores for a request body. The function refers to ses_payload by its
-- identity, not by its name, so that DROP EXTENSION is refused while a pipeline exists.
-- It is inlined where it is called.
CREATE OR REPLACE FUNCTION payload_of(body text) RETURNS jsonb
LANGUAGE SQL IMMUTABLE PARALLEL SAFE
RETURN @extschema@.ses_payload(coalesce(body, ''));

COMMENT ON FUNCTION payload_of(text) IS 'returns the payload to store for a request body';
