-- Providers that are given as data. COST is measured, for a definition of 2 kB.
CREATE FUNCTION @extschema@.ses_check_definition(
	definition jsonb,
	OUT path text,
	OUT problem text)
RETURNS SETOF record
AS 'MODULE_PATHNAME'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5000 ROWS 1;

COMMENT ON FUNCTION @extschema@.ses_check_definition(jsonb) IS
	'returns one row per mistake in a definition, or in an array of definitions, with its path in jsonpath';

CREATE FUNCTION @extschema@.ses_definition_keys(
	OUT object text,
	OUT key text,
	OUT type text,
	OUT is_required boolean,
	OUT meaning text)
RETURNS SETOF record
AS 'MODULE_PATHNAME'
LANGUAGE C IMMUTABLE PARALLEL SAFE ROWS 70;

COMMENT ON FUNCTION @extschema@.ses_definition_keys() IS
	'returns the keys that a definition may have, by the object that they are in';

CREATE FUNCTION @extschema@.ses_definition(provider text) RETURNS jsonb
AS 'MODULE_PATHNAME'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5000;

COMMENT ON FUNCTION @extschema@.ses_definition(text) IS
	'returns a built-in provider as a definition, with what only its code does in the member only_code; NULL if there is none of that name';

CREATE FUNCTION @extschema@.ses_try(
	definition jsonb,
	samples jsonb,
	OUT sample integer,
	OUT event integer,
	OUT finding text,
	OUT name text,
	OUT value text,
	OUT source text,
	OUT rule text)
RETURNS SETOF record
AS 'MODULE_PATHNAME'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 20000 ROWS 60;

COMMENT ON FUNCTION @extschema@.ses_try(jsonb, jsonb) IS
	'returns what a definition makes of sample webhooks, which of their keys it does not use, and which of its rows they meet';
