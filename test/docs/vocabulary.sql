\qecho '# The vocabulary'
\qecho
\qecho 'Written by `make docs` from `ses_vocabulary()`, which reads the tables that the parser uses.'
\qecho 'These lists are closed: a later version may add a term, and never changes what one means.'
SELECT format(E'\n## %s\n\n| term | meaning |\n|---|---|\n%s', kind, string_agg(format('| `%s` | %s |', term, meaning), E'\n' ORDER BY position))
FROM ses_vocabulary() WITH ORDINALITY AS v (kind, term, meaning, position)
GROUP BY kind ORDER BY min(position);
