-- The keys of definitions, from the table by which they are read.
SELECT E'| object | key | value | meaning |\n|---|---|---|---|';
SELECT format('| %s | `%s` | %s | %s |', object, key, type || CASE WHEN is_required THEN ', required' ELSE '' END, meaning)
FROM ses_definition_keys();
