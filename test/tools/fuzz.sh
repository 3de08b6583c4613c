#!/bin/sh
# fuzz.sh: mutated payloads by the million, in a server. Run by private.sh.
set -eu
. "$WORK/tree/test/tools/server.sh"

build_installation
start_server
PG_ABS_SRCDIR="$WORK/tree/test" psql -X -q -v ON_ERROR_STOP=1 -o /dev/null \
	-f test/sql/setup.sql -f test/fuzz/payload.sql -f test/fuzz/mutants.sql
perl test/fuzz/fuzz.pl
