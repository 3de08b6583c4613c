# tree.sh: a folder to work in, and a copy of the tree. Sourced; needs tree, the
# folder of the project.

# A folder of one's own. Sockets live in it: its path has to be short, which a
# TMPDIR need not be.
make_folder() {
	env -u TMPDIR mktemp -d
}

# Copies the tree into a folder, without what was built or left there.
copy_tree() {
	mkdir "$1" &&
		tar -C "$tree" --exclude=./.git --exclude=./.cache --exclude=./dist --exclude=./tmp_check \
			--exclude='*.o' --exclude='*.bc' --exclude='*.so' -cf - . | tar -C "$1" -xf -
}
