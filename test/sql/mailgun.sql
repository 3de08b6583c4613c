-- What each webhook of Mailgun becomes.
\set provider mailgun
\set rows_sql `echo "$PG_ABS_SRCDIR/rows.sql"`
\i :rows_sql

-- A form as it came: repeated tags are all kept, and a variable with the name of a field, too.
SELECT e.recipient, e.tags, e.metadata, e.occurred_at
FROM ses_parse(ses_payload('event=delivered&recipient=ann%40a.example&timestamp=yesterday&X-Mailgun-Tag=bill&X-Mailgun-Tag=eu&h=5f'
	'&recipient=buyer&recipient=payer&order=A-7&timestamp=1770120000&token=t1&signature=s1&tag=')) e;

-- Forms of Aurora SendCloud are signed as these are.
SELECT ses_provider(ses_payload('event=deliver&recipient=ann%40a.example&timestamp=1770120000000&token=t1&signature=s1' || other)) AS provider
FROM unnest(ARRAY['', '&emailId=17_9_1_2.s.example-a', '&apiUser=shop_test', '&apiUser=shop_test&emailId=1&maillistTaskId=0']) other;
