#!/bin/sh
# check.sh: all tests. Run by private.sh.
set -eu
. "$WORK/tree/test/tools/server.sh"
. "$WORK/tree/test/tools/regress.sh"
. "$WORK/tree/test/tools/requirements.sh"

# What an upgrade from an older server begins with, where there is one.
if find_older_pg_config; then
	echo "Building for $("$OLDER_PG_CONFIG" --version), too, to upgrade from it"
	install_server "$OLDER_PG_CONFIG" "$WORK/older"
	OLDER_INSTALLATION=$(dirname "$WORK/older$("$OLDER_PG_CONFIG" --bindir)")
	export OLDER_INSTALLATION
fi
build_installation

echo "Running the regression tests"
start_server
run_regression_tests

echo "Running the TAP tests"
PG_REGRESS="$pkglibdir/pgxs/src/test/regress/pg_regress"
TESTDIR="$WORK/tree" TESTDATADIR="$WORK/tree/tmp_check" TESTLOGDIR="$WORK/tree/tmp_check/log"
export PG_REGRESS TESTDIR TESTDATADIR TESTLOGDIR PG_CONFIG
unset PGHOST PGPORT PGUSER PGDATABASE
suites=$(ls test/t/*.pl | wc -l)
broken=0
if ! prove -j 2 -I "$pkglibdir/pgxs/src/test/perl" test/t/*.pl >tmp_check/prove.log 2>&1; then
	broken=$(grep -cE '^test/t/.*\(Wstat' tmp_check/prove.log || true)
	[ "$broken" -gt 0 ] || broken=1		# prove itself
fi
passed=$((passed + suites - broken))
failed=$((failed + broken))
cat tmp_check/prove.log

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
