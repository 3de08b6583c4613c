#!/bin/sh
# demo.sh: raw webhooks become typed events. Run by private.sh.
set -eu
. "$WORK/tree/test/tools/server.sh"

build_installation
start_server

cd "$WORK"
psql -X -q -v ON_ERROR_STOP=1 -f "$WORK/tree/test/demo/demo.sql"
