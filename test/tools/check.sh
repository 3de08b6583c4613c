#!/bin/sh
# check.sh: all tests. Run by private.sh.
set -eu
. "$WORK/tree/test/tools/server.sh"

build_installation

mkdir -p tmp_check

echo "Running the regression tests"
start_server
make -s installcheck PG_CONFIG="$PG_CONFIG" TAP_TESTS= >tmp_check/regress.log 2>&1 || true
grep -E '^(test|ok|not ok|# .*fail)' tmp_check/regress.log || cat tmp_check/regress.log
passed=$(grep -cE '^(test .* ok |ok )' tmp_check/regress.log || true)
failed=$(make -s --no-print-directory count-tests PG_CONFIG="$PG_CONFIG")
failed=$((failed - passed))
cp -R results tmp_check/ 2>/dev/null || true
cp "$WORK/server.log" tmp_check/
if [ -f regression.diffs ]; then
	cp regression.diffs tmp_check/
	cat regression.diffs
fi

echo "Running the TAP tests"
PG_REGRESS="$pkglibdir/pgxs/src/test/regress/pg_regress"
TESTDIR="$WORK/tree" TESTDATADIR="$WORK/tree/tmp_check" TESTLOGDIR="$WORK/tree/tmp_check/log"
export PG_REGRESS TESTDIR TESTDATADIR TESTLOGDIR PG_CONFIG
unset PGHOST PGPORT PGUSER PGDATABASE
suites=$(ls test/t/*.pl | wc -l)
broken=0
if ! prove -I "$pkglibdir/pgxs/src/test/perl" test/t/*.pl >tmp_check/prove.log 2>&1; then
	broken=$(grep -cE '^test/t/.*\(Wstat' tmp_check/prove.log || true)
	[ "$broken" -gt 0 ] || broken=1		# prove itself
fi
passed=$((passed + suites - broken))
failed=$((failed + broken))
cat tmp_check/prove.log

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
