#!/bin/sh
# format.sh format | format-check: writes the C files in the style of .clang-format, or prints
# where they differ from it.
set -eu
cd "$(dirname "$0")/../.."

# Versions differ in details, so that only one can be right: that of Debian 12.
version=14

find_clang_format() {
	for clang_format in clang-format-$version clang-format; do
		! "$clang_format" --version 2>/dev/null | grep -q "version $version\." || return 0
	done
	return 1
}

# Prints the differences of the files that are named, and returns false if there are any.
check_files() {
	status=0
	for file in "$@"; do
		"$clang_format" "$file" | diff -u --label "$file" --label "$file, formatted" "$file" - || status=1
	done
	[ $status -eq 0 ] || echo "make format writes these differences."
	return $status
}

case ${1:-} in
	format | format-check) ;;
	*) echo "usage: format.sh format | format-check" >&2; exit 2 ;;
esac
if ! find_clang_format; then
	echo "Skipped: clang-format $version is not installed. Debian 12 has it in the package clang-format-$version."
	[ "$1" = format-check ]
	exit
fi

# The names of the files are words of the shell: none has a blank.
files=$(find src test/fuzz -name '*.[ch]' | sort)
# shellcheck disable=SC2086
case $1 in
	format) "$clang_format" -i $files ;;
	format-check) check_files $files ;;
esac
