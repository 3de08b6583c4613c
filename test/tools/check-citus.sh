#!/bin/sh
# check-citus.sh: the SQL for Citus, on three servers. Run by private.sh.
set -eu
. "$WORK/tree/test/tools/server.sh"

if [ ! -f "$sharedir/extension/citus.control" ]; then
	echo "citus is not installed for $("$PG_CONFIG" --version | sed 's/\([0-9]\)[. ].*/\1/'): skipped"
	exit 0
fi
build_installation
sh test/citus/run.sh
