/* sql/ses_events--1.0.0.sql */

-- complain if script is sourced in psql, rather than via CREATE EXTENSION
\echo Use "CREATE EXTENSION ses_events" to load this file. \quit

CREATE TYPE @extschema@.ses_event AS (
	event_id uuid,
	occurred_at timestamp with time zone,
	event_type text,
	provider text,
	provider_event text,
	provider_event_id text,
	message_id text,
	rfc_message_id text,
	recipient text,
	candidates integer,
	sender text,
	subject text,
	sent_at timestamp with time zone,
	bounce_class text,
	reason text,
	smtp_code integer,
	smtp_status text,
	smtp_response text,
	description text,
	remote_mta text,
	url text,
	ip_address inet,
	user_agent text,
	is_bot boolean,
	stream text,
	template text,
	account_id text,
	tags text[],
	metadata jsonb,
	details jsonb
);

COMMENT ON TYPE @extschema@.ses_event IS
	'one event of one e-mail message for one recipient, in the words of ses_vocabulary()';

COMMENT ON COLUMN @extschema@.ses_event.event_id IS
	'deterministic key of the event for this recipient: a redelivery has the same one, whatever it was wrapped in';
COMMENT ON COLUMN @extschema@.ses_event.occurred_at IS
	'when it happened: the event''s own time, else the message''s, else the envelope''s, else NULL';
COMMENT ON COLUMN @extschema@.ses_event.event_type IS
	'what happened, as one of ses_vocabulary() of kind event_type';
COMMENT ON COLUMN @extschema@.ses_event.provider IS
	'who sent the webhook, as ses_mapping() names them: amazon_ses, sendgrid';
COMMENT ON COLUMN @extschema@.ses_event.provider_event IS
	'the provider''s own name of the event, verbatim; both names where one alone is no event (deliveries/failed)';
COMMENT ON COLUMN @extschema@.ses_event.provider_event_id IS
	'the provider''s id of the event, where it gives one';
COMMENT ON COLUMN @extschema@.ses_event.message_id IS
	'the id that the provider''s send call returned; where there is none, the Message-ID header';
COMMENT ON COLUMN @extschema@.ses_event.rfc_message_id IS
	'the Message-ID header (RFC 5322) without its angle brackets';
COMMENT ON COLUMN @extschema@.ses_event.recipient IS
	'the address that the event is about, without a display name, case as sent';
COMMENT ON COLUMN @extschema@.ses_event.candidates IS
	'how many recipients this one event may concern: 1 is certain; sum(1.0 / candidates) counts events';
COMMENT ON COLUMN @extschema@.ses_event.sender IS
	'the sender''s address, without a display name';
COMMENT ON COLUMN @extschema@.ses_event.subject IS
	'the subject; encoded-words (RFC 2047) in UTF-8 or US-ASCII are decoded, others are as sent';
COMMENT ON COLUMN @extschema@.ses_event.sent_at IS
	'when the message was sent';
COMMENT ON COLUMN @extschema@.ses_event.bounce_class IS
	'hard, soft or undetermined; NULL where nothing bounced';
COMMENT ON COLUMN @extschema@.ses_event.reason IS
	'why, as one of ses_vocabulary() of kind reason';
COMMENT ON COLUMN @extschema@.ses_event.smtp_code IS
	'the reply code of the mail server (RFC 5321), such as 550';
COMMENT ON COLUMN @extschema@.ses_event.smtp_status IS
	'the enhanced status code (RFC 3463), such as 5.1.1';
COMMENT ON COLUMN @extschema@.ses_event.smtp_response IS
	'what the remote mail server answered, verbatim';
COMMENT ON COLUMN @extschema@.ses_event.description IS
	'what the provider says of it, where these are not the remote server''s words';
COMMENT ON COLUMN @extschema@.ses_event.remote_mta IS
	'the mail server that answered: its name, else its address';
COMMENT ON COLUMN @extschema@.ses_event.url IS
	'the link that was clicked';
COMMENT ON COLUMN @extschema@.ses_event.ip_address IS
	'the address of who opened or clicked';
COMMENT ON COLUMN @extschema@.ses_event.user_agent IS
	'the program of who opened, clicked or complained';
COMMENT ON COLUMN @extschema@.ses_event.is_bot IS
	'whether the provider takes who opened or clicked for a program; NULL where it does not tell';
COMMENT ON COLUMN @extschema@.ses_event.stream IS
	'what the provider groups sending by: configuration set, server composition';
COMMENT ON COLUMN @extschema@.ses_event.template IS
	'id or name of the template';
COMMENT ON COLUMN @extschema@.ses_event.account_id IS
	'the account with the provider';
COMMENT ON COLUMN @extschema@.ses_event.tags IS
	'labels that the sender gave the message';
COMMENT ON COLUMN @extschema@.ses_event.metadata IS
	'names and values that the sender gave the message';
COMMENT ON COLUMN @extschema@.ses_event.details IS
	'the object that tells of the event, exactly as the provider sent it';

CREATE TYPE @extschema@.ses_inspection AS (
	kind text,
	provider text,
	envelope text,
	event_count integer,
	problem text
);

COMMENT ON TYPE @extschema@.ses_inspection IS
	'why a payload gave what it gave';
COMMENT ON COLUMN @extschema@.ses_inspection.kind IS
	'event, control (a set-up message), malformed (recognized, but broken) or unrecognized';
COMMENT ON COLUMN @extschema@.ses_inspection.provider IS
	'the provider of the first event, else of what was found; NULL where that is nobody''s';
COMMENT ON COLUMN @extschema@.ses_inspection.envelope IS
	'what it was wrapped in, from the outside in, as sqs>sns; NULL where in nothing';
COMMENT ON COLUMN @extschema@.ses_inspection.event_count IS
	'how many rows ses_parse gives';
COMMENT ON COLUMN @extschema@.ses_inspection.problem IS
	'what is wrong, or wants to be done, and where, as an English sentence; NULL when all is well';

-- Costs are measured: how much longer a call takes than an addition of integers
-- (5 ns), for an event of Amazon SES in a notification of Amazon SNS, which has 2 kB.
CREATE FUNCTION @extschema@.ses_parse(payload jsonb, zone text DEFAULT NULL)
RETURNS SETOF @extschema@.ses_event
AS 'MODULE_PATHNAME'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1100 ROWS 1;

COMMENT ON FUNCTION @extschema@.ses_parse(jsonb, text) IS
	'the events of a webhook, one row an event and recipient; zone is of timestamps that carry none';

CREATE FUNCTION @extschema@.ses_event_type(payload jsonb) RETURNS text
AS 'MODULE_PATHNAME'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 550;

COMMENT ON FUNCTION @extschema@.ses_event_type(jsonb) IS
	'the event_type of the first event of a webhook, NULL where it holds none';

CREATE FUNCTION @extschema@.ses_provider(payload jsonb) RETURNS text
AS 'MODULE_PATHNAME'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 550;

COMMENT ON FUNCTION @extschema@.ses_provider(jsonb) IS
	'the provider of the first event of a webhook, NULL where it holds none';

CREATE FUNCTION @extschema@.ses_message_id(payload jsonb) RETURNS text
AS 'MODULE_PATHNAME'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 600;

COMMENT ON FUNCTION @extschema@.ses_message_id(jsonb) IS
	'the message_id of the first event of a webhook, NULL where it holds none';

CREATE FUNCTION @extschema@.ses_occurred_at(payload jsonb) RETURNS timestamp with time zone
AS 'MODULE_PATHNAME'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 600;

COMMENT ON FUNCTION @extschema@.ses_occurred_at(jsonb) IS
	'the occurred_at of the first event of a webhook, NULL where it holds none';

CREATE FUNCTION @extschema@.ses_inspect(payload jsonb) RETURNS @extschema@.ses_inspection
AS 'MODULE_PATHNAME'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 650;

COMMENT ON FUNCTION @extschema@.ses_inspect(jsonb) IS
	'why a webhook gives the events that it gives, or none';

CREATE FUNCTION @extschema@.ses_parse_all(payload jsonb, zone text DEFAULT NULL)
RETURNS SETOF @extschema@.ses_event
AS 'MODULE_PATHNAME'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 1100 ROWS 1;

COMMENT ON FUNCTION @extschema@.ses_parse_all(jsonb, text) IS
	'the rows of ses_parse, and one without event_id where a part of the webhook gave none: its description says why';

CREATE FUNCTION @extschema@.ses_payload(body text) RETURNS jsonb
AS 'MODULE_PATHNAME'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1700;

COMMENT ON FUNCTION @extschema@.ses_payload(text) IS
	'what to store for a request body: JSON, lines of JSON as an array, a form as an object, anything else as a string';

CREATE FUNCTION @extschema@.ses_redact(payload jsonb, address text) RETURNS jsonb
AS 'MODULE_PATHNAME'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 7000;

COMMENT ON FUNCTION @extschema@.ses_redact(jsonb, text) IS
	'a webhook without an e-mail address, and without what in it is about that address alone';

CREATE FUNCTION @extschema@.ses_mapping(
	OUT provider text,
	OUT provider_event text,
	OUT provider_subtype text,
	OUT event_type text,
	OUT bounce_class text,
	OUT reason text)
RETURNS SETOF record
AS 'MODULE_PATHNAME'
LANGUAGE C IMMUTABLE PARALLEL SAFE ROWS 80;

COMMENT ON FUNCTION @extschema@.ses_mapping() IS
	'what each provider''s events become; a NULL reason, or bounce_class of a bounce, is told by the SMTP reply';

CREATE FUNCTION @extschema@.ses_vocabulary(
	OUT kind text,
	OUT term text,
	OUT meaning text)
RETURNS SETOF record
AS 'MODULE_PATHNAME'
LANGUAGE C IMMUTABLE PARALLEL SAFE ROWS 34;

COMMENT ON FUNCTION @extschema@.ses_vocabulary() IS
	'the closed lists of event_type, bounce_class and reason';

/*
 * The pipeline: ordinary objects in a schema of the caller's, which belong to
 * the caller and not to the extension.
 *
 * Templates are plain SQL for format(), in which %1$I is that schema and %2$I
 * the extension's.
 */

CREATE FUNCTION @extschema@.ses_create_pipeline(target name) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
	schema CONSTANT oid := to_regnamespace(quote_ident(target));
	relations CONSTANT name[] := '{webhook, webhook_id_seq, webhook_pkey, webhook_received_at_idx,
		event, event_pkey, event_recipient_idx, event_message_id_idx, event_time_idx, event_verdict_idx,
		problem, problem_pkey, suppression, message, daily, attention}';
	functions CONSTANT name[] := '{store_events, store_each, receive, reparse, expire, forget}';
	existing text;
	renamed name;
BEGIN
	IF target IS NULL OR target = '' THEN
		RAISE EXCEPTION 'the schema of a pipeline must have a name'
			USING ERRCODE = 'invalid_parameter_value';
	END IF;

	SELECT string_agg(format('%I.%I', target, object), ', ' ORDER BY object) INTO existing
	FROM (
		SELECT relname FROM pg_class WHERE relnamespace = schema AND relname = ANY (relations)
		UNION
		SELECT typname FROM pg_type WHERE typnamespace = schema AND typname = ANY (relations)
		UNION
		SELECT proname FROM pg_proc WHERE pronamespace = schema AND proname = ANY (functions)
	) o (object);
	IF existing IS NOT NULL THEN
		RAISE EXCEPTION 'schema "%" already has objects with names that a pipeline needs', target
			USING ERRCODE = 'duplicate_object',
				DETAIL = format('There is already %s.', existing),
				HINT = 'Choose another schema. An existing pipeline is brought up to date by ses_update_pipeline.';
	END IF;

	SELECT n.nspname INTO renamed
	FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
	WHERE p.proname = 'store_events' AND position(format('INSERT INTO %I.event (', target) IN p.prosrc) > 0;
	IF FOUND THEN
		RAISE EXCEPTION 'the functions of the pipeline in schema "%" have the name "%" in them', renamed, target
			USING ERRCODE = 'object_not_in_prerequisite_state',
				DETAIL = 'It was renamed, and its functions would work on the new one.',
				HINT = format('Call ses_update_pipeline(%L) first.', renamed);
	END IF;

	-- Who may call receive() has to reach it; that alone gives a right to nothing else.
	IF schema IS NULL THEN
		EXECUTE format($template$
			CREATE SCHEMA %1$I;
			COMMENT ON SCHEMA %1$I IS 'webhooks of e-mail providers, and what they tell';
			GRANT USAGE ON SCHEMA %1$I TO PUBLIC;
		$template$, target);
	END IF;

	/*
	 * Tables
	 */
	EXECUTE format($template$

CREATE TABLE %1$I.webhook (
	id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT webhook_pkey PRIMARY KEY,
	received_at timestamp with time zone NOT NULL DEFAULT now(),
	payload jsonb %2$s NOT NULL,
	zone text
);

COMMENT ON TABLE %1$I.webhook IS 'webhooks as they came; what they tell is in the table event';
COMMENT ON COLUMN %1$I.webhook.id IS 'in the order of arrival';
COMMENT ON COLUMN %1$I.webhook.received_at IS 'when it came';
COMMENT ON COLUMN %1$I.webhook.payload IS 'the request body, as ses_payload makes it';
COMMENT ON COLUMN %1$I.webhook.zone IS 'the time zone of timestamps in it that carry none; NULL: the provider''s own';

CREATE TABLE %1$I.event (
	webhook_id bigint,
	event_id uuid CONSTRAINT event_pkey PRIMARY KEY
);

COMMENT ON TABLE %1$I.event IS 'what the webhooks tell: one row an event and recipient';
COMMENT ON COLUMN %1$I.event.event_id IS 'deterministic key of the event for its recipient: a redelivery has the same one';
COMMENT ON COLUMN %1$I.event.webhook_id IS 'the webhook that it was read from, which may be gone by now';

CREATE TABLE %1$I.problem (
	webhook_id bigint CONSTRAINT problem_pkey PRIMARY KEY,
	kind text NOT NULL,
	provider text,
	problem text,
	url text
);

COMMENT ON TABLE %1$I.problem IS 'why webhooks gave no event, or not all, or why these could not be stored; the view attention shows it';
COMMENT ON COLUMN %1$I.problem.webhook_id IS 'the webhook, which may be gone by now';
COMMENT ON COLUMN %1$I.problem.kind IS 'event, control, malformed or unrecognized, as ses_inspect has it';
COMMENT ON COLUMN %1$I.problem.provider IS 'who sent it, where that is known';
COMMENT ON COLUMN %1$I.problem.problem IS 'what is wrong, or wants to be done';
COMMENT ON COLUMN %1$I.problem.url IS 'the URL that wants to be visited';

	$template$, target, CASE WHEN EXISTS (
		SELECT FROM pg_settings WHERE name = 'default_toast_compression' AND 'lz4' = ANY (enumvals))
		THEN 'COMPRESSION lz4' END);

	PERFORM @extschema@.ses_update_pipeline(target);
END
$function$;

COMMENT ON FUNCTION @extschema@.ses_create_pipeline(name) IS
	'makes, in a schema, tables of webhooks and of their events, and views that answer the usual questions';

CREATE FUNCTION @extschema@.ses_update_pipeline(target name) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET client_min_messages = warning	-- what exists is no news
AS $function$
DECLARE
	extension CONSTANT name := (
		SELECT n.nspname FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'ses_events');
	type CONSTANT regclass := to_regclass(quote_ident(extension) || '.ses_event');
	schema CONSTANT oid := to_regnamespace(quote_ident(target));
	webhook CONSTANT regclass := to_regclass(quote_ident(target) || '.webhook');
	event CONSTANT regclass := to_regclass(quote_ident(target) || '.event');
	owner CONSTANT name := (SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = webhook);
	has_lz4 CONSTANT boolean := EXISTS (
		SELECT FROM pg_settings WHERE name = 'default_toast_compression' AND 'lz4' = ANY (enumvals));
	old_functions CONSTANT oid[] := ARRAY(SELECT oid FROM pg_proc WHERE pronamespace = schema);
	old_options CONSTANT text[] := ARRAY(
		SELECT format('ALTER VIEW %s SET (%s)', oid::regclass, array_to_string(reloptions, ', ')) FROM pg_class
		WHERE relnamespace = schema AND relkind = 'v' AND reloptions IS NOT NULL
			AND relname IN ('suppression', 'message', 'daily', 'attention'));
	attribute record;
	names text[];
	columns text;				-- of an event
	columns_of_e text;
	columns_of_p text;
	columns_of_redacted text;	-- of p, in which a text may have become empty
	key name[];					-- what tells one event from another
	columns_of_key text;
	key_of_p text;
	is_same text;				-- for format(): whether e has the same key as another
	store text;
	statement text;
	is_outdated CONSTANT text := format($sql$EXISTS (
		SELECT FROM pg_attribute a
		WHERE a.attrelid = %L::regclass AND NOT a.attisdropped
			AND NOT EXISTS (SELECT FROM pg_attribute c WHERE c.attrelid = %L::regclass AND c.attname = a.attname))$sql$,
		quote_ident(extension) || '.ses_event', quote_ident(target) || '.event');
	lacks_columns boolean;
	parsed CONSTANT text := '(SELECT r.* FROM ' || quote_ident(target) || '.webhook r '
		'WHERE reparse.webhook_ids IS NULL OR r.id = ANY (reparse.webhook_ids))';
BEGIN
	IF event IS NULL OR webhook IS NULL THEN
		RAISE EXCEPTION 'schema "%" has no pipeline', coalesce(target, '')
			USING ERRCODE = 'undefined_table', HINT = 'Make one with ses_create_pipeline.';
	END IF;

	-- What is made belongs to the caller; receive() would give his rights to another's tables.
	IF owner <> current_user THEN
		RAISE EXCEPTION 'must be owner of table %', webhook
			USING ERRCODE = 'insufficient_privilege',
				HINT = format('Call it as the owner, after SET ROLE %I.', owner);
	END IF;

	-- Before event, as those do who bring webhooks.
	EXECUTE format('LOCK TABLE %s IN SHARE ROW EXCLUSIVE MODE', webhook);

	-- The columns of event are the attributes of ses_event; there may be others.
	-- Where one is missing, who reads a view has locked it before event, and so it is here:
	-- by what changes nothing, because to LOCK a view locks event before the next view.
	EXECUTE 'SELECT ' || is_outdated INTO lacks_columns;
	FOR statement IN
		SELECT format('ALTER VIEW %s OWNER TO %I', oid::regclass, owner) FROM pg_class
		WHERE lacks_columns AND relnamespace = schema AND relkind = 'v'
			AND relname IN ('suppression', 'message', 'daily')
	LOOP
		EXECUTE statement;
	END LOOP;
	FOR attribute IN
		SELECT a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type,
			col_description(a.attrelid, a.attnum) AS meaning,
			a.atttypid = 'jsonb'::regtype AND has_lz4 AS is_compressed,
			format_type(c.atttypid, c.atttypmod) AS column_type
		FROM pg_attribute a
			LEFT JOIN pg_attribute c ON c.attrelid = event AND c.attname = a.attname
		WHERE a.attrelid = type AND NOT a.attisdropped
		ORDER BY a.attnum
	LOOP
		IF attribute.column_type IS NULL THEN
			EXECUTE format('ALTER TABLE %s ADD COLUMN %I %s', event, attribute.name, attribute.type);
			EXECUTE format('COMMENT ON COLUMN %s.%I IS %L', event, attribute.name, attribute.meaning);
			IF attribute.is_compressed THEN
				EXECUTE format('ALTER TABLE %s ALTER %I SET COMPRESSION lz4', event, attribute.name);
			END IF;
		ELSIF attribute.column_type <> attribute.type THEN
			RAISE EXCEPTION 'column "%" of table % is of type %, not of type %',
					attribute.name, event, attribute.column_type, attribute.type
				USING ERRCODE = 'datatype_mismatch',
					DETAIL = 'The type ses_event has an attribute of that name.',
					HINT = 'Rename the column.';
		END IF;
		names := names || format('%I', attribute.name);
		columns_of_redacted := concat_ws(', ', columns_of_redacted,
			format(CASE WHEN attribute.type = 'text' THEN 'nullif(p.%I, %L)' ELSE 'p.%I' END, attribute.name, ''));
	END LOOP;
	columns := array_to_string(names, ', ');
	columns_of_e := 'e.' || array_to_string(names, ', e.');
	columns_of_p := 'p.' || array_to_string(names, ', p.');

	-- Its id; and its time, where event is divided by time, because a unique key has the partition key in it.
	-- Events without a time have to be told apart by such a key, too.
	SELECT k.names INTO key
	FROM pg_index i, LATERAL (
		SELECT array_agg(a.attname ORDER BY a.attname), bool_and(a.attnotnull)
		FROM pg_attribute a
		WHERE a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey[0:i.indnkeyatts - 1])) k (names, is_not_null)
	WHERE i.indrelid = event AND i.indisunique AND i.indisvalid AND i.indimmediate
		AND i.indexprs IS NULL AND i.indpred IS NULL
		AND (k.names = '{event_id}' OR k.names = '{event_id, occurred_at}' AND (i.indnullsnotdistinct OR k.is_not_null))
	ORDER BY cardinality(k.names)
	LIMIT 1;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'table % has no unique key that tells events apart', event
			USING ERRCODE = 'object_not_in_prerequisite_state',
				HINT = 'Make event_id its primary key. Where it is partitioned by time, add UNIQUE NULLS NOT DISTINCT (event_id, occurred_at).';
	END IF;
	columns_of_key := array_to_string(key, ', ');
	key_of_p := 'p.' || array_to_string(key, ', p.');
	is_same := 'e.event_id = %1$s.event_id'
		|| CASE WHEN 'occurred_at' = ANY (key) THEN ' AND e.occurred_at IS NOT DISTINCT FROM %1$s.occurred_at' ELSE '' END;

	/*
	 * Indexes
	 */
	EXECUTE format($template$

CREATE INDEX IF NOT EXISTS webhook_received_at_idx ON %1$I.webhook USING brin (received_at);
COMMENT ON INDEX %1$I.webhook_received_at_idx IS 'what came when';

CREATE INDEX IF NOT EXISTS event_recipient_idx ON %1$I.event (lower(recipient));
COMMENT ON INDEX %1$I.event_recipient_idx IS 'what happened to an address, in any case';

CREATE INDEX IF NOT EXISTS event_message_id_idx ON %1$I.event (message_id);
COMMENT ON INDEX %1$I.event_message_id_idx IS 'what happened to a message';

CREATE INDEX IF NOT EXISTS event_time_idx ON %1$I.event USING brin (
	webhook_id,
	occurred_at timestamptz_minmax_multi_ops,
	((occurred_at AT TIME ZONE 'UTC')::date) date_minmax_multi_ops);
COMMENT ON INDEX %1$I.event_time_idx IS 'what happened when, also by the day as in daily, and what a webhook told';

CREATE INDEX IF NOT EXISTS event_verdict_idx ON %1$I.event (lower(recipient), occurred_at, event_id)
	WHERE event_type IN ('bounced', 'complained', 'rejected', 'failed', 'unsubscribed', 'subscribed');
COMMENT ON INDEX %1$I.event_verdict_idx IS 'what decides on suppression, which are few of all events';

	$template$, target);

	/*
	 * Functions
	 *
	 * Storing what webhooks tell, which the trigger and reparse() have in common:
	 * %3$s are the webhooks, %4$s the columns of an event, %5$s those of its key.
	 * Events go in by their key, so that concurrent statements with the same ones
	 * wait for each other, and not in a circle.
	 */
	store := $template$
		WITH part AS MATERIALIZED (
			SELECT w.id AS webhook_id, p.*
			FROM %3$s w, %2$I.ses_parse_all(w.payload, w.zone) p
		), noted AS (
			INSERT INTO %1$I.problem (webhook_id, kind, provider, problem, url)
			SELECT webhook_id, event_type, provider, description, url
			FROM part WHERE event_id IS NULL
			ON CONFLICT (webhook_id) DO UPDATE
				SET (kind, provider, problem, url) = (excluded.kind, excluded.provider, excluded.problem, excluded.url)
		)
		INSERT INTO %1$I.event (webhook_id, %4$s)
		SELECT webhook_id, %4$s
		FROM part WHERE event_id IS NOT NULL
		ORDER BY %5$s, webhook_id
		ON CONFLICT (%5$s) DO NOTHING;
	$template$;

	EXECUTE format($template$

CREATE OR REPLACE FUNCTION %1$I.receive(body text) RETURNS bigint
LANGUAGE SQL SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	INSERT INTO %1$I.webhook (payload) VALUES (%2$I.ses_payload(coalesce(body, ''))) RETURNING id;
END;
COMMENT ON FUNCTION %1$I.receive(text) IS 'stores a request body, whatever it is; returns the id of the webhook';

CREATE OR REPLACE FUNCTION %1$I.store_events() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS %3$L;
COMMENT ON FUNCTION %1$I.store_events() IS 'stores what new webhooks tell, in one statement for all of them';

CREATE OR REPLACE TRIGGER store_events AFTER INSERT ON %1$I.webhook
	REFERENCING NEW TABLE AS arrived
	FOR EACH STATEMENT EXECUTE FUNCTION %1$I.store_events();
COMMENT ON TRIGGER store_events ON %1$I.webhook IS 'stores what new webhooks tell';

CREATE OR REPLACE FUNCTION %1$I.store_each(webhook_ids bigint[]) RETURNS bigint
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS %4$L;
COMMENT ON FUNCTION %1$I.store_each(bigint[]) IS
	'stores what webhooks tell, one event after the other, where that failed for all at once; returns how many it stored';

CREATE OR REPLACE FUNCTION %1$I.reparse(webhook_ids bigint[] DEFAULT NULL,
	OUT added bigint, OUT changed bigint, OUT removed bigint)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_custom_plan
AS %5$L;
COMMENT ON FUNCTION %1$I.reparse(bigint[]) IS
	'reads stored webhooks again, those of some ids or all, so that event is what the installed version makes of them';

CREATE OR REPLACE FUNCTION %1$I.expire(keep interval, at_most bigint DEFAULT NULL,
	OUT webhooks bigint, OUT events bigint)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS %6$L;
COMMENT ON FUNCTION %1$I.expire(interval, bigint) IS
	'removes webhooks and events that are older, at most so many of each; returns how many these were';

CREATE OR REPLACE FUNCTION %1$I.forget(address text,
	OUT events bigint, OUT webhooks bigint, OUT redacted bigint)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS %7$L;
COMMENT ON FUNCTION %1$I.forget(text) IS
	'erases an address from all tables; returns how many events and webhooks went, and from how many more webhooks it was taken out';

	$template$, target, extension,

	-- store_events
	format($body$
#variable_conflict use_column
DECLARE
	failure text;
BEGIN
	IF TG_TABLE_SCHEMA <> %1$L THEN
		RAISE WARNING 'could not store events of webhooks: the schema was renamed'
			USING HINT = format('Call ses_update_pipeline(%%L), and then reparse().', TG_TABLE_SCHEMA);
		RETURN NULL;
	END IF;
	BEGIN
		%2$s
	EXCEPTION WHEN OTHERS THEN
		failure := SQLERRM;
		BEGIN
			PERFORM %1$I.store_each(ARRAY(SELECT id FROM arrived));
		EXCEPTION WHEN OTHERS THEN
			RAISE WARNING 'could not store events of webhooks: %%', failure
				USING HINT = 'The webhooks are stored; reparse() tries again.';
		END;
	END;
	RETURN NULL;
END
	$body$, target, format(store, target, extension, 'arrived', columns, columns_of_key)),

	-- store_each
	format($body$
#variable_conflict use_column
DECLARE
	stored bigint := 0;
	failures bigint := 0;
	failure text;
	one record;
BEGIN
	INSERT INTO %1$I.problem (webhook_id, kind, provider, problem, url)
	SELECT w.id, p.event_type, p.provider, p.description, p.url
	FROM %1$I.webhook w, %2$I.ses_parse_all(w.payload, w.zone) p
	WHERE w.id = ANY (store_each.webhook_ids) AND p.event_id IS NULL
	ON CONFLICT (webhook_id) DO UPDATE
		SET (kind, provider, problem, url) = (excluded.kind, excluded.provider, excluded.problem, excluded.url);

	FOR one IN
		SELECT w.id AS webhook_id, p AS event
		FROM %1$I.webhook w, %2$I.ses_parse_all(w.payload, w.zone) p
		WHERE w.id = ANY (store_each.webhook_ids) AND p.event_id IS NOT NULL
		ORDER BY %5$s, w.id
	LOOP
		BEGIN
			INSERT INTO %1$I.event (webhook_id, %3$s)
			SELECT one.webhook_id, %3$s FROM (SELECT (one.event).*) p
			ON CONFLICT (%4$s) DO NOTHING;
			stored := stored + FOUND::integer;
		EXCEPTION
			WHEN serialization_failure THEN
				NULL;			-- another transaction has stored it
			WHEN OTHERS THEN
				failures := failures + 1;
				failure := coalesce(failure, SQLERRM);
				-- The first of a webhook is told.
				INSERT INTO %1$I.problem AS known (webhook_id, kind, provider, problem)
				VALUES (one.webhook_id, 'event', (one.event).provider, format('An event of it could not be stored: %%s.', SQLERRM))
				ON CONFLICT (webhook_id) DO UPDATE SET problem = concat_ws(' ', known.problem, excluded.problem)
					WHERE position('could not be stored' IN known.problem) = 0;
		END;
	END LOOP;

	IF failures > 0 THEN
		RAISE WARNING 'could not store events of webhooks: %%', failure
			USING DETAIL = format('Events that could not be stored: %%s.', failures),
				HINT = 'The webhooks are stored. See the view attention for them; reparse() tries again.';
	END IF;
	RETURN stored;
END
	$body$, target, extension, columns, columns_of_key, key_of_p),

	-- reparse
	format($body$
#variable_conflict use_column
BEGIN
	-- A later version of the extension has more columns, which the functions name.
	IF %4$s THEN
		PERFORM %2$I.ses_update_pipeline(%1$L);
		SELECT r.added, r.changed, r.removed INTO added, changed, removed FROM %1$I.reparse(reparse.webhook_ids) r;
		RETURN;
	END IF;

	-- One at a time: what two of reparse(), expire() and forget() change would be locked in two orders.
	LOCK TABLE %1$I.problem IN SHARE UPDATE EXCLUSIVE MODE;

	DELETE FROM %1$I.problem p WHERE reparse.webhook_ids IS NULL OR p.webhook_id = ANY (reparse.webhook_ids);

	DELETE FROM %1$I.event e
	USING %3$s w
	WHERE w.id = e.webhook_id
		AND NOT EXISTS (
			SELECT FROM %3$s again, %2$I.ses_parse_all(again.payload, again.zone) p
			WHERE again.id = e.webhook_id AND %9$s);
	GET DIAGNOSTICS removed = ROW_COUNT;

	UPDATE %1$I.event e SET (%5$s) = ROW(%7$s)
	FROM %3$s w, LATERAL (
		SELECT DISTINCT ON (%10$s) p.* FROM %2$I.ses_parse_all(w.payload, w.zone) p ORDER BY %10$s) p
	WHERE %9$s AND e.webhook_id = w.id
		AND (%6$s) IS DISTINCT FROM (%7$s);
	GET DIAGNOSTICS changed = ROW_COUNT;

	BEGIN
		%8$s
		GET DIAGNOSTICS added = ROW_COUNT;
	EXCEPTION WHEN OTHERS THEN
		added := %1$I.store_each(ARRAY(SELECT w.id FROM %3$s w));
	END;
END
	$body$, target, extension, parsed, is_outdated, columns, columns_of_e, columns_of_p,
		format(store, target, extension, parsed, columns, columns_of_key), format(is_same, 'p'), key_of_p),

	-- expire
	format($body$
<<this>>
DECLARE
	oldest timestamp with time zone;
BEGIN
	IF keep IS NULL OR keep < interval '0' THEN
		RAISE EXCEPTION 'the time to keep webhooks for must not be null or negative'
			USING ERRCODE = 'invalid_parameter_value',
				DETAIL = format('It is %%s.', coalesce(keep::text, 'null')),
				HINT = 'Use an interval such as ''90 days''.';
	ELSIF at_most < 0 THEN
		RAISE EXCEPTION 'the number of webhooks to remove must not be negative'
			USING ERRCODE = 'invalid_parameter_value', DETAIL = format('It is %%s.', at_most);
	END IF;
	BEGIN
		oldest := now() - keep;
	EXCEPTION WHEN datetime_field_overflow THEN
		oldest := '-infinity';
	END;
	-- As in reparse(), but in the order of ses_update_pipeline.
	LOCK TABLE %1$I.webhook IN ROW EXCLUSIVE MODE;
	LOCK TABLE %1$I.problem IN SHARE UPDATE EXCLUSIVE MODE;

	-- The time is asked for twice, so that partitions of other times are left out, and whole tables are not read.
	DELETE FROM %1$I.webhook d
	WHERE d.received_at < this.oldest AND d.id IN (
		SELECT w.id FROM %1$I.webhook w WHERE w.received_at < this.oldest ORDER BY w.id LIMIT expire.at_most);
	GET DIAGNOSTICS webhooks = ROW_COUNT;

	-- What has no time goes with its webhook.
	DELETE FROM %1$I.event e
	USING (
		SELECT o.event_id, o.occurred_at FROM %1$I.event o
		WHERE o.occurred_at < this.oldest
			OR o.occurred_at IS NULL AND NOT EXISTS (SELECT FROM %1$I.webhook w WHERE w.id = o.webhook_id)
		LIMIT expire.at_most) old
	WHERE (e.occurred_at < this.oldest OR e.occurred_at IS NULL) AND %2$s;
	GET DIAGNOSTICS events = ROW_COUNT;

	DELETE FROM %1$I.problem p WHERE NOT EXISTS (SELECT FROM %1$I.webhook w WHERE w.id = p.webhook_id);
END
	$body$, target, format(is_same, 'old')),

	-- forget
	format($body$
<<this>>
DECLARE
	trimmed CONSTANT text := btrim(forget.address, E' \t\r\n');
	person CONSTANT text := lower(trimmed);
	spelling text;
	deleted_ids bigint[] := '{}';
	redacted_ids bigint[] := '{}';
BEGIN
	events := 0;
	webhooks := 0;
	redacted := 0;
	IF person NOT LIKE '%%_@_%%' THEN
		RETURN;
	END IF;

	-- As in reparse(), before anything is locked.
	IF %5$s THEN
		PERFORM %2$I.ses_update_pipeline(%1$L);
		SELECT f.events, f.webhooks, f.redacted INTO events, webhooks, redacted FROM %1$I.forget(forget.address) f;
		RETURN;
	END IF;
	LOCK TABLE %1$I.webhook IN ROW EXCLUSIVE MODE;
	LOCK TABLE %1$I.problem IN SHARE UPDATE EXCLUSIVE MODE;

	-- In all that the database calls lower case; ses_redact knows the case of ASCII only.
	FOR spelling IN
		SELECT lower(this.trimmed COLLATE "C")
		UNION
		SELECT lower(e.recipient COLLATE "C") FROM %1$I.event e WHERE lower(e.recipient) = this.person
	LOOP
		-- Webhooks that tell of nobody else, and have no part that is not understood, go as a whole.
		WITH mention AS MATERIALIZED (
			SELECT w.id, r.payload, (
				SELECT bool_and(lower(p.recipient) IS NOT DISTINCT FROM this.person)
				FROM %2$I.ses_parse_all(w.payload, w.zone) p) IS TRUE AS is_alone
			FROM %1$I.webhook w, LATERAL (SELECT %2$I.ses_redact(w.payload, this.spelling)) r (payload)
			WHERE r.payload <> w.payload
		), gone AS (
			DELETE FROM %1$I.webhook w USING mention m WHERE w.id = m.id AND m.is_alone RETURNING w.id
		), kept AS (
			UPDATE %1$I.webhook w SET payload = m.payload FROM mention m WHERE w.id = m.id AND NOT m.is_alone RETURNING w.id
		)
		SELECT this.deleted_ids || ARRAY(SELECT g.id FROM gone g), this.redacted_ids || ARRAY(SELECT k.id FROM kept k)
		INTO deleted_ids, redacted_ids;

		-- Events whose webhooks have expired mention it, too.
		UPDATE %1$I.event e SET (%3$s) = (
			SELECT %4$s FROM jsonb_populate_record(NULL::%2$I.ses_event, r.event) p)
		FROM (SELECT known.event_id, known.occurred_at, to_jsonb(known) AS event FROM %1$I.event known) k,
			LATERAL (SELECT %2$I.ses_redact(k.event, this.spelling)) r (event)
		WHERE %6$s AND r.event <> k.event
			AND lower(e.recipient) IS DISTINCT FROM this.person;

		UPDATE %1$I.problem p SET problem = r.problem#>>'{}'
		FROM %1$I.problem k, LATERAL (SELECT %2$I.ses_redact(to_jsonb(k.problem), this.spelling)) r (problem)
		WHERE p.webhook_id = k.webhook_id AND r.problem <> to_jsonb(k.problem);
	END LOOP;

	-- Last, so that what came in meanwhile goes as well, or is found the next time.
	DELETE FROM %1$I.event e WHERE lower(e.recipient) = this.person;
	GET DIAGNOSTICS events = ROW_COUNT;

	redacted_ids := ARRAY(SELECT DISTINCT i.id FROM unnest(this.redacted_ids) i (id) WHERE i.id <> ALL (this.deleted_ids));
	PERFORM %1$I.reparse(redacted_ids);
	DELETE FROM %1$I.problem p WHERE p.webhook_id = ANY (this.deleted_ids);
	webhooks := cardinality(deleted_ids);
	redacted := cardinality(redacted_ids);
END
	$body$, target, extension, columns, columns_of_redacted, is_outdated, format(is_same, 'k')));

	-- Rights that were given stay; to what is new, nobody has any.
	FOR statement IN
		SELECT format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', oid::regprocedure) FROM pg_proc
		WHERE pronamespace = schema AND oid <> ALL (old_functions)
	LOOP
		EXECUTE statement;
	END LOOP;

	/*
	 * Views
	 */
	EXECUTE format($template$

CREATE OR REPLACE VIEW %1$I.suppression AS
SELECT DISTINCT ON (lower(e.recipient))
	lower(e.recipient) AS address,
	e.event_type,
	e.reason,
	e.occurred_at AS since,
	e.event_id,
	e.provider
FROM %1$I.event e
WHERE e.event_type IN ('bounced', 'complained', 'rejected', 'failed', 'unsubscribed', 'subscribed')
	AND e.recipient IS NOT NULL
	AND CASE
		WHEN e.event_type = 'subscribed' THEN false
		WHEN e.event_type = 'unsubscribed' OR e.reason = 'unsubscribed' THEN NOT EXISTS (
			SELECT FROM %1$I.event later
			WHERE later.event_type = 'subscribed'
				AND lower(later.recipient) = lower(e.recipient)
				AND later.occurred_at > e.occurred_at)
		WHEN e.event_type = 'complained' THEN e.reason IS DISTINCT FROM 'not_spam'
		WHEN e.candidates > 1 THEN false
		ELSE e.reason = 'suppressed' OR e.event_type = 'bounced' AND e.bounce_class = 'hard'
	END
ORDER BY lower(e.recipient), e.occurred_at, e.event_id;

COMMENT ON VIEW %1$I.suppression IS 'addresses not to send to, each with the first event that says so';
COMMENT ON COLUMN %1$I.suppression.address IS 'the address in lower case';
COMMENT ON COLUMN %1$I.suppression.event_type IS 'bounced, complained or unsubscribed; rejected or failed where the provider itself does not send to the address';
COMMENT ON COLUMN %1$I.suppression.reason IS 'the reason of the deciding event';
COMMENT ON COLUMN %1$I.suppression.since IS 'when the deciding event happened';
COMMENT ON COLUMN %1$I.suppression.event_id IS 'the deciding event, the first of those that would';
COMMENT ON COLUMN %1$I.suppression.provider IS 'the provider that told it';

-- What an event counts as: an open by a program, and a recipient who takes a
-- message out of the spam folder, tell that it arrived; an open by one of
-- several recipients tells nothing of this one. Of all that happened, the first
-- in the ranking is the status; but mail that was delivered after a soft bounce
-- did not bounce. Bounce classes sort by gravity.
CREATE OR REPLACE VIEW %1$I.message AS
SELECT m.provider, m.message_id, m.recipient,
	r.ranking[CASE WHEN m.soft_bounced_at < m.last_delivered_at THEN m.rank_without_soft_bounces ELSE m.rank END] AS status,
	m.sender, m.subject, m.stream,
	m.sent_at, m.delivered_at, m.first_opened_at, m.first_clicked_at,
	m.bounced_at, m.bounce_class, m.bounce_reason, m.complained_at, m.unsubscribed_at,
	round(m.opens, 2) AS opens, round(m.clicks, 2) AS clicks,
	round(m.bot_opens, 2) AS bot_opens, round(m.bot_clicks, 2) AS bot_clicks,
	m.last_event_at
FROM (VALUES ('{complained, bounced, rejected, failed, unsubscribed, clicked, opened, subscribed,
		delivered, autoresponded, deferred, sent, queued, unknown}'::text[])) r (ranking),
	LATERAL (
		SELECT e.provider, e.message_id, lower(e.recipient) AS recipient,
			min(array_position(r.ranking, w.word)) AS rank,
			min(array_position(r.ranking, w.word)) FILTER (WHERE NOT w.is_soft_bounce) AS rank_without_soft_bounces,
			min(e.sender) AS sender,
			min(e.subject) AS subject,
			min(e.stream) AS stream,
			coalesce(min(e.sent_at), min(e.occurred_at) FILTER (WHERE w.word IN ('sent', 'queued'))) AS sent_at,
			min(e.occurred_at) FILTER (WHERE e.event_type = 'delivered') AS delivered_at,
			max(e.occurred_at) FILTER (WHERE e.event_type = 'delivered') AS last_delivered_at,
			min(e.occurred_at) FILTER (WHERE w.word = 'opened') AS first_opened_at,
			min(e.occurred_at) FILTER (WHERE w.word = 'clicked') AS first_clicked_at,
			min(e.occurred_at) FILTER (WHERE w.word = 'bounced') AS bounced_at,
			max(e.occurred_at) FILTER (WHERE w.is_soft_bounce) AS soft_bounced_at,
			min(e.bounce_class) FILTER (WHERE w.word = 'bounced') AS bounce_class,
			(array_agg(e.reason ORDER BY e.bounce_class, e.occurred_at, e.event_id)
				FILTER (WHERE w.word = 'bounced'))[1] AS bounce_reason,
			min(e.occurred_at) FILTER (WHERE w.word = 'complained') AS complained_at,
			min(e.occurred_at) FILTER (WHERE w.word = 'unsubscribed') AS unsubscribed_at,
			coalesce(sum(1.0 / e.candidates) FILTER (WHERE e.event_type = 'opened' AND e.is_bot IS NOT TRUE), 0) AS opens,
			coalesce(sum(1.0 / e.candidates) FILTER (WHERE e.event_type = 'clicked' AND e.is_bot IS NOT TRUE), 0) AS clicks,
			coalesce(sum(1.0 / e.candidates) FILTER (WHERE e.event_type = 'opened' AND e.is_bot), 0) AS bot_opens,
			coalesce(sum(1.0 / e.candidates) FILTER (WHERE e.event_type = 'clicked' AND e.is_bot), 0) AS bot_clicks,
			max(e.occurred_at) AS last_event_at
		FROM %1$I.event e,
			LATERAL (SELECT
				CASE
					WHEN e.event_type IN ('opened', 'clicked') AND e.candidates > 1 THEN 'unknown'
					WHEN e.event_type IN ('opened', 'clicked') AND e.is_bot THEN 'delivered'
					WHEN e.event_type = 'complained' AND e.reason = 'not_spam' THEN 'delivered'
					ELSE e.event_type
				END,
				e.event_type = 'bounced' AND e.bounce_class IS DISTINCT FROM 'hard'
			) w (word, is_soft_bounce)
		WHERE e.message_id IS NOT NULL AND e.event_type <> 'inbound'
		GROUP BY e.provider, e.message_id, lower(e.recipient)
	) m;

COMMENT ON VIEW %1$I.message IS 'what became of each message for each recipient';
COMMENT ON COLUMN %1$I.message.provider IS 'the provider that sent it';
COMMENT ON COLUMN %1$I.message.message_id IS 'the id that the provider''s send call returned';
COMMENT ON COLUMN %1$I.message.recipient IS 'the recipient''s address in lower case; NULL for what names none';
COMMENT ON COLUMN %1$I.message.status IS 'what matters most of all that happened, as an event_type; the order in which it came does not matter';
COMMENT ON COLUMN %1$I.message.sender IS 'the sender''s address';
COMMENT ON COLUMN %1$I.message.subject IS 'the subject';
COMMENT ON COLUMN %1$I.message.stream IS 'what the provider groups sending by';
COMMENT ON COLUMN %1$I.message.sent_at IS 'when it was sent, or else queued';
COMMENT ON COLUMN %1$I.message.delivered_at IS 'when it was delivered first';
COMMENT ON COLUMN %1$I.message.first_opened_at IS 'when this recipient opened it first, and no program, as far as is known';
COMMENT ON COLUMN %1$I.message.first_clicked_at IS 'when this recipient clicked a link in it first, and no program, as far as is known';
COMMENT ON COLUMN %1$I.message.bounced_at IS 'when it bounced first';
COMMENT ON COLUMN %1$I.message.bounce_class IS 'hard where one of its bounces is, else soft, else undetermined';
COMMENT ON COLUMN %1$I.message.bounce_reason IS 'the reason of the first bounce of that class';
COMMENT ON COLUMN %1$I.message.complained_at IS 'when the recipient complained first';
COMMENT ON COLUMN %1$I.message.unsubscribed_at IS 'when the recipient unsubscribed first';
COMMENT ON COLUMN %1$I.message.opens IS 'opens, but not by programs; one by any of three recipients is 0.33 for each';
COMMENT ON COLUMN %1$I.message.clicks IS 'clicks, counted in the same way';
COMMENT ON COLUMN %1$I.message.bot_opens IS 'opens by programs';
COMMENT ON COLUMN %1$I.message.bot_clicks IS 'clicks by programs';
COMMENT ON COLUMN %1$I.message.last_event_at IS 'when the last of all that is known happened';

-- First what happened to each message and recipient on a day, however often, as
-- the share that this recipient has in it; then how many these are. A rate is of
-- what was sent, or of what came to an end where no sending is told.
CREATE OR REPLACE VIEW %1$I.daily AS
SELECT d.day, d.provider, d.stream, d.sent, d.delivered, d.bounced_hard, d.bounced_soft, d.complained,
	d.unique_opens, d.unique_clicks,
	round(d.bounced_hard::numeric / coalesce(nullif(d.sent, 0), CASE WHEN d.delivered > 0 THEN d.ended END), 5) AS bounce_rate,
	round(d.complained::numeric / coalesce(nullif(d.delivered, 0), nullif(d.sent, 0)), 5) AS complaint_rate
FROM (
	SELECT u.day, u.provider, u.stream,
		round(coalesce(sum(u.sent), 0))::bigint AS sent,
		round(coalesce(sum(u.delivered), 0))::bigint AS delivered,
		round(coalesce(sum(u.ended), 0))::bigint AS ended,
		round(coalesce(sum(u.bounced_hard), 0))::bigint AS bounced_hard,
		round(coalesce(sum(u.bounced_soft), 0))::bigint AS bounced_soft,
		round(coalesce(sum(u.complained), 0))::bigint AS complained,
		round(coalesce(sum(u.opened), 0))::bigint AS unique_opens,
		round(coalesce(sum(u.clicked), 0))::bigint AS unique_clicks
	FROM (
		SELECT (e.occurred_at AT TIME ZONE 'UTC')::date AS day, e.provider, e.stream,
			max(s.share) FILTER (WHERE e.event_type IN ('sent', 'queued')) AS sent,
			max(s.share) FILTER (WHERE e.event_type = 'delivered') AS delivered,
			max(s.share) FILTER (WHERE e.event_type IN ('delivered', 'bounced')) AS ended,
			max(s.share) FILTER (WHERE e.event_type = 'bounced' AND e.bounce_class = 'hard') AS bounced_hard,
			max(s.share) FILTER (WHERE e.event_type = 'bounced' AND e.bounce_class IS DISTINCT FROM 'hard') AS bounced_soft,
			max(s.share) FILTER (WHERE e.event_type = 'complained' AND e.reason IS DISTINCT FROM 'not_spam') AS complained,
			max(s.share) FILTER (WHERE e.event_type = 'opened' AND e.is_bot IS NOT TRUE) AS opened,
			max(s.share) FILTER (WHERE e.event_type = 'clicked' AND e.is_bot IS NOT TRUE) AS clicked
		FROM %1$I.event e, LATERAL (SELECT 1.0::float8 / e.candidates) s (share)
		WHERE e.event_type IN ('sent', 'queued', 'delivered', 'bounced', 'complained', 'opened', 'clicked')
		GROUP BY 1, e.provider, e.stream, coalesce(e.message_id, e.event_id::text), lower(e.recipient)
	) u
	GROUP BY u.day, u.provider, u.stream
) d;

COMMENT ON VIEW %1$I.daily IS 'how many messages, counted by recipient, and at which rates, per day, provider and stream';
COMMENT ON COLUMN %1$I.daily.day IS 'the day in UTC on which it happened; NULL where no time is known';
COMMENT ON COLUMN %1$I.daily.provider IS 'the provider';
COMMENT ON COLUMN %1$I.daily.stream IS 'what the provider groups sending by';
COMMENT ON COLUMN %1$I.daily.sent IS 'messages that the provider took or sent';
COMMENT ON COLUMN %1$I.daily.delivered IS 'messages that were delivered';
COMMENT ON COLUMN %1$I.daily.bounced_hard IS 'messages that bounced for good';
COMMENT ON COLUMN %1$I.daily.bounced_soft IS 'messages that bounced for the time being, or nobody knows how';
COMMENT ON COLUMN %1$I.daily.complained IS 'messages that were complained about';
COMMENT ON COLUMN %1$I.daily.unique_opens IS 'messages that were opened on that day, not by programs';
COMMENT ON COLUMN %1$I.daily.unique_clicks IS 'messages in which a link was clicked on that day, not by programs';
COMMENT ON COLUMN %1$I.daily.bounce_rate IS 'hard bounces per message sent, of which Amazon SES wants less than 0.05; per message delivered or bounced where no sending is told; NULL where no delivery is told either';
COMMENT ON COLUMN %1$I.daily.complaint_rate IS 'complaints per message delivered, of which Gmail and Amazon SES want less than 0.001; per message sent where no delivery is told';

CREATE OR REPLACE VIEW %1$I.attention AS
SELECT p.webhook_id, w.received_at, p.kind, p.provider, p.problem, p.url, w.payload
FROM %1$I.problem p JOIN %1$I.webhook w ON w.id = p.webhook_id;

COMMENT ON VIEW %1$I.attention IS 'webhooks that gave no event, or not all, or whose events could not be stored, and why';
COMMENT ON COLUMN %1$I.attention.webhook_id IS 'the webhook';
COMMENT ON COLUMN %1$I.attention.received_at IS 'when it came';
COMMENT ON COLUMN %1$I.attention.kind IS 'event, control, malformed or unrecognized, as ses_inspect has it';
COMMENT ON COLUMN %1$I.attention.provider IS 'who sent it, where that is known';
COMMENT ON COLUMN %1$I.attention.problem IS 'what is wrong, or wants to be done';
COMMENT ON COLUMN %1$I.attention.url IS 'the URL that wants to be visited, for a subscription';
COMMENT ON COLUMN %1$I.attention.payload IS 'the webhook as it came';

	$template$, target);

	FOREACH statement IN ARRAY old_options LOOP
		EXECUTE statement;
	END LOOP;
END
$function$;

COMMENT ON FUNCTION @extschema@.ses_update_pipeline(name) IS
	'makes what a pipeline of the installed version has beside its tables: columns, indexes, functions, views';
