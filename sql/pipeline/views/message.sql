-- What an event counts as:
-- - An open or click by a machine, a suspect click, and a recipient who moves a message out of the
--   spam folder, show that it was delivered. An open by one of several recipients shows nothing
--   about this one.
-- - A failure with the recipient's reply is a bounce.
-- - What the provider did not send because of a list was rejected, whatever it calls it.
-- The status is the first in the ranking of all that happened, but mail that was delivered after
-- a soft bounce did not bounce. A time more than a day ahead is wrong, because anybody can send one:
-- such a delivery is later than no bounce, and such a soft bounce is earlier than each delivery with
-- another time. Where the order does not matter, as of a hard bounce, the event counts.
-- Bounce classes sort by gravity.

-- A machine opened or clicked where the provider says so, or where the agent does. A click is suspect
-- within two seconds of a delivery of the message, and where another of its links is clicked from the
-- same client address within two seconds, because scanners do both.

-- Some providers report one reading under two names, with times and addresses that may differ.
-- first_names has the names that stand beside another one:
-- - SparkPost reports a pixel at the top of a message as initial_open, and one at its bottom as open.
-- - MailerSend reports a first open as activity.opened_unique and as activity.opened; so with clicks.
-- - Brevo reports a first open as unique_opened. Until the end of 2023 it was also opened, at the
--   same time; since then only later ones are.
-- So the number of readings is that of first names or of others, whichever is greater, and the
-- persons, proxies and unknown among them are those of the same names. Machines are counted apart.
-- Where Brevo's others begin later, the sum is the number.

-- Readings add up as integers, because sums of floating-point numbers depend on the order, and those
-- of numeric are slow. One reading is 1163962800, which is divisible by each number of candidates
-- up to 22, so that the shares of a reading add up to one. It fits into an integer. Hundredths are
-- rounded as integers, too. Persons, proxies and unknown are differences of such sums, so that they
-- add up to the whole.

-- What an event counts as is computed once per event, because of OFFSET 0, and before it is grouped.
-- No aggregate is ordered, because that costs a sort per message: what depends on an order is
-- collected, and sorted where there is more than one.
CREATE OR REPLACE VIEW message AS
SELECT m.provider, m.message_id, m.recipient,
	r.ranking[least(m.rank,
		CASE WHEN own.is_clicked THEN pg_catalog.array_position(r.ranking, 'clicked') END,
		CASE WHEN m.is_soft_bounced AND (m.soft_bounced_at < m.last_delivered_at) IS NOT TRUE
			THEN pg_catalog.array_position(r.ranking, 'bounced') END)] AS status,
	m.sender, m.subject, m.stream,
	coalesce(m.sent_at, m.first_sent_at) AS sent_at, m.delivered_at, m.first_opened_at, own.first_clicked_at,
	m.bounced_at, m.bounce_class,
	CASE WHEN m.bounces IS NOT NULL THEN (
		SELECT b.reason FROM pg_catalog.unnest(m.bounces) b (class text, at timestamp with time zone, event_id uuid, reason text)
		ORDER BY b.class, b.at, b.event_id LIMIT 1) END AS bounce_reason,
	m.complained_at, m.unsubscribed_at,
	opens.total::numeric * 0.01 AS opens, clicks.total::numeric * 0.01 AS clicks,
	opens.machines::numeric * 0.01 AS bot_opens, clicks.machines::numeric * 0.01 AS bot_clicks,
	m.last_event_at, m.suppressed_at,
	quote_nullable(m.provider) || ' ' || quote_nullable(m.recipient) || ' ' || m.message_id AS id,
	CASE WHEN m.recipient LIKE '%@_%' THEN split_part(m.recipient, '@', -1) END AS domain,
	m.mailbox_provider, m.template, m.tags, m.metadata[1] AS metadata,
	CASE WHEN m.responses[2] IS NULL THEN m.responses[1] ELSE (
		SELECT l.response FROM ROWS FROM (pg_catalog.unnest(m.responses), pg_catalog.unnest(m.response_times), pg_catalog.unnest(m.response_ids)) l (response, at, event_id)
		ORDER BY l.at DESC, l.event_id DESC LIMIT 1) END AS last_response,
	opens.persons::numeric * 0.01 AS person_opens, (opens.known - opens.persons)::numeric * 0.01 AS proxy_opens,
	(opens.total - opens.known)::numeric * 0.01 AS unknown_opens,
	clicks.persons::numeric * 0.01 AS person_clicks, (clicks.known - clicks.persons)::numeric * 0.01 AS proxy_clicks,
	(clicks.total - clicks.known)::numeric * 0.01 AS unknown_clicks,
	clicks.suspects::numeric * 0.01 AS suspect_clicks,
	greatest(m.last_person_opened_at, own.last_person_clicked_at) AS last_person_at,
	greatest(m.last_unknown_opened_at, own.last_unknown_clicked_at) AS last_unknown_at
FROM (VALUES ('{complained, bounced, rejected, failed, unsubscribed, clicked, opened, subscribed,
		delivered, autoresponded, deferred, sent, queued, unknown}'::text[])) r (ranking),
	LATERAL (
		SELECT e.provider, e.message_id, lower(e.recipient) AS recipient,
			min(w.rank) AS rank,
			min(e.sender) AS sender,
			min(e.subject) AS subject,
			min(e.stream) AS stream,
			min(e.sent_at) AS sent_at,
			min(e.occurred_at) FILTER (WHERE w.is_sent) AS first_sent_at,
			min(e.occurred_at) FILTER (WHERE w.is_delivered) AS delivered_at,
			max(e.occurred_at) FILTER (WHERE w.is_delivered AND w.is_past) AS last_delivered_at,
			pg_catalog.array_agg(e.occurred_at) FILTER (WHERE w.is_delivered) AS deliveries,
			bool_or(w.is_bounce AND w.is_not_hard) AS is_soft_bounced,
			max(CASE WHEN w.is_past THEN e.occurred_at ELSE '-infinity' END)
				FILTER (WHERE w.is_bounce AND w.is_not_hard AND e.occurred_at IS NOT NULL) AS soft_bounced_at,
			min(e.occurred_at) FILTER (WHERE w.is_bounce) AS bounced_at,
			min(e.bounce_class) FILTER (WHERE w.is_bounce) AS bounce_class,
			pg_catalog.array_agg(ROW(e.bounce_class, e.occurred_at, e.event_id, e.reason)) FILTER (WHERE w.is_bounce) AS bounces,
			min(e.occurred_at) FILTER (WHERE w.is_complaint) AS complained_at,
			min(e.occurred_at) FILTER (WHERE e.event_type = 'unsubscribed') AS unsubscribed_at,
			min(e.occurred_at) FILTER (WHERE w.is_suppressed) AS suppressed_at,
			max(e.occurred_at) FILTER (WHERE w.is_past) AS last_event_at,
			sum(w.share) FILTER (WHERE w.opener = 'person') AS person_opens,
			sum(w.share) FILTER (WHERE w.opener = 'person' AND w.is_first) AS first_person_opens,
			sum(w.share) FILTER (WHERE w.opener = 'proxy') AS proxy_opens,
			sum(w.share) FILTER (WHERE w.opener = 'proxy' AND w.is_first) AS first_proxy_opens,
			sum(w.share) FILTER (WHERE w.opener = 'unknown') AS unknown_opens,
			sum(w.share) FILTER (WHERE w.opener = 'unknown' AND w.is_first) AS first_unknown_opens,
			sum(w.share) FILTER (WHERE w.opener = 'machine') AS machine_opens,
			sum(w.share) FILTER (WHERE w.opener = 'machine' AND w.is_first) AS first_machine_opens,
			min(e.occurred_at) FILTER (WHERE w.opener <> 'machine' AND w.is_certain) AS first_opened_at,
			max(e.occurred_at) FILTER (WHERE w.opener IN ('person', 'proxy') AND w.is_certain AND w.is_past) AS last_person_opened_at,
			max(e.occurred_at) FILTER (WHERE w.opener = 'unknown' AND w.is_certain AND w.is_past) AS last_unknown_opened_at,
			min(e.occurred_at) FILTER (WHERE w.opener IS NOT NULL AND e.provider = 'brevo' AND w.is_first) AS first_opens_begin,
			min(e.occurred_at) FILTER (WHERE w.opener IS NOT NULL AND e.provider = 'brevo' AND NOT w.is_first) AS opens_begin,
			sum(w.share) FILTER (WHERE w.clicker = 'person') AS person_clicks,
			sum(w.share) FILTER (WHERE w.clicker = 'person' AND w.is_first) AS first_person_clicks,
			sum(w.share) FILTER (WHERE w.clicker = 'proxy') AS proxy_clicks,
			sum(w.share) FILTER (WHERE w.clicker = 'proxy' AND w.is_first) AS first_proxy_clicks,
			sum(w.share) FILTER (WHERE w.clicker = 'unknown') AS unknown_clicks,
			sum(w.share) FILTER (WHERE w.clicker = 'unknown' AND w.is_first) AS first_unknown_clicks,
			sum(w.share) FILTER (WHERE w.clicker = 'machine') AS machine_clicks,
			sum(w.share) FILTER (WHERE w.clicker = 'machine' AND w.is_first) AS first_machine_clicks,
			bool_or(w.clicker <> 'machine' AND w.is_certain) AS is_clicked,
			min(e.occurred_at) FILTER (WHERE w.clicker <> 'machine' AND w.is_certain) AS first_clicked_at,
			max(e.occurred_at) FILTER (WHERE w.clicker IN ('person', 'proxy') AND w.is_certain AND w.is_past) AS last_person_clicked_at,
			max(e.occurred_at) FILTER (WHERE w.clicker = 'unknown' AND w.is_certain AND w.is_past) AS last_unknown_clicked_at,
			(min(e.url) FILTER (WHERE w.clicker IS NOT NULL) <> max(e.url) FILTER (WHERE w.clicker IS NOT NULL)) IS TRUE
				OR (min(e.occurred_at) FILTER (WHERE w.clicker IS NOT NULL) <= max(e.occurred_at) FILTER (WHERE w.is_delivered) + interval '2 seconds') IS TRUE
				AS may_be_suspect,
			pg_catalog.array_agg(ROW(e.occurred_at, e.url, e.ip_address, w.clicker, w.is_first, w.is_certain, w.is_past, w.share))
				FILTER (WHERE w.clicker IS NOT NULL) AS readings,
			min(e.mailbox_provider) AS mailbox_provider,
			min(e.template) AS template,
			pg_catalog.min(e.tags) AS tags,
			pg_catalog.max(ARRAY[e.metadata]) FILTER (WHERE e.metadata IS NOT NULL) AS metadata,
			pg_catalog.array_agg(e.smtp_response) FILTER (WHERE e.smtp_response IS NOT NULL) AS responses,
			pg_catalog.array_agg(CASE WHEN w.is_past THEN e.occurred_at ELSE '-infinity' END) FILTER (WHERE e.smtp_response IS NOT NULL) AS response_times,
			pg_catalog.array_agg(e.event_id) FILTER (WHERE e.smtp_response IS NOT NULL) AS response_ids
		FROM event e,
			LATERAL (SELECT
				e.reason IS NOT NULL AND e.reason IN ('suppressed', 'unsubscribed')
					AND e.event_type IN ('bounced', 'complained', 'rejected', 'failed'),
				e.event_type = 'bounced' OR e.event_type = 'failed' AND e.bounce_class IS NOT NULL,
				CASE WHEN e.is_bot THEN 'machine' WHEN e.actor IN ('person', 'proxy', 'machine') THEN e.actor ELSE 'unknown' END,
				coalesce(e.candidates, 1) <= 1
			) v (is_suppressed, is_failure, actor, is_certain),
			LATERAL (SELECT
				pg_catalog.array_position(r.ranking, CASE
					WHEN e.event_type IN ('opened', 'clicked') THEN
						CASE WHEN NOT v.is_certain THEN 'unknown' WHEN e.event_type = 'clicked' OR v.actor = 'machine' THEN 'delivered' ELSE 'opened' END
					WHEN v.is_suppressed THEN 'rejected'
					WHEN v.is_failure THEN CASE WHEN e.bounce_class = 'hard' THEN 'bounced' END
					WHEN e.event_type = 'complained' AND e.reason = 'not_spam' THEN 'delivered'
					ELSE e.event_type
				END),
				e.event_type IN ('sent', 'queued'),
				e.event_type = 'delivered',
				v.is_suppressed,
				v.is_failure AND NOT v.is_suppressed,
				e.bounce_class IS DISTINCT FROM 'hard',
				e.event_type = 'complained' AND NOT v.is_suppressed AND e.reason IS DISTINCT FROM 'not_spam',
				e.occurred_at < now() + interval '1 day',
				CASE WHEN e.event_type = 'opened' THEN v.actor END,
				CASE WHEN e.event_type = 'clicked' THEN v.actor END,
				CASE WHEN e.event_type IN ('opened', 'clicked') THEN e.provider_event IN ('initial_open', 'amp_initial_open',
					'unique_opened', 'first_opening', 'unique_proxy_open', 'unique_proxy_opened',
					'activity.opened_unique', 'activity.clicked_unique') END,
				v.is_certain,
				1163962800 / greatest(e.candidates, 1)
				OFFSET 0
			) w (rank, is_sent, is_delivered, is_suppressed, is_bounce, is_not_hard, is_complaint, is_past, opener, clicker, is_first, is_certain, share)
		WHERE e.message_id IS NOT NULL AND e.event_type <> 'inbound'
		GROUP BY e.provider, e.message_id, lower(e.recipient)
	) m
	LEFT JOIN LATERAL (
		SELECT bool_or(k.is_own) AS is_clicked,
			min(k.at) FILTER (WHERE k.is_own) AS first_clicked_at,
			max(k.at) FILTER (WHERE k.is_own AND k.clicker IN ('person', 'proxy') AND k.is_past) AS last_person_clicked_at,
			max(k.at) FILTER (WHERE k.is_own AND k.clicker = 'unknown' AND k.is_past) AS last_unknown_clicked_at,
			sum(k.share) FILTER (WHERE k.is_suspect) AS suspects,
			sum(k.share) FILTER (WHERE k.is_suspect AND k.is_first) AS first_suspects
		FROM (
			SELECT s.at, s.clicker, s.is_first, s.is_past, s.share, s.is_suspect, s.is_certain AND NOT s.is_suspect AS is_own
			FROM (
				SELECT n.at, n.clicker, n.is_first, n.is_certain, n.is_past, n.share, (
					n.client IS NOT NULL AND n.at IS NOT NULL AND min(n.url) OVER near <> max(n.url) OVER near
					OR EXISTS (SELECT FROM pg_catalog.unnest(m.deliveries) t (at) WHERE t.at BETWEEN n.at - interval '2 seconds' AND n.at + interval '2 seconds')
				) IS TRUE AS is_suspect
				FROM pg_catalog.unnest(m.readings) n (at timestamp with time zone, url text, client inet, clicker text,
					is_first boolean, is_certain boolean, is_past boolean, share integer)
				WHERE m.may_be_suspect
				WINDOW near AS (PARTITION BY n.client ORDER BY n.at RANGE BETWEEN interval '2 seconds' PRECEDING AND interval '2 seconds' FOLLOWING)
			) s
			WHERE s.clicker <> 'machine'
		) k
	) c ON true,
	LATERAL (SELECT
		CASE WHEN m.may_be_suspect THEN c.is_clicked ELSE m.is_clicked END,
		CASE WHEN m.may_be_suspect THEN c.first_clicked_at ELSE m.first_clicked_at END,
		CASE WHEN m.may_be_suspect THEN c.last_person_clicked_at ELSE m.last_person_clicked_at END,
		CASE WHEN m.may_be_suspect THEN c.last_unknown_clicked_at ELSE m.last_unknown_clicked_at END
	) own (is_clicked, first_clicked_at, last_person_clicked_at, last_unknown_clicked_at),
	-- How often the sum over all names is taken, and that over first names: all of them (1, 0), the
	-- first names (0, 1), or the others (1, -1).
	LATERAL (
		SELECT
			((s.person + s.proxy + s.unknown) * h.of_all + (s.first_person + s.first_proxy + s.first_unknown) * h.of_first) * 100 + 581981400,
			((s.person + s.proxy) * h.of_all + (s.first_person + s.first_proxy) * h.of_first) * 100 + 581981400,
			(s.person * h.of_all + s.first_person * h.of_first) * 100 + 581981400,
			CASE WHEN s.is_apart THEN s.machine ELSE greatest(s.first_machine, s.machine - s.first_machine) END * 100 + 581981400
		FROM (SELECT
				coalesce(m.person_opens, 0), coalesce(m.proxy_opens, 0), coalesce(m.unknown_opens, 0), coalesce(m.machine_opens, 0),
				coalesce(m.first_person_opens, 0), coalesce(m.first_proxy_opens, 0), coalesce(m.first_unknown_opens, 0), coalesce(m.first_machine_opens, 0), (m.opens_begin > m.first_opens_begin + interval '2 seconds') IS TRUE
			) s (person, proxy, unknown, machine, first_person, first_proxy, first_unknown, first_machine, is_apart),
			LATERAL (SELECT (s.first_person + s.first_proxy + s.first_unknown) * 2 < s.person + s.proxy + s.unknown) l (are_others_more),
			LATERAL (SELECT
				CASE WHEN s.is_apart OR l.are_others_more THEN 1 ELSE 0 END,
				CASE WHEN s.is_apart THEN 0 WHEN l.are_others_more THEN -1 ELSE 1 END) h (of_all, of_first)
	) opens_sum (total, known, persons, machines),
	LATERAL (SELECT opens_sum.total / 1163962800, opens_sum.known / 1163962800, opens_sum.persons / 1163962800, opens_sum.machines / 1163962800
	) opens (total, known, persons, machines),
	LATERAL (
		SELECT
			((s.person + s.proxy + s.unknown) * h.of_all + (s.first_person + s.first_proxy + s.first_unknown) * h.of_first) * 100 + 581981400,
			((s.person + s.proxy) * h.of_all + (s.first_person + s.first_proxy) * h.of_first) * 100 + 581981400,
			(s.person * h.of_all + s.first_person * h.of_first) * 100 + 581981400,
			CASE WHEN s.is_apart THEN s.machine ELSE greatest(s.first_machine, s.machine - s.first_machine) END * 100 + 581981400,
			(coalesce(c.suspects, 0) * h.of_all + coalesce(c.first_suspects, 0) * h.of_first) * 100 + 581981400
		FROM (SELECT
				coalesce(m.person_clicks, 0), coalesce(m.proxy_clicks, 0), coalesce(m.unknown_clicks, 0), coalesce(m.machine_clicks, 0),
				coalesce(m.first_person_clicks, 0), coalesce(m.first_proxy_clicks, 0), coalesce(m.first_unknown_clicks, 0), coalesce(m.first_machine_clicks, 0), false
			) s (person, proxy, unknown, machine, first_person, first_proxy, first_unknown, first_machine, is_apart),
			LATERAL (SELECT (s.first_person + s.first_proxy + s.first_unknown) * 2 < s.person + s.proxy + s.unknown) l (are_others_more),
			LATERAL (SELECT
				CASE WHEN s.is_apart OR l.are_others_more THEN 1 ELSE 0 END,
				CASE WHEN s.is_apart THEN 0 WHEN l.are_others_more THEN -1 ELSE 1 END) h (of_all, of_first)
	) clicks_sum (total, known, persons, machines, suspects),
	LATERAL (SELECT clicks_sum.total / 1163962800, clicks_sum.known / 1163962800, clicks_sum.persons / 1163962800, clicks_sum.machines / 1163962800, clicks_sum.suspects / 1163962800
	) clicks (total, known, persons, machines, suspects);

COMMENT ON VIEW message IS 'messages by recipient, with what happened to each';
COMMENT ON COLUMN message.provider IS 'provider that sent the message';
COMMENT ON COLUMN message.message_id IS 'id that the provider''s send call returned';
COMMENT ON COLUMN message.recipient IS 'the recipient''s address in lower case; NULL where no event has one';
COMMENT ON COLUMN message.status IS
	'the most important of its events, as an event_type; the order of arrival does not matter';
COMMENT ON COLUMN message.sender IS 'the sender''s address';
COMMENT ON COLUMN message.subject IS 'the subject';
COMMENT ON COLUMN message.stream IS 'the provider''s grouping of sending';
COMMENT ON COLUMN message.sent_at IS 'time of sending, else of queueing';
COMMENT ON COLUMN message.delivered_at IS 'time of the first delivery';
COMMENT ON COLUMN message.first_opened_at IS 'time of the first open by this recipient, not by a machine';
COMMENT ON COLUMN message.first_clicked_at IS 'time of the first click by this recipient, not by a machine and not suspect';
COMMENT ON COLUMN message.bounced_at IS 'time of the first bounce';
COMMENT ON COLUMN message.bounce_class IS 'hard if one of its bounces is, else soft, else undetermined';
COMMENT ON COLUMN message.bounce_reason IS 'reason of the first bounce of that class';
COMMENT ON COLUMN message.complained_at IS 'time of the first complaint';
COMMENT ON COLUMN message.unsubscribed_at IS 'time of the first unsubscription';
COMMENT ON COLUMN message.opens IS
	'opens by persons, proxies and unknown; an open by one of three possible recipients counts 0.33 for each; one that is reported under two names counts once';
COMMENT ON COLUMN message.clicks IS 'clicks, counted in the same way';
COMMENT ON COLUMN message.bot_opens IS 'opens by machines';
COMMENT ON COLUMN message.bot_clicks IS 'clicks by machines';
COMMENT ON COLUMN message.last_event_at IS 'time of the last event, of those not more than a day ahead of now';
COMMENT ON COLUMN message.suppressed_at IS
	'first time when the provider did not send the message, because the address is on a list of bounces, complaints or unsubscriptions';
COMMENT ON COLUMN message.id IS 'stable id of the message for this recipient; it contains the address';
COMMENT ON COLUMN message.domain IS 'domain of the recipient';
COMMENT ON COLUMN message.mailbox_provider IS 'operator of the recipient''s mailbox; the first by name, where events differ';
COMMENT ON COLUMN message.template IS 'id or name of the template';
COMMENT ON COLUMN message.tags IS 'labels that the sender set';
COMMENT ON COLUMN message.metadata IS 'names and values that the sender set, of the event that has the most';
COMMENT ON COLUMN message.last_response IS 'reply of the remote mail server, of the newest event that has one';
COMMENT ON COLUMN message.person_opens IS 'those of opens by persons';
COMMENT ON COLUMN message.proxy_opens IS 'those of opens by proxies, which fetch for a person at the time of opening';
COMMENT ON COLUMN message.unknown_opens IS 'those of opens of which nothing reports who opened';
COMMENT ON COLUMN message.person_clicks IS 'those of clicks by persons';
COMMENT ON COLUMN message.proxy_clicks IS 'those of clicks by proxies';
COMMENT ON COLUMN message.unknown_clicks IS 'those of clicks of which nothing reports who clicked';
COMMENT ON COLUMN message.suspect_clicks IS
	'those of clicks within two seconds of a delivery, or of another link clicked from the same client address; they are no clicks for status and first_clicked_at';
COMMENT ON COLUMN message.last_person_at IS
	'time of the last open or click by a person or proxy, not suspect, by this recipient, not more than a day ahead of now';
COMMENT ON COLUMN message.last_unknown_at IS 'the same of opens and clicks of which nothing reports who it was';
