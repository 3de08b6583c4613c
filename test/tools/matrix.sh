#!/bin/sh
# matrix.sh [RELEASE ...]: builds without a warning, and runs make check, with each
# version of PostgreSQL that a release of Debian has. Each has a chroot of its own,
# which is kept, packed, in .cache, as long as it would be made in the same way; in
# those of newer versions is the oldest, too, to upgrade from. Run as root, on Debian or its kin, with mmdebstrap.
set -eu
tree=$(cd "$(dirname "$0")/../.." && pwd)
. "$tree/test/tools/tree.sh"
cache=$tree/.cache/matrix
packages="gcc clang libclang-rt-dev make libc6-dev perl libipc-run-perl"

# Which version is in which release.
versions='bookworm 15
trixie 17
forky 18
experimental 19'
oldest_release=bookworm
oldest_version=15

if [ "$(id -u)" != 0 ]; then
	echo "Only root can make a chroot. Please call it as root." >&2
	exit 1
fi
if ! command -v mmdebstrap >/dev/null 2>&1; then
	echo "Please install mmdebstrap first: apt-get install mmdebstrap" >&2
	exit 1
fi

work=$(make_folder)
clean_up() {
	umount -l "$work"/*/dev "$work"/*/proc 2>/dev/null || true
	rm -rf --one-file-system "$work"
}
trap clean_up EXIT
trap 'exit 1' HUP INT PIPE TERM

# A hook of mmdebstrap that installs packages of another release on top of the suite.
on_top() {
	echo "sed 's/ $suite / $1 /' \"\$1/etc/apt/sources.list\" >\"\$1/etc/apt/sources.list.d/$1.list\""
	echo "chroot \"\$1\" apt-get update -qq"
	echo "chroot \"\$1\" apt-get install -qq -y --no-install-recommends $2"
}

# Packs a release, if it is not yet, and sets packed to where that is. What is in experimental goes on top of unstable. Each has the
# oldest server, too, to upgrade from: its headers without what they depend on,
# which newer releases do not have.
make_chroot() {
	release=$1
	server="postgresql-$2 postgresql-server-dev-$2"
	suite=$release
	[ "$release" != experimental ] || suite=unstable
	set -- --quiet --variant=minbase --aptopt='Acquire::Check-Valid-Until "false"' --include="$packages"
	if [ "$release" = experimental ]; then
		set -- "$@" --customize-hook="$(on_top experimental "-t experimental $server")"
	else
		set -- "$@" --include="$server"
	fi
	if [ "$release" != "$oldest_release" ]; then
		set -- "$@" --customize-hook="$(on_top "$oldest_release" "postgresql-$oldest_version")
			chroot \"\$1\" sh -ec 'cd /tmp && apt-get download -qq postgresql-server-dev-$oldest_version && dpkg -x postgresql-server-dev-*.deb / && rm postgresql-server-dev-*.deb'"
	fi
	packed=$cache/$release-$(printf '%s\n' "$@" "$suite" | cksum | cut -d ' ' -f 1).tar
	[ -f "$packed" ] || {
		rm -f "$cache/$release"*.tar
		mmdebstrap "$@" "$suite" "$cache/$release.new.tar" && mv "$cache/$release.new.tar" "$packed"
	}
}

check() {
	root=$work/$1
	mkdir -p "$root" &&
		tar -C "$root" -xf "$packed" &&
		copy_tree "$root/tree" &&
		mount -t proc proc "$root/proc" &&
		mount --rbind /dev "$root/dev" &&
		mount --make-rslave "$root/dev" &&
		chroot "$root" env -u MAKEFLAGS -u MAKELEVEL sh -ec '
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

mkdir -p "$cache"
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
