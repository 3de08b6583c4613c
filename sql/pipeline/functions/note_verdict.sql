-- A step of suppress() and allow().
CREATE OR REPLACE FUNCTION note_verdict(verdict text, address text, stream text, reason text, until timestamp with time zone) RETURNS void
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $$
BEGIN
	PERFORM address_of(note_verdict.address);
	IF note_verdict.until <= clock_timestamp() THEN
		RAISE EXCEPTION 'the time when a verdict lapses must not be in the past'
			USING ERRCODE = 'invalid_parameter_value',
				DETAIL = pg_catalog.format('It is %s.', note_verdict.until::text);
	END IF;
	-- Empty texts are NULL, as in event.
	INSERT INTO verdict (address, verdict, stream, reason, until)
	VALUES (btrim(note_verdict.address, E' \t\r\n'), note_verdict.verdict,
		CASE WHEN note_verdict.stream <> '' THEN note_verdict.stream END,
		CASE WHEN note_verdict.reason <> '' THEN note_verdict.reason END, note_verdict.until);
END $$;

COMMENT ON FUNCTION note_verdict(text, text, text, text, timestamp with time zone) IS
	'stores a verdict, as suppress() and allow() do';
