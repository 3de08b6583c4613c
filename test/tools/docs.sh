#!/bin/sh
# docs.sh: writes the pages that are made from the code, and the outputs in others. Run by private.sh.
set -eu
. "$WORK/tree/test/tools/server.sh"

build_installation
start_server
psql -X -q -c 'CREATE EXTENSION ses_events'
mkdir -p "$WORK/out/docs"
for script in test/docs/*.sql; do
	page=$(basename "$script" .sql).md
	psql -X -q -A -t -v ON_ERROR_STOP=1 -o "$WORK/out/docs/$page" -f "$script"
	echo "docs/$page"
done
for page in $(grep -l '^```sql' README.md docs/*.md); do
	database=$(basename "$page" .md | tr '[:upper:]' '[:lower:]')
	createdb "$database"
	PGDATABASE=$database perl test/tools/outputs.pl "$page" >"$WORK/out/$page"
	echo "$page"
done
