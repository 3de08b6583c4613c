#!/bin/sh
# run.sh FOLDER: the whole benchmark, on the server that PGHOST and its kin name.
# Writes benchmarks.md and benchmarks.svg into the folder, which the server can write
# to as well. Stops where a competitor gives other rows than ses_parse. Run in the
# tree, on Linux, with a server and a database that are of no other use.
#
# BENCH_N is how many webhooks, BENCH_ROUNDS how often everything is timed.
set -eu
out=$1
n=${BENCH_N:-200000}
rounds=${BENCH_ROUNDS:-5}

if ! [ -r /proc/self/status ]; then
	echo "The benchmark needs Linux, which tells how much memory a program has taken." >&2
	exit 1
fi
if ! [ "$n" -ge 1000 ] 2>/dev/null; then
	echo "BENCH_N has to be a number of webhooks, at least 1000." >&2
	exit 1
fi

sql() {
	psql -X -q -v ON_ERROR_STOP=1 -v n="$n" -v rounds="$rounds" -v folder="$out" "$@"
}

began=$(date +%s)
say() {
	echo "$(($(date +%s) - began)) s: $*"
}

say "making $n webhooks in each form"
sql -c 'CREATE EXTENSION ses_events' -f test/bench/data.sql -f test/bench/competitors.sql \
	-c 'SET search_path = newsletter, public' -f test/bench/competitors.sql

say "proving that the competitors give the same rows"
sql -f test/bench/equal.sql

say "timing queries and batches, $rounds rounds"
sql -f test/bench/measure.sql

rm "$out"/batch.*

# Each webhook comes once: others would be redeliveries, which cost less.
each=$((n / 8))
say "timing single rows, $rounds rounds of twice $each from each of four clients"
for target in bare mail; do
	cat >"$out/$target.pgbench" <<-PGBENCH
		\\set i :i + 1
		INSERT INTO $target.webhook (payload) SELECT body::jsonb FROM sns WHERE id = :client_id * $each + :i;
	PGBENCH
done
for round in $(seq "$rounds"); do
	for target in bare mail; do
		sql -c 'TRUNCATE mail.webhook, mail.event, mail.problem, bare.webhook'
		tps=$(pgbench -n -M prepared -c 4 -j 2 -D i=0 -t "$each" -f "$out/$target.pgbench" 2>&1 |
			tee "$out/pgbench.log" | sed -n 's/^tps = \([0-9.]*\).*/\1/p')
		[ -n "$tps" ] || { cat "$out/pgbench.log" >&2; exit 1; }
		sql -c "INSERT INTO timing VALUES ('single rows into $target', $round, 1000 / $tps)"
	done
	sql -c "DO 'BEGIN
		ASSERT (SELECT count(*) FROM mail.webhook) = 4 * $each, ''a webhook is missing'';
		ASSERT (SELECT count(DISTINCT webhook_id) FROM mail.event) = 4 * $each, ''a webhook has no event'';
	END'"
done
rm "$out"/*.pgbench "$out/pgbench.log"

say "timing more and more events"
sql -c 'CREATE TABLE growth (step integer, events bigint, round integer, ms float8, kb bigint)'
grow() {
	sql -v step="$1" -v times="$2" -v part="$3" -v round="$round" -f test/bench/growth.sql
}
for round in $(seq "$rounds"); do
	grow 1 1 20
	grow 2 1 2
	grow 3 5 1
	grow 4 25 1
done

say "writing the report"
sql -v date="$(date +%F)" -v kernel="$(uname -srm | sed 's/-[^ ]*//')" \
	-v cpu="$(lscpu | sed -n 's/^Model name: *//p' | head -n 1)" -v cores="$(nproc)" \
	-v memory="$(awk '/MemTotal/ { print int($2 / 1048576 + 0.5) }' /proc/meminfo)" \
	-f test/bench/report.sql >"$out/benchmarks.md"
sql -f test/bench/chart.sql >"$out/benchmarks.dat"
if command -v gnuplot >/dev/null 2>&1; then
	gnuplot -e "data = '$out/benchmarks.dat'; chart = '$out/benchmarks.svg'" test/bench/chart.gp
else
	say "no gnuplot here: the chart stays as it is"
fi
rm "$out/benchmarks.dat"
say "done"
