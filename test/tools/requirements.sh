# requirements.sh: finds what is needed to build and test, and installs what
# is missing. Sourced, with what is to be run as command; sets PG_CONFIG.
#
# Only Debian and its kin have a package manager that this knows; elsewhere it
# says what to install. Nothing is changed where nothing is missing.

oldest_version=15

# The major version of a pg_config's server.
major_version() {
	"$1" --version 2>/dev/null | sed -n 's/^PostgreSQL \([0-9]*\).*/\1/p'
}

# A pg_config with the server's headers and the server itself, new enough.
usable_pg_config() {
	command -v "$1" >/dev/null 2>&1 || return 1
	version=$(major_version "$1")
	[ -n "$version" ] && [ "$version" -ge $oldest_version ] &&
		[ -f "$("$1" --pgxs)" ] &&
		[ -f "$("$1" --includedir-server)/postgres.h" ] &&
		[ -x "$("$1" --bindir)/initdb" ]
}

installed_pg_configs() {
	ls -d /usr/lib/postgresql/*/bin/pg_config 2>/dev/null | sort -Vr
}

# The one that the user names, or any.
find_pg_config() {
	for candidate in ${PG_CONFIG:-pg_config $(installed_pg_configs)}; do
		if usable_pg_config "$candidate"; then
			PG_CONFIG=$(command -v "$candidate")
			return 0
		fi
	done
	return 1
}

# One of an older server than PG_CONFIG's, the oldest that there is.
find_older_pg_config() {
	newest=$(major_version "$PG_CONFIG")
	OLDER_PG_CONFIG=
	for candidate in $(installed_pg_configs); do
		if usable_pg_config "$candidate" && [ "$version" -lt "$newest" ]; then
			OLDER_PG_CONFIG=$candidate
		fi
	done
	[ -n "$OLDER_PG_CONFIG" ]
}

# The headers of OpenSSL, unless the server is built without it.
has_openssl() {
	[ ! -f /usr/include/openssl/evp.h ] || return 0
	find_pg_config && ! grep -qs 'define USE_OPENSSL 1' "$("$PG_CONFIG" --includedir-server)"/pg_config*.h
}

# A clang that brings libFuzzer.
fuzzer_packages='clang libclang-rt-dev'
has_fuzzer() {
	command -v clang >/dev/null 2>&1 && [ -f "$(clang -print-file-name=libclang_rt.fuzzer-"$(uname -m)".a)" ]
}

# The client library of PostgreSQL for Node.js, or what fetches it.
has_node_client() {
	command -v node >/dev/null 2>&1 && { command -v npm >/dev/null 2>&1 || node -e 'require("pg")' 2>/dev/null; }
}

# What single tests are skipped without, a line of packages for each.
optional_packages() {
	has_fuzzer || echo "$fuzzer_packages"
	has_node_client || echo nodejs node-pg
	command -v git >/dev/null 2>&1 || echo git
	command -v clang-format-14 >/dev/null 2>&1 || echo clang-format-14
	/usr/bin/python3 -c 'import psycopg, aiohttp' 2>/dev/null || echo python3-psycopg python3-aiohttp
	major=$(major_version "$PG_CONFIG")
	if [ "$("$PG_CONFIG" --bindir)" = "/usr/lib/postgresql/$major/bin" ]; then
		for extension in pg_partman:partman pg_cron:cron; do
			[ -f "$("$PG_CONFIG" --sharedir)/extension/${extension%:*}.control" ] || echo "postgresql-$major-${extension#*:}"
		done
	fi
}

# What Debian calls the missing things.
missing_packages() {
	command -v gcc >/dev/null 2>&1 || command -v clang >/dev/null 2>&1 || printf ' gcc'
	[ -f /usr/include/stdio.h ] || printf ' libc6-dev'
	[ -f /usr/include/zlib.h ] || printf ' zlib1g-dev'
	has_openssl || printf ' libssl-dev'
	command -v prove >/dev/null 2>&1 || printf ' perl'
	perl -MIPC::Run -e 1 >/dev/null 2>&1 || printf ' libipc-run-perl'
	[ "$command" != fuzz-native.sh ] || has_fuzzer || printf ' %s' "$fuzzer_packages"
	[ "$command" != bench.sh ] || command -v gnuplot >/dev/null 2>&1 || printf ' gnuplot-nox'
	if [ "$command" = sanitized.sh ]; then
		for package in dpkg-dev bzip2 xz-utils patch bison flex pkg-config libssl-dev liblz4-dev valgrind; do
			dpkg-query -W -f '${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed || printf ' %s' "$package"
		done
	fi
	if ! find_pg_config; then
		version=$(apt-cache depends postgresql 2>/dev/null | sed -n 's/.*Depends: postgresql-\([0-9]*\)$/\1/p' | head -n 1)
		if [ -n "$version" ]; then
			printf ' postgresql-%s postgresql-server-dev-%s' "$version" "$version"
		else
			printf ' postgresql postgresql-server-dev-all'
		fi
	fi
}

as_root() {
	if [ "$(id -u)" = 0 ]; then
		env DEBIAN_FRONTEND=noninteractive "$@"
	else
		sudo env DEBIAN_FRONTEND=noninteractive "$@"
	fi
}

is_root_at_once() {
	[ "$(id -u)" = 0 ] || { command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; }
}

may_be_root() {
	is_root_at_once || { [ -t 0 ] && command -v sudo >/dev/null 2>&1 && sudo true; }
}

# Debian's server package makes a cluster and starts it, unless it is told not
# to: the one for the tests is private. What tells it is gone afterwards.
no_cluster=/etc/postgresql-common/createcluster.d/ses_events-no-cluster.conf

forget_no_cluster() {
	as_root rm -f "$no_cluster"
	as_root rmdir --ignore-fail-on-non-empty "${no_cluster%/*}" 2>/dev/null || true
}

# Asks for the lists of packages, once.
update_lists() {
	[ -n "${lists_are_new:-}" ] || as_root apt-get update -qq || return
	lists_are_new=yes
}

install_packages() {
	log=$(mktemp)
	trap 'rm -f "$log"; forget_no_cluster' EXIT
	trap 'exit 1' HUP INT PIPE TERM
	case "$*" in
		*postgresql*)
			as_root mkdir -p "${no_cluster%/*}"
			echo 'create_main_cluster = false' | as_root tee "$no_cluster" >/dev/null
			;;
	esac
	as_root apt-get install -y --no-install-recommends "$@" >"$log" 2>&1 || {
		cat "$log" >&2
		exit 1
	}
	rm -f "$log"
	forget_no_cluster
	trap - EXIT HUP INT PIPE TERM
}

# Nobody is asked for the sake of a single test; who names tests has what they need, or is told by them.
install_optional_packages() {
	[ -z "${TESTS:-}" ] || return 0
	missing=$(optional_packages)
	[ -n "$missing" ] && command -v apt-get >/dev/null 2>&1 && is_root_at_once || return 0
	update_lists || return 0
	echo "$missing" | while read -r packages; do
		echo "Installing with apt-get what a test needs: $packages"
		# shellcheck disable=SC2086
		(install_packages $packages) >/dev/null 2>&1 </dev/null || echo "It cannot be installed, and the test will be skipped."
	done
}

require_everything() {
	require_packages
	[ "$command" != check.sh ] || install_optional_packages
}

require_packages() {
	if [ -n "${PG_CONFIG:-}" ] && ! find_pg_config; then
		echo "PG_CONFIG=$PG_CONFIG is not the pg_config of a PostgreSQL $oldest_version or later with its server headers." >&2
		exit 1
	fi
	[ -n "$(missing_packages)" ] || { find_pg_config; return; }

	if ! command -v apt-get >/dev/null 2>&1; then
		echo "Please install first: a C compiler, PostgreSQL $oldest_version or later with its server headers, zlib and OpenSSL with their headers, Perl with prove and IPC::Run." >&2
		exit 1
	fi
	if ! may_be_root; then
		echo "Something is missing, and only root can install it. Please have run:" >&2
		echo "  apt-get update && apt-get install$(missing_packages)" >&2
		exit 1
	fi
	update_lists
	packages=$(missing_packages)
	echo "Installing with apt-get what is missing:$packages"
	# shellcheck disable=SC2086
	install_packages $packages
	find_pg_config
}
