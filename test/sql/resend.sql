-- What each webhook of Resend becomes.
\set provider resend
\set rows_sql `echo "$PG_ABS_SRCDIR/rows.sql"`
\i :rows_sql
