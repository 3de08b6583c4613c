#!/bin/sh
# sanitized.sh assertions | valgrind: make check with a server that has assertions,
# or the regression tests with that server under valgrind. The server is built, once,
# from the newest source package that Debian has of the major version that is
# installed: it is kept, packed, in .cache. Run on Debian or its kin.
set -eu
# Another user runs what is built here.
umask 022
tree=$(cd "$(dirname "$0")/../.." && pwd)
command=sanitized.sh
. "$tree/test/tools/tree.sh"
. "$tree/test/tools/requirements.sh"

case "${1:-}" in
	assertions) private=check.sh ;;
	valgrind) private=valgrind.sh ;;
	*) echo "usage: sanitized.sh assertions | valgrind" >&2; exit 1 ;;
esac

# The server's build asks whether it is called by another make.
unset MAKEFLAGS MAKELEVEL || true

require_everything
major=$("$PG_CONFIG" --version | sed 's/^PostgreSQL \([0-9]*\).*/\1/')
cache=$tree/.cache/sanitized
work=$(make_folder)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT PIPE TERM

# Debian's source, fetched with the system's sources of packages, but without a
# change of anything that belongs to the system.
fetch_source() {
	mkdir -p "$work/apt/sources" "$work/apt/lists/partial" "$work/apt/cache/archives/partial"
	for file in /etc/apt/sources.list /etc/apt/sources.list.d/*; do
		[ ! -f "$file" ] || sed 's/^deb /deb-src /; s/^Types:.*/Types: deb-src/' "$file" >"$work/apt/sources/${file##*/}"
	done
	options="-o APT::Sandbox::User=root -o Dir::Etc::sourcelist=/dev/null -o Dir::Etc::sourceparts=$work/apt/sources
		-o Dir::State::lists=$work/apt/lists -o Dir::Cache=$work/apt/cache"
	# One of the sources may have packages only; and a mirror may lack the newest version.
	# shellcheck disable=SC2086
	apt-get $options update || true
	# shellcheck disable=SC2086
	for version in $(apt-cache $options showsrc "postgresql-$major" | sed -n 's/^Version: //p' | sort -Vr); do
		rm -rf "$work/source"
		mkdir "$work/source"
		cd "$work/source"
		if apt-get $options --download-only source "postgresql-$major=$version"; then
			# Debian's patches fix where a server finds its libraries; this one moves.
			dpkg-source --skip-patches -x postgresql-*.dsc tree
			return
		fi
	done
	return 1
}

# As Debian's, but for what nothing here needs; valgrind is told of each allocation.
build() {
	cd "$work/source/tree" &&
		./configure --prefix="$work/server" --enable-cassert --enable-debug --enable-tap-tests --with-openssl --with-lz4 \
			--without-icu --without-readline --without-zlib CFLAGS="-Og -fno-omit-frame-pointer" CPPFLAGS=-DUSE_VALGRIND &&
		make -s -j "$(nproc)" all &&
		make -s -C contrib -j "$(nproc)" all &&
		make -s install &&
		make -s -C contrib install &&
		cp src/tools/valgrind.supp "$("$work/server/bin/pg_config" --sharedir)/"
}

server=$cache/postgresql-$major.tar
if ! [ -f "$server" ]; then
	mkdir -p "$cache"
	echo "Building PostgreSQL $major from Debian's source, which takes some minutes"
	{ fetch_source && build && cd / && tar -C "$work" -cf "$server.new" server; } >"$cache/build.log" 2>&1 || {
		tail -n 20 "$cache/build.log"
		exit 1
	}
	mv "$server.new" "$server"
else
	tar -C "$work" -xf "$server"
fi

chmod 755 "$work"
# Its programs look for their libraries where they were built.
LD_LIBRARY_PATH=$work/server/lib PG_CONFIG=$work/server/bin/pg_config sh "$tree/test/tools/private.sh" "$private"
