#!/bin/sh
# run.sh: runs the SQL of this folder on a coordinator and two workers with Citus,
# and compares what it prints with what is expected. Programs of the server come
# from PATH; WORK is a folder for clusters and results.
set -eu

sources=$(cd "$(dirname "$0")" && pwd)
PGUSER=postgres PGDATABASE=postgres PGHOST=127.0.0.1
export PGUSER PGDATABASE PGHOST
unset PGPORT PGSERVICE PGOPTIONS PGCLIENTENCODING || true

stop_nodes() {
	for data in "$WORK"/citus_*; do
		[ ! -f "$data/postmaster.pid" ] || pg_ctl -D "$data" -m immediate -s stop
	done
}
trap stop_nodes EXIT
trap 'exit 1' HUP INT PIPE TERM

# Starts a server with both extensions, and sets port to where it listens.
start_node() {
	data=$WORK/citus_$1
	port=$(perl -MIO::Socket::INET -e 'print IO::Socket::INET->new(Listen => 1, LocalAddr => "127.0.0.1")->sockport')
	initdb -D "$data" -U postgres -A trust -E UTF8 --no-locale --no-sync >"$data.log"
	cat >>"$data/postgresql.conf" <<-CONF
		listen_addresses = '127.0.0.1'
		port = $port
		unix_socket_directories = ''
		fsync = off
		shared_preload_libraries = 'citus'
		citus.node_conninfo = 'sslmode=prefer'
	CONF
	pg_ctl -D "$data" -l "$data.log" -w -s start || {
		cat "$data.log"
		return 1
	}
	psql -X -q -p "$port" -c 'CREATE EXTENSION citus' -c 'CREATE EXTENSION ses_events'
}

start_node worker_1
first=$port
start_node worker_2
second=$port
start_node coordinator
psql -X -q -p "$port" -o /dev/null -v ON_ERROR_STOP=1 -c "SELECT citus_set_coordinator_host('$PGHOST', $port)" \
	-c "SELECT citus_add_node('$PGHOST', $first)" -c "SELECT citus_add_node('$PGHOST', $second)"

status=0
for test in tables webhooks; do
	psql -X -a -q -p "$port" -f "$sources/$test.sql" >"$WORK/$test.out" 2>&1 || true
	if diff -u "$sources/expected/$test.out" "$WORK/$test.out"; then
		echo "$test: ok"
	else
		echo "$test: FAILED"
		status=1
	fi
done
exit $status
