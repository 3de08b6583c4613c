#!/bin/sh
# bench.sh: prints the benchmarks; with WRITE=yes they replace docs/benchmarks.md and
# its chart. Run by private.sh.
set -eu
. "$WORK/tree/test/tools/server.sh"

build_installation
start_server 'max_wal_size = 8GB' 'jit = off' 'max_parallel_workers_per_gather = 0' 'synchronize_seqscans = off'

mkdir "$WORK/report"
sh test/bench/run.sh "$WORK/report"
if [ "${WRITE:-}" = yes ]; then
	mkdir "$WORK/out"
	mv "$WORK/report" "$WORK/out/docs"
	echo "docs/benchmarks.md and its chart are these now."
else
	cat "$WORK/report/benchmarks.md"
	echo "Nothing is written: make bench WRITE=yes replaces docs/benchmarks.md and its chart."
fi
