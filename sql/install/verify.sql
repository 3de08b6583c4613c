-- A system's policy may refuse SHA-1, so the result is not a function of the arguments alone.
-- COST is measured: an HMAC over 1.3 kB. A public key takes 5 to 10 times as long.
CREATE FUNCTION @extschema@.ses_verify(provider text, headers jsonb, body text, key text, url text DEFAULT NULL)
RETURNS @extschema@.ses_verification
AS 'MODULE_PATHNAME'
LANGUAGE C STABLE PARALLEL SAFE COST 2000;

COMMENT ON FUNCTION @extschema@.ses_verify(text, jsonb, text, text, text) IS
	'returns whether the provider sent a request, by its signature or by a secret in it, and when it was signed';

CREATE FUNCTION @extschema@.ses_signatures(
	OUT provider text,
	OUT algorithm text,
	OUT signature text,
	OUT signed text,
	OUT signed_at text,
	OUT covers text,
	OUT key text,
	OUT source text)
RETURNS SETOF record
AS 'MODULE_PATHNAME'
LANGUAGE C IMMUTABLE PARALLEL SAFE ROWS 30;

COMMENT ON FUNCTION @extschema@.ses_signatures() IS
	'returns how each provider signs its requests, or sends a secret, as ses_verify() checks it';
