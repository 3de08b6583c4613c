# The receivers of examples/ as their page starts them, with databases that refuse, and
# what they report about that: GET /health, and the log.
use strict;
use warnings;

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use Time::HiRes qw(sleep);

use lib "$ENV{TESTDIR}/test/t/lib";
use Receivers;

my %commands = receivers();

# Without PGHOST, a client looks into this folder. The server of this test has a socket
# there if its user may create one, as postgres may on Debian. Otherwise the receiver sees
# the folder of the server in its place.
my $folder = (grep { -d $_ } '/var/run/postgresql', '/tmp')[0];
my $server = PostgreSQL::Test::Cluster->new('receivers_database');
$server->init(extra => [ '--encoding=UTF8', '--no-locale' ]);
my @inside = -w $folder ? () : ('unshare', '-rm', 'sh', '-ec', 'mount --bind "$0" "$1" && shift && exec "$@"', $server->host, $folder);
my $is_reachable = !@inside || IPC::Run::run([ @inside, 'true' ], '>', \my $out, '2>', \my $err);
$server->append_conf('postgresql.conf', "unix_socket_directories = '" . $server->host . ",$folder'") unless @inside;
$server->start;
# To the client, the user is root then.
$server->safe_psql('postgres', q[CREATE ROLE root SUPERUSER LOGIN]) if @inside;

# Has the server authenticate users, besides the one of this test, by a method.
sub authenticate_by
{
	my ($method) = @_;
	unlink $server->data_dir . '/pg_hba.conf';
	$server->append_conf('pg_hba.conf', "local all receiver,guest $method\nlocal all all trust");
	$server->reload;
	return;
}

# How many children of the server wait for a client to say who it is.
sub undecided
{
	my $count = 0;
	return 0 unless -e $server->data_dir . '/postmaster.pid';
	my ($postmaster) = slurp_file($server->data_dir . '/postmaster.pid') =~ /^(\d+)/;
	foreach my $status (glob '/proc/[0-9]*/stat')
	{
		open my $file, '<', $status or next;
		my $line = <$file> // '';
		next unless $line =~ /^\d+ \(.*\) \S (\d+)/ && $1 == $postmaster;
		open my $command, '<', $status =~ s/stat$/cmdline/r or next;
		$count++ if (<$command> // '') =~ /authentication/;
	}
	return $count;
}

# The database is asked again after a second.
sub health
{
	my ($program) = @_;
	sleep 1.1 if $program->{is_asked}++;
	return post($program, undef, method => 'GET', path => '/health');
}

# A receiver whose webhooks are not stored, and then are.
sub refused
{
	my ($name, $command, $what, $reason, $remedy, %settings) = @_;
	my $program = start_receiver($command, PGHOST => $server->host, PGPORT => $server->port, PGUSER => 'receiver', PGDATABASE => $name, TOKEN => $token, %settings);

	my ($status, $headers) = post($program, open_event());
	is($status, 503, "$name, $what: is not stored");
	cmp_ok($headers->{'retry-after'} // 0, '>', 0, "$name, $what: may come again");
	is(post($program, open_event()), 503, "$name, $what: and the receiver lives on");
	is(health($program), 503, "$name, $what: which /health reports");
	is(post($program, undef, method => 'GET'), 503, "$name, $what: and GET with the secret");
	like(log_of($program), qr{^receiver: answered 503 to /webhook: .*$reason}m, "$name, $what: the log has the reason");
	like(log_of($program), qr{^receiver: answered 503 to /health: }m, "$name, $what: of /health, too");
	for (my $tries = 50; $tries > 0 && undecided() > 0; $tries--) { sleep 0.1 }
	is(undecided(), 0, "$name, $what: no connection is left to its timeout");
	$remedy->();
	is(post($program, open_event()), 200, "$name, $what: is stored when the database accepts");
	# Once is enough, because it takes a second.
	is(health($program), 200, "$name, $what: which /health reports") if $what eq 'no server';
	$program->{run}->signal('TERM');
	ok(ended($program), "$name, $what: ends as it should");
	return;
}

sub test_refusals
{
	my ($name, $command) = @_;
	my $sql = sub { $server->safe_psql($name, @_) };
	my $password = $name eq 'node' ? qr/password|timeout/ : qr/password/;

	authenticate_by('scram-sha-256');
	refused($name, $command, 'no password', $password, sub { authenticate_by('trust') });
	authenticate_by('scram-sha-256');
	refused($name, $command, 'a wrong password', qr/password/, sub { $sql->(q[ALTER ROLE receiver PASSWORD 'changed']) }, PGPASSWORD => 'changed');
	authenticate_by('reject');
	refused($name, $command, 'a client that is rejected', qr/pg_hba/, sub { authenticate_by('trust') });
	refused($name, $command, 'no such role', qr/guest/, sub { $sql->('CREATE ROLE guest LOGIN IN ROLE receiver') }, PGUSER => 'guest');
	refused($name, $command, 'no such database', qr/later/, sub { $server->safe_psql('postgres', "CREATE DATABASE later TEMPLATE $name") }, PGDATABASE => 'later');
	$server->safe_psql('postgres', 'DROP DATABASE later; DROP ROLE guest');
	refused($name, $command, 'no server', qr/No such file|ENOENT/, sub { $server->start }, PGHOST => do { $server->stop; $server->host });
	refused($name, $command, 'no pipeline', qr/post/, sub { $sql->('ALTER SCHEMA mail RENAME TO post') }, FUNCTION => 'post.receive');
	$sql->('ALTER SCHEMA post RENAME TO mail');
	$sql->('REVOKE ALL ON FUNCTION mail.receive(text) FROM receiver');
	refused($name, $command, 'no privilege', qr/42501/, sub { $sql->('GRANT EXECUTE ON FUNCTION mail.receive(text) TO receiver') });
	$sql->('ALTER ROLE receiver SET default_transaction_read_only = on');
	refused($name, $command, 'a database that is read-only', qr/25006/, sub {
		$sql->(q[ALTER ROLE receiver RESET default_transaction_read_only; SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'receiver']);
		wait_for('the end of connections', sub { $sql->(q[SELECT count(*) FROM pg_stat_activity WHERE usename = 'receiver']) == 0 }) });
	return;
}

# Nothing is set but what the page sets. PGPORT is, because this test's server has another one.
sub test_defaults
{
	my ($name, $command) = @_;

	SKIP:
	{
		skip "$name: no server can be in $folder here", 1 unless $is_reachable;

		# Debian's libpq, which psycopg has, knows the first folder only.
		skip "$name: libpq looks in a folder that is not here", 1 if $name eq 'python' && $folder eq '/tmp';
		my $program = start_receiver([ @inside, @$command ], PGPORT => $server->port, PGDATABASE => $name, TOKEN => $token);
		is(post($program, open_event()), 200, "$name: a webhook without PGHOST and PGUSER") or diag(log_of($program));
		is(health($program), 200, "$name: and /health");
		$program->{run}->signal('TERM');
		ended($program);
	}
	return;
}

sub test_log
{
	my ($name, $command) = @_;
	my $program = start_receiver($command, PGHOST => $server->host, PGPORT => $server->port, PGUSER => 'receiver', PGDATABASE => $name,
		TOKEN => $token, BASIC => $basic, MAX_BODY => 1000);
	my $stored = $server->safe_psql($name, 'SELECT count(*) FROM mail.webhook');
	my @expected;
	# A request, and what the log has of it.
	my $is_logged = sub {
		my ($what, $status, $path, @request) = @_;
		is(post($program, open_event(), @request), $status, "$name: $what");
		push @expected, "receiver: answered $status to $path" if $status >= 400;
		# One of the two programs writes after the answer.
		wait_for('a line of the log', sub { (() = log_of($program) =~ /answered/g) == @expected });
	};

	is(post($program, undef, method => $_, path => '/health?from=balancer'), 200, "$name: $_ /health") foreach qw(GET HEAD);
	$is_logged->('a webhook that is stored', 200, '/webhook');
	$is_logged->('POST /health', 405, '/health', path => '/health');
	$is_logged->('another path', 404, '/healthy', path => '/healthy?private=1');
	$is_logged->('a wrong token', 401, '/webhook/sendgrid', path => '/webhook/sendgrid?token=nearly');
	$is_logged->('a wrong password', 401, '/webhook', path => '/webhook', headers => { authorization => basic_of('ses:nearly') });
	$is_logged->('a token in the path', 401, '/webhook/*', path => "/webhook/$token");
	$is_logged->('a fragment', 404, '/other', path => '/other#private');
	$is_logged->('a long path', 404, '/' . 'x' x 99, path => '/' . 'x' x 2000);
	$is_logged->('another method', 405, '/webhook', method => 'PUT');
	$is_logged->('a compressed body', 415, '/webhook/brevo', path => "/webhook/brevo?token=$token", headers => { 'content-encoding' => 'gzip' });
	is(answer_of(dial($program, head())), 411, "$name: no length");
	push @expected, 'receiver: answered 411 to /webhook';
	is(answer_of(dial($program, head('Content-Length: 1001'))), 413, "$name: a large body");
	push @expected, 'receiver: answered 413 to /webhook';
	is(answer_of(dial($program, "private\r\n\r\n")), 400, "$name: what is not HTTP");
	push @expected, 'receiver: answered 400 to -';
	wait_for('the log', sub { (() = log_of($program) =~ /answered/g) >= @expected });
	is(join("\n", sort grep { !/listening/ } split /\n/, log_of($program)), join("\n", sort @expected), "$name: the log has each refusal, and no secret");
	is($server->safe_psql($name, 'SELECT count(*) FROM mail.webhook'), $stored + 1, "$name: none is stored");

	# However many ask, the database is asked once a second.
	$server->safe_psql($name, 'ALTER ROLE receiver SET log_statement = "all"');
	$server->safe_psql($name, q[SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'receiver']);
	wait_for('the end of connections', sub { $server->safe_psql($name, q[SELECT count(*) FROM pg_stat_activity WHERE usename = 'receiver']) == 0 });
	sleep 1.1;
	my $from = -s $server->logfile;
	my $begin = time;
	my @sockets = map { dial($program, "GET /health HTTP/1.1\r\nHost: h\r\n\r\n") } 1 .. 100;
	is(join(' ', map { answer_of($_) } @sockets), join(' ', ('200') x 100), "$name: many ask for health");
	my $asked = () = slurp_file($server->logfile, $from) =~ /EXPLAIN/g;
	cmp_ok($asked, '>', 0, "$name: the database is asked");
	cmp_ok($asked, '<=', 2 + time - $begin, "$name: but not each time");
	$server->safe_psql($name, 'ALTER ROLE receiver RESET log_statement');
	$program->{run}->signal('TERM');
	ended($program);
	return;
}

$server->safe_psql('postgres', q[CREATE ROLE receiver LOGIN PASSWORD 'right']);
foreach my $name (sort keys %commands)
{
	$server->safe_psql('postgres', "CREATE DATABASE $name; ALTER ROLE receiver PASSWORD 'right'");
	$server->safe_psql($name, q[
		CREATE EXTENSION ses_events;
		SELECT ses_create_pipeline('mail');
		GRANT EXECUTE ON FUNCTION mail.receive(text) TO receiver]);
	authenticate_by('trust');
	test_defaults($name, $commands{$name});
	test_log($name, $commands{$name});
	test_refusals($name, $commands{$name});
}

$server->stop;
done_testing();
