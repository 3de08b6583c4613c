# tap.sh: runs TAP tests with the installation that server.sh made. Sourced by
# the commands that private.sh runs.

# Runs the files that are given, three at a time, because most of them wait. Adds to passed and failed; says
# what failed, and leaves results in tmp_check.
run_tap_tests() {
	mkdir -p tmp_check
	PG_REGRESS="$pkglibdir/pgxs/src/test/regress/pg_regress"
	TESTDIR="$WORK/tree" TESTDATADIR="$WORK/tree/tmp_check" TESTLOGDIR="$WORK/tree/tmp_check/log"
	export PG_REGRESS TESTDIR TESTDATADIR TESTLOGDIR PG_CONFIG
	unset PGHOST PGPORT PGUSER PGDATABASE
	broken=0
	if ! prove -j 3 -I "$pkglibdir/pgxs/src/test/perl" "$@" >tmp_check/prove.log 2>&1; then
		broken=$(grep -cE '^test/t/.*\(Wstat' tmp_check/prove.log || true)
		[ "$broken" -gt 0 ] || broken=1		# prove itself
	fi
	passed=$((passed + $# - broken))
	failed=$((failed + broken))
	cat tmp_check/prove.log
}
