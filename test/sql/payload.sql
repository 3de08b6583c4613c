-- What to store for a request body.

-- JSON is taken as it is.
SELECT ses_payload(E'\n {"event": "open", "n": 1.50} \r\n');

-- A form becomes an object of strings; of a name that is there twice, none is lost.
SELECT ses_payload('server_composition=pro&event_type=deliveries&event=%7B%22deliveries%22%3A%5B%5D%7D');
SELECT ses_payload('a=1+2&&b=%E4%BB%B6%E5%90%8D&c=&d=100%&a=3&e=x%3Dy=z&');

-- A + is a blank, but not in an address that nobody escaped, as in a message of Alibaba's MNS.
SELECT ses_payload('rcpt=ann+x@a.example&note=a+b&two=a+b@c+d&escaped=x+y%40z');
SELECT recipient FROM ses_parse(ses_payload('env_id=600000000001&rcpt=ann+x@a.example&event=deliver&status=0'));

-- Documents on lines of their own become an array, a broken one a string in it.
SELECT ses_payload(E'{"a": 1}\n{"a": 2}\r\n\n[3]\n');
SELECT ses_payload(E'{"a": 1}\n{"a": 2}');
SELECT ses_payload(E'{"a": 1}\n{"a": 2}\n{"a": ');
SELECT ses_payload(E'what is this\n{"a": 1}\n\na=b\n{"a": 2}');

-- Anything else is a string.
SELECT body, ses_payload(body), jsonb_typeof(ses_payload(body))
FROM unnest(ARRAY['', ' ', 'Hello', 'a=b c', '=x', 'a&b=c', '<a b="c"/>', '{"a": 1', 'a=%00', 'a=%ff', E'{\n"a": 1', E'line one\nline two', 'YWI=', 'YQ==', 'https://x.example/?a=1']) body;

-- A byte order mark, which some programs put in front.
SELECT ses_payload(E'\uFEFF{"a": 1}');

-- What ses_payload made, ses_parse reads: the default form mode of Customers Mail Cloud.
SET datestyle = 'ISO';
SELECT e.event_type, e.recipient, e.occurred_at AT TIME ZONE 'Asia/Tokyo' AS tokyo
FROM ses_parse(ses_payload('server_composition=pro&event_type=deliveries&event=%7B%22deliveries%22%3A%5B%7B'
	'%22created%22%3A%222026-05-06%2007%3A08%3A09%22%2C%22to%22%3A%22ann%40a.example%22%2C%22status%22%3A%22succeeded%22%7D%5D%7D')) e;

-- Bodies of a megabyte.
SELECT length(ses_payload(repeat('x', 1000000))::text) AS text,
	jsonb_array_length(ses_payload('[' || repeat('1,', 100000) || '1]')) AS array,
	jsonb_array_length(ses_payload(repeat(E'{"a":1}\n', 20000))) AS lines,
	jsonb_typeof(ses_payload(repeat('a=1&', 2000) || 'a=1')) AS too_many_fields;
