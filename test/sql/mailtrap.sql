-- What each webhook of Mailtrap becomes.
\set provider mailtrap
\set rows_sql `echo "$PG_ABS_SRCDIR/rows.sql"`
\i :rows_sql
