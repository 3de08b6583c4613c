#!/bin/sh
# check-package.sh [RELEASE ...]: packs the tree, as it lies there, as make dist does. For
# each release of Debian, builds the package of that in one clean chroot, and checks it
# with lintian; installs it in another, which has no compiler, and runs its tests there.
# Chroots, packages and a log of all this are kept in .cache. Run as root, on Debian or a
# derivative, with mmdebstrap and git.
set -eu
# Others read what root makes here.
umask 022
tree=$(cd "$(dirname "$0")/../.." && pwd)
cache=$tree/.cache/package
log=$cache/log

. "$tree/test/tools/chroot.sh"

if ! command -v git >/dev/null 2>&1; then
	echo "Please install git first: apt-get install git" >&2
	exit 1
fi

# Runs a step and tells what it was, and what it found out about the package.
step() {
	started=$(date +%s)
	: >"$work/found"
	if "$2" >>"$log" 2>&1; then
		echo "$1 ($(($(date +%s) - started)) s)"
		sed 's/^/  /' "$work/found"
	else
		echo "$1: FAILED, see $log"
		sed 's/^/  /' "$work/found"
		tail -n 20 "$log"
		exit 1
	fi
}

# In a repository of its own, whatever is committed in that of the tree.
pack() {
	unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE
	export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
	copy_tree "$work/tree" &&
		cd "$work/tree" &&
		git init -q &&
		git add -A &&
		git -c user.name=nobody -c user.email=nobody@localhost commit -q -m "As it lies there" &&
		env -u MAKEFLAGS -u MAKELEVEL make dist &&
		mv dist/*.orig.tar.gz "$work/" &&
		mkdir "$work/source" &&
		tar -C "$work/source" --strip-components=1 -xf "$work"/*.orig.tar.gz &&
		cp -R debian "$work/source/"
}

# Into a chroot, with the network and without servers that start by themselves.
enter() {
	unpack_chroot "$1" &&
		cp /etc/resolv.conf "$root/etc/resolv.conf" &&
		printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d" &&
		chmod 755 "$root/usr/sbin/policy-rc.d" &&
		chroot "$root" useradd --create-home tester &&
		cp -R "$packages" "$root/home/tester/packages" &&
		cp -R "$work/source" "$root/home/tester/source" &&
		{ [ ! -f "$packages/control" ] || cp "$packages/control" "$root/home/tester/source/debian/control"; } &&
		chroot "$root" chown -R tester: /home/tester
}

# By an ordinary user. The package is for the server of the release. It is built in a
# folder beside that of its source, which afterwards has to be what it was.
build() {
	pack_chroot "build-$release" "$release" --include="build-essential debhelper lintian postgresql-all libssl-dev zlib1g-dev" &&
		enter "build-$release" &&
		in_chroot '
			cd /home/tester/source
			runuser -u tester -- pg_buildext updatecontrol
			cd ..
			cp -a source packages/source
			cd packages/source
			runuser -u tester -- dpkg-buildpackage -us -uc --post-clean
			diff -r /home/tester/source .' &&
		rm -rf "$root/home/tester/packages/source" &&
		cp "$root"/home/tester/packages/* "$packages/" &&
		cp "$root/home/tester/source/debian/control" "$packages/control" &&
		(cd "$packages" && ls ./*.deb | sed 's,.*/,,') >"$work/found"
}

# A first upload to Debian closes somebody's wish for the package: this is none.
inspect() {
	status=0
	in_chroot 'runuser -u tester -- lintian --fail-on error --suppress-tags initial-upload-closes-no-bugs \
		/home/tester/packages/*.changes' >"$work/found" || status=$?
	cat "$work/found"
	return $status
}

install_package() {
	pack_chroot "clean-$release" "$release" &&
		enter "clean-$release" &&
		in_chroot '
			apt-get update
			apt-get install -y --no-install-recommends /home/tester/packages/postgresql-*-ses-events_*.deb
			for compiler in cc gcc clang; do
				! command -v $compiler || exit 1
			done' &&
		in_chroot 'dpkg-query -W -f "\${Package} \${Version}\n" "postgresql-[1-9]*"' | grep ' .' >"$work/found"
}

# As Debian's own machines run it: by an ordinary user, with what it says that it needs.
run_tests() {
	status=0
	in_chroot '
		apt-get install -y --no-install-recommends autopkgtest
		autopkgtest --no-built-binaries --user tester --summary-file /tmp/summary /home/tester/source/ -- null' || status=$?
	cp "$root/tmp/summary" "$work/found"
	return $status
}

mkdir -p "$cache"
: >"$log"
step "Packed" pack
rm -f "$cache"/*ses-events*
for release in ${*:-bookworm trixie}; do
	packages=$work/packages-$release
	mkdir "$packages"
	cp "$work"/*.orig.tar.gz "$packages/"
	echo "$release:"
	step "Built, and tested by the build" build
	step "No error of lintian's" inspect
	step "Installed in a clean $release" install_package
	step "Tested there" run_tests
	cp "$packages"/*.deb "$packages"/*.dsc "$packages"/*.tar.* "$cache/"
done
echo "The packages work: they are in $cache."
