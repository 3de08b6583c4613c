#!/bin/sh
# check-pages.sh [RELEASE ...]: types the commands of README.md and examples/README.md
# into a clean Debian, block by block, from top to bottom, as an ordinary user with sudo
# and as root. Ends with an error where a command does, or where a receiver does not
# answer 200. AS=root or AS=tester is one of the two users. Run as root, on Debian or its
# kin, with mmdebstrap, where ports 5432 and 8080 are free; chroots are kept in .cache.
set -eu
umask 022
tree=$(cd "$(dirname "$0")/../.." && pwd)
cache=$tree/.cache/pages
unset MAKEFLAGS MAKELEVEL || true

. "$tree/test/tools/chroot.sh"

# Writes each block of shell of a page into a file of a folder, named by its line. What
# is for other systems than Debian is left out.
write_blocks() {
	awk -v folder="$2" '
		/^```sh / { file = sprintf("%s/%03d.sh", folder, NR); next }
		/^```/ { file = "" }
		file { print > file }' "$1"
	grep -lE '/usr/pgsql|^make PG_CONFIG' "$2"/*.sh | xargs -r rm
}

# Runs a block as the user, in the clone. A user of a home folder has its variables.
type_block() {
	chroot "$root" runuser -u "$user" -- env -i HOME="$home" USER="$user" PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
		${TESTS:+TESTS="$TESTS"} sh -ec "cd '$home/ses_events'; set -- ; . '$1'" </dev/null
}

# Ends the receiver that runs in the chroot. sudo does not pass on a signal of its own
# group, so that Ctrl+C, which this stands for, has to reach the program.
end_receiver() {
	for process in /proc/[0-9]*; do
		[ "$(readlink "$process/root")" = "$root" ] || continue
		case $(tr '\0' ' ' <"$process/cmdline") in
			node\ */receiver.js\ | */python3\ */receiver.py\ ) kill -INT "${process##*/}" ;;
		esac
	done
}

# A receiver runs until it is ended. Meanwhile the last block of the page is typed.
try_receiver() {
	chroot "$root" runuser -u "$user" -- sh -ec "cd '$home/ses_events'; . '$1'" </dev/null &
	receiver=$!
	type_block "$2" >"$work/answers" || true
	cat "$work/answers"
	end_receiver
	wait "$receiver" || true
	[ "$(grep -c '^HTTP/1.1 200' "$work/answers")" = 2 ]
}

stop_servers() {
	chroot "$root" sh -c 'for cluster in /etc/postgresql/*/*; do
		[ ! -d "$cluster" ] || pg_ctlcluster "$(basename "$(dirname "$cluster")")" "${cluster##*/}" stop -m immediate; done' || true
}

# A step of a page, in words, and what it printed only if it fails.
step() {
	what=$1
	shift
	echo "== $what" >>"$log"
	if "$@" >"$work/said" 2>&1; then
		cat "$work/said" >>"$log"
	else
		cat "$work/said" | tee -a "$log" | tail -n 40
		echo "$what: FAILED"
		return 1
	fi
}

type_pages() {
	blocks=$root/tmp/blocks
	mkdir -p "$blocks/readme" "$blocks/examples"
	write_blocks "$tree/README.md" "$blocks/readme"
	write_blocks "$tree/examples/README.md" "$blocks/examples"
	last=$(ls "$blocks"/examples/*.sh | tail -n 1)
	for block in "$blocks"/readme/*.sh "$blocks"/examples/*.sh; do
		inside=${block#"$root"}
		[ "$block" != "$last" ] || continue
		what="$release, $user, $(basename "$(dirname "$block")"): $(head -n 1 "$block" | cut -c 1-80)"
		if grep -q 'exec runuser' "$block"; then
			# What installs packages, and then the program that stays.
			grep -v 'exec runuser' "$block" >"$block.first"
			grep 'exec runuser' "$block" >"$block.then"
			step "$what" type_block "$inside.first" &&
				step "$release, $user, $(cut -c 1-120 "$block.then")" try_receiver "$inside.then" "${last#"$root"}" || return
		else
			step "$what" type_block "$inside" || return
		fi
	done
}

failed=0
for release in ${*:-bookworm trixie}; do
	mkdir -p "$cache"
	pack_chroot "$release" "$release" --include=git,make,ca-certificates,sudo
	for user in ${AS:-tester root}; do
		log=$cache/$release-$user.log
		: >"$log"
		unpack_chroot "$release-$user"
		cp /etc/resolv.conf "$root/etc/resolv.conf"
		home=/root
		if [ "$user" != root ]; then
			home=/home/$user
			chroot "$root" useradd --create-home "$user"
			echo "$user ALL=(ALL) NOPASSWD: ALL" >"$root/etc/sudoers.d/$user"
		fi
		copy_tree "$root$home/ses_events"
		chroot "$root" chown -R "$user:" "$home"
		if type_pages; then
			echo "$release, $user: README.md and examples/README.md work as they stand"
		else
			failed=1
		fi
		stop_servers
	done
done
exit $failed
