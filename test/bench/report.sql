-- Writes the report. Variables: n, rounds, date, kernel, cpu, cores, memory.
\set ON_ERROR_STOP on
\pset format unaligned
\pset tuples_only on
\pset fieldsep ' | '
\pset null '–'

-- What is compared, and what was wanted: a ratio of times, at most so much; or so
-- many times as fast, at least.
CREATE TABLE compared (position serial, title text, subject text, reference text, at_most boolean, must numeric, stretch numeric);
INSERT INTO compared (title, subject, reference, at_most, must, stretch) VALUES
	('`ses_event_type(payload)`, time against `payload->>''eventType''`', 'ses_event_type', 'one look-up as text', true, 1.3, 1.1),
	('`ses_parse`, every column, time against the scan with one look-up', 'ses_parse', 'one look-up', true, 4, 3),
	('the same, times as fast as the best view in plain SQL', 'ses_parse', 'plain SQL', false, 5, 8),
	('the same, times as fast as a function in PL/pgSQL', 'ses_parse', 'PL/pgSQL', false, 10, 20),
	('`ses_parse` of events with the headers of a newsletter, time against the scan with one look-up', 'ses_parse, newsletter', 'one look-up, newsletter', true, 4, 3),
	('the same, times as fast as the view', 'ses_parse, newsletter', 'plain SQL, newsletter', false, 5, 8),
	('the same, times as fast as the function', 'ses_parse, newsletter', 'PL/pgSQL, newsletter', false, 10, 20),
	('`ses_parse` of SNS notifications, time against `(payload->>''Message'')::jsonb`', 'ses_parse of SNS', 'cast of Message', true, 1.25, 0.6),
	('Customers Mail Cloud, a hundred items in a webhook, time against one, per event', 'ses_parse of a hundred items', 'ses_parse of one item', true, 0.5, NULL),
	('pipeline, `INSERT` of 1,000 webhooks, time against a table without its trigger', 'INSERT into mail', 'INSERT into bare', true, 1.8, 1.5),
	('pipeline, `COPY` of 1,000 webhooks, likewise', 'COPY into mail', 'COPY into bare', true, 1.8, 1.5),
	('pipeline, `INSERT` of single rows, prepared, 4 clients, likewise', 'single rows into mail', 'single rows into bare', true, 1.5, 1.3),
	('`ses_parse` with 4 parallel workers, times as fast as serial', 'ses_parse, in parallel', 'ses_parse', false, 1.7, NULL),
	('`ses_parse` of SNS notifications with 4 parallel workers, times as fast as serial', 'ses_parse of SNS, in parallel', 'ses_parse of SNS', false, 1.7, NULL);

-- The ratios of each round; of growth, the largest of each round.
CREATE TABLE ratio AS
SELECT c.position, c.title, c.at_most, c.must, c.stretch, CASE WHEN c.at_most THEN s.ms / r.ms ELSE r.ms / s.ms END AS ratio
FROM compared c JOIN timing s ON s.name = c.subject JOIN timing r ON r.name = c.reference AND r.round = s.round
UNION ALL
SELECT 100, 'a statement over up to 25 times the webhooks, time per event against a twentieth of them', true, 1.1, NULL,
	max(ms / events) FILTER (WHERE step > 1) / min(ms / events) FILTER (WHERE step = 1)
FROM growth GROUP BY round
UNION ALL
SELECT 101, 'the same, memory of the backend', true, 1.1, NULL, max(kb) FILTER (WHERE step > 1)::float8 / min(kb) FILTER (WHERE step = 1)
FROM growth GROUP BY round;

SELECT format($md$# Benchmarks

Written by `make bench WRITE=yes` on %s, not by hand. Times differ from machine to machine and from hour to hour; what is
worth reading is the ratio of two that were taken side by side. Each figure is the median of the ratios of %s rounds,
with the least and the greatest behind it. What was wanted was written down before anything was measured: it is where
work on speed goes on.

| case | wanted | better | is | from – to | reached |
|---|---|---|---|---|---|$md$, :'date', :'rounds');

SELECT '| ' || concat_ws(' | ', title,
	CASE WHEN at_most THEN '≤ ' ELSE '≥ ' END || must,
	coalesce(CASE WHEN at_most THEN '≤ ' ELSE '≥ ' END || stretch, ''),
	round(median, 2), round(least, 2) || ' – ' || round(greatest, 2),
	CASE
		WHEN CASE WHEN at_most THEN median <= stretch ELSE median >= stretch END THEN 'yes, and better'
		WHEN CASE WHEN at_most THEN median <= must ELSE median >= must END THEN 'yes'
		ELSE '**no**' END) || ' |'
FROM (
	SELECT position, title, at_most, must, stretch,
		percentile_cont(0.5) WITHIN GROUP (ORDER BY ratio)::numeric AS median,
		min(ratio)::numeric AS least, max(ratio)::numeric AS greatest
	FROM ratio GROUP BY position, title, at_most, must, stretch) m
ORDER BY position;

SELECT $md$
![Microseconds a webhook](benchmarks.svg)

## Times

Medians, in microseconds a webhook, or an item of Customers Mail Cloud; of single rows, what one of four clients waits for.

| | µs |
|---|---|$md$;

SELECT '| ' || name || ' | ' || round((percentile_cont(0.5) WITHIN GROUP (ORDER BY ms) * 1000 / webhooks)::numeric, 2) || ' |'
FROM (
	SELECT t.name, t.ms, q.position,
		CASE
			WHEN t.name LIKE 'single rows %' THEN 0.25
			WHEN q.name IS NULL THEN (SELECT count(*) FROM sns WHERE id < least(:n, 20000))
			ELSE :n END AS webhooks
	FROM timing t LEFT JOIN query q USING (name)) t
GROUP BY name, position, webhooks
ORDER BY position, split_part(name, ' ', 1), name;

SELECT $md$
In one statement, by the number of events:

| events | µs an event | memory of the backend |
|---|---|---|$md$;

SELECT '| ' || concat_ws(' | ', to_char(round(avg(events)), 'FM999,999,999'),
	round((percentile_cont(0.5) WITHIN GROUP (ORDER BY ms / events) * 1000)::numeric, 2),
	round(max(kb) / 1024.0, 1) || ' MB') || ' |'
FROM growth GROUP BY step ORDER BY step;

SELECT format($md$
## Machine

- %s, %s cores, %s GB of memory; %s
- %s
- %s

## Method

- A server with %s, and no parallel plans but where they are what is measured. Tables are vacuumed, and all is done
  once before the first round.
- %s webhooks in each form, made from the fixtures of the tests with times, message ids and addresses of their own: of a
  hundred of Amazon SES, 51 are of a delivery, 29 of a click, and 20 of all else that it publishes. They have
  %s bytes as text on average; %s with the headers of a newsletter, which PostgreSQL compresses; %s in an SNS
  notification with a signature, which it compresses as well.
- `every column` is `sum(num_nonnulls(…))` over all %s columns, of the competitors as well.
- The competitors are in `test/bench/competitors.sql`: a view in plain SQL and a function in PL/pgSQL that were made for
  speed, each the fastest of several. They give equal rows, which is proven by `EXCEPT ALL` both ways before anything is
  timed, in all columns but `event_id`, for which they have an MD5, and `bounce_class` and `reason`, which the words of
  replies decide. They do not handle envelopes and other providers, and raise on what is not as documented.
- A batch is one statement, and one transaction, of a thousand webhooks as text in the form of SNS. Single rows are
  inserted by pgbench, which finds the text on the server. No webhook comes twice.
- The memory is the peak that Linux tells of the backend (`VmHWM`), less what is shared.

## Not measured

- Disks: everything fits in memory, and `fsync` is off. With it on, a pipeline costs less in comparison, because both wait.
- The network, and a client's own work.
- Providers other than Amazon SES and Customers Mail Cloud, and envelopes other than SNS.
- Other versions of PostgreSQL and other processors than those above.
- Tables of a hundred million rows: the largest run reads the same rows %s times.$md$,
	:'cpu', :'cores', :'memory', :'kernel', split_part(version(), ',', 1), split_part(version(), ', ', 2),
	(SELECT string_agg(format('`%s = %s`', name, current_setting(name)), ', ')
		FROM unnest(ARRAY['fsync', 'autovacuum', 'jit', 'shared_buffers', 'max_wal_size']) name), to_char(:n, 'FM999,999,999'),
	(SELECT round(avg(length(body))) FROM body), (SELECT round(avg(length(payload::text))) FROM newsletter.raw), (SELECT round(avg(length(body))) FROM sns),
	(SELECT count(*) FROM pg_attribute WHERE attrelid = 'ses_event'::regclass AND attnum > 0), 25);
