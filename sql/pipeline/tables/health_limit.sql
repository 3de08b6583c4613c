-- Filled once, so that an update keeps what was changed.
CREATE TABLE health_limit (
	scope text NOT NULL,
	name text,
	metric text NOT NULL,
	warning numeric,
	critical numeric,
	floor bigint NOT NULL DEFAULT 1000,
	source text,
	CONSTRAINT health_limit_key UNIQUE NULLS NOT DISTINCT (scope, name, metric),
	CONSTRAINT health_limit_scope_check CHECK (scope IN ('provider', 'mailbox')),
	CONSTRAINT health_limit_metric_check CHECK (metric IN ('bounce_rate', 'complaint_rate', 'deferral_rate')),
	CONSTRAINT health_limit_share_check CHECK (
		warning > 0::numeric AND warning < 1::numeric AND critical > 0::numeric AND critical < 1::numeric),
	CONSTRAINT health_limit_order_check CHECK (warning <= critical),
	CONSTRAINT health_limit_any_check CHECK (coalesce(warning, critical) IS NOT NULL),
	CONSTRAINT health_limit_floor_check CHECK (floor >= 1::bigint)
);

INSERT INTO health_limit (scope, name, metric, warning, critical, floor, source) VALUES
	('provider', 'amazon_ses', 'bounce_rate', 0.05, 0.1, 200, 'https://docs.aws.amazon.com/ses/latest/dg/faqs-enforcement.html'),
	('provider', 'amazon_ses', 'complaint_rate', 0.001, 0.005, 1000, 'https://docs.aws.amazon.com/ses/latest/dg/faqs-enforcement.html'),
	('mailbox', 'gmail', 'complaint_rate', 0.001, 0.003, 1000, 'https://support.google.com/a/answer/81126'),
	('mailbox', 'yahoo', 'complaint_rate', NULL, 0.003, 1000, 'https://senders.yahooinc.com/best-practices/'),
	('mailbox', 'microsoft', 'complaint_rate', 0.003, NULL, 1000,
		'as of Google and Yahoo; Microsoft publishes no limit: https://sendersupport.olc.protection.outlook.com/pm/policies.aspx');
