# server.sh: builds the extension and starts a server that has it. Sourced by
# the commands that private.sh runs, in the private tree.

cd "$WORK/tree"
bindir=$("$PG_CONFIG" --bindir)
sharedir=$("$PG_CONFIG" --sharedir)
pkglibdir=$("$PG_CONFIG" --pkglibdir)

# Links to all of a folder that is not there yet. An installed ses_events is left out,
# because an installation beside it would write through the links.
link_all() {
	mkdir -p "$2"
	for file in "$1"/*; do
		case ${file##*/} in
			ses_events | ses_events.* | ses_events--*) continue ;;
		esac
		[ -e "$2/${file##*/}" ] || ln -s "$file" "$2/"
	done
}

# Creates an installation of the server of a pg_config below a folder, without
# ses_events. A server finds its files relative to its own program: a copy of the
# programs beside links to everything else is an installation of its own. The folders
# that the installation of an extension writes to are its own.
copy_server() (
	bindir=$("$1" --bindir)
	headers=$("$1" --includedir-server)
	sharedir=$("$1" --sharedir)
	pkglibdir=$("$1" --pkglibdir)
	mkdir -p "$2$bindir" "$2${headers%/*}"
	cp "$bindir"/* "$2$bindir/"
	[ -e "$2$headers" ] || ln -s "$headers" "$2$headers"
	[ ! -d "$pkglibdir/bitcode" ] || link_all "$pkglibdir/bitcode" "$2$pkglibdir/bitcode"
	link_all "$pkglibdir" "$2$pkglibdir"
	link_all "$sharedir/extension" "$2$sharedir/extension"
	link_all "$sharedir" "$2$sharedir"
)

# The same, with the extension.
install_server() {
	for target in clean install; do
		make -s $target DESTDIR="$2" PG_CONFIG="$1" with_llvm=no >"$WORK/build.log" 2>&1 || {
			cat "$WORK/build.log"
			return 1
		}
	done
	copy_server "$1" "$2"
}

build_installation() {
	echo "Building for $("$PG_CONFIG" --version)"
	install_server "$PG_CONFIG" "$WORK/pg"
	PATH="$WORK/pg$bindir:$PATH"
	export PATH
}

# Starts it, with settings that are given, each a line of its configuration.
# server_program may name another program than the installed one.
start_server() {
	PGHOST=$WORK PGPORT=5432 PGUSER=postgres PGDATABASE=postgres
	export PGHOST PGPORT PGUSER PGDATABASE
	unset PGSERVICE PGOPTIONS PGCLIENTENCODING || true
	initdb -D "$WORK/data" -U postgres -A trust -E UTF8 --no-locale --no-sync >"$WORK/initdb.log"
	cat >>"$WORK/data/postgresql.conf" <<-CONF
		listen_addresses = ''
		unix_socket_directories = '$WORK'
		fsync = off
		autovacuum = off
	CONF
	printf '%s\n' "$@" >>"$WORK/data/postgresql.conf"
	trap 'pg_ctl -D "$WORK/data" -m immediate -s stop' EXIT
	trap 'exit 1' HUP INT PIPE TERM
	pg_ctl -D "$WORK/data" -l "$WORK/server.log" ${server_program:+-p "$server_program"} -w -s start || {
		cat "$WORK/server.log"
		return 1
	}
}
