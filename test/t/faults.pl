# Faults that pass: locks, time limits, a full lock table, concurrent transactions. What is
# acknowledged is stored with its events, and what is not is not stored at all.
use strict;
use warnings;

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use Time::HiRes qw(time sleep);

my $node = PostgreSQL::Test::Cluster->new('faults');
$node->init(extra => [ '--no-locale', '--encoding=UTF8' ]);
$node->append_conf('postgresql.conf', "max_connections = 12\nmax_locks_per_transaction = 10\nautovacuum = off");
$node->start;
$node->safe_psql('postgres', "CREATE EXTENSION ses_events; SELECT ses_create_pipeline('mail')");

sub event
{
	my ($address) = @_;
	return qq({"event": "open", "email": "$address", "bulkId": "b", "timestamp": 1770091510});
}

# A session that runs statements and then waits, so that it keeps what it has locked.
my $scripts = 0;
sub hold
{
	my ($sql) = @_;
	my $file = PostgreSQL::Test::Utils::tempdir() . '/' . $scripts++;
	append_to_file("$file.sql", "SET application_name = 'holder';\n$sql;\nSELECT pg_sleep(600);\n");
	my $run = IPC::Run::start([ 'psql', '-X', '-q', '-d', $node->connstr('postgres'), '-f', "$file.sql" ], '<', '/dev/null', '>', "$file.out", '2>', "$file.err");
	$node->poll_query_until('postgres', q[SELECT count(*) = 1 FROM pg_stat_activity WHERE application_name = 'holder' AND wait_event = 'PgSleep']) or die slurp_file("$file.err");
	return $run;
}
sub release
{
	my ($run) = @_;
	$node->safe_psql('postgres', q[SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity WHERE application_name = 'holder']);
	$run->finish;
}

# Delivers a webhook, and returns the error and the seconds that it took.
sub deliver
{
	my ($settings, @addresses) = @_;
	my $body = '[' . join(', ', map { event($_) } @addresses) . ']';
	my $begun = time;
	my ($status, $out, $error) = $node->psql('postgres', "\\set VERBOSITY sqlstate\n$settings;\nSELECT mail.receive('$body')");
	return ($error, time - $begun);
}
sub stored
{
	return $node->safe_psql('postgres', 'SELECT (SELECT count(*) FROM mail.webhook), count(*), (SELECT count(*) FROM mail.problem) FROM mail.event');
}

# A lock is waited for once, and not once per event.
my @many = map { "r$_\@r.example" } 1 .. 50;
foreach my $lock ('LOCK TABLE mail.event', 'LOCK TABLE mail.problem', "SELECT mail.receive('" . event($many[-1]) . "')", "SELECT mail.receive('" . event($many[0]) . "')")
{
	my $holder = hold("BEGIN; $lock");
	my ($error, $seconds) = deliver(q[SET lock_timeout = '300ms'], @many);
	release($holder);
	like($error, qr/ERROR:  55P03/, "$lock: an error is raised");
	cmp_ok($seconds, '<', 5, "$lock: it waited once");
	is(stored(), '0|0|0', "$lock: nothing is stored");
}

# A time limit is raised, too.
$node->safe_psql('postgres', q[
	CREATE FUNCTION linger() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(30); RETURN NEW; END';
	CREATE TRIGGER linger BEFORE INSERT ON mail.event FOR EACH ROW EXECUTE FUNCTION linger();]);
my ($error) = deliver(q[SET statement_timeout = '300ms'], @many);
like($error, qr/ERROR:  57014/, 'statement_timeout: an error is raised');
is(stored(), '0|0|0', 'statement_timeout: nothing is stored');
$node->safe_psql('postgres', 'DROP TRIGGER linger ON mail.event');

# A full lock table. The locks of the first statement remain after its error.
my ($status, $ids, $errors) = $node->psql('postgres', "\\set VERBOSITY sqlstate\nSELECT FROM pg_advisory_lock(1), generate_series(1, 1000000) n WHERE pg_advisory_lock(n) IS NULL;
	SELECT mail.receive('[" . join(', ', map { event($_) } @many) . "]')", on_error_stop => 0);
is($errors =~ tr/\n/ /r, 'psql:<stdin>:2: ERROR:  53200 psql:<stdin>:3: ERROR:  53200', 'full lock table: an error is raised');
is(stored(), '0|0|0', 'full lock table: nothing is stored');

# A limit on temporary files, which a statement with more webhooks than work_mem exceeds.
(undef, undef, $errors) = $node->psql('postgres', "\\set VERBOSITY sqlstate\nSET work_mem = '64kB'; SET temp_file_limit = '64kB';
	INSERT INTO mail.webhook (payload) SELECT '" . event($many[0]) . "' FROM generate_series(1, 5000)");
like($errors, qr/ERROR:  53400/, 'temp_file_limit: an error is raised');
is(stored(), '0|0|0', 'temp_file_limit: nothing is stored');

# The sender delivers again.
($error) = deliver('SELECT 1', @many);
is("$error " . stored(), ' 1|50|0', 'afterwards the webhook is stored with its events');

# A transaction with an older snapshot does not see the event that another one has stored. It
# is stored once, and the webhook of each.
foreach my $level ('REPEATABLE READ', 'SERIALIZABLE')
{
	$node->safe_psql('postgres', 'TRUNCATE mail.webhook, mail.event, mail.problem');
	my $file = PostgreSQL::Test::Utils::tempdir() . '/' . $scripts++;
	append_to_file("$file.sql", "SET application_name = 'older';\nBEGIN ISOLATION LEVEL $level;\nSELECT FROM mail.event;\nSELECT pg_sleep(1);\n"
		. 'SELECT mail.receive($$[' . event('a@a.example') . ', ' . event('b@b.example') . "]\$\$);\nCOMMIT;\n");
	my $older = IPC::Run::start([ 'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-d', $node->connstr('postgres'), '-f', "$file.sql" ], '<', '/dev/null', '>', "$file.out", '2>', "$file.err");
	$node->poll_query_until('postgres', q[SELECT count(*) = 1 FROM pg_stat_activity WHERE application_name = 'older' AND wait_event = 'PgSleep']);
	$node->safe_psql('postgres', q[SELECT mail.receive('] . event('a@a.example') . q[')]);
	$older->finish;
	my $webhooks = slurp_file("$file.err") =~ /could not serialize/ ? 1 : 2;
	is($node->safe_psql('postgres', 'SELECT count(*), count(DISTINCT recipient), (SELECT count(*) FROM mail.webhook) FROM mail.event'), "$webhooks|$webhooks|$webhooks", "$level: each event is stored once, with what is acknowledged");
	is($webhooks, 2, "$level: and both are acknowledged") if $level eq 'REPEATABLE READ';
	is($node->safe_psql('postgres', q[SELECT count(*) FROM mail.unread('-infinity')]), '0', "$level: nothing is unread");
}

$node->stop;
done_testing();
