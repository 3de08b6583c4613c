-- What each webhook of Alibaba Cloud DirectMail becomes.
\set provider alibaba_directmail
\set rows_sql `echo "$PG_ABS_SRCDIR/rows.sql"`
\i :rows_sql
