-- Times the queries, all of them in each round, so that what disturbs the machine
-- disturbs all. Needs data.sql, competitors.sql and equal.sql. Variables: n, rounds,
-- folder, for files that the server reads.
\set ON_ERROR_STOP on

CREATE TABLE query (position serial, name text PRIMARY KEY, statement text, workers integer DEFAULT 0);

-- A query that reads every column of every event: num_nonnulls costs next to nothing itself.
CREATE FUNCTION reading(source text, also text DEFAULT '') RETURNS text
BEGIN ATOMIC
	SELECT format('SELECT %ssum(num_nonnulls(%s)) AS columns FROM %s', also, columns_of_event(), source);
END;

INSERT INTO query (name, statement) VALUES
	('scan', 'SELECT count(*) FROM raw'),
	('one look-up', $$SELECT count(payload->'eventType') FROM raw$$),
	('one look-up as text', $$SELECT count(payload->>'eventType') FROM raw$$),
	('ses_event_type', 'SELECT count(ses_event_type(payload)) FROM raw'),
	('ses_parse', reading('raw, ses_parse(payload)')),
	('plain SQL', reading('by_view')),
	('PL/pgSQL', reading('raw, by_plpgsql(payload)')),
	('one look-up, newsletter', $$SELECT count(payload->'eventType') FROM newsletter.raw$$),
	('ses_parse, newsletter', reading('newsletter.raw, ses_parse(payload)')),
	('plain SQL, newsletter', reading('newsletter.by_view')),
	('PL/pgSQL, newsletter', reading('newsletter.raw, newsletter.by_plpgsql(payload)')),
	('cast of Message', $$SELECT count((payload->>'Message')::jsonb) FROM sns$$),
	('ses_parse of SNS', reading('sns, ses_parse(payload)')),
	('ses_parse of one item', reading('single, ses_parse(payload)')),
	('ses_parse of a hundred items', reading('hundred, ses_parse(payload)'));
INSERT INTO query (name, statement, workers)
SELECT name || ', in parallel', statement, 4 FROM query WHERE name IN ('ses_parse', 'ses_parse of SNS');
ALTER TABLE raw SET (parallel_workers = 4);
ALTER TABLE sns SET (parallel_workers = 4);

-- Webhooks as clients bring them, a thousand with one INSERT or one COPY, into the
-- table of a pipeline and into the same without its trigger.
SELECT ses_create_pipeline('mail') \g /dev/null
CREATE SCHEMA bare;
CREATE TABLE bare.webhook (LIKE mail.webhook INCLUDING ALL);

CREATE TABLE batch AS
SELECT id / 1000 AS number, string_agg(format('(%L)', body), ', ' ORDER BY id) AS rows,
	format('%s/batch.%s', :'folder', id / 1000) AS file
FROM sns WHERE id < least(:n, 20000) GROUP BY id / 1000;
SELECT format('COPY (SELECT body FROM sns WHERE id / 1000 = %s ORDER BY id) TO %L', number, file) FROM batch \gexec

CREATE TABLE timing (name text, round integer, ms float8);

CREATE PROCEDURE time_query(q query, round integer) LANGUAGE plpgsql AS $$
DECLARE
	started timestamptz;
	result bigint;
	plan json;
BEGIN
	PERFORM set_config('max_parallel_workers_per_gather', q.workers::text, true);
	PERFORM set_config('parallel_setup_cost', '0', true);
	EXECUTE 'EXPLAIN (FORMAT JSON) ' || q.statement INTO plan;
	IF (q.workers > 0) <> (plan::text ~ format('"Workers Planned": %s\M', q.workers)) THEN
		RAISE EXCEPTION 'the plan of "%" has not % workers', q.name, q.workers USING DETAIL = plan::text;
	END IF;
	started := clock_timestamp();
	EXECUTE q.statement INTO result;
	INSERT INTO timing VALUES (q.name, round, extract(epoch FROM clock_timestamp() - started) * 1000);
END $$;

-- Each batch is a transaction of its own.
CREATE PROCEDURE time_batches(way text, target text, round integer) LANGUAGE plpgsql AS $$
DECLARE
	b batch;
	statement text;
	started timestamptz;
	ms float8 := 0;
BEGIN
	TRUNCATE mail.webhook, mail.event, mail.problem, bare.webhook;
	COMMIT;
	FOR b IN SELECT * FROM batch ORDER BY number LOOP
		statement := CASE way
			WHEN 'INSERT' THEN format('INSERT INTO %I.webhook (payload) VALUES %s', target, b.rows)
			WHEN 'COPY' THEN format('COPY %I.webhook (payload) FROM %L', target, b.file) END;
		started := clock_timestamp();
		EXECUTE statement;
		COMMIT;
		ms := ms + extract(epoch FROM clock_timestamp() - started) * 1000;
	END LOOP;
	INSERT INTO timing VALUES (format('%s into %s', way, target), round, ms);
END $$;

CREATE PROCEDURE measure(rounds integer) LANGUAGE plpgsql AS $$
DECLARE
	q query;
BEGIN
	-- Round 0 is for warming up.
	FOR round IN 0 .. rounds LOOP
		FOR q IN SELECT * FROM query ORDER BY position LOOP
			CALL time_query(q, round);
		END LOOP;
		CALL time_batches('INSERT', 'bare', round);
		CALL time_batches('INSERT', 'mail', round);
		CALL time_batches('COPY', 'bare', round);
		CALL time_batches('COPY', 'mail', round);
	END LOOP;
	DELETE FROM timing t WHERE t.round = 0;
END $$;

CALL measure(:rounds);
