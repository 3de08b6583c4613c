-- From where the attributes of the page's provider are.
SELECT E'| attribute | from |\n|---|---|';
SELECT format('| `%s` | %s |', a.attname, string_agg(CASE
		WHEN f.path LIKE '(wrapper).%' THEN format('`%s` of what it is wrapped in', substr(f.path, 11)) ELSE '`' || f.path || '`' END,
		CASE WHEN f.form = 'more' THEN ', and ' WHEN a.attname = 'recipient' THEN ', or ' ELSE ', else ' END ORDER BY f.position))
FROM ses_fields() WITH ORDINALITY AS f (provider, document, attribute, path, form, position)
JOIN pg_attribute a ON a.attrelid = 'ses_event'::regclass AND a.attname = f.attribute
WHERE f.provider = :'page' AND f.document IS NULL GROUP BY a.attnum, a.attname ORDER BY a.attnum;
