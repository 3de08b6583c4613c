COMMENT ON TABLE provider IS
	'definitions of providers that webhooks are read with, beside the built-in ones; reparse() reads stored webhooks again after a change';
COMMENT ON COLUMN provider.provider IS 'name of the provider, as in its definition; that of a built-in provider replaces it';
COMMENT ON COLUMN provider.definition IS 'the definition, checked by ses_check_definition when it is stored';
