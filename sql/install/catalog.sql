-- ROWS are counted, and compared by a test.
CREATE FUNCTION @extschema@.ses_mapping(
	OUT provider text,
	OUT provider_event text,
	OUT provider_subtype text,
	OUT event_type text,
	OUT bounce_class text,
	OUT reason text)
RETURNS SETOF record
AS 'MODULE_PATHNAME'
LANGUAGE C IMMUTABLE PARALLEL SAFE ROWS 636;

COMMENT ON FUNCTION @extschema@.ses_mapping() IS
	'returns what each provider''s events become; where reason, or bounce_class of a bounce, is NULL, the SMTP reply decides';

CREATE FUNCTION @extschema@.ses_vocabulary(
	OUT kind text,
	OUT term text,
	OUT meaning text)
RETURNS SETOF record
AS 'MODULE_PATHNAME'
LANGUAGE C IMMUTABLE PARALLEL SAFE ROWS 34;

COMMENT ON FUNCTION @extschema@.ses_vocabulary() IS
	'returns the closed lists of event_type, bounce_class and reason';
