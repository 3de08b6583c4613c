-- From the script of 0.9.0, which was never released, to that of this version: what changed,
-- statement by statement, as in the update script of a release. Two parts are the same as in
-- the script of this version, and t/upgrade.pl puts them in place of these lines:
--   -- include comments    all COMMENT ON the extension's types and functions
--   -- include pipeline    the functions for pipelines, from ses_pipeline_source on

ALTER FUNCTION @extschema@.ses_mapping() ROWS 636;

DROP FUNCTION @extschema@.ses_create_pipeline(name);
DROP FUNCTION @extschema@.ses_update_pipeline(name);
-- include pipeline

-- include comments
