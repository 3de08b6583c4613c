#!/bin/sh
# valgrind.sh: the regression tests with a server under valgrind. Run by private.sh,
# for sanitized.sh, which builds a server that tells valgrind of its allocations.
set -eu
. "$WORK/tree/test/tools/server.sh"
. "$WORK/tree/test/tools/regress.sh"

build_installation
mkdir "$WORK/reports"
server_program=$WORK/postgres-under-valgrind
cat >"$server_program" <<EOF
#!/bin/sh
exec valgrind --quiet --trace-children=yes --track-origins=yes --num-callers=30 --error-limit=no \\
	--suppressions="$sharedir/valgrind.supp" --log-file="$WORK/reports/%p" "$WORK/pg$bindir/postgres" "\$@"
EOF
chmod +x "$server_program"

echo "Running the regression tests under valgrind, which takes a while"
PGCTLTIMEOUT=600
export PGCTLTIMEOUT
start_server "jit = off" || {
	cat "$WORK"/reports/*
	exit 1
}
run_regression_tests
pg_ctl -D "$WORK/data" -m fast -s stop
trap - EXIT

reports=$(cat "$WORK"/reports/* | grep -c ' at 0x' || true)
cat "$WORK"/reports/* | head -n 100
echo "$passed passed, $failed failed, $reports reports of valgrind"
[ "$failed" -eq 0 ] && [ "$reports" -eq 0 ]
