# A pipeline that pg_partman divides and pg_cron cares for, made as docs/scaling.md tells.
use strict;
use warnings;

use List::Util qw(shuffle);
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

use lib "$ENV{TESTDIR}/test/t/lib";
use Pages;

my $tree = $ENV{TESTDIR};
my $node = PostgreSQL::Test::Cluster->new('scaling');
$node->init(extra => [ '--no-locale', '--encoding=UTF8' ]);
$node->start;
my %version = split /[|\n]/, $node->safe_psql('postgres', q[SELECT name, default_version FROM pg_available_extensions WHERE name IN ('pg_partman', 'pg_cron')]);
my ($partman, $minor) = ($version{pg_partman} // '') =~ /^(\d+)\.(\d+)/;
if (!$partman || !$version{pg_cron} || $partman < 4 || $partman == 5 && $minor < 2)
{
	$node->stop;
	plan skip_all => 'needs pg_partman (4, 5.2 or later) and pg_cron for this server';
}
note "pg_partman $version{pg_partman}, pg_cron $version{pg_cron}";

# What the page tells to do, for the pg_partman that is installed.
my $page = slurp_file("$tree/docs/scaling.md");
my ($retention) = $page =~ /^(UPDATE partman\.part_config\nSET retention = [^;]*'mail\.webhook';\s*UPDATE [^;]*'mail\.event';)$/m;
my $converting = 1 + (() = $page =~ /\A(.*?)^### Converting a pipeline$/ms ? $1 =~ /\n/g : die 'no heading');
my %blocks = (before => '', after => '');
my $settings;
foreach my $block (blocks_of("$tree/docs/scaling.md", 'scaling', 'ini', 'sql'))
{
	if ($block->{info} eq 'ini test=scaling')
	{
		$settings .= $block->{text};
		next;
	}
	my ($wanted) = $block->{info} =~ /^sql test=scaling(?: partman=([45]))?$/s or die "what is $block->{info}?";
	next if defined $wanted && $wanted != ($partman >= 5 ? 5 : 4);
	$blocks{$block->{line} < $converting ? 'before' : 'after'} .= $block->{text};
}

$node->append_conf('postgresql.conf', $settings . "cron.host = '" . $node->host . "'\ndeadlock_timeout = '100ms'\nmax_locks_per_transaction = 256\nwal_level = logical\nmax_wal_senders = 10\nmax_replication_slots = 10");
$node->safe_psql('postgres', 'CREATE DATABASE app');
$node->restart;
sub run_blocks
{
	my ($sql) = @_;
	my $error;

	$node->psql('app', $sql, stderr => \$error, on_error_stop => 1, extra_params => [ '-q', '-v', 'VERBOSITY=terse' ]);
	$error =~ s/^.*NOTICE: .*\n?//mg;
	return $error;
}
sub value
{
	return $node->safe_psql('app', "SET timezone = 'UTC'; $_[0]");
}
# Has pg_cron run some jobs when the server starts, so that nobody has to wait, and no others.
sub run_at_start
{
	my $jobs = join ', ', map { "'$_'" } '', @_;
	value("SELECT cron.alter_job(jobid, schedule => CASE WHEN jobname IN ($jobs) THEN '\@reboot' ELSE '0 0 31 2 *' END) FROM cron.job");
}
is(run_blocks($blocks{before}), '', 'what the page tells for a new pipeline runs');
run_at_start();

sub partitions
{
	my ($table) = @_;
	return value(qq[
		SELECT count(*) FILTER (WHERE starts <= now() AND ends > now()), count(*) FILTER (WHERE starts > now()), min(starts)::date, count(*) FILTER (WHERE starts IS NULL)
		FROM pg_class, LATERAL (SELECT regexp_match(pg_get_expr(relpartbound, oid), \$\$FROM \\('([^']+)'\\) TO \\('([^']+)'\\)\$\$)) m (bounds),
			LATERAL (SELECT bounds[1]::timestamptz, bounds[2]::timestamptz) b (starts, ends)
		WHERE oid IN (SELECT inhrelid FROM pg_inherits WHERE inhparent = '$table'::regclass)]);
}
my ($days_ago, $months_ago, $years_ago) = split /\|/, value(q[
	SELECT now()::date - 30, date_trunc('month', now() - interval '12 months')::date, (date_trunc('month', now()) - interval '24 months')::date]);
is(partitions('mail.webhook'), "1|4|$days_ago|1", 'webhook has partitions for thirty days, for now, and ahead');
is(partitions('mail.event'), "1|4|$years_ago|1", 'and event for the months and the past that were wanted');

# Webhooks of now, of the past and of no time; then the same again.
sub event
{
	my ($kind, $address, $time) = @_;
	return sprintf '{"event": "%s", "bounceType": "hard_bounce", "email": "%s", "bulkId": "b"%s}', $kind, $address, defined $time ? ", \"timestamp\": $time" : '';
}
sub webhooks
{
	return 'INSERT INTO mail.webhook (payload) VALUES ' . join(', ', map { "('$_')" } @_) . ';';
}
my $now = value('SELECT extract(epoch FROM now())::bigint');
my $last_month = value(q[SELECT extract(epoch FROM date_trunc('month', now()) - interval '1 day')::bigint]);
my $long_ago = value(q[SELECT extract(epoch FROM date_trunc('month', now()) - interval '14 months')::bigint]);
my $far_ahead = value(q[SELECT extract(epoch FROM now() + interval '3 years')::bigint]);
my @told = (event('open', 'now@a.example', $now), event('open', 'last@a.example', $last_month), event('bounce', 'long@a.example', $long_ago),
	event('open', 'never@a.example'), event('open', 'future@a.example', $far_ahead), event('bounce', 'new@a.example', $now), '"nothing"');
value(webhooks(@told));
value(webhooks($_)) foreach @told;
value("SELECT mail.receive('$_')") foreach @told;
my $stored = q[SELECT split_part(recipient, '@', 1), e.tableoid = 'mail.event_default'::regclass, count(*),
	bool_and(pg_get_expr(relpartbound, c.oid) = 'DEFAULT' OR e.tableoid::regclass::text ~ to_char(occurred_at, 'YYYY_?MM'))
	FROM mail.event e JOIN pg_class c ON c.oid = e.tableoid GROUP BY 1, 2 ORDER BY 1];
is(value($stored), "ann|f|1|t\nfuture|t|1|t\nlast|f|1|t\nlong|f|1|t\nnever|t|1|t\nnew|f|1|t\nnow|f|1|t", 'each event is there once, in the partition of its time, or in that for all else');
is(value('SELECT count(*), count(DISTINCT tableoid) FROM mail.webhook WHERE tableoid <> $$mail.webhook_default$$::regclass'), 3 * @told . '|1', 'and all webhooks in that of today');
is(value('SELECT count(*) FROM mail.attention'), 3, 'what gave no event wants attention');
is(value('SELECT address FROM mail.suppression ORDER BY 1'), "long\@a.example\nnew\@a.example", 'what bounced is suppressed');

# Care.
value(q[UPDATE mail.event SET subject = 'x' WHERE recipient LIKE 'n%'; DELETE FROM mail.event WHERE recipient LIKE 'last@%']);
# A subscriber. A published table requires the replica identities of the page.
my $subscriber = PostgreSQL::Test::Cluster->new('subscriber');
$subscriber->init(extra => [ '--no-locale', '--encoding=UTF8' ]);
$subscriber->start;
$subscriber->safe_psql('postgres', q[CREATE EXTENSION ses_events; SELECT ses_create_pipeline('mail'); TRUNCATE mail.setting]);
$subscriber->safe_psql('postgres', 'CREATE SUBSCRIPTION mail CONNECTION $$' . $node->connstr('app') . '$$ PUBLICATION mail');
my $copied = sub {
	my $rows = value('SELECT count(*), (SELECT count(*) FROM mail.webhook) FROM mail.event');
	return $subscriber->poll_query_until('postgres', 'SELECT count(*), (SELECT count(*) FROM mail.webhook) FROM mail.event', $rows);
};
ok($copied->(), 'a subscriber has the rows of all partitions');
like(run_blocks(q[BEGIN; ALTER TABLE mail.event_default REPLICA IDENTITY DEFAULT; SELECT mail.forget('never@a.example')]), qr/does not have a replica identity/, 'a published partition requires a replica identity');
is(value('SELECT mail.reparse()'), '(1,3,0)', 'reparse() mends events in all partitions');
is(value(q[SELECT mail.forget('last@a.example')]), '(1,3,0)', 'forget() erases from all partitions');
is(value(q[SELECT count(*) FROM mail.event WHERE recipient LIKE 'last@%']), 0, 'and nothing is left');
ok($copied->(), 'nor with the subscriber');
is($subscriber->safe_psql('postgres', q[SELECT count(*) FROM mail.event WHERE recipient LIKE 'last@%']), 0, 'which follows');
$subscriber->safe_psql('postgres', 'DROP SUBSCRIPTION mail');
$subscriber->stop;

# Many at a time deliver the same, in orders of their own; of some events nothing but the envelope tells a time, and that
# is one of two.
srand(42);
my $file = PostgreSQL::Test::Utils::tempdir() . '/';
sub notification
{
	my ($event, $time) = @_;
	return sprintf '{"Type": "Notification", "TopicArn": "t", "Timestamp": "%s", "Message": "%s"}', $time, $event =~ s/"/\\"/gr;
}
sub deliver_at_once
{
	my @deliveries = @_;
	my $start = value(q[SELECT now() + interval '0.3 seconds']);
	my @sessions;

	foreach my $number (0 .. $#deliveries)
	{
		unlink "$file$number.sql";
		append_to_file("$file$number.sql", "SELECT FROM pg_sleep(extract(epoch FROM '$start' - clock_timestamp()));\n" . webhooks(@{ $deliveries[$number] }));
		push @sessions, IPC::Run::start([ 'psql', '-X', '-q', '-A', '-t', '-d', $node->connstr('app'), '-f', "$file$number.sql" ], '<', '/dev/null', '>', "$file$number.out", '2>', "$file$number.log");
	}
	$_->finish foreach @sessions;
	is(join('', map { slurp_file("$file$_.log") } 0 .. $#deliveries), '', scalar(@deliveries) . ' connections deliver the same');
}
foreach my $round (1 .. 3)
{
	my @events = ((map { event('open', "r$round-$_\@r.example", $_ % 3 ? $now - 86400 * 31 * ($_ % 12) : undef) } 1 .. 200),
		map { my $event = event('open', "r$round-$_\@s.example"); (notification($event, '2026-02-03T00:00:00Z'), notification($event, '2026-03-04T00:00:00Z')) } 1 .. 200);
	deliver_at_once(map { [ shuffle @events ] } 1 .. 4);
}
# Slowly, so that each of two is there when the other comes.
value(q[
	CREATE FUNCTION linger() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(0.2); RETURN NEW; END';
	CREATE TRIGGER linger BEFORE INSERT ON mail.event FOR EACH ROW EXECUTE FUNCTION linger();]);
my @both = map { notification(event('open', 'both@s.example'), $_) } '2026-02-03T00:00:00Z', '2026-03-04T00:00:00Z';
deliver_at_once([ @both ], [ reverse @both ]);
value('DROP TRIGGER linger ON mail.event');
is(value(q[SELECT split_part(recipient, '@', 2), count(*), count(DISTINCT recipient) FROM mail.event WHERE recipient ~ '@[rs]\.example' GROUP BY 1 ORDER BY 1]),
	"r.example|600|600\ns.example|1202|601", 'each event is there once, or once for each time');
unlike(slurp_file($node->logfile), qr/could not store/, 'at once');
# A deadlock would be an error for one of the two.
is(value(q[SELECT deadlocks FROM pg_stat_database WHERE datname = 'app']), 0, 'nobody waited in a circle');
value(q[DELETE FROM mail.event WHERE recipient ~ '@[rs]\.example'; DELETE FROM mail.webhook WHERE payload->>'email' LIKE '%@r.example' OR payload ? 'Message']);

# The jobs, run by pg_cron.
sub run_jobs
{
	my (@jobs) = @_;
	run_at_start(@jobs);
	value('TRUNCATE cron.job_run_details');
	$node->restart;
	$node->poll_query_until('app', sprintf q[SELECT count(*) >= %s FROM cron.job_run_details WHERE status IN ('succeeded', 'failed')], scalar(@jobs));
	is(value(q[SELECT string_agg(concat_ws(' ', jobname, status, CASE status WHEN 'failed' THEN return_message END), ', ' ORDER BY jobname) FROM cron.job_run_details JOIN cron.job USING (jobid)]),
		join(', ', map { "$_ succeeded" } sort @jobs), "pg_cron runs @jobs");
}
is(value(q[SELECT string_agg(jobname, ' ' ORDER BY jobname) FROM cron.job WHERE database = 'app']), 'final days identity leftovers partitions refresh statistics verdicts', 'pg_cron has the jobs');
run_jobs('verdicts');
is(value('SELECT recipient FROM verdict.event ORDER BY 1'), "long\@a.example\nnew\@a.example", 'what decides is kept');

# Retention: the partitions that are too old go, with what is in them; those ahead come.
my $last_partition = value(q[SELECT max(c.relname) FROM pg_inherits JOIN pg_class c ON c.oid = inhrelid WHERE inhparent = 'mail.event'::regclass AND pg_get_expr(relpartbound, c.oid) <> 'DEFAULT']);
value(qq[DROP TABLE mail."$last_partition"; $retention
	SELECT partman.create_partition_time('mail.webhook', ARRAY[date_trunc('day', now()) - interval '40 days']);
	UPDATE mail.webhook SET received_at = date_trunc('day', now()) - interval '40 days' WHERE payload->>'email' IN ('never\@a.example', 'new\@a.example')]);
is(value('SELECT count(*) FROM mail.attention') . partitions('mail.event'), "31|3|$years_ago|1", 'before maintenance');
run_jobs('partitions');
like(partitions('mail.webhook'), qr/^1\|[45]\|$days_ago\|1$/, 'partitions of webhook are dropped');
like(partitions('mail.event'), qr/^1\|[45]\|$months_ago\|1$/, 'and of event, and those ahead are made');
run_jobs('identity');
is(value(q[SELECT count(*) FROM pg_partition_tree('mail.event') JOIN pg_class ON oid = relid WHERE relreplident <> 'f']), 0, 'with a replica identity');
is(value(q[SELECT string_agg(relname, ' ' ORDER BY relname) FROM pg_class WHERE relnamespace = 'mail'::regnamespace AND relkind = 'r' AND NOT relispartition]), 'day domain_day domain_total health_limit mailbox_day problem provider setting stale_day verdict', 'and kept nowhere');
is(value($stored), "future|t|1|t\nnever|t|1|t\nnew|f|1|t\nnow|f|1|t", 'with the events in them');
is(value('SELECT address FROM mail.suppression'), 'new@a.example', 'so that these decide nothing');
is(value('SELECT address FROM verdict.suppression ORDER BY 1'), "long\@a.example\nnew\@a.example", 'except where they were kept');
is(value(q[SELECT count(*) FROM mail.webhook WHERE payload->>'email' IN ('never@a.example', 'new@a.example')]), 0, 'their webhooks are gone');

# What no partition takes away.
value(q[INSERT INTO mail.problem (webhook_id, kind) VALUES (-1, 'control')]);
my $scans = q[SELECT sum(seq_scan + idx_scan) FROM pg_stat_user_tables WHERE schemaname = 'mail' AND relname ~ to_char(date_trunc('month', now()) - interval '1 day', 'event_.*YYYY_?MM')];
value('CALL mail.refresh()');
value('SELECT pg_stat_force_next_flush()');
my $scans_before = value($scans);
value("BEGIN; SELECT mail.expire('13 months'); ROLLBACK; SELECT pg_stat_force_next_flush()");
is(value($scans), $scans_before, 'expire() leaves out partitions that are neither too old nor ahead');
run_jobs('leftovers', 'statistics');
is(value($stored), "future|t|1|t\nnew|f|1|t\nnow|f|1|t", 'an event without a time goes after its webhook');
is(value('SELECT count(*), min(webhook_id) > 0 FROM mail.problem'), '3|t', 'and so does a problem');
is(value('SELECT count(*) FROM mail.webhook_default'), 0, 'and what is old in a default partition');
is(value(q[SELECT count(*) FROM pg_stats WHERE schemaname = 'mail' AND tablename = 'event' AND inherited AND attname = 'recipient']), 1, 'the planner knows the whole table');

# The same with the id as the key, where pg_partman can: whatever the envelope's time is, an event is there once.
if ($partman >= 5)
{
	foreach my $time ('2020-01-01T00:00:00Z', '2020-02-01T00:00:00Z')
	{
		value(sprintf q[SELECT exact.receive($$%s$$)], $_) foreach event('open', 'never@a.example'), event('open', 'now@a.example', $now), event('open', 'last@a.example', $last_month),
			sprintf '{"Type": "Notification", "TopicArn": "t", "Timestamp": "%s", "Message": "{\\"event\\": \\"open\\", \\"email\\": \\"sns@a.example\\", \\"bulkId\\": \\"b\\"}"}', $time;
	}
	is(value($stored =~ s/mail\./exact./gr), "last|f|1|t\nnever|t|1|t\nnow|f|1|t\nsns|t|1|t", 'an event_id finds its partition, and each event is there once');
}

# A pipeline with plain tables is converted.
my @kept = (event('bounce', 'cy@c.example', $last_month), event('open', 'dee@d.example', $long_ago), event('open', 'eve@e.example'), '"nothing"');
value(q[
	SELECT ses_create_pipeline('post');
	ALTER TABLE post.event ADD COLUMN noted boolean NOT NULL DEFAULT false;
	CREATE ROLE receiver LOGIN;
	GRANT EXECUTE ON FUNCTION post.receive(text) TO receiver;
	GRANT SELECT ON post.suppression TO receiver;]);
value("SELECT post.receive('$_')") foreach @kept, @kept;
value(q[UPDATE post.event SET noted = true WHERE recipient LIKE 'dee@%'; UPDATE post.webhook SET received_at = now() - interval '70 days' WHERE id < 3]);
my $all = join ' UNION ALL ', map { "SELECT t::text FROM (SELECT * FROM post.$_) t" } qw(event webhook problem suppression message daily engagement attention);
my $before = value("$all ORDER BY 1");
is(run_blocks($blocks{after}), '', 'what the page tells for a pipeline that is there runs');
is(value("$all ORDER BY 1"), $before, 'it tells the same then');
is(value(q[SELECT count(*) FROM post.webhook_default]), 0, 'its webhooks are in partitions');
is(value(q[SELECT count(*) FROM post.event_default]), 1, 'and its events, but one without a time');
is(value(q[SELECT count(*) FROM pg_namespace WHERE nspname = 'post_before']), 0, 'and the old tables are gone');
my @as_receiver = (extra_params => [ '-U', 'receiver' ]);
cmp_ok($node->safe_psql('app', "SELECT post.receive('$_')", @as_receiver), '>', 8, 'whoever was allowed to delivers') foreach @kept[0 .. 2];
is(value('SELECT count(*), count(*) FILTER (WHERE noted) FROM post.event'), '3|1', 'and what was known is known');
is($node->safe_psql('app', 'SELECT address FROM post.suppression', @as_receiver), 'cy@c.example', 'whoever was allowed to looks things up');
is(value('SELECT post.reparse()'), '(0,0,0)', 'there is nothing to mend');

# A dump has the partitions.
my $dump = PostgreSQL::Test::Utils::tempdir() . '/dump.sql';
$node->safe_psql('postgres', 'CREATE DATABASE copy');
$node->safe_psql('copy', 'CREATE EXTENSION ses_events');
$node->command_ok([ 'pg_dump', '-d', $node->connstr('app'), '-n', 'mail', '-f', $dump ], 'a pipeline in partitions is dumped');
$node->command_ok([ 'psql', '-X', '-q', '-o', '/dev/null', '-v', 'ON_ERROR_STOP=1', '-d', $node->connstr('copy'), '-f', $dump ], 'and restored');
is($node->safe_psql('copy', "SET timezone = 'UTC'; $stored"), value($stored), 'and is the same');
is($node->safe_psql('copy', "SELECT mail.receive('$told[0]') > 0; SELECT count(*) FROM mail.event WHERE recipient LIKE 'now@%'"), "t\n1", 'and knows what is delivered again');
is(value('SELECT mail.reparse()'), '(1,0,0)', 'an event that is dropped comes back with reparse(), as long as its webhook is there');
is(value(q[SELECT tableoid::regclass FROM mail.event WHERE recipient LIKE 'long@%']), 'mail.event_default', 'in the default partition');

# Rows leave the default partition as they are, and partitions are made where nothing comes in.
my $moved = value(q[INSERT INTO mail.webhook (received_at, payload) VALUES (date_trunc('day', now()) - interval '50 days', '"nothing"') RETURNING id]);
value(q[CALL partman.partition_data_proc('mail.webhook')]);
is(value("SELECT id, tableoid <> 'mail.webhook_default'::regclass FROM mail.webhook WHERE received_at < now() - interval '49 days'"), "$moved|t", 'a webhook moves with its id');
value(q[DELETE FROM mail.webhook; TRUNCATE mail.problem;]);
value("DROP TABLE $_") foreach split /\n/, value(q[SELECT inhrelid::regclass FROM pg_inherits JOIN pg_class ON oid = inhrelid WHERE inhparent = 'mail.webhook'::regclass
	AND substring(pg_get_expr(relpartbound, oid) FROM $$FROM \('([^']+)'$$)::timestamptz > now()]);
like(partitions('mail.webhook'), qr/^1\|0\|/, 'there is no partition ahead');
value('CALL partman.run_maintenance_proc()');
like(partitions('mail.webhook'), qr/^1\|[45]\|$days_ago\|1$/, 'they are made where nothing came in');

$node->stop;
done_testing();
