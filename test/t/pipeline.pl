# A pipeline among many: deliveries at the same time, a server that is killed,
# a dump that is restored elsewhere, a receiver that may do nothing else.
use strict;
use warnings;

use List::Util qw(shuffle);
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('pipeline');
$node->init(extra => [ '--encoding=UTF8', '--locale=C.UTF-8' ]);
$node->append_conf('postgresql.conf', "deadlock_timeout = '100ms'\nmax_connections = 40");
$node->start;
$node->safe_psql('postgres', "CREATE EXTENSION ses_events; SELECT ses_create_pipeline('mail')");

# Starts a psql that runs statements; it needs no attention until it is waited for.
my $scripts = 0;
sub start_psql
{
	my ($sql) = @_;
	my $file = PostgreSQL::Test::Utils::tempdir() . '/' . $scripts++;
	append_to_file("$file.sql", $sql);
	my $run = IPC::Run::start([ 'psql', '-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-d', $node->connstr('postgres'), '-f', "$file.sql" ],
		'<', '/dev/null', '>', "$file.out", '2>', "$file.err");
	return { run => $run, out => "$file.out", err => "$file.err" };
}

# Waits for all, and returns what they complained of.
sub complaints
{
	return join '', map { $_->{run}->finish; slurp_file($_->{err}) } @_;
}

# What a session has printed.
sub lines_of
{
	my ($session) = @_;
	return () unless -e $session->{out};
	return split /\n/, slurp_file($session->{out});
}

sub event
{
	my ($kind, $number) = @_;
	return qq({"event": "$kind", "email": "r$number\@r.example", "bulkId": "b$number", "timestamp": 1770091510});
}

# Webhooks of two events, each of which is told by another webhook, too.
sub webhook
{
	my ($number) = @_;
	my $next = $number - $number % 1000 + ($number + 37) % 1000;
	return '[' . event('open', $number) . ', ' . event('open', $next) . ']';
}

# Every webhook from each of eight connections, in an order of its own: one by
# one, in batches, all at once, and by COPY.
sub delivery
{
	my ($way, @numbers) = @_;
	my @webhooks = map { webhook($_) } @numbers;

	return join '', map { "SELECT mail.receive('$_');\n" } @webhooks if $way == 0;
	return "COPY mail.webhook (payload) FROM STDIN (FORMAT csv, DELIMITER E'\\x02', QUOTE E'\\x01');\n" . join("\n", @webhooks) . "\n\\.\n" if $way == 1;
	my $sql = '';
	my $size = $way == 2 ? 1000 : 50;
	while (my @batch = splice @webhooks, 0, $size)
	{
		$sql .= 'INSERT INTO mail.webhook (payload) VALUES ' . join(', ', map { "('$_')" } @batch) . ";\n";
	}
	return $sql;
}
srand(42);
my @sessions;
foreach my $round (0 .. 2)
{
	my $start = $node->safe_psql('postgres', q[SELECT now() + interval '0.5 seconds']);
	my @numbers = (1000 * $round .. 1000 * $round + 999);

	@sessions = map { start_psql("SELECT FROM pg_sleep(extract(epoch FROM '$start' - clock_timestamp()));\n" . delivery($_ % 4, shuffle @numbers)) } 0 .. 7;
	is(complaints(@sessions), '', 'eight connections deliver the same thousand webhooks');
}
is($node->safe_psql('postgres', 'SELECT count(*), count(DISTINCT payload) FROM mail.webhook'), '24000|3000', 'all are stored');
is($node->safe_psql('postgres', 'SELECT count(*), count(DISTINCT recipient) FROM mail.event'), '3000|3000', 'each event is there once');
is($node->safe_psql('postgres', 'SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()'), '0', 'nobody waited in a circle');
unlike(slurp_file($node->logfile), qr/could not store/, 'and nothing was refused');
is($node->safe_psql('postgres', 'SELECT count(*) FROM mail.attention'), '0', 'nothing wants attention');

# reparse() while webhooks come in.
$node->safe_psql('postgres', q[UPDATE mail.event SET subject = 'x'; DELETE FROM mail.event WHERE recipient LIKE '%7@r.example']);
@sessions = map { start_psql(delivery($_, shuffle 0 .. 999)) } 0, 3;
push @sessions, start_psql("SELECT mail.receive('garbage');\n" x 1000);
push @sessions, map { start_psql("SELECT FROM mail.reparse();\n" x 3) } 1 .. 2;
is(complaints(@sessions), '', 'reparse() runs while webhooks come in');
is($node->safe_psql('postgres', 'SELECT count(*), count(DISTINCT webhook_id) FROM mail.attention'), '1000|1000', 'what gave no event wants attention');

# A column that is missing is added, and all that cares for a pipeline runs, while
# webhooks come in and others read.
$node->safe_psql('postgres', 'ALTER TABLE mail.event DROP COLUMN remote_mta');
@sessions = map { start_psql($_) } (
	(map { delivery(0, shuffle 0 .. 999) } 1 .. 3),
	(map { "SELECT FROM mail.suppression; SELECT FROM mail.message LIMIT 10; SELECT FROM mail.daily; SELECT FROM mail.engagement; SELECT FROM mail.feed; SELECT FROM mail.messages('-infinity'); SELECT FROM mail.attention LIMIT 10; SELECT FROM mail.may_send('r7\@r.example');\n" x 20 } 1 .. 2),
	"SELECT FROM mail.suppress('r7\@r.example'); SELECT FROM mail.allow('r7\@r.example');\n" x 100,
	"SELECT FROM mail.forget(ARRAY['nobody4\@r.example', 'nobody5\@r.example']);\n",
	join('', map { "SELECT FROM mail.forget('nobody$_\@r.example');\n" } 1 .. 3),
	"SELECT FROM mail.expire('100 years');\n" x 20,
	"SELECT FROM pg_sleep(0.1); SELECT FROM ses_update_pipeline('mail'); SELECT FROM mail.reparse();\n" x 2);
is(join('', grep { /ERROR|deadlock/ } split /^/m, complaints(@sessions)), '', 'nothing that cares for a pipeline stands in the way of another');
is($node->safe_psql('postgres', 'SELECT count(*), count(DISTINCT recipient), count(subject) FROM mail.event'), '3000|3000|0', 'each event is there once, and as it should be');

# The case of letters is the database's matter, beyond ASCII.
$node->safe_psql('postgres', q[SELECT mail.receive('[{"event": "open", "email": "J\u00d6RG@j.example", "bulkId": "j"}, {"event": "open", "email": "ann@j.example", "bulkId": "j J\u00d6RG@J.example"}]')]);
is($node->safe_psql('postgres', q[SELECT mail.forget('jörg@J.Example')]), '(1,0,1)', 'forget() knows the case of all letters');
is($node->safe_psql('postgres', q[SELECT count(*) FROM (SELECT payload::text FROM mail.webhook UNION ALL SELECT e::text FROM mail.event e) t (x) WHERE x ~* 'rg@j']), '0', 'and leaves no copy');

# A server that is killed: what was acknowledged is there with its events, and nothing is there in part.
$node->safe_psql('postgres', 'TRUNCATE mail.webhook, mail.event, mail.problem');
@sessions = map { my $session = $_; start_psql(join '', map { sprintf "SELECT mail.receive('[%s, %s]');\n", event('open', "$session-$_"), event('click', "$session-$_") } 1 .. 20000) } 1 .. 4;
my $patience = 10 * $PostgreSQL::Test::Utils::timeout_default;
select(undef, undef, undef, 0.1) while $patience-- > 0 && grep { lines_of($_) < 200 } @sessions;
my @processes = split /\n/, $node->safe_psql('postgres', 'SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid()');
unshift @processes, slurp_file($node->data_dir . '/postmaster.pid') =~ /^(\d+)/;
kill 'KILL', @processes;
like(complaints(@sessions), qr/server closed the connection|terminating connection/, 'the server was killed while webhooks came in');
my @acknowledged = grep { /^\d+$/ } map { lines_of($_) } @sessions;
# Where nobody buries the dead, the pid of the killed one seems to be alive.
sub is_alive
{
	my ($pid) = @_;
	return 0 unless kill(0, $pid);
	return !-r "/proc/$pid/stat" || slurp_file("/proc/$pid/stat") !~ /\) Z /;
}
select(undef, undef, undef, 0.1) while $patience-- > 0 && grep { is_alive($_) } @processes;
unlink $node->data_dir . '/postmaster.pid', $node->host . '/.s.PGSQL.' . $node->port . '.lock';
$node->{_pid} = undef;
$node->start;
my $ids = join ', ', @acknowledged;
is($node->safe_psql('postgres', "SELECT count(*) FROM unnest('{$ids}'::bigint[]) id WHERE NOT EXISTS (SELECT FROM mail.webhook w WHERE w.id = id.id)"), '0',
	'all acknowledged webhooks are there: ' . scalar(@acknowledged));
is($node->safe_psql('postgres', 'SELECT DISTINCT count(e.event_id) FROM mail.webhook w LEFT JOIN mail.event e ON e.webhook_id = w.id GROUP BY w.id'), '2', 'each with both of its events');
is($node->safe_psql('postgres', 'SELECT count(*) FROM mail.event e WHERE NOT EXISTS (SELECT FROM mail.webhook w WHERE w.id = e.webhook_id)'), '0', 'and no event without its webhook');

# A receiver may call receive(), and nothing else.
$node->safe_psql('postgres', q[
	CREATE ROLE receiver LOGIN;
	GRANT EXECUTE ON FUNCTION mail.receive(text) TO receiver;]);
my @as_receiver = (extra_params => [ '-U', 'receiver' ]);
like($node->safe_psql('postgres', q[SELECT mail.receive('{"event": "open", "email": "door@d.example", "bulkId": "b"}')], @as_receiver), qr/^\d+$/, 'a receiver can deliver');
is($node->safe_psql('postgres', q[SELECT count(*) FROM mail.event WHERE recipient = 'door@d.example']), '1', 'and the event is stored');
foreach my $attempt (split /\n/, $node->safe_psql('postgres', q[
	SELECT format(statement, oid::regclass) FROM pg_class,
		unnest('{SELECT 1 FROM %s, DELETE FROM %s, TRUNCATE %s, INSERT INTO %s DEFAULT VALUES, DROP TABLE %s}'::text[]) statement
	WHERE relnamespace = 'mail'::regnamespace AND relkind IN ('r', 'v') AND (relkind = 'r' OR statement LIKE 'SELECT%')
	UNION ALL SELECT 'SELECT nextval(''mail.webhook_id_seq'')'
	UNION ALL SELECT 'SELECT nextval(''mail.verdict_id_seq'')'
	UNION ALL SELECT 'CREATE TABLE mail.mine ()'
	UNION ALL SELECT format('%s %s(%s)', CASE prokind WHEN 'p' THEN 'CALL' ELSE 'SELECT' END, oid::regproc, (SELECT string_agg('NULL', ', ') FROM unnest(proargtypes))) FROM pg_proc
	WHERE pronamespace = 'mail'::regnamespace AND proname NOT IN ('receive')]))
{
	my ($status, undef, $error) = $node->psql('postgres', $attempt, @as_receiver);
	like($error, qr/permission denied|must be owner/, "a receiver is refused: $attempt");
}

# Definitions that several sessions store at the same time are all used.
sub definition
{
	my ($name) = @_;
	return qq[INSERT INTO mail.provider VALUES ('$name', '{"provider": "$name", "signs": [{"keys": ["$name"]}], "names": ["$name"], "events": {"read": "opened"}, "fields": {"recipient": "to"}}')];
}
my $used = q[SELECT jsonb_path_query_array(mail.definitions(), '$[*].provider')];
@sessions = map { my $session = $_; start_psql(join '', map { definition("p${session}_$_") . ";\n" } 1 .. 20) } 1 .. 4;
push @sessions, start_psql(join '', map { qq[SELECT mail.receive('{"p1_1": "read", "to": "r$_\@p.example"}');\n] } 1 .. 500);
is(complaints(@sessions), '', 'four sessions store definitions while webhooks come in');
is($node->safe_psql('postgres', q[SELECT count(*), jsonb_array_length(mail.definitions()) FROM mail.provider]), '80|80', 'all are used');
is($node->safe_psql('postgres', 'SELECT removed FROM mail.reparse()'), '0', 'none was used before it was stored');
is($node->safe_psql('postgres', q[SELECT count(*) FROM mail.event WHERE provider = 'p1_1']), '500', 'and webhooks of before are read again');

# A session that has used definitions uses those that another one has committed since. One that cannot
# see them, at REPEATABLE READ, does not take their place.
$node->safe_psql('postgres', 'TRUNCATE mail.provider');
sub meanwhile
{
	my ($sql) = @_;
	my $file = PostgreSQL::Test::Utils::tempdir() . '/' . $scripts++ . '.sql';
	append_to_file($file, $sql);
	return sprintf "\\! psql -X -q -v ON_ERROR_STOP=1 -h '%s' -p %s -d postgres -f '%s'\n", $node->host, $node->port, $file;
}
my $session = start_psql(join "\n", "$used;", meanwhile(definition('second')), "$used;",
	'\set ON_ERROR_STOP 0', 'BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM mail.provider;',
	meanwhile(definition('third')), definition('fourth') . ';', 'ROLLBACK;', "$used;\n");
like(complaints($session), qr/^psql:\S+ ERROR:  could not serialize access due to concurrent change of definitions$/m, 'a transaction that does not see them is refused');
is(join('|', lines_of($session)), '|["second"]|1|["second", "third"]', 'and what another session has committed is used');

# Dumped, and restored on another server.
$node->safe_psql('postgres', q[
	TRUNCATE mail.webhook, mail.event, mail.problem;
	ALTER TABLE mail.event ADD COLUMN noted boolean NOT NULL DEFAULT false;
	SELECT ses_create_pipeline('Second "one"');
	SELECT "Second ""one""".receive('{"event": "open", "email": "ann@a.example", "bulkId": "b"}');
	SELECT mail.receive('garbage'), mail.receive('{"event": "bounce", "bounceType": "hard_bounce", "email": "ann@a.example", "bulkId": "b", "timestamp": 1770091510}');
	SELECT mail.suppress('Bob@b.example', 'news', 'as he wrote', '2100-01-01Z'), mail.allow('cy@c.example');
	UPDATE mail.setting SET soft_bounces = 3, unsubscribe_by_stream = true;
	GRANT EXECUTE ON FUNCTION mail.may_send(text, text), mail.receive(text) TO receiver;]);
my $dump = PostgreSQL::Test::Utils::tempdir() . '/dump.sql';
my $other = PostgreSQL::Test::Cluster->new('restored');
$other->init(extra => [ '--encoding=UTF8', '--locale=C.UTF-8' ]);
$other->start;
$other->safe_psql('postgres', 'CREATE ROLE receiver LOGIN');
$node->command_ok([ 'pg_dump', '-d', $node->connstr('postgres'), '-f', $dump ], 'a pipeline is dumped');
$other->command_ok([ 'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-d', $other->connstr('postgres'), '-f', $dump ], 'and restored');

# The text of a dump, without what is made anew each time.
sub dump_of
{
	my ($server) = @_;
	my ($out, $err) = run_command([ 'pg_dump', '-d', $server->connstr('postgres') ]);
	$out =~ s/^\\(un)?restrict .*\n//mg;
	return $out;
}
is(dump_of($other), dump_of($node), 'the restored one is the same');
is($other->safe_psql('postgres', $used), '["second", "third"]', 'with its definitions');
my $answers = q[SELECT h::text FROM mail.history('ann@a.example') h UNION ALL SELECT mail.export('ann@a.example')::text UNION ALL SELECT v::text FROM mail.current_verdict v
	UNION ALL SELECT a::text FROM mail.attention a UNION ALL SELECT s::text FROM mail.suppression s
	UNION ALL SELECT m::text FROM mail.message m UNION ALL SELECT d::text FROM mail.daily d
	UNION ALL SELECT e::text FROM mail.engagement e UNION ALL SELECT m::text FROM mail.messages('-infinity') m];
is($other->safe_psql('postgres', $answers), $node->safe_psql('postgres', $answers), 'and gives the same answers');
is($other->safe_psql('postgres', q[SELECT mail.may_send('ann@a.example'), mail.may_send('bob@b.example'), mail.may_send('bob@b.example', 'news'), mail.may_send('cy@c.example')],
		extra_params => [ '-U', 'receiver' ]), 'f|t|f|t', 'and a role with EXECUTE alone asks whom it may mail');
$other->safe_psql('postgres', q[SELECT mail.suppress('new@a.example')]);
$other->safe_psql('postgres', q[SELECT mail.receive('{"event": "open", "email": "new@a.example", "bulkId": "b"}')], extra_params => [ '-U', 'receiver' ]);
$other->safe_psql('postgres', q[SELECT mail.receive('{"second": "read", "to": "new@s.example"}')], extra_params => [ '-U', 'receiver' ]);
is($other->safe_psql('postgres', q[SELECT provider FROM mail.event WHERE recipient = 'new@s.example']), 'second', 'which it reads with');
is($other->safe_psql('postgres', q[SELECT count(*), (SELECT mail.reparse()) FROM mail.event WHERE recipient = 'new@a.example']), '1|(0,0,0)', 'and stores what comes in');

# A subscriber without the extension has the tables and views, and the same answers.
$node->safe_psql('postgres', q[SELECT mail.receive('{"event": "click", "email": "ann@a.example", "bulkId": "b", "timestamp": 1770091520, "link": "https://s.example"}')]);
my $tables = PostgreSQL::Test::Utils::tempdir() . '/tables.sql';
my @views = qw(suppression message daily engagement feed attention);
my @relations = split /\n/, $node->safe_psql('postgres', q[SELECT relname FROM pg_class WHERE relnamespace = 'mail'::regnamespace AND relkind IN ('r', 'v')]);
$other->safe_psql('postgres', 'CREATE DATABASE bare');
$other->safe_psql('bare', 'CREATE SCHEMA mail');
$node->command_ok([ 'pg_dump', '-d', $node->connstr('postgres'), '--section=pre-data', (map { ('-t', "mail.$_") } @relations), '-f', $tables ],
	'tables and views are dumped');
$other->command_ok([ 'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-d', $other->connstr('bare'), '-f', $tables ], 'and loaded without the extension');
foreach my $table (qw(event verdict setting day mailbox_day domain_day domain_total stale_day))
{
	my $copy = $node->safe_psql('postgres', "COPY mail.$table TO STDOUT");
	append_to_file("$tables.copy", "COPY mail.$table FROM STDIN;\n" . ($copy eq '' ? '' : "$copy\n") . "\\.\n");
}
$other->command_ok([ 'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-d', $other->connstr('bare'), '-f', "$tables.copy" ], 'with the events');
foreach my $view (qw(suppression message daily engagement))
{
	my $rows = "SELECT v::text FROM mail.$view v ORDER BY 1";
	is($other->safe_psql('bare', $rows), $node->safe_psql('postgres', $rows), "$view has the same rows there");
}
is($other->safe_psql('bare', 'SELECT provider, last_event_at FROM mail.feed'), $node->safe_psql('postgres', 'SELECT provider, last_event_at FROM mail.feed'), 'feed knows the last event there');

$other->stop;
$node->stop;
done_testing();
