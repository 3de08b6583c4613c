#!/bin/sh
# score.sh: how right reasons and classes of labelled replies are. FILE names these; the
# form of FILE is in test/score/score.pl. Needs a C compiler and Perl, no server.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
sh "$root/test/score/build.sh" "$work/replies"
perl "$root/test/score/score.pl" "$work/replies" "${FILE:-$root/test/score/replies.jsonl}" --groups
