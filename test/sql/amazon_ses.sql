-- Amazon SES: event publishing, identity notifications, inbound mail.
-- A recipient has its own answer or none, never that of another; Amazon's words are the description.
-- A time is the event's own, else the message's. Addresses lack display names, subjects are decoded.
\set provider amazon_ses
\set rows_sql `echo "$PG_ABS_SRCDIR/rows.sql"`
\i :rows_sql
SET datestyle = 'ISO';
CREATE VIEW amazon AS
	SELECT f.position, f.name, e.* FROM fixture f, ses_parse(f.payload) e WHERE f.file = 'amazon_ses';

-- What is left as details: all of an event's own object, of which much is in attributes, too.
\pset tuples_only on
SELECT name || E'\n' || show_attributes(json_build_object('details', details)) FROM amazon
WHERE name IN ('send', 'reject', 'delivery', 'unknown event', 'Postbox click, other objects null')
ORDER BY position, recipient;
\pset tuples_only off
\pset format aligned

-- Amazon has no labels.
SELECT bool_and(tags IS NULL) AS no_labels FROM amazon;

-- Every bounce type and subtype, with the status 5.0.0 that tells nothing,
-- and ones that Amazon may add tomorrow.
CREATE FUNCTION bounce(type text, subtype text, status text DEFAULT '5.0.0') RETURNS jsonb
RETURN jsonb_build_object('eventType', 'Bounce', 'mail', '{}'::jsonb, 'bounce', jsonb_build_object(
	'bounceType', type, 'bounceSubType', subtype,
	'bouncedRecipients', jsonb_build_array(jsonb_build_object('emailAddress', 'x@x.example', 'status', status))));

SELECT t.type, t.subtype, e.event_type, e.bounce_class, e.reason
FROM (VALUES ('Undetermined', 'Undetermined'),
	('Permanent', 'General'), ('Permanent', 'NoEmail'), ('Permanent', 'Suppressed'),
	('Permanent', 'OnAccountSuppressionList'), ('Permanent', 'OnTenantSuppressionList'),
	('Permanent', 'EmailValidationSuppressed'), ('Permanent', 'UnsubscribedRecipient'),
	('Transient', 'General'), ('Transient', 'MailboxFull'), ('Transient', 'MessageTooLarge'),
	('Transient', 'CustomTimeoutExceeded'), ('Transient', 'ContentRejected'), ('Transient', 'AttachmentRejected'),
	('Permanent', 'MailboxFull'), ('Permanent', 'OfTomorrow'), ('OfTomorrow', 'General'), (NULL, NULL)) t (type, subtype),
	ses_parse(bounce(t.type, t.subtype)) e;

-- A status of the address makes any bounce hard, one about the sender does not;
-- without a type the status decides.
SELECT t.type, t.status, e.bounce_class, e.reason
FROM (VALUES ('Transient', '5.1.1'), ('Transient', '5.1.10'), ('Transient', '5.1.8'), ('Transient', '5.7.1'),
	('Undetermined', '5.1.2'), ('Permanent', '5.2.2'), ('Permanent', '4.4.7'),
	(NULL, '5.1.3'), (NULL, '4.2.2'), (NULL, '5.7.1')) t (type, status),
	ses_parse(bounce(t.type, 'General', t.status)) e;

-- A bounce without a type of its own, about which no delivery report says anything, is a reply by a
-- program. One word of a report is enough, of any recipient; and a type that Amazon is sure of.
SELECT t.type, left(replace(t.recipients::text, 'emailAddress', ''), 50) AS recipients, e.recipient, e.event_type, e.provider_class, e.reason,
	ses_event_type(payload) = e.event_type AS same
FROM (VALUES ('Transient/General', '[{"emailAddress": "a@a.example"}]'::jsonb), ('Undetermined/Undetermined', '["a@a.example"]'),
	('Transient/General', '[]'), ('Transient/General', 'null'), ('Undetermined/Undetermined', NULL),
	('Transient/General', '[{"emailAddress": "a@a.example", "status": "", "action": null, "diagnosticCode": ""}]'),
	('Transient/General', '[{"emailAddress": "a@a.example"}, {"emailAddress": "b@b.example", "action": "failed"}]'),
	('Transient/General', '[{"emailAddress": "a@a.example", "status": "5.1.1"}]'),
	('Transient/General', '[{"emailAddress": "a@a.example", "diagnosticCode": "smtp; 550 no such user"}]'),
	('Undetermined/Undetermined', '[{"emailAddress": "a@a.example", "action": "failed"}]'),
	('Transient/MailboxFull', '[{"emailAddress": "a@a.example"}]'), ('Permanent/General', '[]'), ('Transient/OfTomorrow', '[]')) t (type, recipients),
	LATERAL (SELECT jsonb_build_object('eventType', 'Bounce', 'mail', '{"messageId": "m1", "destination": ["a@a.example"]}'::jsonb, 'bounce',
		jsonb_build_object('bounceType', split_part(t.type, '/', 1), 'bounceSubType', split_part(t.type, '/', 2))
			|| CASE WHEN t.recipients IS NULL THEN '{}' ELSE jsonb_build_object('bouncedRecipients', t.recipients) END)) p (payload),
	ses_parse(payload) e;
SELECT attribute, value, rule FROM fixture f, ses_explain(f.payload)
WHERE f.file = 'amazon_ses' AND f.name = 'bounce, out of office' AND attribute IN ('event_type', 'bounce_class', 'recipient');

-- What was not sent because of a list of the account is outside Amazon's rates: its global list is not.
SELECT provider, provider_event, provider_subtype, bounce_class, reason FROM ses_mapping() WHERE NOT in_rates;
SELECT f.name, e.bounce_class, e.reason, e.provider_class
FROM fixture f, ses_parse(f.payload) e WHERE f.file = 'amazon_ses' AND e.reason = 'suppressed';
SELECT attribute, value, rule FROM fixture f, ses_explain(f.payload)
WHERE f.file = 'amazon_ses' AND f.name = 'bounce, suppressed' AND attribute IN ('bounce_class', 'reason', 'provider_class');

-- A delay for no reason of Amazon's has that of the reply, as a bounce has.
SELECT t.status, t.reply, e.reason
FROM (VALUES ('4.2.2', 'smtp; 452 4.2.2 over quota'), ('4.4.1', NULL), ('4.0.0', 'smtp; 451 try again later'), (NULL, NULL)) t (status, reply),
	ses_parse(jsonb_build_object('eventType', 'DeliveryDelay', 'mail', '{}'::jsonb, 'deliveryDelay', jsonb_build_object('delayType', 'General',
		'delayedRecipients', jsonb_build_array(jsonb_build_object('emailAddress', 'a@a.example', 'status', t.status, 'diagnosticCode', t.reply))))) e;

-- Every kind of complaint and of delay.
SELECT t.feedback, t.subtype, e.event_type, e.reason
FROM (VALUES ('abuse', NULL), ('auth-failure', NULL), ('fraud', NULL), ('not-spam', NULL), ('other', NULL),
	('virus', NULL), (NULL, NULL), ('of-tomorrow', NULL), (NULL, 'OnAccountSuppressionList'),
	('abuse', 'OnTenantSuppressionList')) t (feedback, subtype),
	ses_parse(jsonb_build_object('eventType', 'Complaint', 'mail', '{}'::jsonb, 'complaint', jsonb_build_object(
		'complaintFeedbackType', t.feedback, 'complaintSubType', t.subtype))) e;

SELECT delay, e.event_type, e.reason
FROM unnest(ARRAY['InternalFailure', 'General', 'MailboxFull', 'SpamDetected', 'RecipientServerError', 'IPFailure',
	'TransientCommunicationFailure', 'BYOIPHostNameLookupUnavailable', 'Undetermined', 'SendingDeferral', 'OfTomorrow']) delay,
	ses_parse(jsonb_build_object('eventType', 'DeliveryDelay', 'mail', '{}'::jsonb,
		'deliveryDelay', jsonb_build_object('delayType', delay))) e;

-- Subscription: out when all topics are, or one is that was not before.
SELECT t.what, ses_event_type(jsonb_build_object('eventType', 'Subscription', 'mail', '{}'::jsonb, 'subscription',
	jsonb_build_object('oldTopicPreferences', t.old::jsonb, 'newTopicPreferences', t.new::jsonb)))
FROM (VALUES
	('unsubscribed from all', NULL, '{"unsubscribeAll": true}'),
	('subscribed to something', NULL, '{"unsubscribeAll": false}'),
	('one topic out', '{"topicSubscriptionStatus": [{"topicName": "a", "subscriptionStatus": "OptIn"}]}',
		'{"topicSubscriptionStatus": [{"topicName": "a", "subscriptionStatus": "OptOut"}]}'),
	('the same, in the words of the API', NULL,
		'{"topicSubscriptionStatus": [{"topicName": "a", "subscriptionStatus": "OPT_OUT"}]}'),
	('one of two still out', '{"topicSubscriptionStatus": [{"topicName": "a", "subscriptionStatus": "OptOut"}]}',
		'{"topicSubscriptionStatus": [{"topicName": "a", "subscriptionStatus": "OptOut"}, {"topicName": "b", "subscriptionStatus": "OptIn"}]}'),
	('one of two out by default before', '{"topicDefaultSubscriptionStatus": [{"topicName": "a", "subscriptionStatus": "OptOut"}]}',
		'{"topicSubscriptionStatus": [{"topicName": "a", "subscriptionStatus": "OptOut"}, {"topicName": "b", "subscriptionStatus": "OptIn"}]}'),
	('all topics out as before', '{"topicSubscriptionStatus": [{"topicName": "a", "subscriptionStatus": "OptOut"}]}',
		'{"unsubscribeAll": false, "topicSubscriptionStatus": [{"topicName": "a", "subscriptionStatus": "OptOut"}]}'),
	('no preferences at all', NULL, NULL)) t (what, old, new);

-- Amazon writes the name of one event in four ways; they are one event with one id.
SELECT name, e.provider_event, e.event_type, e.description, e.event_id
FROM unnest(ARRAY['Rendering Failure', 'RenderingFailure', 'renderingFailure', 'RENDERING_FAILURE']) name,
	ses_parse(jsonb_build_object('eventType', name, 'mail', '{"messageId": "m-1"}'::jsonb,
		'failure', '{"errorMessage": "no such attribute"}'::jsonb)) e;

-- EventBridge names the event, too; what it does not hold is told by that name.
SELECT type, e.provider_event, e.event_type
FROM unnest(ARRAY['Email Sent', 'Email Delivered', 'Email Bounced', 'Email Complaint Received', 'Email Rejected', 'Email Opened', 'Email Clicked',
	'Email Rendering Failed', 'Email Delivery Delayed', 'Email Subscribed', 'Advisor Recommendation Status Open', 'Sending Status Enabled']) type,
	ses_parse(jsonb_build_object('source', 'aws.ses', 'detail-type', type, 'detail', '{}'::jsonb)) e;

-- A status that tells nothing gives way to what the server answered.
SELECT t.status, t.code, e.smtp_status, e.bounce_class, e.reason
FROM (VALUES ('5.0.0', 'smtp; 550 5.1.1 user unknown'), ('5.0.0', 'smtp; 452 4.2.2 full'), ('5.2.2', 'smtp; 550 5.1.1 user unknown')) t (status, code),
	ses_parse(jsonb_build_object('eventType', 'Bounce', 'mail', '{}'::jsonb, 'bounce', jsonb_build_object('bounceType', 'Transient',
		'bouncedRecipients', jsonb_build_array(jsonb_build_object('emailAddress', 'x@x.example', 'status', t.status, 'diagnosticCode', t.code))))) e;

-- Null objects, null and missing lists: never less than one row.
SELECT payload, e.event_type, e.recipient, e.candidates
FROM unnest(ARRAY[
	'{"eventType": "Bounce", "mail": {"destination": ["a@a.example"]}, "bounce": null}',
	'{"eventType": "Bounce", "mail": {"destination": ["a@a.example", "b@b.example"]}, "bounce": {"bouncedRecipients": []}}',
	'{"eventType": "Bounce", "mail": {}, "bounce": {"bouncedRecipients": null}}',
	'{"eventType": "Delivery", "mail": {"destination": null}, "delivery": {"recipients": ["A <a@a.example>", "b@b.example"]}}',
	'{"eventType": "Delivery", "mail": {"destination": "a@a.example"}, "delivery": {}}',
	'{"eventType": "Delivery", "mail": null, "delivery": {"recipients": "a@a.example"}}',
	'{"eventType": null, "mail": {"destination": ["a@a.example"]}}',
	'{"notificationType": "Bounce", "mail": {}}']::jsonb[]) payload,
	ses_parse(payload) e;

-- More recipients than a message can have are one row, which keeps them all.
SELECT count(*), min(e.recipient), max(jsonb_array_length(e.details->'delivery'->'recipients')) AS recipients, i.problem
FROM (SELECT jsonb_build_object('eventType', 'Delivery', 'mail', '{}'::jsonb, 'delivery',
		jsonb_build_object('recipients', jsonb_agg(i || '@a.example'))) AS payload FROM generate_series(1, 1001) i) p,
	ses_parse(payload) e, ses_inspect(payload) i
GROUP BY i.problem;

-- Not Amazon's: an eventType alone.
SELECT ses_provider('{"eventType": "Microsoft.Communication.EmailDeliveryReportReceived", "data": {}}');
SELECT ses_provider('{"eventType": "Bounce"}');

DROP VIEW amazon;
