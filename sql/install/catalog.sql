-- ROWS are counted, and compared by a test.
CREATE FUNCTION @extschema@.ses_mapping(
	OUT provider text,
	OUT provider_event text,
	OUT provider_subtype text,
	OUT event_type text,
	OUT bounce_class text,
	OUT reason text,
	OUT in_rates boolean)
RETURNS SETOF record
AS 'MODULE_PATHNAME'
LANGUAGE C IMMUTABLE PARALLEL SAFE ROWS 639;

COMMENT ON FUNCTION @extschema@.ses_mapping() IS
	'returns what each provider''s events become; where reason, or bounce_class of a bounce, is NULL, the SMTP reply decides; in_rates is false where the provider leaves the event out of its own rates of bounces and complaints';

CREATE FUNCTION @extschema@.ses_fields(
	OUT provider text,
	OUT document text,
	OUT attribute text,
	OUT path text,
	OUT form text)
RETURNS SETOF record
AS 'MODULE_PATHNAME'
LANGUAGE C IMMUTABLE PARALLEL SAFE ROWS 321;

COMMENT ON FUNCTION @extschema@.ses_fields() IS
	'returns where each attribute stands in each provider''s documents; of several paths, the first with a value is taken';

CREATE FUNCTION @extschema@.ses_envelopes(
	OUT envelope text,
	OUT about text,
	OUT provider text,
	OUT keys text[],
	OUT within text,
	OUT content text,
	OUT is_base64 boolean,
	OUT source text,
	OUT type text,
	OUT "time" text,
	OUT base64_key text,
	OUT is_general boolean)
RETURNS SETOF record
AS 'MODULE_PATHNAME'
LANGUAGE C IMMUTABLE PARALLEL SAFE ROWS 42;

COMMENT ON FUNCTION @extschema@.ses_envelopes() IS
	'returns how envelopes are recognized, by their keys, and which members hold the content and describe it';

CREATE FUNCTION @extschema@.ses_vocabulary(
	OUT kind text,
	OUT term text,
	OUT meaning text)
RETURNS SETOF record
AS 'MODULE_PATHNAME'
LANGUAGE C IMMUTABLE PARALLEL SAFE ROWS 36;

COMMENT ON FUNCTION @extschema@.ses_vocabulary() IS
	'returns the closed lists of event_type, bounce_class and reason';
