# The receivers of examples/ for the tests of them: their programs, and requests to them.
package Receivers;

use strict;
use warnings;

use Exporter qw(import);
use File::Copy qw(copy);
use HTTP::Tiny;
use IO::Select;
use IO::Socket::INET;
use MIME::Base64 qw(encode_base64);
use PostgreSQL::Test::Utils;
use Test::More;
use Time::HiRes qw(sleep time);

our @EXPORT = qw($token $basic $patience @programs receivers wait_for log_of start_receiver ended
	dial head with_length chunk answer_of post basic_of open_event);

$SIG{PIPE} = 'IGNORE';
our $patience = $PostgreSQL::Test::Utils::timeout_default;
our ($token, $basic) = ('0123456789abcdef', 'ses:open sesame');
my $tree = $ENV{TESTDIR} || '.';

# The commands that start the receivers that can run here. The client of PostgreSQL for
# Node.js is Debian's, or comes from the registry of npm.
sub node_command
{
	my $folder = PostgreSQL::Test::Utils::tempdir();

	return unless IPC::Run::run([ 'node', '-e', '' ], '>', \my $out, '2>', \my $err);
	copy("$tree/examples/node/$_", "$folder/$_") or die "$_: $!" foreach qw(receiver.js package.json package-lock.json);
	return ('node', "$folder/receiver.js") if IPC::Run::run([ 'node', '-e', 'require("pg")' ], '>', \$out, '2>', \$err);
	local $ENV{HOME} = $folder;
	return ('node', "$folder/receiver.js")
		if IPC::Run::run([ 'npm', 'ci', '--prefix', $folder, '--no-audit', '--no-fund', '--ignore-scripts', '--fetch-timeout=20000', '--fetch-retries=0' ],
			'<', '/dev/null', '>', \$out, '2>', \$err);
	return;
}

sub python_command
{
	return unless -x '/usr/bin/python3' && IPC::Run::run([ '/usr/bin/python3', '-c', 'import psycopg, aiohttp' ], '>', \my $out, '2>', \my $err);
	return ('/usr/bin/python3', '-B', "$tree/examples/python/receiver.py");
}

# The commands by name. The test is skipped where neither can run.
sub receivers
{
	# IPC::Run dies where there is no such program.
	my %commands = (
		node => [ eval { node_command() } ],
		python => [ eval { python_command() } ]);
	my %needs = (
		node => 'needs Node.js with its package pg, or npm to fetch that (Debian: nodejs node-pg)',
		python => 'needs Python with psycopg 3 and aiohttp (Debian: python3-psycopg python3-aiohttp)');

	plan skip_all => join '; ', @needs{qw(node python)} unless grep { @$_ } values %commands;
	foreach my $name (grep { !@{ $commands{$_} } } sort keys %commands)
	{
		SKIP: { skip "$name: $needs{$name}", 1 }
		delete $commands{$name};
	}
	return %commands;
}

# What runs besides this test, and ends with it.
our @programs;
END
{
	local $?;
	kill 'CONT', map { $_->{backends} ? @{ $_->{backends} } : () } @programs;
	eval { $_->{run}->kill_kill } foreach @programs;
}

sub wait_for
{
	my ($what, $is_so) = @_;
	my $end = time + $patience;
	until ($is_so->())
	{
		die "$what: timed out" if time > $end;
		sleep 0.02;
	}
	return 1;
}

sub log_of { return -e $_[0]->{log} ? slurp_file($_[0]->{log}) : '' }

# Starts a receiver; with a false port, it was one that refused. Settings without the
# prefix PG are the receiver's own. Of libpq's variables it has these only.
sub start_receiver
{
	my ($command, %settings) = @_;
	my %program = (log => PostgreSQL::Test::Utils::tempdir() . '/log');
	my %environment = %ENV;
	delete @environment{ grep { /^(?:PG|RECEIVER_|https?_proxy$|HTTPS?_PROXY$|NODE_OPTIONS$|NODE_EXTRA_CA_CERTS$)/ } keys %environment };
	%settings = (PORT => 0, %settings);
	%environment = (%environment, map { (/^PG/ ? $_ : "RECEIVER_$_") => $settings{$_} } keys %settings);
	local %ENV = %environment;

	$program{run} = IPC::Run::start($command, '<', '/dev/null', '>', '/dev/null', '2>', $program{log});
	push @programs, \%program;
	wait_for('start', sub { ($program{port}) = log_of(\%program) =~ /listening on port (\d+)/; $program{port} || !eval { $program{run}->pump_nb; 1 } });
	return \%program;
}

# Waits until it ends, and returns whether it did so as it should.
sub ended
{
	my ($program) = @_;
	wait_for('the end', sub { !eval { $program->{run}->pump_nb; 1 } });
	return $program->{run}->finish;
}

# Sends bytes; and the parts of a request.
sub dial
{
	my ($program, $bytes) = @_;
	my $socket = IO::Socket::INET->new(PeerAddr => '127.0.0.1', PeerPort => $program->{port}) or return;
	$socket->autoflush(1);
	print $socket $bytes;
	return $socket;
}

sub head { return join "\r\n", "POST /webhook?token=$token HTTP/1.1", 'Host: localhost', @_, '', '' }
sub with_length { return head('Content-Length: ' . length $_[0]) . $_[0] }
sub chunk { return sprintf "%x\r\n%s\r\n", length $_[0], $_[0] }

# Reads one answer, all of which have no body: its status, 'closed' or, if none comes within a time, ''.
sub answer_of
{
	my ($socket, $seconds) = @_;
	my $answer = '';
	my $end = time + ($seconds // $patience);

	until ($answer =~ /\r\n\r\n/)
	{
		return '' unless IO::Select->new($socket)->can_read($end - time > 0 ? $end - time : 0);
		sysread($socket, $answer, 1, length $answer) or return 'closed';
	}
	return $answer =~ m{^HTTP/1\.[01] (\d+)} ? $1 : $answer;
}

sub post
{
	my ($program, $body, %more) = @_;
	my $path = $more{path} // "/webhook?token=$token";
	my $response = HTTP::Tiny->new(timeout => $patience, proxy => undef, http_proxy => undef)
		->request($more{method} // 'POST', "http://127.0.0.1:$program->{port}$path", { content => $body, headers => { 'content-type' => 'text/plain', %{ $more{headers} // {} } } });
	return wantarray ? ($response->{status}, $response->{headers}) : $response->{status};
}

sub basic_of { return 'Basic ' . encode_base64($_[0], '') }

my $number = 0;
sub open_event { return sprintf '{"event": "open", "email": "r%d@r.example", "bulkId": "m", "timestamp": 1770091510}', ++$number }

1;
