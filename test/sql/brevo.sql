-- What each webhook of Brevo becomes.
\set provider brevo
\set rows_sql `echo "$PG_ABS_SRCDIR/rows.sql"`
\i :rows_sql
