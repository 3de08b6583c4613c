-- What each webhook of Postmark becomes.
\set provider postmark
\set rows_sql `echo "$PG_ABS_SRCDIR/rows.sql"`
\i :rows_sql
