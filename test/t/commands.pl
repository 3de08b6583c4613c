# The commands of the README, as a newcomer types them, from top to bottom: on a server
# that has nothing of ours, in a folder that is a clone.
use strict;
use warnings;

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

use lib "$ENV{TESTDIR}/test/t/lib";
use Pages;

# A newcomer's system: an installation of PostgreSQL, and sudo, both of which are this
# test's own; what apt-get would install is only asked for, because all of it is there.
my $system = PostgreSQL::Test::Utils::tempdir_short;
my $clone = "$system/ses_events";
my ($bindir) = run_command([ $ENV{PG_CONFIG} // 'pg_config', '--bindir' ]);
system_or_bail('sh', '-euc', q{
	. "$1/test/tools/tree.sh"
	. "$1/test/tools/server.sh"
	copy_server "$PG_CONFIG" "$2"
	tree=$1
	copy_tree "$2/ses_events"
}, 'sh', $ENV{TESTDIR}, $system) if $ENV{PG_CONFIG} && $ENV{WORK};
plan skip_all => 'needs what make check makes' unless -d $clone;

mkdir "$system/sudo";
append_to_file("$system/sudo/sudo", <<'SH');
#!/bin/sh
if [ "$1" = -u ]; then
	PGUSER=superuser
	export PGUSER
	shift 2
fi
exec "$@"
SH
append_to_file("$system/sudo/apt-get", <<'SH');
#!/bin/sh
[ "$1" != update ] && ls /var/lib/apt/lists/*Packages* >/dev/null 2>&1 || exit 0
exec /usr/bin/apt-get --simulate -q "$@"
SH
chmod 0755, "$system/sudo/sudo", "$system/sudo/apt-get";

my $node;
{
	local $ENV{PGUSER} = 'superuser';
	$node = PostgreSQL::Test::Cluster->new('commands', install_path => "$system" . ($bindir =~ s/\/bin$//r));
	$node->init(extra => [ '--username=superuser', '--no-locale', '--encoding=UTF8' ]);
	$node->start;
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
local %ENV = (%ENV, PATH => "$system/sudo:$system$bindir:$ENV{PATH}", PGHOST => $node->host, PGPORT => $node->port, PGTZ => 'UTC', TESTS => 'vocabulary');
delete @ENV{ 'PG_CONFIG', 'WORK', 'PGUSER', 'PGDATABASE', 'MAKEFLAGS', 'MAKELEVEL' };
chdir $clone or die "$clone: $!";

foreach my $block (blocks_of("$ENV{TESTDIR}/README.md", 'commands', 'sh'))
{
	my ($command) = $block->{text} =~ /^(.*)/;
	my $log = '';
	my $ok = IPC::Run::run([ 'sh', '-eu' ], \$block->{text}, '>&', \$log);

	ok($ok, "line $block->{line}, $command") or diag($log);
	like($log, pattern($block->{output}), 'prints what the README shows') if defined $block->{output};
}

chdir '/';
$node->stop;
done_testing();
