CREATE OR REPLACE FUNCTION forget(addresses text[],
	OUT events bigint, OUT webhooks bigint, OUT redacted bigint)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path FROM CURRENT
AS $$
<<this>>
DECLARE
	trimmed text[];
	persons text[];
	spellings text[];
	deleted_ids bigint[];
	redacted_ids bigint[];
BEGIN
	-- As in reparse().
	IF NOT EXISTS (
		SELECT FROM pg_class c WHERE c.oid = to_regclass('webhook')::oid AND pg_get_userbyid(c.relowner) = current_user)
	THEN
		RAISE EXCEPTION 'the schema of the pipeline was renamed'
			USING ERRCODE = 'object_not_in_prerequisite_state', HINT = 'Call ses_update_pipeline with its new name.';
	END IF;
	SELECT 0, 0, 0 INTO events, webhooks, redacted;
	trimmed := ARRAY(
		SELECT DISTINCT t.address
		FROM pg_catalog.unnest(forget.addresses) a (address), LATERAL (SELECT btrim(a.address, E' \t\r\n')) t (address)
		WHERE t.address LIKE '%_@_%');
	IF pg_catalog.cardinality(trimmed) = 0 THEN RETURN; END IF;
	-- As in reparse(), before anything is locked.
	IF EXISTS (
		SELECT a.attname FROM pg_attribute a
		WHERE a.attrelid = '@extschema@.ses_event'::regclass::oid AND NOT a.attisdropped
		EXCEPT
		SELECT c.attname FROM pg_attribute c WHERE c.attrelid = 'event'::regclass::oid)
	THEN
		PERFORM @extschema@.ses_update_pipeline(current_schema());
		SELECT f.events, f.webhooks, f.redacted INTO events, webhooks, redacted FROM forget(forget.addresses) f;
		RETURN;
	END IF;
	LOCK TABLE webhook IN ROW EXCLUSIVE MODE;
	LOCK TABLE problem IN SHARE UPDATE EXCLUSIVE MODE;

	-- In each spelling in lower case, because ses_redact knows the case of ASCII letters only.
	persons := ARRAY(SELECT DISTINCT lower(a.address) FROM pg_catalog.unnest(this.trimmed) a (address));
	spellings := ARRAY(
		SELECT lower(a.address COLLATE "C") FROM pg_catalog.unnest(this.trimmed) a (address)
		UNION
		SELECT lower(e.recipient COLLATE "C") FROM event e WHERE lower(e.recipient) = ANY (this.persons)
		UNION
		SELECT lower(v.address COLLATE "C") FROM verdict v WHERE lower(v.address) = ANY (this.persons));
	SELECT r.deleted_ids, r.redacted_ids INTO deleted_ids, redacted_ids FROM redact_tables(this.spellings, this.persons) r;

	-- Last, so that what arrived meanwhile is deleted as well, or found by the next call.
	DELETE FROM event e WHERE lower(e.recipient) = ANY (this.persons);
	GET DIAGNOSTICS events = ROW_COUNT;
	DELETE FROM verdict v WHERE lower(v.address) = ANY (this.persons);
	PERFORM reparse(redacted_ids);
	DELETE FROM problem p WHERE p.webhook_id = ANY (this.deleted_ids);
	webhooks := pg_catalog.cardinality(deleted_ids);
	redacted := pg_catalog.cardinality(redacted_ids);
END $$;

COMMENT ON FUNCTION forget(text[]) IS
	'erases addresses from all tables, in one pass; returns the numbers of events and webhooks deleted and of webhooks redacted';

-- As it was before there was one for several, so that privileges and prepared statements stay.
CREATE OR REPLACE FUNCTION forget(address text,
	OUT events bigint, OUT webhooks bigint, OUT redacted bigint)
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

	SELECT f.events, f.webhooks, f.redacted INTO events, webhooks, redacted FROM forget(ARRAY[forget.address]) f;
END $$;

COMMENT ON FUNCTION forget(text) IS
	'erases an address from all tables; returns the numbers of events and webhooks deleted and of webhooks redacted';
