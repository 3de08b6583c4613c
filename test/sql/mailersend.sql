-- What each webhook of MailerSend becomes.
\set provider mailersend
\set rows_sql `echo "$PG_ABS_SRCDIR/rows.sql"`
\i :rows_sql
