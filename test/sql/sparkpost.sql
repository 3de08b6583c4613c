-- What each webhook of SparkPost becomes.
\set provider sparkpost
\set rows_sql `echo "$PG_ABS_SRCDIR/rows.sql"`
\i :rows_sql
