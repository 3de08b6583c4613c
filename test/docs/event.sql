\qecho '# The types'
\qecho
\qecho 'Written by `make docs` from the comments in the catalog.'
\qecho
\qecho '## ses_event'
\qecho
\qecho '`ses_parse` returns rows of it; a typed table is `CREATE TABLE … OF ses_event`.'
\qecho 'Later versions add attributes at its end, and never change or remove one.'
\qecho 'Empty strings become `NULL`. A value of the wrong JSON type is taken where its text is plain'
\qecho '(a number where a string was promised), and is `NULL` otherwise; it stays visible in `details`.'
\qecho
\qecho '| # | attribute | type | meaning |'
\qecho '|---|---|---|---|'
SELECT format('| %s | `%s` | `%s` | %s |', a.attnum, a.attname, format_type(a.atttypid, a.atttypmod), col_description(t.typrelid, a.attnum))
FROM pg_type t JOIN pg_attribute a ON a.attrelid = t.typrelid WHERE t.typname = 'ses_event' AND a.attnum > 0 ORDER BY a.attnum;
\qecho
\qecho '## ses_inspection'
\qecho
\qecho '`ses_inspect` returns one of it.'
\qecho
\qecho '| # | attribute | type | meaning |'
\qecho '|---|---|---|---|'
SELECT format('| %s | `%s` | `%s` | %s |', a.attnum, a.attname, format_type(a.atttypid, a.atttypmod), col_description(t.typrelid, a.attnum))
FROM pg_type t JOIN pg_attribute a ON a.attrelid = t.typrelid WHERE t.typname = 'ses_inspection' AND a.attnum > 0 ORDER BY a.attnum;
