-- The codes that report a reason without a status or words.
SELECT E'| code | reason | certain | source |\n|---|---|---|---|';
SELECT format('| %s | `%s` | %s | %s |', pattern, reason, CASE WHEN is_certain THEN 'yes' END, source)
FROM ses_reply_rules() WHERE kind = 'code' ORDER BY pattern;
