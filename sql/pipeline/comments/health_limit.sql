COMMENT ON TABLE health_limit IS
	'limits that the view health compares rates with; filled when the pipeline is created, and never changed by an update';
COMMENT ON COLUMN health_limit.scope IS 'provider: of an account with a provider; mailbox: of an operator of mailboxes';
COMMENT ON COLUMN health_limit.name IS
	'the provider or the operator; NULL for all that have no row of their own for the metric';
COMMENT ON COLUMN health_limit.metric IS 'bounce_rate, complaint_rate or deferral_rate';
COMMENT ON COLUMN health_limit.warning IS 'share from which the status is warning: 0.05 is 5 %; NULL: never';
COMMENT ON COLUMN health_limit.critical IS 'share from which the status is critical; NULL: never';
COMMENT ON COLUMN health_limit.floor IS 'number of messages below which there is no status';
COMMENT ON COLUMN health_limit.source IS 'where the limit comes from';
