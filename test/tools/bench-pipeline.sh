#!/bin/sh
# bench-pipeline.sh: how long the views of a pipeline take with EVENTS events. Run by private.sh.
set -eu
. "$WORK/tree/test/tools/server.sh"

build_installation
start_server 'shared_buffers = 1GB' 'max_wal_size = 8GB' 'jit = off'
psql -X -q -v events="${EVENTS:-10000000}" -f test/bench/pipeline.sql
