#!/bin/sh
# private.sh COMMAND: runs a command of this folder in a private
# copy of the tree, as a user that PostgreSQL accepts, and cleans up after it.
#
# Everything happens in one temporary folder: the build, an installation of the
# server that differs from the system's in having the extension, a cluster.
# No file outside is written, no existing cluster is touched.
set -eu

tree=$(cd "$(dirname "$0")/../.." && pwd)
command=$1
# The makes that this calls are not parts of one that calls this.
unset MAKEFLAGS MAKELEVEL || true

if [ "$command" = demo.sh ] && [ -n "${FILE:-}" ] && ! [ -s "$FILE" ]; then
	echo "$FILE is not a file, or is empty." >&2
	exit 1
fi

. "$tree/test/tools/requirements.sh"
. "$tree/test/tools/tree.sh"
require_everything
work=$(make_folder)

# However this ends, no server stays, those of the TAP tests included.
clean_up() {
	find "$work" -name postmaster.pid -exec head -n 1 {} \; 2>/dev/null | while read -r pid; do
		kill -QUIT "$pid" 2>/dev/null || true
	done
	rm -rf "$work" 2>/dev/null || { sleep 1; rm -rf "$work"; }
}
trap clean_up EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 141' PIPE
trap 'exit 143' TERM

copy_tree "$work/tree"
[ "$command" != demo.sh ] || cp "${FILE:-$tree/test/demo/webhooks.ndjson}" "$work/webhooks.ndjson"

# PostgreSQL refuses to run as root. An installation in a home folder may be closed to
# all but its owner.
as_user=
if [ "$(id -u)" = 0 ]; then
	user=$(id -un postgres 2>/dev/null || echo nobody)
	runuser -u "$user" -- test -x "$PG_CONFIG" || user=$(stat -c %U "$PG_CONFIG")
	chown -R "$user" "$work"
	as_user="runuser -u $user --"
fi
status=0
$as_user env PG_CONFIG="$PG_CONFIG" WORK="$work" HOME="$work" sh "$work/tree/test/tools/$command" || status=$?

# What the command made for the tree.
[ $status -ne 0 ] || [ ! -d "$work/out" ] || cp -R "$work/out/." "$tree/"

# What a developer wants to see after a failure: all but clusters of gigabytes.
if [ $status -ne 0 ] && [ -d "$work/tree/tmp_check" ]; then
	rm -rf "$tree/tmp_check"
	mkdir "$tree/tmp_check"
	for file in "$work/tree/tmp_check"/*; do
		[ "$(du -sm "$file" | cut -f 1)" -ge 1024 ] || cp -R "$file" "$tree/tmp_check/"
	done
	echo "Results and logs are in tmp_check/."
fi
exit $status
