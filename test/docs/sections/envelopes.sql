-- How envelopes are recognized, and where their content is.
SELECT E'| name | what | recognized by | content |\n|---|---|---|---|';
SELECT format('| %s | %s | %s | %s |', '`' || envelope || '`',
	about || coalesce(', of ' || provider, ''),
	(SELECT string_agg(format('`%s`', key), ', ') FROM unnest(keys) key)
		|| coalesce(', in `' || within || '`', '') || CASE WHEN is_general THEN ', general' ELSE '' END,
	format('`%s`', content) || CASE WHEN is_base64 THEN ', base64' ELSE '' END || coalesce(', base64 if `' || base64_key || '`', ''))
FROM ses_envelopes();
