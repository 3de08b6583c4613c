-- With a plan for any address, because planning the view takes longer than running it.
CREATE OR REPLACE FUNCTION may_send(address text, stream text DEFAULT NULL) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path FROM CURRENT
SET plan_cache_mode = force_generic_plan
AS $$
<<this>>
DECLARE
	person text;
BEGIN
	-- As in reparse().
	IF NOT EXISTS (
		SELECT FROM pg_class c WHERE c.oid = to_regclass('webhook')::oid AND pg_get_userbyid(c.relowner) = current_user)
	THEN
		RAISE EXCEPTION 'the schema of the pipeline was renamed'
			USING ERRCODE = 'object_not_in_prerequisite_state', HINT = 'Call ses_update_pipeline with its new name.';
	END IF;

	person := address_of(may_send.address);
	RETURN NOT EXISTS (
		SELECT FROM suppression s
		WHERE s.address = this.person
			AND (s.stream = may_send.stream
				OR s.stream IS NULL AND (may_send.stream = ANY (s.allowed_streams)) IS NOT TRUE));
END $$;

COMMENT ON FUNCTION may_send(text, text) IS
	'returns whether an address may be mailed, in a stream or without one; raises an error where it is not an address';
