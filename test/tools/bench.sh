#!/bin/sh
# bench.sh: the benchmarks; writes docs/benchmarks.md and its chart. Run by private.sh.
set -eu
. "$WORK/tree/test/tools/server.sh"

build_installation
start_server 'max_wal_size = 8GB' 'jit = off' 'max_parallel_workers_per_gather = 0' 'synchronize_seqscans = off'

mkdir -p "$WORK/out/docs"
sh test/bench/run.sh "$WORK/out/docs"
