# The commands of the README, as a newcomer types them, from top to bottom: on a system
# that has nothing of ours and no cluster, in a folder that is a clone.
use strict;
use warnings;

use IO::Socket::INET;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

use lib "$ENV{TESTDIR}/test/t/lib";
use Pages;

# Two installations of PostgreSQL, both of which belong to this user. The first has
# ses_events, with bitcode, and has to stay as it is. The newcomer's is a copy of it.
my $system = PostgreSQL::Test::Utils::tempdir_short;
my $clone = "$system/ses_events";
my $copy = q{
	. "$0/test/tools/tree.sh"
	. "$0/test/tools/server.sh"
	copy_server "$1" "$2"
	"$2$("$1" --bindir)/pg_config" --bindir --sharedir --pkglibdir
};
plan skip_all => 'needs what make check builds' unless $ENV{PG_CONFIG} && $ENV{WORK};

sub copied
{
	my ($pg_config, $folder) = @_;
	IPC::Run::run([ 'sh', '-euc', $copy, $ENV{TESTDIR}, $pg_config, $folder ], '>', \my $out) or BAIL_OUT('there is no copy');
	my %installation;
	@installation{qw(bindir sharedir pkglibdir)} = split /\n/, $out;
	return %installation;
}

# All files of an installation that are its own, with what is in them.
sub state_of
{
	my ($folder) = @_;
	my $state = `cd $folder && find . -path ./sudo -prune -o -path ./ses_events -prune -o -path ./data -prune -o -type f -exec cksum {} + | sort -k 3; find . -type l -printf '%p -> %l\n' | sort`;
	return $state;
}

my %installed = copied($ENV{PG_CONFIG}, "$system/installed");
mkdir "$installed{pkglibdir}/bitcode";
mkdir "$installed{pkglibdir}/bitcode/ses_events" or die $!;
append_to_file($_, "installed\n") foreach "$installed{sharedir}/extension/ses_events.control", "$installed{sharedir}/extension/ses_events--0.0.1.sql",
	map { "$installed{pkglibdir}/$_" } qw(ses_events.so bitcode/ses_events.index.bc bitcode/ses_events/event.bc);
my $installed_before = state_of("$system/installed");
like($installed_before, qr/event\.bc/, 'an installation has the extension');
my %own = copied("$installed{bindir}/pg_config", "$system/own");
unlike(state_of("$system/own"), qr{/ses_events}, 'a copy of it has not');
system_or_bail('sh', '-euc', '. "$0/test/tools/tree.sh"; tree=$0; copy_tree "$1"', $ENV{TESTDIR}, $clone);

# What a newcomer's system has besides, in a form that changes nothing of this system:
# what apt-get would install is only asked for, because all of it is there, and there is
# one cluster at most.
my $socket_folder = PostgreSQL::Test::Utils::tempdir_short;
my $data = "$system/data";
mkdir "$system/sudo";
my %programs = (
	sudo => <<'SH',
if [ "$1" = -u ]; then
	PGUSER=superuser
	export PGUSER
	shift 2
fi
exec "$@"
SH
	'apt-get' => <<'SH',
[ "$1" != update ] && ls /var/lib/apt/lists/*Packages* >/dev/null 2>&1 || exit 0
exec /usr/bin/apt-get --simulate -q "$@"
SH
	pg_lsclusters => <<"SH",
[ ! -d $data ] || echo "15 main 5432 online postgres $data $system/log"
SH
	pg_createcluster => <<"SH",
[ "\$1" = --start ] && [ "\$2" = "\$(pg_config --version | sed 's/^PostgreSQL //; s/[^0-9].*//')" ] && [ "\$3" = main ]
initdb -D $data -U superuser -A trust --no-locale -E UTF8 --no-sync >$system/log
printf '%s\\n' "listen_addresses = ''" "unix_socket_directories = '$socket_folder'" >>$data/postgresql.conf
pg_ctl -D $data -l $system/log -w -s start
SH
	service => <<"SH",
[ "\$*" = "postgresql start" ] && pg_ctl -D $data -s status >/dev/null
SH
);
foreach my $name (keys %programs)
{
	append_to_file("$system/sudo/$name", "#!/bin/sh\nset -e\n$programs{$name}");
	chmod 0755, "$system/sudo/$name";
}
END
{
	local $?;
	system($own{bindir} . '/pg_ctl', '-D', $data, '-m', 'immediate', '-s', 'stop') if defined $data && -f "$data/postmaster.pid";
}

# A command's output as it is written in the README: a line of … stands for any lines,
# and blanks at the end of a line do not count.
sub pattern
{
	my ($output) = @_;
	my $pattern = join '', map { $_ eq '…' ? '(?:.*\n)*' : quotemeta($_ =~ s/ +$//r) . ' *\n' } split /\n/, $output;
	return qr/^$pattern\n*$/;
}

# As on a fresh machine, nothing says where PostgreSQL is but PATH. All of the tests
# would run this one, too: one of them stands for all.
my $port = IO::Socket::INET->new(Listen => 1, LocalAddr => '127.0.0.1')->sockport;
local %ENV = (%ENV, PATH => "$system/sudo:$own{bindir}:$ENV{PATH}", PGHOST => $socket_folder, PGTZ => 'UTC', TESTS => 'vocabulary', RECEIVER_PORT => $port);
delete @ENV{ 'PG_CONFIG', 'WORK', 'PGPORT', 'PGUSER', 'PGDATABASE', 'MAKEFLAGS', 'MAKELEVEL', grep { /_proxy$/i } keys %ENV };
chdir $clone or die "$clone: $!";

sub typed
{
	my ($name, $text, $output) = @_;
	my $log = '';
	# However the block ends, nothing that it started stays.
	my $script = "trap 'kill \${!:-} 2>/dev/null || true' EXIT\n$text";
	my $ok = IPC::Run::run([ 'sh', '-eu' ], \$script, '>&', \$log, IPC::Run::timeout(4 * $PostgreSQL::Test::Utils::timeout_default));

	ok($ok, $name) or diag($log);
	$log =~ s/\r//g;
	like($log, pattern($output), 'prints what the README shows') if defined $output;
	return;
}

foreach my $block (blocks_of("$ENV{TESTDIR}/README.md", 'commands', 'sh'))
{
	my ($command) = $block->{text} =~ /^(.*)/;
	SKIP:
	{
		skip 'the receiver needs psycopg 3, aiohttp and curl', 2
			if $block->{text} =~ /receiver\.py/ && system(q[exec >/dev/null 2>&1; /usr/bin/python3 -c 'import psycopg, aiohttp' && command -v curl]) != 0;
		typed("line $block->{line}, $command", map { defined $_ ? s/:8080/:$port/gr : $_ } @$block{qw(text output)});
	}
}

# The extension is installed now, with bitcode where the server has it. What comes
# before it in the README works as before, and writes into no installation.
like(state_of("$system/own"), qr{bitcode/ses_events/}, 'bitcode is installed') if -f "$clone/src/payload.bc";
my $own_before = state_of("$system/own");
like($own_before, qr{extension/ses_events\.control}, 'the extension is installed');
typed('make check, where it is installed', 'make check');
is(state_of("$system/own"), $own_before, 'changes nothing of the installation');
is(state_of("$system/installed"), $installed_before, 'nothing of all this changes the other installation');

chdir '/';
done_testing();
