-- Costs are measured: see parse.sql.
CREATE FUNCTION @extschema@.ses_payload(body text) RETURNS jsonb
AS 'MODULE_PATHNAME'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1700;

COMMENT ON FUNCTION @extschema@.ses_payload(text) IS
	'returns what to store for a request body: JSON, several documents as an array, a form as an object, anything else as a string';

CREATE FUNCTION @extschema@.ses_redact(payload jsonb, address text, definitions jsonb DEFAULT NULL) RETURNS jsonb
AS 'MODULE_PATHNAME'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 7000;

COMMENT ON FUNCTION @extschema@.ses_redact(jsonb, text, jsonb) IS
	'returns a webhook without an e-mail address, and without the parts that are about that address alone';
