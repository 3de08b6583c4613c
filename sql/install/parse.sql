-- Costs are measured, as multiples of an addition of integers (5 ns), with an event of
-- Amazon SES of 2 kB in a notification of Amazon SNS. A strict function would return NULL where
-- definitions is, so NULL payloads are left to the functions.
CREATE FUNCTION @extschema@.ses_parse(payload jsonb, zone text DEFAULT NULL, definitions jsonb DEFAULT NULL)
RETURNS SETOF @extschema@.ses_event
AS 'MODULE_PATHNAME'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1100 ROWS 1;

COMMENT ON FUNCTION @extschema@.ses_parse(jsonb, text, jsonb) IS
	'returns the events of a webhook, one row per event and recipient; zone is for timestamps without one, definitions for providers that are not built in';

CREATE FUNCTION @extschema@.ses_parse_all(payload jsonb, zone text DEFAULT NULL, definitions jsonb DEFAULT NULL)
RETURNS SETOF @extschema@.ses_event
AS 'MODULE_PATHNAME'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1100 ROWS 1;

COMMENT ON FUNCTION @extschema@.ses_parse_all(jsonb, text, jsonb) IS
	'returns the rows of ses_parse, and one without event_id where a part of the webhook has no event: its description explains why';

CREATE FUNCTION @extschema@.ses_event_type(payload jsonb, definitions jsonb DEFAULT NULL) RETURNS text
AS 'MODULE_PATHNAME'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 550;

COMMENT ON FUNCTION @extschema@.ses_event_type(jsonb, jsonb) IS
	'returns the event_type of the first event of a webhook, NULL if it has none';

CREATE FUNCTION @extschema@.ses_provider(payload jsonb, definitions jsonb DEFAULT NULL) RETURNS text
AS 'MODULE_PATHNAME'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 550;

COMMENT ON FUNCTION @extschema@.ses_provider(jsonb, jsonb) IS
	'returns the provider of the first event of a webhook, NULL if it has none';

CREATE FUNCTION @extschema@.ses_message_id(payload jsonb, definitions jsonb DEFAULT NULL) RETURNS text
AS 'MODULE_PATHNAME'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 600;

COMMENT ON FUNCTION @extschema@.ses_message_id(jsonb, jsonb) IS
	'returns the message_id of the first event of a webhook, NULL if it has none';

CREATE FUNCTION @extschema@.ses_occurred_at(payload jsonb, definitions jsonb DEFAULT NULL) RETURNS timestamp with time zone
AS 'MODULE_PATHNAME'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 600;

COMMENT ON FUNCTION @extschema@.ses_occurred_at(jsonb, jsonb) IS
	'returns the occurred_at of the first event of a webhook, NULL if it has none';

CREATE FUNCTION @extschema@.ses_inspect(payload jsonb, definitions jsonb DEFAULT NULL) RETURNS @extschema@.ses_inspection
AS 'MODULE_PATHNAME'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 650;

COMMENT ON FUNCTION @extschema@.ses_inspect(jsonb, jsonb) IS
	'explains why a webhook has the events that it has, or none';

CREATE FUNCTION @extschema@.ses_explain(
	payload jsonb,
	zone text DEFAULT NULL,
	definitions jsonb DEFAULT NULL,
	OUT event_id uuid,
	OUT attribute text,
	OUT value text,
	OUT source text,
	OUT rule text)
RETURNS SETOF record
AS 'MODULE_PATHNAME'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5000 ROWS 20;

COMMENT ON FUNCTION @extschema@.ses_explain(jsonb, text, jsonb) IS
	'explains why each attribute of each event of a webhook is what it is: where its value stands, and which rule decided';
