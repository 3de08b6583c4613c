#!/bin/sh
# docs.sh: writes the pages that are made from the code, and the outputs in others. Run by private.sh.
set -eu
. "$WORK/tree/test/tools/server.sh"

build_installation
start_server
createdb pages
psql -X -q -d pages -c 'CREATE EXTENSION ses_events'
mkdir -p "$WORK/out/docs"
for script in test/docs/*.sql; do
	page=$(basename "$script" .sql).md
	psql -X -q -A -t -v ON_ERROR_STOP=1 -d pages -o "$WORK/out/docs/$page" -f "$script"
	echo "docs/$page"
done
find . -name node_modules -prune -o -name '*.md' -exec grep -lE '^(```sql|<!-- \w+\.sql -->)$' {} + | sed 's,^\./,,' | sort | while read -r page; do
	createdb "$page"
	mkdir -p "$WORK/out/$(dirname "$page")"
	PGDATABASE=$page perl test/tools/outputs.pl "$page" >"$WORK/out/$page"
	echo "$page"
done
