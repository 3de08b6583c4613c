\qecho '# What the events of each provider become'
\qecho
\qecho 'Written by `make docs` from `ses_mapping()`, which reads the tables that the parser uses.'
\qecho
\qecho 'Names are compared without case, spaces, `_` and `-`. A name that no table has becomes `unknown`,'
\qecho 'a subtype that no table has what its event is. Where no reason is told here, the SMTP reply tells it,'
\qecho 'if any: by its enhanced status code (RFC 3463, the IANA registry), else by its reply code (RFC 5321).'
\qecho
\qecho 'A bounce that its provider does not class is hard where its status says that the address is wrong (5.1.x, but for'
\qecho '5.1.5, 5.1.7 and 5.1.8, which say something else), soft where its status or code begins with 4, and undetermined'
\qecho 'otherwise: a refusal for policy is of the message, not of the address. A bounce of Amazon SES, Azure, Mailtrap or Resend with a'
\qecho 'status that says that the address is wrong is hard, whatever they call it. Some bounces have a reason that is taken where the reply tells none:'
\qecho 'a hard bounce of Brevo, of Postmark or of Azure is of an unknown recipient then.'
SELECT format(E'\n## %s\n\n| event | subtype | event_type | bounce_class | reason |\n|---|---|---|---|---|\n%s', provider,
	string_agg(format('| `%s` | %s | `%s` | %s | %s |', provider_event, '`' || provider_subtype || '`', event_type,
		'`' || bounce_class || '`', '`' || reason || '`'), E'\n' ORDER BY position))
FROM ses_mapping() WITH ORDINALITY AS m (provider, provider_event, provider_subtype, event_type, bounce_class, reason, position)
GROUP BY provider ORDER BY min(position);
