-- How envelopes are recognized, and where their content is.
SELECT E'| name | what | recognized by | content |\n|---|---|---|---|';
SELECT format('| %s | %s | %s | %s |', '`' || envelope || '`',
	about || coalesce(', of ' || provider, ''),
	(SELECT string_agg(format('`%s`', key), ', ') FROM unnest(keys) key)
		|| coalesce(format(', in `%s`', within), ''),
	format('`%s`', content) || CASE WHEN is_base64 THEN ', base64' ELSE '' END)
FROM ses_envelopes();
