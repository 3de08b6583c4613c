#!/bin/sh
# bench.sh: the benchmarks; writes docs/benchmarks.md and its chart. Run by private.sh.
set -eu
. "$WORK/tree/test/tools/server.sh"

echo "Building for $("$PG_CONFIG" --version)"
build_installation
start_server
psql -X -q -c "ALTER SYSTEM SET max_wal_size = '8GB'" -c "ALTER SYSTEM SET jit = off" \
	-c "ALTER SYSTEM SET max_parallel_workers_per_gather = 0" -c "ALTER SYSTEM SET synchronize_seqscans = off"
pg_ctl -D "$WORK/data" -l "$WORK/server.log" -w -s restart

mkdir -p "$WORK/out/docs"
sh test/bench/run.sh "$WORK/out/docs"
