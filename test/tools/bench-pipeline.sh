#!/bin/sh
# bench-pipeline.sh: how long the views of a pipeline take with EVENTS events. Run by private.sh.
set -eu
. "$WORK/tree/test/tools/server.sh"

echo "Building for $("$PG_CONFIG" --version)"
build_installation
start_server
psql -X -q -c "ALTER SYSTEM SET shared_buffers = '1GB'" -c "ALTER SYSTEM SET max_wal_size = '8GB'" -c "ALTER SYSTEM SET jit = off"
pg_ctl -D "$WORK/data" -l "$WORK/server.log" -w -s restart
psql -X -q -v events="${EVENTS:-10000000}" -f test/bench/pipeline.sql
