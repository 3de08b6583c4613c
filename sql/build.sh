#!/bin/sh
# build.sh VERSION: prints the script that CREATE EXTENSION runs, from the files of
# install/, library/ and pipeline/. Called by make.
set -eu
LC_ALL=C
export LC_ALL
cd "$(dirname "$0")"

# In this order, because views read tables and other views, columns come before indexes of them, and
# functions return rows of views.
views=$(for file in pipeline/views/*.sql; do
	echo "$file $file"
	for name in $(grep -oE '(FROM|JOIN) [a-z_]+' "$file" | cut -d ' ' -f 2); do
		[ ! -f "pipeline/views/$name.sql" ] || echo "pipeline/views/$name.sql $file"
	done
done | tsort)
pipeline="$(for folder in tables columns comments indexes; do ls "pipeline/$folder"/*.sql; done)
$views
$(ls pipeline/functions/*.sql)"

library=$(ls library/*.json)

# Files become strings as they are, so no file may contain what ends one.
if grep -lF -e '$file$' -e '$source$' $library $pipeline; then
	echo 'These contain $file$ or $source$, which end the strings that they become.' >&2
	exit 1
fi

# embed FOLDER SUFFIX TYPE FILE...: rows of the names of files, without folder and suffix, and
# their contents.
embed() {
	folder=$1
	suffix=$2
	type=$3
	shift 3
	separator=
	for file; do
		name=${file#"$folder/"}
		printf "%s\n('%s', \$file\$" "$separator" "${name%"$suffix"}"
		cat "$file"
		printf '$file$%s)' "$type"
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

-- Without a setting of its own, so that a query plans it as the list of values that it is.
CREATE FUNCTION @extschema@.ses_library() RETURNS TABLE (provider text, definition jsonb)
LANGUAGE SQL IMMUTABLE PARALLEL SAFE ROWS $(echo "$library" | wc -l)
AS \$source\$ VALUES$(embed library .json ::pg_catalog.jsonb $library)
\$source\$;

COMMENT ON FUNCTION @extschema@.ses_library() IS
	'returns definitions of providers that are not built in, to be passed to readers or stored in a pipeline';

CREATE FUNCTION @extschema@.ses_pipeline_source(OUT path text, OUT sql text) RETURNS SETOF record
LANGUAGE SQL IMMUTABLE PARALLEL SAFE ROWS $(echo "$pipeline" | wc -l)
SET search_path = pg_catalog, pg_temp
AS \$source\$ VALUES$(embed pipeline '' '' $pipeline)
\$source\$;

COMMENT ON FUNCTION @extschema@.ses_pipeline_source() IS
	'returns the SQL of pipelines, by file';

SQL
cat install/pipeline.sql
