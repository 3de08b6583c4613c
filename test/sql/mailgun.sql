-- What each webhook of Mailgun becomes.
\set provider mailgun
\set rows_sql `echo "$PG_ABS_SRCDIR/rows.sql"`
\i :rows_sql
