-- A step of forget(): ses_redact() takes one address.
CREATE OR REPLACE FUNCTION redact_all(document jsonb, spellings text[], definitions jsonb DEFAULT NULL) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
SET search_path FROM CURRENT
AS $$
DECLARE
	spelling text;
BEGIN
	FOREACH spelling IN ARRAY redact_all.spellings LOOP
		document := @extschema@.ses_redact(redact_all.document, spelling, redact_all.definitions);
	END LOOP;
	RETURN redact_all.document;
END $$;

COMMENT ON FUNCTION redact_all(jsonb, text[], jsonb) IS 'returns a document without some addresses, as ses_redact does for one';
