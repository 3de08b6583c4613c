-- The functions of the extension, and what their comments say.
SELECT E'| function | what it does |\n|---|---|';
SELECT format('| `%s` | %s |', proname, obj_description(p.oid, 'pg_proc'))
FROM pg_proc p JOIN pg_depend d ON d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e'
JOIN pg_extension e ON e.oid = d.refobjid AND e.extname = 'ses_events' ORDER BY proname COLLATE "C";
