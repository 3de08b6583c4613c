-- A barrier, so that a function in the WHERE clause of a query receives no other webhook.
CREATE OR REPLACE VIEW attention WITH (security_barrier = true) AS
SELECT p.webhook_id, w.received_at, p.kind, p.provider, p.problem, p.url, w.payload
FROM problem p JOIN webhook w ON w.id = p.webhook_id;

COMMENT ON VIEW attention IS
	'webhooks without an event, with a part without an event, or with an event that could not be stored, and why';
COMMENT ON COLUMN attention.webhook_id IS 'the webhook';
COMMENT ON COLUMN attention.received_at IS 'time of arrival';
COMMENT ON COLUMN attention.kind IS 'event, control, malformed or unrecognized, as in ses_inspection';
COMMENT ON COLUMN attention.provider IS 'the provider, where it is known';
COMMENT ON COLUMN attention.problem IS 'what is wrong or has to be done';
COMMENT ON COLUMN attention.url IS 'URL that has to be visited, for a subscription';
COMMENT ON COLUMN attention.payload IS 'the webhook as it arrived';
