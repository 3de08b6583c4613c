-- All columns but these are the attributes of ses_event: see columns/event.sql.
CREATE TABLE event (
	webhook_id bigint,
	event_id uuid CONSTRAINT event_pkey PRIMARY KEY
);
