-- From where the attributes of the page's provider are.
CREATE FUNCTION pg_temp.fields(OUT provider text, OUT attribute integer, OUT path text) RETURNS SETOF record
LANGUAGE C AS '$libdir/ses_events', 'ses_test_fields';
SELECT E'| attribute | from |\n|---|---|';
SELECT format('| `%s` | %s |', a.attname, string_agg(CASE
		WHEN f.path LIKE '(wrapper).%' THEN format('`%s` of what it is wrapped in', substr(f.path, 11)) ELSE '`' || f.path || '`' END, ', else ' ORDER BY f.position))
FROM pg_temp.fields() WITH ORDINALITY AS f (provider, attribute, path, position)
JOIN pg_attribute a ON a.attrelid = 'ses_event'::regclass AND a.attnum = f.attribute
WHERE f.provider = :'page' GROUP BY a.attnum, a.attname ORDER BY a.attnum;
