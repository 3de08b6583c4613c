# The SQL for Citus says what it should, on one server that is no Citus: one that does not distribute, with functions
# of the same names. On Citus itself it is run by make check-citus.
use strict;
use warnings;

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $tree = $ENV{TESTDIR} || '.';
my ($sharedir, $libdir) = map { my ($folder) = run_command([ 'pg_config', $_ ]); $folder } '--sharedir', '--pkglibdir';
my @files = ("$sharedir/extension/citus.control", "$sharedir/extension/citus--1.sql", "$libdir/citus.so");
plan skip_all => 'needs a private installation without Citus' if -e $files[0] || !-w "$sharedir/extension" || !-w $libdir;
END { unlink @files if @files && -e "$sharedir/extension/citus--1.sql"; }
append_to_file($files[0], "default_version = '1'\nrelocatable = true\n");
append_to_file($files[1], q[
	CREATE FUNCTION citus_set_coordinator_host(text, integer) RETURNS void RETURN NULL;
	CREATE FUNCTION citus_add_node(text, integer) RETURNS integer RETURN 1;
	CREATE FUNCTION create_distributed_table(regclass, text, colocate_with text) RETURNS void RETURN NULL;]);
symlink 'plpgsql.so', $files[2];

my $work = PostgreSQL::Test::Utils::tempdir_short();
my ($out, $err);
{
	local $ENV{WORK} = $work;
	ok(IPC::Run::run([ 'sh', "$tree/test/citus/run.sh" ], '>', \$out, '2>', \$err), 'what the SQL prints is expected') or diag($out);
	is($err, '', 'nothing is complained of');
	is($out, "tables: ok\nwebhooks: ok\n", 'for each file');
	is(join(' ', grep { -e "$_/postmaster.pid" } glob "$work/citus_*"), '', 'no server stays');
}

# The answers are those of a pipeline.
$ENV{PG_ABS_SRCDIR} = "$tree/test";
my $node = PostgreSQL::Test::Cluster->new('citus');
$node->init(extra => [ '--no-locale', '--encoding=UTF8' ]);
$node->start;
my @psql = ('psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-o', '/dev/null', '-d', $node->connstr('postgres'));
$node->command_ok([ @psql, '-f', "$tree/test/sql/setup.sql", '-c', 'CREATE EXTENSION citus', '-f', "$tree/test/citus/tables.sql" ], 'tables are there');
$node->safe_psql('postgres', q[
	SELECT ses_create_pipeline('plain');
	INSERT INTO plain.webhook (payload) SELECT payload FROM fixture ORDER BY file, position;
	INSERT INTO mail.webhook (payload) SELECT payload FROM fixture ORDER BY file, position;
	CALL mail.parse();

	-- Whatever may decide on an address, and what it is when it is subscribed before, then, later or nobody knows when.
	CREATE TABLE possible AS
	SELECT type, reason, class, candidates, at, subscribed_at, format('r%s@r.example', row_number() OVER ()) AS recipient
	FROM unnest('{bounced, complained, rejected, failed, unsubscribed, delivered}'::text[]) type,
		unnest('{NULL, unsubscribed, suppressed, not_spam}'::text[]) reason, unnest('{NULL, hard, soft}'::text[]) class, generate_series(1, 2) candidates,
		unnest('{NULL, 2026-02-03}'::timestamptz[]) at, unnest('{NULL, -infinity, 2026-02-02, 2026-02-03, 2026-02-04}'::timestamptz[]) subscribed_at;
	CREATE TABLE happened AS
	SELECT gen_random_uuid() AS event_id, at AS occurred_at, type AS event_type, reason, class AS bounce_class, candidates, recipient, 'brevo' AS provider FROM possible
	UNION ALL
	SELECT gen_random_uuid(), nullif(subscribed_at, '-infinity'), 'subscribed', NULL, NULL, 1, recipient, 'brevo' FROM possible WHERE subscribed_at IS NOT NULL;
	INSERT INTO plain.event (event_id, occurred_at, event_type, reason, bounce_class, candidates, recipient, provider) TABLE happened;
	INSERT INTO mail.event (event_id, occurred_at, event_type, reason, bounce_class, candidates, recipient, provider) TABLE happened;]);
foreach my $answer ('event_id, occurred_at, event_type, recipient FROM %s.event', 'address FROM %s.suppression', 'webhook_id, kind, problem FROM %s.attention',
	'day, provider, stream FROM %s.daily WHERE delivered + bounced_hard + bounced_soft + complained > 0')
{
	my ($ours, $theirs) = map { my $sql = sprintf $answer, $_; $node->safe_psql('postgres', "SELECT $sql ORDER BY 1, 2, 3" =~ s/(address.*), 2, 3$/$1/r) } 'mail', 'plain';
	cmp_ok(length($ours), '>', 50, "$answer tells something");
	is($ours, $theirs, 'and the same as in a pipeline');
}

$node->stop;
done_testing();
