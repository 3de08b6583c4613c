-- What each webhook of Azure Communication Services becomes.
\set provider azure_email
\set rows_sql `echo "$PG_ABS_SRCDIR/rows.sql"`
\i :rows_sql
