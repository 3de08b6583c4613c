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
	'who sent the webhook: amazon_ses, tencent_ses, customers_mail_cloud';
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

-- Costs are measured: how much longer a call takes for a webhook of 1.3 kB than
-- an addition of integers.
CREATE FUNCTION @extschema@.ses_parse(payload jsonb, zone text DEFAULT NULL)
RETURNS SETOF @extschema@.ses_event
AS 'MODULE_PATHNAME'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 800 ROWS 1;

COMMENT ON FUNCTION @extschema@.ses_parse(jsonb, text) IS
	'the events of a webhook, one row an event and recipient; zone is of timestamps that carry none';

CREATE FUNCTION @extschema@.ses_event_type(payload jsonb) RETURNS text
AS 'MODULE_PATHNAME'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;

COMMENT ON FUNCTION @extschema@.ses_event_type(jsonb) IS
	'the event_type of the first event of a webhook, NULL where it holds none';

CREATE FUNCTION @extschema@.ses_provider(payload jsonb) RETURNS text
AS 'MODULE_PATHNAME'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;

COMMENT ON FUNCTION @extschema@.ses_provider(jsonb) IS
	'the provider of the first event of a webhook, NULL where it holds none';

CREATE FUNCTION @extschema@.ses_message_id(payload jsonb) RETURNS text
AS 'MODULE_PATHNAME'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;

COMMENT ON FUNCTION @extschema@.ses_message_id(jsonb) IS
	'the message_id of the first event of a webhook, NULL where it holds none';

CREATE FUNCTION @extschema@.ses_occurred_at(payload jsonb) RETURNS timestamp with time zone
AS 'MODULE_PATHNAME'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100;

COMMENT ON FUNCTION @extschema@.ses_occurred_at(jsonb) IS
	'the occurred_at of the first event of a webhook, NULL where it holds none';

CREATE FUNCTION @extschema@.ses_inspect(payload jsonb) RETURNS @extschema@.ses_inspection
AS 'MODULE_PATHNAME'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 150;

COMMENT ON FUNCTION @extschema@.ses_inspect(jsonb) IS
	'why a webhook gives the events that it gives, or none';

CREATE FUNCTION @extschema@.ses_parse_all(payload jsonb, zone text DEFAULT NULL)
RETURNS SETOF @extschema@.ses_event
AS 'MODULE_PATHNAME'
LANGUAGE C IMMUTABLE PARALLEL SAFE COST 800 ROWS 1;

COMMENT ON FUNCTION @extschema@.ses_parse_all(jsonb, text) IS
	'the rows of ses_parse, and one without event_id where a part of the webhook gave none: its description says why';

CREATE FUNCTION @extschema@.ses_payload(body text) RETURNS jsonb
AS 'MODULE_PATHNAME'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1500;

COMMENT ON FUNCTION @extschema@.ses_payload(text) IS
	'what to store for a request body: JSON, lines of JSON as an array, a form as an object, anything else as a string';

CREATE FUNCTION @extschema@.ses_redact(payload jsonb, address text) RETURNS jsonb
AS 'MODULE_PATHNAME'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1500;

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
