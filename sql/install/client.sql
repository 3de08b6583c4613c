-- COST is measured, for an agent of 120 bytes.
CREATE FUNCTION @extschema@.ses_client(
	event_type text,
	user_agent text,
	ip_address inet,
	OUT actor text,
	OUT client text)
RETURNS record
AS 'MODULE_PATHNAME'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100;

COMMENT ON FUNCTION @extschema@.ses_client(text, text, inet) IS
	'returns who opened or clicked, person, proxy or machine, and the name of the program';

CREATE FUNCTION @extschema@.ses_clients(
	OUT kind text,
	OUT place text,
	OUT pattern text,
	OUT beside text,
	OUT unless text,
	OUT event_type text,
	OUT actor text,
	OUT client text,
	OUT source text)
RETURNS SETOF record
AS 'MODULE_PATHNAME'
LANGUAGE C IMMUTABLE PARALLEL SAFE ROWS 450;

COMMENT ON FUNCTION @extschema@.ses_clients() IS
	'returns the rules that decide who opened or clicked, in order of precedence';
