-- ses_client: who opened or clicked, and in which program, by the user agent.

-- Prefetch: what Apple loads for its users has this agent and no more. No browser sends it, so a click with it is a program's.
SELECT event_type, agent, c.*
FROM unnest(ARRAY['Mozilla/5.0', ' Mozilla/5.0 ', 'Mozilla/5.0 (', 'Mozilla/5.01', 'Mozilla/5.0 (X11; Linux x86_64)',
	'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/42.0.2311.135 Safari/537.36 Edge/12.246 Mozilla/5.0']) agent,
	unnest(ARRAY['opened', 'clicked']) event_type, ses_client(event_type, agent, NULL) c;

-- Apple Mail on a Mac, private or not: the program, but not who.
SELECT agent, c.*
FROM unnest(ARRAY['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)',
	'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_8_2) AppleWebKit/536.26.14 (KHTML, like Gecko)',
	'Mozilla/5.0 (PlayStation 4 5.55) AppleWebKit/601.2 (KHTML, like Gecko)']) agent, ses_client('opened', agent, NULL) c;

-- Proxies fetch an image when a person opens; a proxy follows no link for anybody.
SELECT agent, o.*, c.actor AS clicked
FROM unnest(ARRAY['Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)',
	'YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html', 'Mozilla/5.0 SeznamEmailProxy/2.0.174',
	'RamblerMail/6.0 (incompatible; ImageProxy/6.0)', 'Mozilla/5.0 (compatible; YandexImageResizer/2.0; +http://yandex.com/bots)',
	'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/55.0.2883.87 Safari/537.36 (via secureurl.fwdcdn.com - mail.ukr.net proxy)',
	'ExampleMailProxy/1.0', 'Example ImageProxy']) agent, ses_client('opened', agent, NULL) o, ses_client('clicked', agent, NULL) c;

-- Mail programs.
SELECT agent, c.*
FROM unnest(ARRAY['Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.6326; Pro)', 'Mozilla/4.0 (compatible; ms-office; MSOffice 16)',
	'Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 6.1; Trident/6.0; Microsoft Outlook 15.0.4420)',
	'Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 6.0; Trident/4.0; InfoPath.2; MSOffice 14)',
	'MacOutlook/16.46.21021202 (Intelx64 Mac OS X 11.2.2 (Build 20D80))', 'Outlook-iOS/709.2042344.prod.iphone (3.21.0)',
	'Outlook/16.16.18071205 CFNetwork/902.1 Darwin/17.7.0 (x86_64)', 'Outlook-Express/7.0 (MSIE 7.0; Windows NT 6.1; WOW64; Trident/6.0; TmstmpExt)',
	'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Thunderbird/140.5.0', 'Mozilla/5.0 (X11; Linux x86_64; rv:24.0) Gecko/20100101 Icedove/24.4.0',
	'Mozilla/4.0 (compatible; Lotus-Notes/6.0; Windows-NT)', 'Yahoo%20Mail/49268 CFNetwork/1121.2.2 Darwin/19.3.0', 'Android-Gmail/64562652 (sw411dp; 420dpi)',
	'NaverMailApp/2.2.2 (Android 10; SM-G986N)', 'The Bat! 4.0.0.22', 'Airmail 1.4 rv:238 (Macintosh; Mac OS X 10.9.2; hr_HR)', 'eMClient/9.3.6041.0',
	'Mozilla/5.0 (iPhone; CPU iPhone OS 18_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148']) agent,
	ses_client('opened', agent, NULL) c;

-- Browsers, webmail in them, and those within apps.
SELECT agent, c.*
FROM unnest(ARRAY['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/144.0.0.0 Safari/537.36',
	'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/144.0.0.0 Safari/537.36 Edg/144.0.0.0',
	'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/144.0.0.0 Safari/537.36 OPR/120.0.0.0',
	'Mozilla/5.0 (Macintosh; Intel Mac OS X 14_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.2 Safari/605.1.15',
	'Mozilla/5.0 (SMART-TV; Linux; Tizen 7.0) AppleWebKit/537.36 (KHTML, like Gecko) Version/7.0 TV Safari/537.36',
	'Mozilla/5.0 (iPhone; CPU iPhone OS 18_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/144.0.0.0 Mobile/15E148 Safari/604.1',
	'Mozilla/5.0 (iPhone; CPU iPhone OS 18_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148',
	'Mozilla/5.0 (X11; Linux x86_64; rv:147.0) Gecko/20100101 Firefox/147.0', 'Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 6.1; Trident/4.0)',
	'Mozilla/5.0 (Windows NT 6.1; Trident/7.0; rv:11.0) like Gecko',
	'Mozilla/5.0 (Linux; Android 14; SAMSUNG SM-S921B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/27.0 Chrome/125.0.0.0 Mobile Safari/537.36',
	'Mozilla/5.0 (Linux; Android 14; Pixel 8 Build/AP2A; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/144.0.0.0 Mobile Safari/537.36',
	'Mozilla/5.0 (iPhone; CPU iPhone OS 18_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/22D60 Instagram 380.0.0.28.83',
	'Mozilla/5.0 (Linux; U; Android 4.1.2; de-de; GT-I8190) AppleWebKit/534.30 (KHTML, like Gecko) Version/4.0 Mobile Safari/534.30']) agent,
	ses_client('clicked', agent, NULL) c;

-- Machines: scanners, previews, libraries, monitoring, crawlers, browsers without a window, and what calls itself one.
SELECT agent, c.*
FROM unnest(ARRAY['Barracuda Sentinel (EE)', 'SophosAgent/1.0 (type= spa )', 'Kaspersky Lab CFR link resolver cfradmins@kaspersky.com',
	'Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5', 'mozilla/5.0 (windows nt 6.1; wow64) skypeuripreview preview/0.5',
	'Mozilla/5.0 (Windows NT 6.1; WOW64) AppleWebKit/534+ (KHTML, like Gecko) BingPreview/1.0b', 'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)',
	'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)', 'facebookexternalhit/1.1 Facebot Twitterbot/1.0', 'WhatsApp/2.23.20.0 A', 'TelegramBot (like TwitterBot)',
	'curl/8.5.0', 'python-requests/2.31.0', 'Python/3.11 aiohttp/3.9.1', 'Go-http-client/1.1', 'Java/17.0.9', 'axios/1.6.2', 'node-fetch/1.0', 'node',
	'Wget/1.21.4', 'libwww-perl/6.72', 'Apache-HttpClient/4.5.14 (Java/17.0.9)', 'PostmanRuntime/7.36.0',
	'Pingdom.com_bot_version_1.4_(http://www.pingdom.com/)', 'Mozilla/5.0+(compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)',
	'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
	'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/144.0.0.0 Safari/537.36',
	'Mozilla/5.0 (Windows NT 6.1; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/50.0.2661.102 Safari/537.36; 360Spider',
	'ExampleBot/2.1', 'example crawler', 'Link checker 1.0', 'Mozilla/5.0 (compatible; Example/1.0)', 'Example (+https://a.example/about)']) agent,
	ses_client('clicked', agent, NULL) c;

-- Programs of persons that look like those: phones named so, words that only contain one, addresses of no page.
SELECT agent, c.*
FROM unnest(ARRAY['Mozilla/5.0 (Linux; Android 9; CUBOT_X18_Plus) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Mobile Safari/537.36',
	'UCWEB/2.0 (MIDP-2.0; U; Adr 6.0; ru; CUBOT_ECHO) U2/1.0.0 UCBrowser/9.9.0.543 U2/1.0.0 Mobile',
	'Mozilla/5.0 (iPhone; CPU iPhone OS 16_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.0 Safari/604.1 CamScanner/6.0',
	'Mozilla/5.0 (Linux; Android 7.0; M bot 51) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/81.0.4044.138 Mobile Safari/537.36',
	'Mozilla/5.0 (Linux; Android 13; Spider 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36',
	'Mozilla/5.0 (Linux; Android 13; Spider 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36 (compatible; ExampleBot/1.0)',
	'Mozilla/5.0 (X11; Linux x86_64) Botany/1.0 Firefox/140.0', 'Curling/1.0 Firefox/140.0',
	'Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 6.2; WOW64; Trident/6.0; McAfee; MDDSJS)']) agent, ses_client('clicked', agent, NULL) c;

-- Libraries that mail programs for phones load images with: the program, but not who.
SELECT agent, c.*
FROM unnest(ARRAY['okhttp/4.12.0', 'Dalvik/2.1.0 (Linux; U; Android 14; Pixel 8 Build/AP2A)', 'Example/1.0 CFNetwork/1490.0.4 Darwin/23.2.0']) agent,
	ses_client('opened', agent, NULL) c;

-- NULL: no agent, an unknown one, another kind of event. The address decides nothing.
SELECT event_type, agent, c.*
FROM (VALUES ('opened', NULL), ('opened', ''), ('opened', ' '), ('opened', 'Example/1.0'), ('delivered', 'curl/8.5.0'), ('OPENED', 'curl/8.5.0'), (NULL, 'curl/8.5.0'))
	t (event_type, agent), ses_client(event_type, agent, '192.0.2.1') c;
SELECT address, c.*
FROM unnest(ARRAY['127.0.0.1', '10.0.0.1', '66.249.84.1', '17.58.0.1', '2001:db8::1']::inet[]) address, ses_client('opened', 'Mozilla/5.0 Firefox/140.0', address) c;

-- Any text is an agent; its first 4 kB count.
SELECT left(agent, 10) AS agent, length(agent), c.*
FROM unnest(ARRAY[E'\x01\x02\x7f', '(', ')', '/', 'é', 'Chrome', 'CHROME', 'éChrome', repeat('x', 1000000), repeat('bot ', 250000), repeat('(Android bot', 100000),
	repeat('(', 1000000), repeat(' ', 1000000), repeat('Mozilla/5.0 ', 100000), repeat(' ', 4090) || 'Chrome', repeat(' ', 4091) || 'Chrome',
	repeat('Android ', 120000) || 'curl', repeat('(KHTML, like Gecko)', 50000)]) agent, ses_client('opened', agent, NULL) c;

-- In events: of opens and clicks only, and the provider's word decides where it is true. A false one makes no person of a machine.
CREATE TEMP TABLE event AS
SELECT word, e.*
FROM (VALUES ('open', 'true'), ('open', 'false'), ('open', NULL), ('click', NULL), ('delivered', NULL)) w (event, word),
	unnest(ARRAY['Mozilla/5.0 (X11; Linux x86_64; rv:147.0) Gecko/20100101 Firefox/147.0', 'curl/8.5.0', NULL]) agent,
	ses_parse(jsonb_strip_nulls(jsonb_build_object('event', event, 'email', 'ann@a.example', 'timestamp', 1767225700, 'sg_event_id', 'e1', 'sg_message_id', 'm1',
		'useragent', agent, 'sg_machine_open', word::boolean))) e;
SELECT event_type, user_agent, is_bot, actor, client FROM event ORDER BY event_type, user_agent COLLATE "C", is_bot;

-- ses_explain names the rule.
SELECT attribute, value, rule
FROM (VALUES (true), (false)) w (word), ses_explain(jsonb_build_object('event', 'open', 'email', 'ann@a.example', 'timestamp', 1767225700, 'sg_event_id', 'e1',
	'sg_message_id', 'm1', 'useragent', 'Mozilla/5.0', 'sg_machine_open', word))
WHERE attribute IN ('is_bot', 'actor', 'client');

-- The rules: none without a source, none that a letter is missing in, none twice, and each decides for its own text.
SELECT kind, event_type, actor, count(*) FROM ses_clients() GROUP BY kind, event_type, actor ORDER BY kind, event_type, actor;
SELECT * FROM ses_clients() WHERE source IS NULL OR client IS NULL OR pattern !~ '[A-Za-z]' OR pattern !~ '^[ -~]+$' OR client !~ '^[a-z0-9_]+$';
SELECT lower(pattern) AS pattern, place, beside, event_type FROM ses_clients() GROUP BY 1, 2, 3, 4 HAVING count(*) > 1;
SELECT r.pattern, r.client, c.client AS decided
FROM ses_clients() r, ses_client(coalesce(event_type, 'clicked'), concat_ws(' ', beside, pattern), NULL) c
WHERE c.client IS DISTINCT FROM r.client ORDER BY r.pattern COLLATE "C";
