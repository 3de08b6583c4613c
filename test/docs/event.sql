\qecho '# The types'
\qecho
\qecho 'Written by `make docs` from the comments in the catalog.'
SELECT format(E'\n## %s\n\n%s\n\n| # | attribute | type | meaning |\n|---|---|---|---|\n%s', t.typname, v.about,
	string_agg(format('| %s | `%s` | `%s` | %s |', a.attnum, a.attname, format_type(a.atttypid, a.atttypmod),
		col_description(t.typrelid, a.attnum)), E'\n' ORDER BY a.attnum))
FROM (VALUES
	(1, 'ses_event', $$`ses_parse` returns rows of it; a typed table is `CREATE TABLE … OF ses_event`.
Later versions add attributes at its end, and never change or remove one.
Empty strings become `NULL`. A value of the wrong JSON type is taken where its text is plain
(a number where a string was promised), and is `NULL` otherwise; it stays visible in `details`.$$),
	(2, 'ses_inspection', '`ses_inspect` returns one of it.')) v (position, name, about)
JOIN pg_type t ON t.typname = v.name
JOIN pg_attribute a ON a.attrelid = t.typrelid AND a.attnum > 0
GROUP BY v.position, t.typname, v.about ORDER BY v.position;
