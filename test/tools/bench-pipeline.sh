#!/bin/sh
# bench-pipeline.sh: how long the views of a pipeline take with EVENTS events. With KEEP=yes the
# server stays until it is stopped. Run by private.sh.
set -eu
. "$WORK/tree/test/tools/server.sh"

build_installation
start_server 'shared_buffers = 1GB' 'max_wal_size = 8GB' 'jit = off' 'work_mem = 64MB' 'max_parallel_workers_per_gather = 0'
psql -X -q -v events="${EVENTS:-10000000}" -f test/bench/pipeline.sql
if [ "${KEEP:-}" = yes ]; then
	echo "Until Ctrl-C, queries are answered by: psql -h $PGHOST -U $PGUSER $PGDATABASE"
	while pg_ctl -D "$WORK/data" status >"$WORK/status.log"; do
		sleep 1
	done
fi
