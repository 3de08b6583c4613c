# regress.sh: runs the regression tests on the server that server.sh started.
# Sourced by the commands that private.sh runs.

# Runs the tests that are given, or all. Sets passed and failed; says what failed,
# and leaves results in tmp_check.
run_regression_tests() {
	mkdir -p tmp_check
	# Fixtures are loaded once, whether setup is named or not.
	set -- ${1:+"REGRESS=setup \$(filter-out setup,$*)"}
	make -s installcheck PG_CONFIG="$PG_CONFIG" TAP_TESTS= "$@" >tmp_check/regress.log 2>&1 || true
	grep -E '^(test|ok|not ok|# .*fail)' tmp_check/regress.log || cat tmp_check/regress.log
	passed=$(grep -cE '^(test .* ok |ok )' tmp_check/regress.log || true)
	failed=$(make -s --no-print-directory count-tests PG_CONFIG="$PG_CONFIG" "$@")
	failed=$((failed - passed))
	cp -R results tmp_check/ 2>/dev/null || true
	cp "$WORK/server.log" tmp_check/
	if [ -f regression.diffs ]; then
		cp regression.diffs tmp_check/
		cat regression.diffs
	fi
}
