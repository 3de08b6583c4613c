COMMENT ON TABLE problem IS
	'why webhooks have no event, or lack one, or have one that could not be stored; shown by the view attention';
COMMENT ON COLUMN problem.webhook_id IS 'the webhook, which may be deleted';
COMMENT ON COLUMN problem.kind IS 'event, control, malformed or unrecognized, as in ses_inspection';
COMMENT ON COLUMN problem.provider IS 'the provider, where it is known';
COMMENT ON COLUMN problem.problem IS 'what is wrong or has to be done';
COMMENT ON COLUMN problem.url IS 'URL that has to be visited';
