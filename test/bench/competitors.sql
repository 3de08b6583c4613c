-- Two competitors of ses_parse for the events that Amazon SES publishes, as one
-- would write them without the extension: by_view, in plain SQL, and by_plpgsql,
-- as a function. They give the columns of ses_event, and equal rows but for event_id:
-- a key is needed by which redeliveries are known, but any hash will do.
--
-- Both know what Amazon documents of event publishing, and trust it. They leave
-- out what else ses_parse does: input that is not as documented, on
-- which they raise, or give no row; envelopes such as that of Amazon SNS; other
-- providers, identity notifications and inbound mail; encoded subjects; empty
-- strings; a Message-ID header spelt otherwise; codes and statuses that stand
-- elsewhere than they usually do; out-of-office replies; lists that have an address
-- twice, or several addresses in a text.
--
-- Each is the fastest of several. Operators beat jsonb_to_record here, string
-- functions beat regular expressions, a join beats CASE by kind, one pass UNION ALL.
-- Needs data.sql. They read the table raw of whichever schema comes first.
\set ON_ERROR_STOP on

-- OFFSET 0 keeps the planner from flattening a subquery, which would extract a
-- member again for every column made of it.
CREATE VIEW by_view AS
SELECT
	md5(key || (entries->>i))::uuid AS event_id,
	coalesce(happened_at, sent_at) AS occurred_at,
	event_type,
	'amazon_ses'::text AS provider,
	event AS provider_event,
	provider_event_id,
	message_id,
	rfc_message_id,
	rtrim(split_part(CASE WHEN has_entries THEN entries->i->>'emailAddress' ELSE entries->>i END, '<', -1), '>') AS recipient,
	CASE WHEN is_certain THEN 1 ELSE jsonb_array_length(entries) END AS candidates,
	sender,
	subject,
	sent_at,
	-- Amazon calls bounces transient whose status says that nobody lives there.
	CASE
		WHEN event_type = 'bounced' AND status LIKE '5.1.%' AND status NOT IN ('5.1.5', '5.1.7', '5.1.8') THEN 'hard'
		ELSE bounce_class
	END AS bounce_class,
	CASE WHEN reason IS NULL AND event_type = 'bounced' THEN CASE
		WHEN detail IN ('1.1', '1.6', '7.17', '7.18') THEN 'unknown_recipient'
		WHEN detail IN ('1.2', '1.10', '4.4') THEN 'unknown_host'
		WHEN detail IN ('1.3', '1.4') THEN 'invalid_address'
		WHEN detail IN ('2.1', '7.13') THEN 'mailbox_disabled'
		WHEN detail IN ('2.2', '3.1') THEN 'mailbox_full'
		WHEN detail IN ('2.3', '3.4', '7.16') THEN 'message_too_large'
		WHEN detail IN ('3.2', '3.5', '4.1', '4.2', '4.3', '4.5', '4.6') THEN 'connection'
		WHEN detail IN ('4.7') THEN 'timed_out'
		WHEN detail IN ('6.0', '6.1', '6.2', '6.3', '6.4', '6.5', '6.6', '6.7', '7.7') THEN 'content_rejected'
		WHEN detail IN ('7.0', '7.1', '7.2', '7.20', '7.21', '7.22', '7.23', '7.24', '7.25', '7.26', '7.27', '7.28', '7.29') THEN 'blocked'
		WHEN detail IN ('1.7', '1.8', '1.9', '2.4', '3.3', '3.6', '5.3', '7.30') THEN 'other'
	END ELSE reason END AS reason,
	CASE WHEN has_replies
		THEN CASE WHEN diagnosis LIKE 'smtp; ___ %' OR diagnosis LIKE 'smtp; ___-%' THEN substr(diagnosis, 7, 3)::integer END
		ELSE smtp_code END AS smtp_code,
	CASE WHEN has_replies THEN status ELSE smtp_status END AS smtp_status,
	CASE WHEN has_replies
		THEN CASE WHEN diagnosis LIKE 'smtp;%' THEN ltrim(substr(diagnosis, 6)) END
		ELSE smtp_response END AS smtp_response,
	CASE WHEN has_replies
		THEN CASE WHEN diagnosis NOT LIKE 'smtp;%' THEN diagnosis END
		ELSE description END AS description,
	remote_mta,
	url,
	ip_address,
	user_agent,
	is_bot,
	stream,
	template,
	account_id,
	NULL::text[] AS tags,
	metadata,
	details,
	CASE WHEN details->>'bounceSubType' IN ('OnAccountSuppressionList', 'OnTenantSuppressionList') THEN NULL ELSE bounce_class END AS provider_class
FROM (
	-- Only bounces and delays look at these: better flattened than a pass of its own.
	SELECT *,
		entries->i->>'status' AS status,
		substr(entries->i->>'status', 3) AS detail,	-- 1.1 of 5.1.1
		entries->i->>'diagnosticCode' AS diagnosis
	FROM (
		-- Faster than jsonb_array_elements, which puts what it returns in a tuplestore.
		SELECT *, generate_series(0, jsonb_array_length(entries) - 1) AS i
		FROM (
			-- What is the same for all recipients.
			SELECT
				event,
				concat_ws('|', event, mail->>'messageId', part->>'timestamp', part->>'link',
					part->>'ipAddress', part->>'userAgent') AS key,
				CASE
					WHEN event_type IS NOT NULL THEN event_type
					WHEN event <> 'Subscription' THEN 'unknown'
					WHEN part->'newTopicPreferences'->>'unsubscribeAll' = 'true'
						OR NOT part->'newTopicPreferences'->'topicSubscriptionStatus' @> '[{"subscriptionStatus": "OptIn"}]'
						OR NOT part->'oldTopicPreferences'->'topicSubscriptionStatus' @> jsonb_path_query_array(part,
							'$.newTopicPreferences.topicSubscriptionStatus ? (@.subscriptionStatus == "OptOut")')
						THEN 'unsubscribed'
					ELSE 'subscribed'
				END AS event_type,
				CASE WHEN list IS NULL THEN mail->'destination' ELSE part->list END AS entries,
				has_entries,
				has_replies,
				is_certain,
				(part->>'timestamp')::timestamptz AS happened_at,
				(mail->>'timestamp')::timestamptz AS sent_at,
				part->>'feedbackId' AS provider_event_id,
				mail->>'messageId' AS message_id,
				CASE WHEN mail @@ 'strict $.headers[*].name == "Message-ID"'
					THEN btrim(jsonb_path_query_first(mail, '$.headers ? (@.name == "Message-ID").value') #>> '{}', '<>')
				END AS rfc_message_id,
				rtrim(split_part(mail->>'source', '<', -1), '>') AS sender,
				mail->'commonHeaders'->>'subject' AS subject,
				CASE WHEN event = 'Bounce' THEN CASE part->>'bounceType'
					WHEN 'Permanent' THEN 'hard'
					WHEN 'Transient' THEN 'soft'
					ELSE 'undetermined' END
				END AS bounce_class,
				CASE event
					WHEN 'Bounce' THEN CASE part->>'bounceSubType'
						WHEN 'NoEmail' THEN 'unknown_recipient'
						WHEN 'Suppressed' THEN 'suppressed'
						WHEN 'OnAccountSuppressionList' THEN 'suppressed'
						WHEN 'OnTenantSuppressionList' THEN 'suppressed'
						WHEN 'EmailValidationSuppressed' THEN 'suppressed'
						WHEN 'UnsubscribedRecipient' THEN 'unsubscribed'
						WHEN 'MailboxFull' THEN 'mailbox_full'
						WHEN 'MessageTooLarge' THEN 'message_too_large'
						WHEN 'CustomTimeoutExceeded' THEN 'timed_out'
						WHEN 'ContentRejected' THEN 'content_rejected'
						WHEN 'AttachmentRejected' THEN 'content_rejected' END
					WHEN 'Complaint' THEN CASE coalesce(part->>'complaintSubType', part->>'complaintFeedbackType')
						WHEN 'not-spam' THEN 'not_spam'
						WHEN 'OnAccountSuppressionList' THEN 'suppressed'
						WHEN 'OnTenantSuppressionList' THEN 'suppressed'
						ELSE 'spam' END
					WHEN 'DeliveryDelay' THEN CASE part->>'delayType'
						WHEN 'MailboxFull' THEN 'mailbox_full'
						WHEN 'SpamDetected' THEN 'spam'
						WHEN 'IPFailure' THEN 'blocked'
						WHEN 'RecipientServerError' THEN 'connection'
						WHEN 'TransientCommunicationFailure' THEN 'connection'
						ELSE 'other' END
					WHEN 'Reject' THEN CASE part->>'reason'
						WHEN 'Bad content' THEN 'content_rejected' END
					WHEN 'Rendering Failure' THEN 'rendering'
				END AS reason,
				-- "250 2.0.0 OK …", "250 OK …"
				left(part->>'smtpResponse', 3)::integer AS smtp_code,
				CASE WHEN part->>'smtpResponse' LIKE '____2._%._%'
					THEN split_part(part->>'smtpResponse', ' ', 2) END AS smtp_status,
				part->>'smtpResponse' AS smtp_response,
				CASE event
					WHEN 'Reject' THEN part->>'reason'
					WHEN 'Rendering Failure' THEN part->>'errorMessage'
				END AS description,
				-- "dns; mx.example"; where Amazon's own server reports, the other's address
				CASE WHEN part->>'reportingMTA' NOT LIKE '%amazonses.com%'
					THEN ltrim(split_part(part->>'reportingMTA', ';', -1))
					ELSE part->>'remoteMtaIp' END AS remote_mta,
				part->>'link' AS url,
				(part->>'ipAddress')::inet AS ip_address,
				part->>'userAgent' AS user_agent,
				CASE part->>'isBotEvent' WHEN 'Likely' THEN true WHEN 'Unlikely' THEN false END AS is_bot,
				mail->'tags'->'ses:configuration-set'->>0 AS stream,
				part->>'templateName' AS template,
				mail->>'sendingAccountId' AS account_id,
				mail->'tags' AS metadata,
				coalesce(part, payload) AS details
			FROM (
				SELECT
					payload,
					payload->>'eventType' AS event,
					payload->'mail' AS mail,
					-- The object is named after the event; one that is new, too, presumably.
					payload->coalesce(k.part,
						lower(left(payload->>'eventType', 1)) || substr(payload->>'eventType', 2)) AS part,
					k.event_type, k.list, k.has_entries, k.has_replies, k.is_certain
				FROM raw LEFT JOIN (VALUES
					('Send', 'send', 'sent', NULL, false, false, true),
					('Delivery', 'delivery', 'delivered', 'recipients', false, false, true),
					('Open', 'open', 'opened', NULL, false, false, false),
					('Click', 'click', 'clicked', NULL, false, false, false),
					('Bounce', 'bounce', 'bounced', 'bouncedRecipients', true, true, true),
					('Complaint', 'complaint', 'complained', 'complainedRecipients', true, false, false),
					('DeliveryDelay', 'deliveryDelay', 'deferred', 'delayedRecipients', true, true, true),
					('Reject', 'reject', 'rejected', NULL, false, false, true),
					('Rendering Failure', 'failure', 'failed', NULL, false, false, true),
					('Subscription', 'subscription', NULL, NULL, false, false, false)
				) k (event, part, event_type, list, has_entries, has_replies, is_certain) ON k.event = payload->>'eventType'
				OFFSET 0
			) e OFFSET 0
		) e
	) e
) e;

-- Assignments and RETURN NEXT: PL/pgSQL evaluates such expressions without the
-- executor, which RETURN QUERY starts anew for every webhook. Immutable, as
-- Amazon's timestamps carry their zone.
CREATE FUNCTION by_plpgsql(payload jsonb) RETURNS TABLE (
	event_id uuid, occurred_at timestamptz, event_type text, provider text, provider_event text, provider_event_id text,
	message_id text, rfc_message_id text, recipient text, candidates integer, sender text, subject text, sent_at timestamptz,
	bounce_class text, reason text, smtp_code integer, smtp_status text, smtp_response text, description text, remote_mta text,
	url text, ip_address inet, user_agent text, is_bot boolean, stream text, template text, account_id text,
	tags text[], metadata jsonb, details jsonb, provider_class text)
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT ROWS 2 AS $$
DECLARE
	mail CONSTANT jsonb := payload->'mail';
	entries jsonb;
	entry jsonb;
	diagnosis text;
	detail text;		-- 1.1 of 5.1.1
	class text;		-- of all recipients, where their own status tells no better
	cause text;
	key text;
BEGIN
	-- What is the same for all recipients.
	provider := 'amazon_ses';
	provider_event := payload->>'eventType';
	message_id := mail->>'messageId';
	IF mail @@ 'strict $.headers[*].name == "Message-ID"' THEN
		rfc_message_id := btrim(jsonb_path_query_first(mail, '$.headers ? (@.name == "Message-ID").value') #>> '{}', '<>');
	END IF;
	sender := rtrim(split_part(mail->>'source', '<', -1), '>');
	subject := mail->'commonHeaders'->>'subject';
	sent_at := (mail->>'timestamp')::timestamptz;
	metadata := mail->'tags';
	stream := metadata->'ses:configuration-set'->>0;
	account_id := mail->>'sendingAccountId';
	entries := mail->'destination';
	candidates := 1;

	IF provider_event = 'Send' THEN
		event_type := 'sent';
		details := payload->'send';
	ELSIF provider_event = 'Delivery' THEN
		event_type := 'delivered';
		details := payload->'delivery';
		entries := details->'recipients';
		smtp_response := details->>'smtpResponse';
		smtp_code := left(smtp_response, 3)::integer;
		IF smtp_response LIKE '____2._%._%' THEN
			smtp_status := split_part(smtp_response, ' ', 2);
		END IF;
		remote_mta := CASE WHEN details->>'reportingMTA' NOT LIKE '%amazonses.com%'
			THEN ltrim(split_part(details->>'reportingMTA', ';', -1))
			ELSE details->>'remoteMtaIp' END;
	ELSIF provider_event = 'Open' THEN
		event_type := 'opened';
		details := payload->'open';
		candidates := jsonb_array_length(entries);
		ip_address := (details->>'ipAddress')::inet;
		user_agent := details->>'userAgent';
		is_bot := CASE details->>'isBotEvent' WHEN 'Likely' THEN true WHEN 'Unlikely' THEN false END;
	ELSIF provider_event = 'Click' THEN
		event_type := 'clicked';
		details := payload->'click';
		candidates := jsonb_array_length(entries);
		url := details->>'link';
		ip_address := (details->>'ipAddress')::inet;
		user_agent := details->>'userAgent';
		is_bot := CASE details->>'isBotEvent' WHEN 'Likely' THEN true WHEN 'Unlikely' THEN false END;
	ELSIF provider_event = 'Bounce' THEN
		event_type := 'bounced';
		details := payload->'bounce';
		entries := details->'bouncedRecipients';
		provider_event_id := details->>'feedbackId';
		remote_mta := CASE WHEN details->>'reportingMTA' NOT LIKE '%amazonses.com%'
			THEN ltrim(split_part(details->>'reportingMTA', ';', -1))
			ELSE details->>'remoteMtaIp' END;
		class := CASE details->>'bounceType'
			WHEN 'Permanent' THEN 'hard'
			WHEN 'Transient' THEN 'soft'
			ELSE 'undetermined' END;
		cause := CASE details->>'bounceSubType'
			WHEN 'NoEmail' THEN 'unknown_recipient'
			WHEN 'Suppressed' THEN 'suppressed'
			WHEN 'OnAccountSuppressionList' THEN 'suppressed'
			WHEN 'OnTenantSuppressionList' THEN 'suppressed'
			WHEN 'EmailValidationSuppressed' THEN 'suppressed'
			WHEN 'UnsubscribedRecipient' THEN 'unsubscribed'
			WHEN 'MailboxFull' THEN 'mailbox_full'
			WHEN 'MessageTooLarge' THEN 'message_too_large'
			WHEN 'CustomTimeoutExceeded' THEN 'timed_out'
			WHEN 'ContentRejected' THEN 'content_rejected'
			WHEN 'AttachmentRejected' THEN 'content_rejected'
			END;
	ELSIF provider_event = 'Complaint' THEN
		event_type := 'complained';
		details := payload->'complaint';
		entries := details->'complainedRecipients';
		candidates := jsonb_array_length(entries);
		provider_event_id := details->>'feedbackId';
		user_agent := details->>'userAgent';
		reason := CASE coalesce(details->>'complaintSubType', details->>'complaintFeedbackType')
			WHEN 'not-spam' THEN 'not_spam'
			WHEN 'OnAccountSuppressionList' THEN 'suppressed'
			WHEN 'OnTenantSuppressionList' THEN 'suppressed'
			ELSE 'spam' END;
	ELSIF provider_event = 'DeliveryDelay' THEN
		event_type := 'deferred';
		details := payload->'deliveryDelay';
		entries := details->'delayedRecipients';
		remote_mta := CASE WHEN details->>'reportingMTA' NOT LIKE '%amazonses.com%'
			THEN ltrim(split_part(details->>'reportingMTA', ';', -1))
			ELSE details->>'remoteMtaIp' END;
		cause := CASE details->>'delayType'
			WHEN 'MailboxFull' THEN 'mailbox_full'
			WHEN 'SpamDetected' THEN 'spam'
			WHEN 'IPFailure' THEN 'blocked'
			WHEN 'RecipientServerError' THEN 'connection'
			WHEN 'TransientCommunicationFailure' THEN 'connection'
			ELSE 'other' END;
	ELSIF provider_event = 'Reject' THEN
		event_type := 'rejected';
		details := payload->'reject';
		description := details->>'reason';
		reason := CASE description WHEN 'Bad content' THEN 'content_rejected' END;
	ELSIF provider_event = 'Rendering Failure' THEN
		event_type := 'failed';
		details := payload->'failure';
		reason := 'rendering';
		description := details->>'errorMessage';
		template := details->>'templateName';
	ELSIF provider_event = 'Subscription' THEN
		details := payload->'subscription';
		candidates := jsonb_array_length(entries);
		event_type := CASE
			WHEN details->'newTopicPreferences'->>'unsubscribeAll' = 'true'
				OR NOT details->'newTopicPreferences'->'topicSubscriptionStatus' @> '[{"subscriptionStatus": "OptIn"}]'
				OR NOT details->'oldTopicPreferences'->'topicSubscriptionStatus' @> jsonb_path_query_array(details,
					'$.newTopicPreferences.topicSubscriptionStatus ? (@.subscriptionStatus == "OptOut")')
				THEN 'unsubscribed'
			ELSE 'subscribed' END;
	ELSE
		event_type := 'unknown';
		details := coalesce(payload->(lower(left(provider_event, 1)) || substr(provider_event, 2)), payload);
		candidates := jsonb_array_length(entries);
	END IF;

	occurred_at := (details->>'timestamp')::timestamptz;
	IF occurred_at IS NULL THEN
		occurred_at := sent_at;
	END IF;
	key := concat_ws('|', provider_event, message_id, details->>'timestamp', url, details->>'ipAddress', user_agent);

	IF event_type IN ('bounced', 'complained', 'deferred') THEN
		FOR i IN 0 .. jsonb_array_length(entries) - 1 LOOP
			entry := entries->i;
			recipient := rtrim(split_part(entry->>'emailAddress', '<', -1), '>');
			event_id := md5(key || recipient)::uuid;
			IF event_type <> 'complained' THEN
				diagnosis := entry->>'diagnosticCode';
				smtp_status := entry->>'status';
				IF diagnosis LIKE 'smtp;%' THEN
					smtp_response := ltrim(substr(diagnosis, 6));
					smtp_code := CASE WHEN smtp_response LIKE '___ %' OR smtp_response LIKE '___-%' THEN left(smtp_response, 3)::integer END;
					description := NULL;
				ELSE
					smtp_response := NULL;
					smtp_code := NULL;
					description := diagnosis;
				END IF;
				reason := cause;
				IF event_type = 'bounced' THEN
					provider_class := CASE WHEN details->>'bounceSubType' IN ('OnAccountSuppressionList', 'OnTenantSuppressionList') THEN NULL ELSE class END;
					-- Amazon calls bounces transient whose status says that nobody lives there.
					bounce_class := CASE
						WHEN smtp_status LIKE '5.1.%' AND smtp_status NOT IN ('5.1.5', '5.1.7', '5.1.8') THEN 'hard'
						ELSE class
					END;
					IF reason IS NULL THEN
						detail := substr(smtp_status, 3);
						reason := CASE
							WHEN detail IN ('1.1', '1.6', '7.17', '7.18') THEN 'unknown_recipient'
							WHEN detail IN ('1.2', '1.10', '4.4') THEN 'unknown_host'
							WHEN detail IN ('1.3', '1.4') THEN 'invalid_address'
							WHEN detail IN ('2.1', '7.13') THEN 'mailbox_disabled'
							WHEN detail IN ('2.2', '3.1') THEN 'mailbox_full'
							WHEN detail IN ('2.3', '3.4', '7.16') THEN 'message_too_large'
							WHEN detail IN ('3.2', '3.5', '4.1', '4.2', '4.3', '4.5', '4.6') THEN 'connection'
							WHEN detail IN ('4.7') THEN 'timed_out'
							WHEN detail IN ('6.0', '6.1', '6.2', '6.3', '6.4', '6.5', '6.6', '6.7', '7.7') THEN 'content_rejected'
							WHEN detail IN ('7.0', '7.1', '7.2', '7.20', '7.21', '7.22', '7.23', '7.24', '7.25', '7.26', '7.27', '7.28', '7.29') THEN 'blocked'
							WHEN detail IN ('1.7', '1.8', '1.9', '2.4', '3.3', '3.6', '5.3', '7.30') THEN 'other'
						END;
					END IF;
				END IF;
			END IF;
			RETURN NEXT;
		END LOOP;
	ELSE
		FOR i IN 0 .. jsonb_array_length(entries) - 1 LOOP
			recipient := rtrim(split_part(entries->>i, '<', -1), '>');
			event_id := md5(key || recipient)::uuid;
			RETURN NEXT;
		END LOOP;
	END IF;
END $$;
