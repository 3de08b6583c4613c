#!/bin/sh
# matrix.sh [RELEASE ...]: builds without a warning, and runs make check, with each
# version of PostgreSQL that a release of Debian has. Each has a chroot of its own,
# which is kept, packed, in .cache, as long as it would be made in the same way; in
# those of newer versions is the oldest, too, to upgrade from. Run as root, on Debian or its kin, with mmdebstrap.
set -eu
tree=$(cd "$(dirname "$0")/../.." && pwd)
cache=$tree/.cache/matrix
packages="gcc clang libclang-rt-dev make libc6-dev libssl-dev zlib1g-dev perl libipc-run-perl"

# Which version is in which release.
versions='bookworm 15
trixie 17
forky 18
experimental 19'
oldest_release=bookworm
oldest_version=15

. "$tree/test/tools/chroot.sh"

# A hook of mmdebstrap that installs packages of another release on top of the suite.
on_top() {
	echo "sed 's/ $suite / $1 /' \"\$1/etc/apt/sources.list\" >\"\$1/etc/apt/sources.list.d/$1.list\""
	echo "chroot \"\$1\" apt-get update -qq"
	echo "chroot \"\$1\" apt-get install -qq -y --no-install-recommends $2"
}

# Packs a release. What is in experimental goes on top of unstable. Each has the
# oldest server, too, to upgrade from: its headers without what they depend on,
# which newer releases do not have.
make_chroot() {
	release=$1
	server="postgresql-$2 postgresql-server-dev-$2"
	suite=$release
	[ "$release" != experimental ] || suite=unstable
	set -- --include="$packages"
	if [ "$release" = experimental ]; then
		set -- "$@" --customize-hook="$(on_top experimental "-t experimental $server")"
	else
		set -- "$@" --include="$server"
	fi
	if [ "$release" != "$oldest_release" ]; then
		set -- "$@" --customize-hook="$(on_top "$oldest_release" "postgresql-$oldest_version")
			chroot \"\$1\" sh -ec 'cd /tmp && apt-get download -qq postgresql-server-dev-$oldest_version && dpkg -x postgresql-server-dev-*.deb / && rm postgresql-server-dev-*.deb'"
	fi
	pack_chroot "$release" "$suite" "$@"
}

check() {
	unpack_chroot "$1" &&
		copy_tree "$root/tree" &&
		in_chroot '
			cd /tree
			for compiler in gcc clang; do
				make -s CC=$compiler COPT="-Wall -Wextra -Werror" with_llvm=no
				make -s clean with_llvm=no
			done
			make check'
}

# Whether a log is of a version, and of an upgrade to it from the oldest.
tells() {
	grep -q "^Building for PostgreSQL ${2}[^0-9]" "$1" &&
		{ [ "$2" = "$oldest_version" ] || grep -q "^Building for PostgreSQL ${oldest_version}[^0-9].*, to upgrade from it$" "$1"; }
}

failed=0
for release in ${*:-bookworm trixie forky experimental}; do
	version=$(echo "$versions" | sed -n "s/^$release //p")
	[ -n "$version" ] || { echo "There is no release $release here." >&2; exit 1; }
	log=$cache/$release.log
	if make_chroot "$release" "$version" >"$log" 2>&1 && check "$release" >>"$log" 2>&1 && tells "$log" "$version"; then
		upgraded=$(sed -n 's/^Building for \(.*\), too, to upgrade from it$/, upgraded from \1/p' "$log")
		echo "$release: $(sed -n 's/^Building for //p' "$log" | tail -n 1): no warning, $(grep -E "^[0-9]+ passed" "$log")$upgraded"
	else
		echo "$release: PostgreSQL $version: FAILED, see $log"
		tail -n 20 "$log"
		rm -rf "$cache/$release.tmp_check"
		mv "$work/$release/tree/tmp_check" "$cache/$release.tmp_check" 2>/dev/null || true
		failed=1
	fi
done
exit $failed
