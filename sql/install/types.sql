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
	details jsonb,
	provider_class text,
	actor text,
	client text,
	mailbox_provider text
);

COMMENT ON TYPE @extschema@.ses_event IS
	'one event of one e-mail message for one recipient, in the terms of ses_vocabulary()';

COMMENT ON COLUMN @extschema@.ses_event.event_id IS
	'deterministic key of the event for this recipient; a redelivery has the same key, in any envelope';
COMMENT ON COLUMN @extschema@.ses_event.occurred_at IS
	'time of the event: its own, else the message''s, else the envelope''s, else NULL';
COMMENT ON COLUMN @extschema@.ses_event.event_type IS
	'what happened, as a term of ses_vocabulary() of kind event_type';
COMMENT ON COLUMN @extschema@.ses_event.provider IS
	'provider that sent the webhook, by its name in ses_mapping(): amazon_ses, sendgrid';
COMMENT ON COLUMN @extschema@.ses_event.provider_event IS
	'the provider''s own name of the event, verbatim; two names where one alone is no event (deliveries/failed)';
COMMENT ON COLUMN @extschema@.ses_event.provider_event_id IS
	'the provider''s id of the event, where it has one';
COMMENT ON COLUMN @extschema@.ses_event.message_id IS
	'id that the provider''s send call returned; where there is none, the Message-ID header';
COMMENT ON COLUMN @extschema@.ses_event.rfc_message_id IS
	'the Message-ID header (RFC 5322) without angle brackets';
COMMENT ON COLUMN @extschema@.ses_event.recipient IS
	'address that the event is about, without a display name, case as sent';
COMMENT ON COLUMN @extschema@.ses_event.candidates IS
	'number of recipients that the event may concern: 1 is certain; sum(1.0 / candidates) counts events';
COMMENT ON COLUMN @extschema@.ses_event.sender IS
	'the sender''s address, without a display name';
COMMENT ON COLUMN @extschema@.ses_event.subject IS
	'the subject; encoded-words (RFC 2047) in UTF-8 or US-ASCII are decoded, others are as sent';
COMMENT ON COLUMN @extschema@.ses_event.sent_at IS
	'time when the message was sent';
COMMENT ON COLUMN @extschema@.ses_event.bounce_class IS
	'hard (the address cannot receive mail), soft or undetermined; NULL if nothing was refused, or no reply decides it';
COMMENT ON COLUMN @extschema@.ses_event.reason IS
	'why it happened, as a term of ses_vocabulary() of kind reason';
COMMENT ON COLUMN @extschema@.ses_event.smtp_code IS
	'reply code of the mail server (RFC 5321), such as 550';
COMMENT ON COLUMN @extschema@.ses_event.smtp_status IS
	'enhanced status code (RFC 3463), such as 5.1.1';
COMMENT ON COLUMN @extschema@.ses_event.smtp_response IS
	'reply of the remote mail server, verbatim';
COMMENT ON COLUMN @extschema@.ses_event.description IS
	'the provider''s explanation, where it is not the remote server''s reply';
COMMENT ON COLUMN @extschema@.ses_event.remote_mta IS
	'mail server that replied: its name, else its address';
COMMENT ON COLUMN @extschema@.ses_event.url IS
	'the link that was clicked';
COMMENT ON COLUMN @extschema@.ses_event.ip_address IS
	'client address of the open or click';
COMMENT ON COLUMN @extschema@.ses_event.user_agent IS
	'client program of the open, click or complaint';
COMMENT ON COLUMN @extschema@.ses_event.is_bot IS
	'true if the provider considers the open or click automated; NULL where it does not report that';
COMMENT ON COLUMN @extschema@.ses_event.stream IS
	'the provider''s grouping of sending: configuration set, server composition';
COMMENT ON COLUMN @extschema@.ses_event.template IS
	'id or name of the template';
COMMENT ON COLUMN @extschema@.ses_event.account_id IS
	'account with the provider';
COMMENT ON COLUMN @extschema@.ses_event.tags IS
	'labels that the sender set for the message';
COMMENT ON COLUMN @extschema@.ses_event.metadata IS
	'names and values that the sender set for the message';
COMMENT ON COLUMN @extschema@.ses_event.details IS
	'the JSON object of the event, exactly as the provider sent it';
COMMENT ON COLUMN @extschema@.ses_event.provider_class IS
	'the provider''s own word for the bounce: hard, soft or undetermined; NULL if it has none, or leaves the bounce out of its own rates';
COMMENT ON COLUMN @extschema@.ses_event.actor IS
	'who opened or clicked, as a term of ses_vocabulary() of kind actor: person, proxy or machine; NULL where nothing reports it';
COMMENT ON COLUMN @extschema@.ses_event.client IS
	'program that opened or clicked, by its name in ses_clients(): apple_mail_privacy, outlook';
COMMENT ON COLUMN @extschema@.ses_event.mailbox_provider IS
	'operator of the recipient''s mailbox, by its name in ses_mailbox_providers(): gmail, microsoft; NULL where it is unknown';

CREATE TYPE @extschema@.ses_inspection AS (
	kind text,
	provider text,
	envelope text,
	event_count integer,
	problem text
);

COMMENT ON TYPE @extschema@.ses_inspection IS
	'why a payload has the events that it has, or none';
COMMENT ON COLUMN @extschema@.ses_inspection.kind IS
	'event, control (a set-up message), malformed (recognized, but broken) or unrecognized';
COMMENT ON COLUMN @extschema@.ses_inspection.provider IS
	'provider of the first event, else of what was found; NULL where it is unknown';
COMMENT ON COLUMN @extschema@.ses_inspection.envelope IS
	'envelopes from the outside in, as sqs>sns; NULL without an envelope';
COMMENT ON COLUMN @extschema@.ses_inspection.event_count IS
	'number of rows of ses_parse';
COMMENT ON COLUMN @extschema@.ses_inspection.problem IS
	'what is wrong or has to be done, and where, as an English sentence; NULL if nothing';

CREATE TYPE @extschema@.ses_verification AS (
	verified boolean,
	signed_at timestamp with time zone,
	covers text,
	problem text
);

COMMENT ON TYPE @extschema@.ses_verification IS
	'whether the provider sent a request';
COMMENT ON COLUMN @extschema@.ses_verification.verified IS
	'true if the signature or the secret is right, else false';
COMMENT ON COLUMN @extschema@.ses_verification.signed_at IS
	'time of the signature, which it covers; NULL if it has none, or is not verified';
COMMENT ON COLUMN @extschema@.ses_verification.covers IS
	'what cannot be changed without the key: body, message, token or secret; NULL if not verified';
COMMENT ON COLUMN @extschema@.ses_verification.problem IS
	'what is wrong or missing, as an English sentence; NULL if verified';
