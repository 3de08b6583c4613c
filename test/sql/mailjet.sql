-- What each webhook of Mailjet becomes.
\set provider mailjet
\set rows_sql `echo "$PG_ABS_SRCDIR/rows.sql"`
\i :rows_sql
