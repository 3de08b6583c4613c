-- What each webhook of SendGrid becomes.
\set provider sendgrid
\set rows_sql `echo "$PG_ABS_SRCDIR/rows.sql"`
\i :rows_sql
