#!/bin/sh
# check.sh: all tests, or those that TESTS names, as "sendgrid docs". Run by private.sh.
set -eu
. "$WORK/tree/test/tools/server.sh"
. "$WORK/tree/test/tools/regress.sh"
. "$WORK/tree/test/tools/tap.sh"
. "$WORK/tree/test/tools/requirements.sh"

# A name may be of a regression test and of a TAP test.
regress=
tap=
for test in ${TESTS:-$(find test/sql test/t -name '*.sql' -o -name '*.pl' | sed 's,.*/,,; s,\..*,,' | sort -u)}; do
	[ ! -f "test/sql/$test.sql" ] || regress="$regress $test"
	[ ! -f "test/t/$test.pl" ] || tap="$tap test/t/$test.pl"
	[ -f "test/sql/$test.sql" ] || [ -f "test/t/$test.pl" ] || {
		echo "There is no test $test." >&2
		exit 1
	}
done

# What an upgrade from an older server begins with, where there is one.
if [ -z "${TESTS:-}" ] && find_older_pg_config; then
	echo "Building for $("$OLDER_PG_CONFIG" --version), too, to upgrade from it"
	install_server "$OLDER_PG_CONFIG" "$WORK/older"
	OLDER_INSTALLATION=$(dirname "$WORK/older$("$OLDER_PG_CONFIG" --bindir)")
	export OLDER_INSTALLATION
fi
build_installation

passed=0
failed=0
if [ -n "$regress" ]; then
	echo "Running the regression tests"
	start_server
	# shellcheck disable=SC2086
	run_regression_tests ${TESTS:+$regress}
fi
if [ -n "$tap" ]; then
	echo "Running the TAP tests"
	# shellcheck disable=SC2086
	run_tap_tests $tap
fi

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
