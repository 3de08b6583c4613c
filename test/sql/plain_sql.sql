-- Raw webhooks become typed events with plain SQL.
CREATE TABLE webhook (
	id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	received_at timestamptz NOT NULL DEFAULT now(),
	payload jsonb NOT NULL,
	event_type text GENERATED ALWAYS AS (ses_event_type(payload)) STORED
);
INSERT INTO webhook (payload) SELECT payload FROM fixture
WHERE file IN ('amazon_ses', 'tencent_ses', 'customers_mail_cloud', 'envelopes', 'no_events') ORDER BY file, position;

-- A typed table; redeliveries add nothing.
CREATE TABLE email_event OF ses_event (PRIMARY KEY (event_id));
WITH added AS (
	INSERT INTO email_event SELECT e.* FROM webhook w, ses_parse(w.payload) e ON CONFLICT (event_id) DO NOTHING RETURNING 1)
SELECT count(*) > 0 AS added FROM added;
WITH added AS (
	INSERT INTO email_event SELECT e.* FROM webhook w, ses_parse(w.payload) e ON CONFLICT (event_id) DO NOTHING RETURNING 1)
SELECT count(*) AS added_again FROM added;
SELECT count(*) = (SELECT count(DISTINCT e.event_id) FROM webhook w, ses_parse(w.payload) e) AS each_event_once FROM email_event;

-- A view, and a question put to it.
CREATE VIEW bounce AS
	SELECT w.id, e.recipient, e.bounce_class, e.reason FROM webhook w, ses_parse(w.payload) e WHERE e.event_type = 'bounced';
SELECT bounce_class, reason, count(*) FROM bounce GROUP BY 1, 2 ORDER BY 1, 2;

-- In the target list.
SELECT (ses_parse(payload)).recipient FROM fixture WHERE name = 'open, one of three, by a program' ORDER BY 1;

-- A generated column, and an expression index that a query uses.
SELECT event_type, count(*) FROM webhook GROUP BY 1 ORDER BY 1;
CREATE INDEX webhook_message_id ON webhook (ses_message_id(payload));
CREATE INDEX webhook_occurred_at ON webhook (ses_occurred_at(payload), ses_provider(payload));
SET enable_seqscan = off;
SET enable_bitmapscan = off;
EXPLAIN (COSTS OFF) SELECT id FROM webhook WHERE ses_message_id(payload) = '01000001-aaaa-bbbb-000000';
SELECT count(*) FROM webhook WHERE ses_message_id(payload) = '01000001-aaaa-bbbb-000000';
RESET enable_seqscan;
RESET enable_bitmapscan;

-- A parallel plan gives the same rows as a serial one.
CREATE TABLE many AS SELECT w.payload FROM webhook w, generate_series(1, 60);
ANALYZE many;
SELECT count(*), md5(string_agg(e::text, ',' ORDER BY e.event_id, e::text)) AS serial FROM many m, ses_parse(m.payload) e \gset
SET min_parallel_table_scan_size = 0;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET max_parallel_workers_per_gather = 4;
EXPLAIN (COSTS OFF) SELECT count(*) FROM many m, ses_parse(m.payload) e WHERE e.event_type = 'bounced';
CREATE FUNCTION plan_of(query text) RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
	RETURN QUERY EXECUTE 'EXPLAIN (COSTS OFF) ' || query;
END $$;
\set query 'SELECT md5(string_agg(e::text, '','' ORDER BY e.event_id, e::text)) FROM many m, ses_parse(m.payload) e'
SELECT count(*) > 0 AS is_parallel FROM plan_of(:'query') line WHERE line ~ 'Gather';
:query \gset
SELECT :'md5' = :'serial' AS same;
RESET min_parallel_table_scan_size;
RESET parallel_setup_cost;
RESET parallel_tuple_cost;
RESET max_parallel_workers_per_gather;

-- With the settings that a server comes with, the planner takes workers for a large
-- table, and none for a small one.  (Where all rows are returned, it thinks that
-- workers cost more than they save: of a function in FROM, it counts one call only.)
CREATE TABLE large AS SELECT payload FROM many, generate_series(1, 12);
ANALYZE large;
SET max_parallel_workers_per_gather = 2;
EXPLAIN (COSTS OFF) SELECT e.event_type, count(*) FROM large w, ses_parse(w.payload) e GROUP BY e.event_type;
EXPLAIN (COSTS OFF) SELECT count(*) FROM large WHERE ses_event_type(payload) = 'bounced';
EXPLAIN (COSTS OFF) SELECT e.event_type, count(*) FROM fixture w, ses_parse(w.payload) e GROUP BY e.event_type;
SET parallel_tuple_cost = 0;
EXPLAIN (COSTS OFF) CREATE TABLE typed_in_parallel AS SELECT e.* FROM large w, ses_parse(w.payload) e;
RESET parallel_tuple_cost;
RESET max_parallel_workers_per_gather;
DROP TABLE large;

-- What the catalog promises of each function.
SELECT p.proname, p.provolatile AS volatile, p.proparallel AS parallel, p.proisstrict AS strict, p.prosecdef AS definer,
	obj_description(p.oid, 'pg_proc') IS NOT NULL AS has_comment
FROM pg_depend d JOIN pg_proc p ON d.classid = 'pg_proc'::regclass AND d.objid = p.oid
WHERE d.refobjid = (SELECT oid FROM pg_extension WHERE extname = 'ses_events') AND d.deptype = 'e'
ORDER BY 1;
SELECT count(*) > 0 AS has_attributes, count(*) - count(col_description(t.typrelid, a.attnum)) AS without_comment
FROM pg_type t JOIN pg_attribute a ON a.attrelid = t.typrelid
WHERE t.typname IN ('ses_event', 'ses_inspection');
