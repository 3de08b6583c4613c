CREATE OR REPLACE FUNCTION suppress(address text, stream text DEFAULT NULL, reason text DEFAULT NULL,
	until timestamp with time zone DEFAULT NULL) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
BEGIN
	-- As in reparse().
	IF NOT EXISTS (
		SELECT FROM pg_class c WHERE c.oid = to_regclass('webhook')::oid AND pg_get_userbyid(c.relowner) = current_user)
	THEN
		RAISE EXCEPTION 'the schema of the pipeline was renamed'
			USING ERRCODE = 'object_not_in_prerequisite_state', HINT = 'Call ses_update_pipeline with its new name.';
	END IF;

	PERFORM note_verdict('suppress', suppress.address, suppress.stream, suppress.reason, suppress.until);
END $$;

COMMENT ON FUNCTION suppress(text, text, text, timestamp with time zone) IS
	'suppresses an address for a stream or all mail, whatever its events are, until a time or until allow() is called';
