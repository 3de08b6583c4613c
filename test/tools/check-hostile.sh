#!/bin/sh
# check-hostile.sh: the test of hostile input with all attempts, of which make check has a
# sample. Run by private.sh.
set -eu
HOSTILE_ATTEMPTS=ALL
TESTS=hostile
export HOSTILE_ATTEMPTS TESTS
. "$WORK/tree/test/tools/check.sh"
