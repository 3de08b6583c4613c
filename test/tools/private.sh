#!/bin/sh
# private.sh COMMAND [ARGUMENT...]: runs a command of this folder in a private
# copy of the tree, as a user that PostgreSQL accepts, and cleans up after it.
#
# Everything happens in one temporary folder: the build, an installation of the
# server that differs from the system's in having the extension, a cluster.
# No file outside is written, no existing cluster is touched.
set -eu

tree=$(cd "$(dirname "$0")/../.." && pwd)
. "$tree/test/tools/requirements.sh"
require_everything

# Sockets live here: their path has to be short.
work=$(mktemp -d /tmp/ses_events.XXXXXX)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

mkdir "$work/tree"
tar -C "$tree" --exclude=./.git --exclude='*.o' --exclude='*.bc' --exclude='*.so' --exclude=./tmp_check -cf - . |
	tar -C "$work/tree" -xf -
[ -z "${FILE:-}" ] || cp "$FILE" "$work/file"

# PostgreSQL refuses to run as root.
command=$1
shift
run="sh $work/tree/test/tools/$command"
status=0
if [ "$(id -u)" = 0 ]; then
	user=$(id -un postgres 2>/dev/null || echo nobody)
	chown -R "$user" "$work"
	runuser -u "$user" -- env PG_CONFIG="$PG_CONFIG" WORK="$work" HOME="$work" $run "$@" || status=$?
else
	PG_CONFIG="$PG_CONFIG" WORK="$work" $run "$@" || status=$?
fi

# What the command made for the tree.
[ $status -ne 0 ] || [ ! -d "$work/out" ] || cp -R "$work/out/." "$tree/"

# What a developer wants to see after a failure.
if [ $status -ne 0 ] && [ -d "$work/tree/tmp_check" ]; then
	rm -rf "$tree/tmp_check"
	cp -R "$work/tree/tmp_check" "$tree/tmp_check"
	echo "Results and logs are in tmp_check/."
fi
exit $status
