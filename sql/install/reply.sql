-- COST is measured, for a reply of 100 bytes.
CREATE FUNCTION @extschema@.ses_reply(
	reply text,
	status text DEFAULT NULL,
	OUT smtp_code integer,
	OUT smtp_status text,
	OUT bounce_class text,
	OUT reason text,
	OUT remote_mta text,
	OUT rule text)
RETURNS record
AS 'MODULE_PATHNAME'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 300;

COMMENT ON FUNCTION @extschema@.ses_reply(text, text) IS
	'returns what a mail server''s reply means: code, status, class, reason, host, and the rule that decided';

CREATE FUNCTION @extschema@.ses_reply_rules(
	OUT kind text,
	OUT phrases text,
	OUT pattern text,
	OUT reason text,
	OUT strength text,
	OUT is_certain boolean,
	OUT is_temporary boolean,
	OUT source text)
RETURNS SETOF record
AS 'MODULE_PATHNAME'
LANGUAGE C IMMUTABLE PARALLEL SAFE ROWS 535;

COMMENT ON FUNCTION @extschema@.ses_reply_rules() IS
	'returns the statuses, phrases and codes that decide what a reply means, in order of precedence within a kind';
