-- What each webhook of Mandrill becomes.
\set provider mandrill
\set rows_sql `echo "$PG_ABS_SRCDIR/rows.sql"`
\i :rows_sql
