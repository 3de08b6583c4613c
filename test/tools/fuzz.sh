#!/bin/sh
# fuzz.sh: mutated payloads by the million, in a server, request bodies with arbitrary
# bytes in databases of three encodings, and mutated definitions. Run by private.sh.
set -eu
. "$WORK/tree/test/tools/server.sh"

build_installation
start_server
PG_ABS_SRCDIR=$WORK/tree/test
export PG_ABS_SRCDIR

# A new database of an encoding, and what scripts make in it.
prepare() {
	createdb -E "$1" -T template0 "$2"
	for script in $3; do
		psql -X -q -v ON_ERROR_STOP=1 -o /dev/null -d "$2" -f "test/$script"
	done
}

status=0
prepare UTF8 payloads "sql/setup.sql fuzz/mutants.sql"
PGDATABASE=payloads perl test/fuzz/fuzz.pl payloads || status=1
for encoding in UTF8 LATIN1 SQL_ASCII; do
	prepare $encoding "bodies_$encoding" fuzz/bodies.sql
	echo "In a database in $encoding:"
	PGDATABASE=bodies_$encoding perl test/fuzz/fuzz.pl bodies || status=1
done
prepare UTF8 definitions "sql/setup.sql fuzz/definitions.sql"
PGDATABASE=definitions perl test/fuzz/fuzz.pl definitions || status=1
exit $status
