# chroot.sh: clean Debians to work in. Sourced, by root; needs tree and, for the
# folder where chroots are kept, cache. Sets work, a folder that is gone at the end.
#
# Each is made by mmdebstrap and kept, packed, as long as it would be made in the same way.

if [ "$(id -u)" != 0 ]; then
	echo "Only root can make a chroot. Please call it as root." >&2
	exit 1
fi
if ! command -v mmdebstrap >/dev/null 2>&1; then
	echo "Please install mmdebstrap first: apt-get install mmdebstrap" >&2
	exit 1
fi

. "$tree/test/tools/tree.sh"
work=$(make_folder)
clean_up() {
	umount -l "$work"/*/dev "$work"/*/proc 2>/dev/null || true
	rm -rf --one-file-system "$work"
}
trap clean_up EXIT
trap 'exit 1' HUP INT PIPE TERM
mkdir -p "$cache"

# Packs a chroot, if it is not yet, and sets packed to where that is: its name, the
# release of Debian, and what else mmdebstrap is given.
pack_chroot() {
	name=$1
	suite=$2
	shift 2
	set -- --quiet --variant=minbase --aptopt='Acquire::Check-Valid-Until "false"' "$@"
	packed=$cache/$name-$(printf '%s\n' "$@" "$suite" | cksum | cut -d ' ' -f 1).tar
	[ -f "$packed" ] || {
		rm -f "$cache/$name"-*.tar
		mmdebstrap "$@" "$suite" "$cache/$name.new.tar" && mv "$cache/$name.new.tar" "$packed"
	}
}

# Unpacks the chroot that was packed last, and sets root to where that is: its name.
unpack_chroot() {
	root=$work/$1
	mkdir -p "$root" &&
		tar -C "$root" -xf "$packed" &&
		mount -t proc proc "$root/proc" &&
		mount --rbind /dev "$root/dev" &&
		mount --make-rslave "$root/dev"
}

# Runs a script of sh in the chroot that was unpacked last. The makes that it calls
# are not parts of one that calls this.
in_chroot() {
	chroot "$root" env -u MAKEFLAGS -u MAKELEVEL -u TMPDIR DEBIAN_FRONTEND=noninteractive sh -ec "$1"
}
