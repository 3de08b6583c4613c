# requirements.sh: finds what is needed to build and test, and installs what
# is missing. Sourced; sets PG_CONFIG.
#
# Only Debian and its kin have a package manager that this knows; elsewhere it
# says what to install. Nothing is changed where nothing is missing.

# A pg_config with the server's headers and the server itself.
usable_pg_config() {
	command -v "$1" >/dev/null 2>&1 &&
		pgxs=$("$1" --pgxs 2>/dev/null) && [ -f "$pgxs" ] &&
		[ -f "$("$1" --includedir-server)/postgres.h" ] &&
		[ -x "$("$1" --bindir)/initdb" ]
}

find_pg_config() {
	for candidate in "${PG_CONFIG:-pg_config}" \
		$(ls -d /usr/lib/postgresql/*/bin/pg_config 2>/dev/null | sort -Vr); do
		if usable_pg_config "$candidate"; then
			PG_CONFIG=$(command -v "$candidate")
			return 0
		fi
	done
	return 1
}

# What Debian calls the missing things.
missing_packages() {
	command -v gcc >/dev/null 2>&1 || command -v clang >/dev/null 2>&1 || printf ' gcc'
	[ -f /usr/include/stdio.h ] || printf ' libc6-dev'
	command -v prove >/dev/null 2>&1 || printf ' perl'
	perl -MIPC::Run -e 1 >/dev/null 2>&1 || printf ' libipc-run-perl'
	if ! find_pg_config; then
		version=$(apt-cache depends postgresql 2>/dev/null | sed -n 's/.*Depends: postgresql-\([0-9]*\)$/\1/p' | head -n 1)
		if [ -n "$version" ]; then
			printf ' postgresql-%s postgresql-server-dev-%s' "$version" "$version"
		else
			printf ' postgresql postgresql-server-dev-all'
		fi
	fi
}

# Debian's server package makes a cluster and starts it. The one for the tests
# is private, so it is told not to.
without_main_cluster() {
	conf=/etc/postgresql-common/createcluster.d/no-main-cluster.conf
	if dpkg -s "$(printf '%s\n' "$@" | grep -m 1 '^postgresql-[0-9]')" >/dev/null 2>&1 || [ -e "$conf" ]; then
		as_root apt-get install -y --no-install-recommends "$@"
		return
	fi
	as_root mkdir -p "${conf%/*}"
	printf 'create_main_cluster = false\n' | as_root tee "$conf" >/dev/null
	status=0
	as_root apt-get install -y --no-install-recommends "$@" || status=$?
	as_root rm -f "$conf"
	return $status
}

as_root() {
	if [ "$(id -u)" = 0 ]; then
		DEBIAN_FRONTEND=noninteractive "$@"
	else
		sudo DEBIAN_FRONTEND=noninteractive "$@"
	fi
}

may_be_root() {
	[ "$(id -u)" = 0 ] || { command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; } ||
		{ [ -t 0 ] && command -v sudo >/dev/null 2>&1 && sudo true; }
}

require_everything() {
	packages=$(missing_packages)
	if [ -n "$packages" ]; then
		if ! command -v apt-get >/dev/null 2>&1; then
			echo "Please install first: a C compiler, PostgreSQL 15 or later with its server headers, Perl with prove and IPC::Run." >&2
			exit 1
		fi
		if ! may_be_root; then
			echo "Something is missing, and only root can install it. Please run:" >&2
			echo "  apt-get install$packages" >&2
			exit 1
		fi
		as_root apt-get update -qq
		packages=$(missing_packages)
		echo "Installing with apt-get what is missing:$packages"
		# shellcheck disable=SC2086
		without_main_cluster $packages >"${TMPDIR:-/tmp}/ses_events-apt.log" 2>&1 || {
			cat "${TMPDIR:-/tmp}/ses_events-apt.log" >&2
			exit 1
		}
		rm -f "${TMPDIR:-/tmp}/ses_events-apt.log"
	fi
	find_pg_config
	export PG_CONFIG
}
