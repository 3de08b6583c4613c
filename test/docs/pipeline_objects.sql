BEGIN;
SET client_min_messages = warning;
DO $$ BEGIN PERFORM ses_create_pipeline('mail'); END $$;
\qecho '# The objects of a pipeline'
\qecho
\qecho 'Written by `make docs` from the comments on what `ses_create_pipeline(''mail'')` creates. How they are used: [pipeline.md](pipeline.md).'
SELECT format(E'\n## %s mail.%s\n\n%s.\n\n| column | type | meaning |\n|---|---|---|\n%s', v.kind, c.relname, upper(left(obj_description(c.oid, 'pg_class'), 1)) || substr(obj_description(c.oid, 'pg_class'), 2),
	string_agg(format('| `%s` | `%s` | %s |', a.attname, format_type(a.atttypid, a.atttypmod), col_description(c.oid, a.attnum)), E'\n' ORDER BY a.attnum))
FROM (VALUES (1, 'Table', 'webhook'), (2, 'Table', 'event'), (3, 'Table', 'problem'), (4, 'Table', 'provider'),
	(5, 'Table', 'verdict'), (6, 'Table', 'setting'), (7, 'View', 'suppression'), (8, 'View', 'current_verdict'), (9, 'View', 'message'),
	(10, 'View', 'engagement'), (11, 'View', 'feed'), (12, 'View', 'daily'), (13, 'View', 'mailbox_daily'), (14, 'View', 'domain'), (15, 'View', 'health'),
	(16, 'View', 'activity'), (17, 'View', 'attention'), (18, 'Table', 'health_limit'), (19, 'Table', 'day'), (20, 'Table', 'mailbox_day'),
	(21, 'Table', 'domain_day'), (22, 'Table', 'domain_total'), (23, 'Table', 'stale_day'), (24, 'View', 'changed_day')) v (position, kind, name)
JOIN pg_class c ON c.relname = v.name AND c.relnamespace = 'mail'::regnamespace
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
GROUP BY v.position, v.kind, c.oid, c.relname ORDER BY v.position;
SELECT format(E'\n## Functions\n\n| function | result | what it does |\n|---|---|---|\n%s', string_agg(format('| `mail.%s(%s)` | %s | %s |', proname, pg_get_function_arguments(oid),
	coalesce(format('`%s`', pg_get_function_result(oid)), 'a procedure'), obj_description(oid, 'pg_proc')), E'\n' ORDER BY proname COLLATE "C"))
FROM pg_proc WHERE pronamespace = 'mail'::regnamespace;
SELECT format(E'\n## Indexes\n\n| index | definition | for |\n|---|---|---|\n%s', string_agg(format('| `%s` | `%s` | %s |', relname,
	regexp_replace(pg_get_indexdef(oid), '^.* ON (mail\.\w+) USING', '\1 USING'), coalesce(obj_description(oid, 'pg_class'), 'the primary key')), E'\n' ORDER BY relname COLLATE "C"))
FROM pg_class WHERE relnamespace = 'mail'::regnamespace AND relkind = 'i';
ROLLBACK;
