-- From the script of 0.9.0, which was never released, to that of this version: what changed,
-- statement by statement, as in the update script of a release. Two parts are the same as in
-- the script of this version, and t/upgrade.pl puts them in place of these lines:
--   -- include comments    all COMMENT ON the extension's types and functions
--   -- include pipeline    the functions for pipelines, from ses_pipeline_source on

DROP FUNCTION @extschema@.ses_mapping();
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

CREATE FUNCTION @extschema@.ses_fields(
	OUT provider text,
	OUT document text,
	OUT attribute text,
	OUT path text,
	OUT form text)
RETURNS SETOF record
AS 'MODULE_PATHNAME'
LANGUAGE C IMMUTABLE PARALLEL SAFE ROWS 321;

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

-- Indexes and generated columns may depend on these functions, so each stays the same object and
-- gets its new argument in place, as update scripts of contrib do. Its row is made by
-- CREATE FUNCTION, under another name, because defaults cannot be written as text.
CREATE FUNCTION @extschema@.ses_new_parse(payload jsonb, zone text DEFAULT NULL, definitions jsonb DEFAULT NULL)
RETURNS SETOF @extschema@.ses_event
AS 'MODULE_PATHNAME', 'ses_parse'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1100 ROWS 1;

CREATE FUNCTION @extschema@.ses_new_event_type(payload jsonb, definitions jsonb DEFAULT NULL) RETURNS text
AS 'MODULE_PATHNAME', 'ses_event_type'
LANGUAGE C IMMUTABLE PARALLEL SAFE;

CREATE FUNCTION @extschema@.ses_new_redact(payload jsonb, address text, definitions jsonb DEFAULT NULL) RETURNS jsonb
AS 'MODULE_PATHNAME', 'ses_redact'
LANGUAGE C IMMUTABLE PARALLEL SAFE;

UPDATE pg_catalog.pg_proc f SET
	pronargs = n.pronargs,
	pronargdefaults = n.pronargdefaults,
	proargtypes = n.proargtypes,
	proargnames = n.proargnames,
	proargdefaults = n.proargdefaults,
	proisstrict = false
FROM (VALUES
	('ses_parse', 'ses_new_parse'),
	('ses_parse_all', 'ses_new_parse'),
	('ses_event_type', 'ses_new_event_type'),
	('ses_provider', 'ses_new_event_type'),
	('ses_message_id', 'ses_new_event_type'),
	('ses_occurred_at', 'ses_new_event_type'),
	('ses_inspect', 'ses_new_event_type'),
	('ses_redact', 'ses_new_redact')) v (name, model), pg_catalog.pg_proc n
WHERE f.pronamespace = '@extschema@'::pg_catalog.regnamespace AND f.proname = v.name
	AND n.pronamespace = f.pronamespace AND n.proname = v.model;

DROP FUNCTION @extschema@.ses_new_parse(jsonb, text, jsonb);
DROP FUNCTION @extschema@.ses_new_event_type(jsonb, jsonb);
DROP FUNCTION @extschema@.ses_new_redact(jsonb, text, jsonb);

CREATE FUNCTION @extschema@.ses_check_definition(
	definition jsonb,
	OUT path text,
	OUT problem text)
RETURNS SETOF record
AS 'MODULE_PATHNAME'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 5000 ROWS 1;

CREATE FUNCTION @extschema@.ses_definition_keys(
	OUT object text,
	OUT key text,
	OUT type text,
	OUT is_required boolean,
	OUT meaning text)
RETURNS SETOF record
AS 'MODULE_PATHNAME'
LANGUAGE C IMMUTABLE PARALLEL SAFE ROWS 70;

CREATE FUNCTION @extschema@.ses_definition(provider text) RETURNS jsonb
AS 'MODULE_PATHNAME'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5000;

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

-- include library

ALTER TYPE @extschema@.ses_event ADD ATTRIBUTE provider_class text CASCADE;
ALTER TYPE @extschema@.ses_event ADD ATTRIBUTE actor text CASCADE;
ALTER TYPE @extschema@.ses_event ADD ATTRIBUTE client text CASCADE;
ALTER TYPE @extschema@.ses_event ADD ATTRIBUTE mailbox_provider text CASCADE;

ALTER FUNCTION @extschema@.ses_vocabulary() ROWS 36;

CREATE TYPE @extschema@.ses_verification AS (
	verified boolean,
	signed_at timestamp with time zone,
	covers text,
	problem text
);
CREATE FUNCTION @extschema@.ses_verify(provider text, headers jsonb, body text, key text, url text DEFAULT NULL)
RETURNS @extschema@.ses_verification
AS 'MODULE_PATHNAME'
LANGUAGE C STABLE PARALLEL SAFE COST 2000;
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

CREATE FUNCTION @extschema@.ses_mailbox_provider(
	address text,
	remote_mta text DEFAULT NULL,
	reply text DEFAULT NULL)
RETURNS text
AS 'MODULE_PATHNAME'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 80;

CREATE FUNCTION @extschema@.ses_mailbox_providers(
	OUT mailbox_provider text,
	OUT kind text,
	OUT pattern text,
	OUT source text)
RETURNS SETOF record
AS 'MODULE_PATHNAME'
LANGUAGE C IMMUTABLE PARALLEL SAFE ROWS 1300;

CREATE FUNCTION @extschema@.ses_client(
	event_type text,
	user_agent text,
	ip_address inet,
	OUT actor text,
	OUT client text)
RETURNS record
AS 'MODULE_PATHNAME'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100;

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

DROP FUNCTION @extschema@.ses_create_pipeline(name);
DROP FUNCTION @extschema@.ses_update_pipeline(name);
-- include pipeline

-- include comments
