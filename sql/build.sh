#!/bin/sh
# build.sh VERSION: prints the script that CREATE EXTENSION runs, from the files of
# install/ and pipeline/. Called by make.
set -eu
LC_ALL=C
export LC_ALL
cd "$(dirname "$0")"

# In this order, because views read tables, and columns come before indexes of them.
pipeline=$(for folder in tables columns comments indexes functions views; do ls "pipeline/$folder"/*.sql; done)

# The files of a pipeline, as they are, in strings: no file may hold what ends one.
if grep -lF -e '$file$' -e '$source$' $pipeline; then
	echo 'These hold $file$ or $source$, which end the strings that they become.' >&2
	exit 1
fi
embed() {
	separator=
	for file in $pipeline; do
		printf "%s\n('%s', \$file\$" "$separator" "${file#pipeline/}"
		cat "$file"
		printf '$file$)'
		separator=,
	done
}

cat <<SQL
/* sql/ses_events--$1.sql: made by sql/build.sh, not by hand */

-- complain if script is sourced in psql, rather than via CREATE EXTENSION
\\echo Use "CREATE EXTENSION ses_events" to load this file. \\quit

SQL
cat install/types.sql
for file in install/*.sql; do
	[ "$file" = install/types.sql ] || [ "$file" = install/pipeline.sql ] || {
		echo
		cat "$file"
	}
done
cat <<SQL

CREATE FUNCTION @extschema@.ses_pipeline_source(OUT path text, OUT sql text) RETURNS SETOF record
LANGUAGE SQL IMMUTABLE PARALLEL SAFE ROWS $(echo "$pipeline" | wc -l)
SET search_path = pg_catalog, pg_temp
AS \$source\$ VALUES$(embed)
\$source\$;

COMMENT ON FUNCTION @extschema@.ses_pipeline_source() IS
	'returns the SQL of pipelines, by file';

SQL
cat install/pipeline.sql
