#!/bin/sh
# expected.sh: writes what the regression tests print into expected/, for the tests that TESTS
# names, or for all, and shows the difference. Run by private.sh.
set -eu
. "$WORK/tree/test/tools/server.sh"
. "$WORK/tree/test/tools/regress.sh"

for test in ${TESTS:-}; do
	[ -f "test/sql/$test.sql" ] || {
		echo "There is no regression test $test." >&2
		exit 1
	}
done

# pg_regress stops at a test without expectations: a new one begins with none.
for test in test/sql/*.sql; do
	: >>"expected/$(basename "$test" .sql).out"
done

build_installation
start_server
# The names are words of the shell.
# shellcheck disable=SC2086
run_regression_tests ${TESTS:-} >"$WORK/regress.txt"

# A test that ends early, because the server or psql did, has no result to expect.
if [ ! -d results ] || grep -q 'test process exited' tmp_check/regress.log; then
	cat tmp_check/regress.log >&2
	echo "A test did not run to its end: expected/ stays as it was." >&2
	exit 1
fi

mkdir -p "$WORK/out/expected"
for result in results/*.out; do
	name=${result##*/}
	if ! cmp -s "$result" "expected/$name"; then
		diff -uN --label "expected/$name" --label "expected/$name" "expected/$name" "$result" || true
		cp "$result" "$WORK/out/expected/"
		changed="${changed:-} $name"
	fi
done
echo "Written to expected/:${changed:- nothing, because no test printed anything else}"
