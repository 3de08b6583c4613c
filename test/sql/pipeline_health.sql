-- Rates, compared with limits that can be changed.
SET timezone = 'UTC';
SET datestyle = 'ISO';
SET client_min_messages = warning;
\set VERBOSITY terse
SELECT ses_create_pipeline('health');

-- Events of a number of messages, each a second before the last; ago is the age of the last.
CREATE FUNCTION happen(event_type text, messages int, mailbox_provider text DEFAULT NULL, provider_class text DEFAULT NULL, reason text DEFAULT NULL,
	provider text DEFAULT 'amazon_ses', first int DEFAULT 1, ago interval DEFAULT '0', bounce_class text DEFAULT NULL, stream text DEFAULT NULL) RETURNS void
BEGIN ATOMIC
	INSERT INTO health.event (event_id, occurred_at, event_type, provider, stream, message_id, recipient, mailbox_provider, provider_class, bounce_class, reason)
	SELECT gen_random_uuid(), now() - ago, event_type, provider, stream, 'm' || n, 'r' || n || '@' || coalesce(mailbox_provider, 'a') || '.example',
		mailbox_provider, provider_class, coalesce(bounce_class, provider_class), reason
	FROM generate_series(first, first + messages - 1) n;
END;
CREATE VIEW status AS
SELECT scope, name, metric, value, messages, status, finding FROM health.health
WHERE period = '24 hours' AND metric <> 'deferral_rate';

-- Nothing was sent: there is nothing to say.
SELECT * FROM health.health;

-- An account below its floor, at its limits, and above them.
SELECT happen('sent', 100);
SELECT happen('delivered', 90);
SELECT happen('bounced', 10, NULL, 'hard', 'unknown_recipient', first => 91);
SELECT * FROM status WHERE scope = 'provider' ORDER BY metric;
SELECT happen('sent', 1000, first => 101);
SELECT happen('delivered', 955, first => 101);
SELECT happen('bounced', 45, NULL, 'hard', 'unknown_recipient', first => 1056);
SELECT * FROM status WHERE scope = 'provider' ORDER BY metric;
SELECT happen('complained', 2, NULL, NULL, 'spam', first => 101);
SELECT happen('bounced', 100, NULL, 'hard', 'unknown_recipient', first => 200);
SELECT * FROM status WHERE scope = 'provider' ORDER BY metric;

-- The provider's own class counts, and not what it never tried to send.
TRUNCATE health.event;
SELECT happen('sent', 1000);
SELECT happen('bounced', 100, NULL, 'soft', 'unknown_recipient', bounce_class => 'hard');
SELECT happen('bounced', 60, NULL, 'hard', 'blocked', bounce_class => 'soft', first => 101);
SELECT happen('rejected', 200, NULL, NULL, 'suppressed', first => 501);
SELECT happen('delivered', 400, first => 201);
SELECT * FROM status WHERE scope = 'provider' ORDER BY metric;

-- Operators: one that reports complaints, one that is not known to, and Gmail, which reports none.
TRUNCATE health.event;
SELECT happen('delivered', 2000, operator) FROM unnest('{gmail,yahoo,microsoft,apple}'::text[]) operator;
SELECT happen('complained', 6, 'yahoo', NULL, 'spam');
SELECT * FROM status WHERE scope = 'mailbox' AND (metric, name) <> ('bounce_rate', 'apple') ORDER BY metric, name;

-- A stream has rates and no limit.
TRUNCATE health.event;
SELECT happen('delivered', 3000, stream => 'news');
SELECT happen('complained', 30, stream => 'news', reason => 'spam');
SELECT * FROM status WHERE scope = 'stream' ORDER BY metric;

-- Twenty-four hours roll, and a week has seven closed days and today.
TRUNCATE health.event;
SELECT happen('delivered', 1000, first => 1 + 1000 * n::int, ago => ago) FROM unnest('{0 hours,23 hours,25 hours,7 days,8 days 1 hour,-1 hour}'::interval[]) WITH ORDINALITY a (ago, n);
SELECT period, metric, messages FROM health.health WHERE scope = 'provider' AND metric = 'complaint_rate' AND period = '24 hours';
SELECT period, messages >= 4000 AS has_days, messages < 6000 AS has_no_older FROM health.health WHERE scope = 'provider' AND metric = 'complaint_rate' AND period = '7 days';
CALL health.refresh();
SELECT period, messages >= 4000 AS has_days, messages < 6000 AS has_no_older FROM health.health WHERE scope = 'provider' AND metric = 'complaint_rate' AND period = '7 days';

-- Limits are rows: one for all that have none of their own, others are changed, and an update keeps them.
TRUNCATE health.event;
SELECT happen('delivered', 1000, 'apple');
SELECT happen('deferred', 300, 'apple', first => 801);
INSERT INTO health.health_limit (scope, metric, warning, floor, source) VALUES ('mailbox', 'deferral_rate', 0.2, 500, 'our own');
INSERT INTO health.health_limit (scope, name, metric, critical, floor, source) VALUES ('provider', 'amazon_ses', 'deferral_rate', 0.25, 1, 'our own');
UPDATE health.health_limit SET warning = 0.02 WHERE name = 'amazon_ses' AND metric = 'bounce_rate';
DELETE FROM health.health_limit WHERE name = 'yahoo';
SELECT ses_update_pipeline('health');
SELECT scope, name, metric, warning, critical, floor FROM health.health_limit ORDER BY scope, name, metric;
SELECT scope, name, value, status, finding, source FROM health.health WHERE period = '24 hours' AND metric = 'deferral_rate' ORDER BY 1;

-- Limits that make no sense.
\set VERBOSITY sqlstate
INSERT INTO health.health_limit (scope, name, metric, warning) VALUES ('stream', 's', 'bounce_rate', 0.1);
INSERT INTO health.health_limit (scope, name, metric, warning) VALUES ('provider', 's', 'open_rate', 0.1);
INSERT INTO health.health_limit (scope, name, metric, warning) VALUES ('provider', 's', 'bounce_rate', 5);
INSERT INTO health.health_limit (scope, name, metric, warning) VALUES ('provider', 's', 'bounce_rate', 0);
INSERT INTO health.health_limit (scope, name, metric, warning) VALUES ('provider', 's', 'bounce_rate', -0.1);
INSERT INTO health.health_limit (scope, name, metric, warning) VALUES ('provider', 's', 'bounce_rate', 'NaN');
INSERT INTO health.health_limit (scope, name, metric, warning, critical) VALUES ('provider', 's', 'bounce_rate', 0.1, 0.05);
INSERT INTO health.health_limit (scope, name, metric) VALUES ('provider', 's', 'bounce_rate');
INSERT INTO health.health_limit (scope, name, metric, warning, floor) VALUES ('provider', 's', 'bounce_rate', 0.1, 0);
INSERT INTO health.health_limit (scope, name, metric, warning) VALUES ('mailbox', 'gmail', 'complaint_rate', 0.1);
INSERT INTO health.health_limit (scope, metric, warning) VALUES ('mailbox', 'deferral_rate', 0.1);

-- TRUNCATE ends operators of domains also on days that have no messages.
TRUNCATE health.event;
SELECT happen('unsubscribed', 1, 'yahoo', ago => '3 days');
CALL health.refresh();
SELECT domain, mailbox_provider FROM health.domain;
TRUNCATE health.event;
SELECT count(*) FROM health.domain;
CALL health.refresh();
SELECT count(*) FROM health.domain_total;

DROP VIEW status;
DROP FUNCTION happen;
DROP SCHEMA health CASCADE;
