-- The statuses that report a reason, in order of precedence.
SELECT E'| status | reason | strength | certain | source |\n|---|---|---|---|---|';
SELECT format('| %s | `%s` | %s | %s | %s |', pattern, reason, strength, CASE WHEN is_certain THEN 'yes' END, source)
FROM ses_reply_rules() WITH ORDINALITY AS r (kind, phrases, pattern, reason, strength, is_certain, is_temporary, source, position)
WHERE kind = 'status' ORDER BY position;
