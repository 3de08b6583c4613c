-- COST is measured, for a reply of 100 bytes.
CREATE FUNCTION @extschema@.ses_mailbox_provider(
	address text,
	remote_mta text DEFAULT NULL,
	reply text DEFAULT NULL)
RETURNS text
AS 'MODULE_PATHNAME'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 80;

COMMENT ON FUNCTION @extschema@.ses_mailbox_provider(text, text, text) IS
	'returns who operates a mailbox: by the host that answered, else by the signature of its reply, else by the domain of the address; NULL where it is unknown';

CREATE FUNCTION @extschema@.ses_mailbox_providers(
	OUT mailbox_provider text,
	OUT kind text,
	OUT pattern text,
	OUT source text)
RETURNS SETOF record
AS 'MODULE_PATHNAME'
LANGUAGE C IMMUTABLE PARALLEL SAFE ROWS 1300;

COMMENT ON FUNCTION @extschema@.ses_mailbox_providers() IS
	'returns the hosts, signatures of replies and domains that show who operates a mailbox, with their sources';
