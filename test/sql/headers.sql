-- Addresses and subjects, as they stand in the headers of messages.
CREATE FUNCTION opened(address text, subject text) RETURNS jsonb
RETURN jsonb_build_object('event', 'open', 'email', address, 'bulkId', 'b-1', 'subject', subject);

SELECT address, e.recipient
FROM unnest(ARRAY['ann@a.example', ' Ann@A.example ', 'Ann <ann@a.example>', '<ann@a.example>', '"Doe, <Ann>" <ann@a.example>',
	'"Ann \" <x>" <ann@a.example>', 'ann@a.example (Ann)', '"unclosed <ann@a.example>', 'Ann <>', '<', '>', 'Ann <ann', '""', '']) address,
	ses_parse(opened(address, NULL)) e;

SELECT sent, e.subject
FROM unnest(ARRAY['plain', '=?UTF-8?B?44OG44K544OI?=', '=?utf-8?q?Gr=C3=B6=C3=9Fe_XL?=', 'Re: =?UTF-8?Q?=C3=A9?= ok',
	'=?UTF-8?B?44OG?= =?UTF-8?B?44K5?=', E'=?UTF-8?B?44OG?=\r\n =?UTF-8?B?44K5?=', '=?UTF-8?B?44M=?= =?UTF-8?B?hg==?=',
	'=?US-ASCII?Q?a=3Db?=', '=?utf-8*en?Q?language?=', '=?ISO-2022-JP?B?GyRCJUYlOSVIGyhC?=', '=?UTF-8?B?44OG=44?=', '=?UTF-8?B?4?=',
	'=?UTF-8?Q?=FF?=', '=?UTF-8?Q?=00?=', '=?UTF-8?Q?=4?=', '=?UTF-8?X?abc?=', '=?UTF-8?Q?open',
	'=?UTF-8?Q?half=C3=A9?', '=?', '?=', '=?=?=?=?', '=?UTF-8?Q??=',
	'=?UTF-8?Q?=FF?= and =?UTF-8?Q?good?=', '=?ISO-8859-1?Q?=E9?= =?UTF-8?Q?=C3=A9?=']) sent,
	ses_parse(opened('a@a.example', sent)) e;
