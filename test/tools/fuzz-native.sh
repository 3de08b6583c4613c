#!/bin/sh
# fuzz-native.sh: libFuzzer, with sanitizers, on what is pure C. Run by private.sh.
# FUZZ_SECONDS is for how long, FUZZ_RUNS how often at most, FUZZ_SEED the seed.
set -eu
cd "$WORK/tree"
mkdir "$WORK/corpus"
clang -g -O1 -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=undefined -Wall -Wextra -Werror -Isrc \
	test/fuzz/native.c src/text/timestamp.c src/text/mention.c src/text/escape.c src/event/mapping.c src/base/vocabulary.c \
	src/mail/client*.c src/mail/mailbox*.c src/mail/reply.c src/mail/status.c src/mail/words.c src/mail/phrases_*.c src/mail/matcher.c src/mail/verdict.c -o "$WORK/native"
cd "$WORK"
# Some sanitizers do not find their place in memory where addresses are too random.
fixed=
setarch "$(uname -m)" -R true 2>/dev/null && fixed="setarch $(uname -m) -R"
$fixed "$WORK/native" -seed="${FUZZ_SEED:-1}" -max_total_time="${FUZZ_SECONDS:-600}" -runs="${FUZZ_RUNS:--1}" -max_len=400 -print_final_stats=1 \
	-dict="$WORK/tree/test/fuzz/native.dict" "$WORK/corpus" >"$WORK/native.log" 2>&1 || {
	tail -n 40 "$WORK/native.log"
	exit 1
}
grep -E '^(Done|stat::(number_of_executed_units|peak_rss_mb))' "$WORK/native.log"
