#!/bin/sh
# build.sh PROGRAM: builds the program of replies.c, which needs no server.
set -eu
cd "$(dirname "$0")/../.."
vocabulary=$(find src -name vocabulary.c)
exec ${CC:-cc} -O2 -g -Wall -Wextra -Werror -Isrc -I"$(dirname "$vocabulary")" test/score/replies.c \
	src/mail/reply.c src/mail/status.c src/mail/words.c src/mail/phrases_*.c src/mail/matcher.c \
	src/mail/verdict.c "$vocabulary" -o "$1"
