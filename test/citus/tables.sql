-- A pipeline over many machines, by Citus: tables of webhooks and of events, what reads the ones into the others, and views.
-- The extension is there on every node; this runs on the coordinator.
SET client_min_messages = warning;
CREATE SCHEMA mail;

CREATE TABLE mail.webhook (
	id bigserial PRIMARY KEY,
	received_at timestamptz NOT NULL DEFAULT now(),
	payload jsonb NOT NULL,
	zone text
);
CREATE INDEX webhook_received_at_idx ON mail.webhook (received_at);

CREATE TABLE mail.event (
	webhook_id bigint,
	LIKE ses_event,
	PRIMARY KEY (event_id)
);
CREATE INDEX event_recipient_idx ON mail.event (lower(recipient));
CREATE INDEX event_message_id_idx ON mail.event (message_id);

-- A webhook tells events of any id, so that neither table gains from the other's shards.
SELECT create_distributed_table('mail.webhook', 'id', colocate_with => 'none');
SELECT create_distributed_table('mail.event', 'event_id', colocate_with => 'none');

-- Until when webhooks were read: one row, on the coordinator.
CREATE TABLE mail.progress (up_to timestamptz NOT NULL);
INSERT INTO mail.progress VALUES ('-infinity');

-- Reads what came since the last time, and what came shortly before, because a
-- webhook can be seen only when its transaction has ended. What is read twice
-- adds nothing. One at a time: the others wait.
CREATE PROCEDURE mail.parse(overlap interval DEFAULT '10 minutes')
LANGUAGE plpgsql
AS $$
DECLARE
	since timestamptz;
BEGIN
	SELECT p.up_to - overlap INTO since FROM mail.progress p FOR UPDATE;

	INSERT INTO mail.event
	SELECT w.id, e.*
	FROM mail.webhook w, ses_parse(w.payload, w.zone) e
	WHERE w.received_at >= since
	ON CONFLICT (event_id) DO NOTHING;

	UPDATE mail.progress SET up_to = now();
END
$$;

-- Events by the day. Each shard counts its own, and sums are added.
CREATE VIEW mail.daily AS
SELECT (occurred_at AT TIME ZONE 'UTC')::date AS day, provider, stream,
	count(*) FILTER (WHERE event_type = 'sent') AS sent,
	count(*) FILTER (WHERE event_type = 'delivered') AS delivered,
	count(*) FILTER (WHERE (event_type = 'bounced' OR event_type = 'failed' AND bounce_class IS NOT NULL) AND bounce_class = 'hard') AS bounced_hard,
	count(*) FILTER (WHERE (event_type = 'bounced' OR event_type = 'failed' AND bounce_class IS NOT NULL) AND bounce_class IS DISTINCT FROM 'hard') AS bounced_soft,
	count(*) FILTER (WHERE event_type = 'complained' AND reason IS DISTINCT FROM 'not_spam') AS complained,
	count(*) FILTER (WHERE event_type = 'opened' AND is_bot IS NOT TRUE) AS opens,
	count(*) FILTER (WHERE event_type = 'clicked' AND is_bot IS NOT TRUE) AS clicks
FROM mail.event
GROUP BY 1, 2, 3;

-- Addresses not to send to, as in a pipeline, but without a join of events with each other:
-- what decides for good, or being unsubscribed and not subscribed later. An entry of a provider's
-- list stays, because only a join finds the removal from the same list.
CREATE VIEW mail.suppression AS
SELECT lower(recipient) AS address,
	min(occurred_at) FILTER (WHERE event_type <> 'subscribed') AS first_event_at
FROM mail.event
WHERE recipient IS NOT NULL
	AND (event_type IN ('unsubscribed', 'subscribed')
		OR event_type = 'complained' AND reason IS DISTINCT FROM 'not_spam'
		OR event_type IN ('bounced', 'rejected', 'failed') AND (reason = 'unsubscribed'
			OR candidates = 1 AND (reason = 'suppressed' OR event_type IN ('bounced', 'failed') AND bounce_class = 'hard'
				OR provider = 'postmark' AND event_type = 'bounced' AND details @> '{"Inactive": true}')))
GROUP BY lower(recipient)
HAVING count(*) FILTER (WHERE event_type NOT IN ('unsubscribed', 'subscribed') AND reason IS DISTINCT FROM 'unsubscribed') > 0
	OR count(*) FILTER (WHERE event_type = 'unsubscribed' AND reason = 'suppressed') > 0
	OR count(*) FILTER (WHERE event_type <> 'subscribed' AND occurred_at IS NULL) > 0
	-- A time more than a day ahead is wrong: it is earlier than any other, and does not subscribe again.
	OR max(CASE WHEN occurred_at < now() + interval '1 day' THEN occurred_at ELSE '-infinity' END) FILTER (WHERE event_type <> 'subscribed')
		>= coalesce(max(occurred_at) FILTER (WHERE event_type = 'subscribed' AND reason IS DISTINCT FROM 'suppressed'
			AND occurred_at < now() + interval '1 day'), '-infinity');

-- Webhooks that gave no event, or not all, and why.
CREATE VIEW mail.attention AS
SELECT w.id AS webhook_id, w.received_at, i.kind, i.provider, i.problem, w.payload
FROM mail.webhook w, ses_inspect(w.payload) i
WHERE i.problem IS NOT NULL;
