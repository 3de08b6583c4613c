-- One statement over more and more webhooks: all of raw so many times, or a part of
-- it. What the backend took of memory at most is told by Linux. Needs measure.sql;
-- a session of its own each time. Variables: step, which of the sizes; times, part;
-- round.
\set ON_ERROR_STOP on
\pset tuples_only on

-- The library is loaded, and catalogs are read, when a session first needs them.
SELECT reading(format('(SELECT payload FROM raw LIMIT %s) w, ses_parse(payload)', :n / 20)) AS statement \gset
:statement \g /dev/null

SELECT reading(format('((SELECT payload FROM raw LIMIT %s)%s) w, ses_parse(payload)', :n / :part, repeat(' UNION ALL SELECT payload FROM raw', :times - 1)),
		also => 'count(*) AS events, ') AS statement,
	clock_timestamp() AS started \gset
:statement \gset
INSERT INTO growth
SELECT :step, :events, :round, extract(epoch FROM clock_timestamp() - :'started') * 1000,
	(regexp_match(status, 'VmHWM:\s*(\d+)'))[1]::bigint - (regexp_match(status, 'RssShmem:\s*(\d+)'))[1]::bigint
FROM pg_read_file('/proc/self/status') status;
