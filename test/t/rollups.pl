# Rollups of days are what the live query returns, whatever sessions write events or count days at the
# same time, and however a transaction ends.
use strict;
use warnings;

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('rollups');
$node->init(extra => [ '--no-locale', '--encoding=UTF8' ], allows_streaming => 'logical');
$node->append_conf('postgresql.conf', "jit = off\nmax_prepared_transactions = 2\ndeadlock_timeout = '200ms'\nmax_connections = 40");
$node->start;
$node->safe_psql('postgres', q[
	CREATE EXTENSION ses_events;
	SELECT ses_create_pipeline('mail');

	-- An event of a day of February 2026, or another date.
	CREATE FUNCTION happen(day date, recipient text DEFAULT 'ann@a.example', event_type text DEFAULT 'delivered') RETURNS void LANGUAGE sql AS $$
		INSERT INTO mail.event (event_id, occurred_at, sent_at, event_type, provider, message_id, recipient, mailbox_provider)
		SELECT gen_random_uuid(), (day + time '12:00') AT TIME ZONE 'UTC', (day + time '11:59') AT TIME ZONE 'UTC', event_type, 'p',
			gen_random_uuid()::text, recipient, 'o' || length(recipient);
	$$;

	-- What differs between the figures that views show and those counted from all events.
	CREATE FUNCTION faults() RETURNS bigint LANGUAGE sql AS $$
		SELECT count(*) FROM (
			SELECT d::text FROM ((TABLE mail.current_day EXCEPT ALL TABLE mail.counted_day) UNION ALL (TABLE mail.counted_day EXCEPT ALL TABLE mail.current_day)) d
			UNION ALL
			SELECT d::text FROM ((TABLE mail.current_mailbox_day EXCEPT ALL TABLE mail.counted_mailbox_day)
				UNION ALL (TABLE mail.counted_mailbox_day EXCEPT ALL TABLE mail.current_mailbox_day)) d
			UNION ALL
			SELECT d::text FROM (TABLE mail.domain_total
				EXCEPT ALL SELECT domain, mailbox_provider, sum(events), sum(complaints) FROM mail.domain_day GROUP BY 1, 2) d
			UNION ALL
			SELECT d::text FROM (SELECT * FROM mail.domain_day WHERE day NOT IN (TABLE mail.changed_day) EXCEPT ALL TABLE mail.counted_domain_day) d) f;
	$$;]);

sub answer { my ($sql) = @_; return $node->safe_psql('postgres', $sql) }
sub refresh { return answer('CALL mail.refresh()') }
sub changed { return join ' ', map { s/2026-02-//r } split /\n/, answer(q[SELECT day FROM mail.changed_day WHERE day < now() - interval '10 days' ORDER BY 1]) }
sub exact { my ($name) = @_; return is(answer('SELECT faults()'), '0', "$name: the figures are exact") }
sub session { return $node->background_psql('postgres', on_error_stop => 1) }

# Waits until a session waits for a lock.
sub waits
{
	my ($backend) = @_;
	return $node->poll_query_until('postgres', "SELECT wait_event_type = 'Lock' FROM pg_stat_activity WHERE pid = $backend");
}
sub backend { return $_[0]->query_safe('SELECT pg_backend_pid()') }

# Random events of every kind.
my $random = q[
	SELECT setseed(%s);
	INSERT INTO mail.event (event_id, occurred_at, sent_at, event_type, provider, stream, message_id, recipient, candidates, bounce_class, provider_class,
		reason, is_bot, actor, mailbox_provider)
	SELECT md5(random()::text)::uuid, CASE WHEN pick(50) > 1 THEN '2026-02-01 00:00Z'::timestamptz + random() * interval '6 days' END,
		CASE WHEN pick(4) > 1 THEN '2026-02-01 00:00Z'::timestamptz + random() * interval '6 days' END,
		('{queued,sent,deferred,delivered,delivered,bounced,rejected,failed,opened,clicked,complained,unsubscribed,inbound}'::text[])[pick(13)],
		('{amazon_ses,brevo,NULL}'::text[])[pick(3)], ('{s,NULL}'::text[])[pick(2)],
		CASE WHEN pick(20) > 1 THEN 'm' || pick(300) END,
		CASE WHEN pick(20) > 1 THEN 'P' || pick(3) || ('{@gmail.com,@A.example,@b.example,@c.example,"",@}'::text[])[pick(6)] END,
		('{1,1,1,1,2,3,7,60,NULL,0}'::int[])[pick(10)], ('{hard,soft,undetermined,NULL}'::text[])[pick(4)], ('{hard,soft,undetermined,NULL}'::text[])[pick(4)],
		('{unknown_recipient,spam,suppressed,unsubscribed,rendering,blocked,rate_limited,not_spam,NULL}'::text[])[pick(9)],
		('{true,false,NULL}'::bool[])[pick(3)], ('{person,proxy,machine,NULL}'::text[])[pick(4)], ('{gmail,microsoft,NULL}'::text[])[pick(3)]
	FROM generate_series(1, 3000)];
answer('CREATE FUNCTION pick(of int) RETURNS int LANGUAGE sql VOLATILE AS $$SELECT 1 + floor(random() * of)::int$$');

# refresh() changes no answer.
my %answer = map { $_ => "TABLE mail.$_" } qw(daily mailbox_daily domain);
foreach my $change (
	[ 'random events', sprintf $random, 0.1 ],
	[ 'more of them', sprintf $random, 0.2 ],
	[ 'other times', q[UPDATE mail.event SET occurred_at = occurred_at + interval '1 day' WHERE message_id ~ '1$'] ],
	[ 'other columns', q[UPDATE mail.event SET event_type = 'bounced', mailbox_provider = 'yahoo' WHERE message_id ~ '2$'] ],
	[ 'a time after all, and none any more', q[UPDATE mail.event SET occurred_at = CASE WHEN occurred_at IS NULL THEN '2026-02-02'::timestamptz END WHERE message_id ~ '3$'] ],
	[ 'fewer events', q[DELETE FROM mail.event WHERE message_id ~ '4$'] ],
	[ 'infinite times', q[UPDATE mail.event SET occurred_at = 'infinity' WHERE message_id ~ '55$'; UPDATE mail.event SET sent_at = '-infinity' WHERE message_id ~ '6$';
		UPDATE mail.event SET occurred_at = '-infinity' WHERE message_id ~ '77$'] ],
	[ 'far times', q[UPDATE mail.event SET occurred_at = '4713-01-01 00:00Z BC' WHERE message_id ~ '88$'; UPDATE mail.event SET occurred_at = '1999-12-31 23:59:59.999999Z' WHERE message_id ~ '99$';
		UPDATE mail.event SET occurred_at = '294276-12-31 23:59:59Z' WHERE message_id ~ '98$'] ],
	[ 'no event of a day', q[DELETE FROM mail.event WHERE (occurred_at AT TIME ZONE 'UTC')::date = '2026-02-02'] ],
	[ 'none at all', 'TRUNCATE mail.event' ])
{
	my ($name, $sql) = @$change;
	answer($sql);
	exact($name);
	answer("DROP TABLE IF EXISTS before_$_; CREATE TABLE before_$_ AS $answer{$_}") foreach keys %answer;
	refresh();
	exact("$name, counted");
	is(changed(), '', "$name: no day is left");
	is(answer("SELECT count(*) FROM ((TABLE before_$_ EXCEPT ALL $answer{$_}) UNION ALL ($answer{$_} EXCEPT ALL TABLE before_$_)) d"), '0', "and $_ is the same") foreach sort keys %answer;
}

# A day with a transaction that writes to it is left, also where it is counted already.
answer(q[SELECT happen('2026-02-01'), happen('2026-02-02')]);
my $late = session();
$late->query_safe(q[BEGIN; SELECT happen('2026-02-02')]);
refresh();
is(changed(), '02', 'a day that is written to stays live');
$late->query_safe('COMMIT');
exact('late commit');
refresh();
is(changed(), '', 'and is counted later');
$late->query_safe(q[BEGIN; SELECT happen('2026-02-02')]);
refresh();
exact('late commit to a counted day, before');
$late->query_safe('COMMIT');
is(changed(), '02', 'a counted day is marked');
exact('late commit to a counted day');
refresh();
$late->query_safe(q[BEGIN; SELECT happen('2026-02-02'); ROLLBACK]);
is(changed(), '', 'but not by what is rolled back');

# Today and tomorrow are not counted ahead; yesterday is, as soon as its last transaction has ended.
answer(q[SELECT happen((now() AT TIME ZONE 'UTC')::date + d) FROM generate_series(-1, 2) d]);
$late->query_safe(q[BEGIN; SELECT happen((now() AT TIME ZONE 'UTC')::date - 1)]);
refresh();
is(answer(q[SELECT string_agg((day - (now() AT TIME ZONE 'UTC')::date)::text, ' ' ORDER BY day) FROM mail.changed_day]), '-1 0 1', 'a transaction of yesterday goes on');
$late->query_safe('COMMIT');
refresh();
is(answer(q[SELECT string_agg((day - (now() AT TIME ZONE 'UTC')::date)::text, ' ' ORDER BY day) FROM mail.changed_day]), '0 1', 'until it has ended');
exact('midnight');
answer('DELETE FROM mail.event');
refresh();

# A snapshot that is older than a refresh() shows a mark that is gone.
foreach my $isolation ('REPEATABLE READ', 'SERIALIZABLE')
{
	foreach my $statement (q[SELECT happen('2026-02-01')], q[UPDATE mail.event SET event_type = 'bounced' WHERE occurred_at < '2026-02-02'],
		q[DELETE FROM mail.event WHERE occurred_at < '2026-02-02'])
	{
		answer(q[SELECT happen('2026-02-01')]);
		$late->query_safe("BEGIN ISOLATION LEVEL $isolation; SELECT count(*) FROM mail.stale_day");
		refresh();
		$late->query_safe($statement);
		$late->query_safe('COMMIT');
		is(changed(), '01', "$isolation: the day is marked");
		exact("$isolation, $statement");
	}
}
refresh();

# Savepoints: what is rolled back takes its mark and its lock with it.
$late->query_safe(q[BEGIN; SAVEPOINT a; SELECT happen('2026-02-01'); ROLLBACK TO a]);
refresh();
$late->query_safe(q[SELECT happen('2026-02-01'); COMMIT]);
is(changed(), '01', 'after a savepoint the day is marked again');
exact('savepoint');
refresh();
$late->query_safe(q[BEGIN; SELECT happen('2026-02-01'); SAVEPOINT a; SELECT happen('2026-02-01'), happen('2026-02-03'); ROLLBACK TO a; COMMIT]);
exact('savepoint after a mark');

# A prepared transaction holds its lock until it is committed.
$late->query_safe(q[BEGIN; SELECT happen('2026-02-01'); PREPARE TRANSACTION 'late']);
refresh();
is(changed(), '01', 'refresh() does not wait for a prepared transaction');
answer(q[COMMIT PREPARED 'late']);
exact('prepared transaction');

# Eight writers of a counted day wait neither for each other nor for refresh(), which leaves the day to them.
refresh();
my @writers = map { session() } 1 .. 8;
$_->query_safe(q[SET lock_timeout = '10s'; BEGIN; SELECT happen('2026-02-01')]) foreach @writers;
refresh();
is(answer(q[SELECT mail.refresh_day('2026-02-01')]), 'f', 'refresh() leaves a day to eight writers');
$_->query_safe('COMMIT') foreach @writers;
my $marks = q[SELECT count(*) FROM mail.stale_day WHERE day = '2026-02-01'];
is(answer($marks), '8', 'each has marked the day');
exact('eight writers');
refresh();
is(answer($marks), '0', 'and all marks go at once');

# A writer waits for a refresh() of its day, and of no other.
my $refresher = session();
$refresher->query_safe('BEGIN');
is($refresher->query_safe(q[SELECT mail.refresh_day('2026-02-01')]), 't', 'a day is counted');
my $writer = $writers[0];
my $backend = backend($writer);
$writers[1]->query_safe(q[SELECT happen('2026-02-03'), happen('2026-02-02')]);
$writer->query_until(qr/^$/, qq[SELECT happen('2026-02-01');\n]);
ok(waits($backend), 'its writer waits');
$refresher->query_safe('COMMIT');
$node->poll_query_until('postgres', "SELECT state = 'idle' FROM pg_stat_activity WHERE pid = $backend");
like(changed(), qr/^01 /, 'until it is counted, and marks it then');
exact('a writer that waited');

# A refresh() that is killed leaves nothing.
$refresher->query_safe(q[BEGIN; SELECT mail.refresh_day('2026-02-01'), mail.refresh_day('2026-02-02')]);
my $victim = backend($refresher);
answer("SELECT pg_terminate_backend($victim)");
$node->poll_query_until('postgres', "SELECT count(*) = 0 FROM pg_stat_activity WHERE pid = $victim");
eval { $refresher->quit };
is(answer(q[SELECT count(*) FROM pg_locks WHERE locktype = 'advisory']), '0', 'no lock is left');
like(changed(), qr/^01 02/, 'the days are marked still');
exact('a killed refresh()');
refresh();

# Many days in one transaction take as many locks as 65, and keep refresh() from all.
$late->query_safe(q[BEGIN; SELECT happen('2026-01-01'::date - d) FROM generate_series(1, 300) d]);
is(answer(q[SELECT count(*) FROM pg_locks WHERE locktype = 'advisory']), '65', 'many days share a lock');
answer(q[SELECT happen('2026-02-01')]);
refresh();
is(changed(), '01', 'refresh() leaves all days to them');
$late->query_safe('COMMIT');
exact('many days');
refresh();
is(changed(), '', 'and counts them later');
exact('many days, counted');

# Who writes events of a day cannot count it in the same transaction.
is(answer(q[BEGIN; SELECT happen('2026-02-01'); SELECT mail.refresh_day('2026-02-01'); SELECT happen('2026-02-01'); COMMIT]), "\nf\n", 'no transaction counts its own day');
is(answer(q[SELECT mail.refresh_day('2026-02-01')]), 't', 'the next one does');
answer(q[BEGIN; SELECT mail.refresh_day('2026-02-01'); SELECT happen('2026-02-01'); COMMIT]);
exact('written after it was counted, in one transaction');
$_->quit foreach @writers;

# All at once: receivers, reparse(), forget(), expire(), changes by hand, and three refreshes.
my $number = 0;
sub start
{
	my ($sql) = @_;
	my $file = PostgreSQL::Test::Utils::tempdir() . '/' . $number++;
	append_to_file("$file.sql", $sql);
	return { run => IPC::Run::start([ 'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-d', $node->connstr('postgres'), '-f', "$file.sql" ],
		'<', '/dev/null', '>', '/dev/null', '2>', "$file.err"), err => "$file.err" };
}
sub webhooks
{
	my ($session) = @_;
	return join '', map { sprintf qq[SELECT mail.receive('[{"event": "open", "email": "r%d\@r.example", "bulkId": "b%d", "timestamp": %d}]');\n],
		$_ % 20, $_, 1770091510 + 86400 * (($_ * $session) % 5) } 1 .. 150;
}
my @sessions = map { start($_) } (
	(map { webhooks($_) } 1 .. 3),
	(map { "CALL mail.refresh();\n" x 40 } 1 .. 3),
	"SELECT FROM mail.reparse();\n" x 4,
	join('', map { "SELECT FROM mail.forget('r$_\@r.example');\n" } 1 .. 4),
	"SELECT FROM mail.expire('100 years');\n" x 10,
	"UPDATE mail.event SET subject = subject WHERE recipient = 'r7\@r.example'; DELETE FROM mail.event WHERE recipient = 'r8\@r.example';\n" x 30,
	"BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT FROM mail.daily; SELECT happen('2026-02-05'); COMMIT;\n" x 40,
	"BEGIN; SELECT happen('2026-02-06'), happen('2026-02-04'); SELECT pg_sleep(0.01); COMMIT; SELECT faults();\n" x 20);
is(join('', map { $_->{run}->finish; slurp_file($_->{err}) } @sessions), '', 'all who care for a pipeline run at once');
exact('all at once');
refresh();
exact('all at once, counted');
is(changed(), '', 'and no day is left');
is(answer('SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()'), '0', 'no session waited in a circle');

# expire() keeps the figures of the days whose events it deletes.
answer(q[TRUNCATE mail.event, mail.webhook; SELECT happen('2026-02-01'), happen('2026-02-02'), happen('2026-02-02', 'bob@b.example', 'bounced'), happen('2026-02-03')]);
refresh();
answer(q[SELECT happen('2026-02-01'); CREATE TABLE kept AS TABLE mail.daily; CREATE TABLE kept_mailbox AS TABLE mail.mailbox_daily]);
$late->query_safe(q[BEGIN; SELECT happen('2026-02-03')]);
my $keep = q[now() - '2026-02-10'::timestamptz];
is(answer("SELECT events FROM mail.expire($keep)"), '4', 'expire() leaves a day that is written to');
$late->query_safe('ROLLBACK');
is(answer("SELECT events FROM mail.expire($keep)"), '1', 'until the next call');
is(answer('SELECT count(*) FROM mail.event'), '0', 'no event is left');
is(answer(q[SELECT count(*) FROM ((TABLE kept EXCEPT ALL TABLE mail.daily) UNION ALL (TABLE mail.daily EXCEPT ALL TABLE kept)
	UNION ALL SELECT NULL, k.mailbox, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
	FROM (TABLE kept_mailbox EXCEPT ALL TABLE mail.mailbox_daily) k) d]), '0', 'but its figures are');
answer(q[SELECT happen('2026-02-01')]);
refresh();
answer(q[CALL mail.refresh('2026-02-01', '2026-02-03')]);
is(answer(q[SELECT count(*) FROM ((TABLE kept EXCEPT ALL TABLE mail.daily) UNION ALL (TABLE mail.daily EXCEPT ALL TABLE kept)) d]), '0', 'and a late event does not change them');
like(($node->psql('postgres', "BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT mail.expire($keep)"))[2], qr/^psql:\S+ ERROR:  cannot count a day at isolation level REPEATABLE READ/,
	'expire() is refused where it cannot know a day') if answer(q[SELECT happen('2026-02-04')]) eq '';
answer('DELETE FROM mail.event; UPDATE mail.day SET is_final = false');
answer(q[CALL mail.refresh('-infinity', 'infinity')]);

# A truncated table, a role that may only write events, a pipeline whose events had no trigger, another name of the schema.
answer(q[SELECT happen('2026-02-01')]);
refresh();
answer('TRUNCATE mail.event');
exact('truncated');
like(($node->psql('postgres', 'BEGIN ISOLATION LEVEL REPEATABLE READ; TRUNCATE mail.event'))[2], qr/cannot truncate events at isolation level REPEATABLE READ/, 'which an old snapshot refuses');
refresh();
answer(q[CREATE ROLE writer LOGIN; GRANT INSERT ON mail.event TO writer; GRANT SELECT ON mail.daily TO writer]);
is($node->safe_psql('postgres', q[SELECT happen('2026-02-01'); SELECT sum(delivered) FROM mail.daily], extra_params => [ '-U', 'writer' ]), "\n1", 'INSERT on event is privilege enough');
refresh();
answer(q[DROP TRIGGER mark_day ON mail.event; SELECT happen('2026-02-01'), happen('2026-02-02'); SELECT ses_update_pipeline('mail')]);
exact('events from before the triggers');
refresh();
answer(q[ALTER SCHEMA mail RENAME TO post; DELETE FROM post.event WHERE occurred_at < '2026-02-02'; ALTER SCHEMA post RENAME TO mail]);
exact('written while the schema had another name');
refresh();

# What is counted is read from rollups, and of events only those of days that changed.
answer(q[SELECT happen('2026-02-01'::date + d) FROM generate_series(0, 9) d; ANALYZE mail.event]);
refresh();
answer(q[SELECT happen('2026-02-03')]);
foreach my $view ('daily', 'mailbox_daily')
{
	my $plan = answer("SET enable_seqscan = off; EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) SELECT * FROM mail.$view WHERE day BETWEEN '2026-02-01' AND '2026-02-10'");

	unlike($plan, qr/Seq Scan on event/, "$view reads no event but by an index");
	like($plan, qr/Index Cond: .*occurred_at AT TIME ZONE 'UTC'::text\)+::date = s\w*\.day/, 'of the days that changed');
}

# Mistakes.
my $default = 'repeatable read';
answer("ALTER DATABASE postgres SET default_transaction_isolation = '$default'");
answer(q[SELECT happen('2026-02-01')]);
refresh();
is(changed(), '', 'refresh() runs whatever the default isolation level is');
answer('ALTER DATABASE postgres RESET default_transaction_isolation');
foreach my $mistake (
	[ 'BEGIN; CALL mail.refresh()', 'invalid transaction termination' ],
	[ q[CALL mail.refresh('2026-02-02', '2026-02-01')], 'the first day must not be later than the last' ],
	[ 'CALL mail.refresh(final => true)', 'the last day to count for the last time must not be null' ],
	[ 'CALL mail.refresh(final => NULL)', 'final must not be null' ],
	[ q[CALL mail.refresh('2026-02-30')], 'date/time field value out of range' ],
	[ 'SELECT mail.refresh_day(NULL)', 'the day to count must not be null' ],
	[ q[BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT mail.refresh_day('2026-02-01')], 'cannot count a day at isolation level REPEATABLE READ' ],
	[ 'SELECT ses_mark_day()', 'must be fired AFTER ROW' ],
	[ 'CREATE TABLE t (at timestamptz); CREATE TRIGGER t BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION ses_mark_day(); INSERT INTO t VALUES (now())', 'must be fired AFTER ROW' ],
	[ 'CREATE TABLE u (at timestamptz); CREATE TRIGGER t AFTER INSERT ON u FOR EACH ROW EXECUTE FUNCTION ses_mark_day(); INSERT INTO u VALUES (now())', 'has no column "occurred_at"' ])
{
	my ($sql, $message) = @$mistake;
	like(($node->psql('postgres', $sql))[2], qr/$message/, "$sql: $message");
}
answer('CREATE TABLE v (occurred_at timestamptz); CREATE TRIGGER t AFTER INSERT ON v FOR EACH ROW EXECUTE FUNCTION ses_mark_day(); INSERT INTO v VALUES (now())');

# Partitions: rows that name one, one that is attached, detached and dropped.
answer(q[
	CREATE SCHEMA elsewhere;
	SET client_min_messages = warning;
	DROP TABLE mail.event CASCADE;
	CREATE TABLE mail.event (webhook_id bigint, event_id uuid, occurred_at timestamptz, UNIQUE NULLS NOT DISTINCT (event_id, occurred_at)) PARTITION BY RANGE (occurred_at);
	CREATE TABLE elsewhere.event_01 PARTITION OF mail.event FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
	CREATE TABLE mail.event_02 PARTITION OF mail.event FOR VALUES FROM ('2026-02-01') TO ('2026-03-01');
	CREATE TABLE mail.event_rest PARTITION OF mail.event DEFAULT;
	SELECT ses_update_pipeline('mail');]);
exact('partitions');
answer(q[SELECT happen('2026-01-31'), happen('2026-02-01'), happen('2026-05-01'); SELECT happen('2026-02-02')]);
refresh();
answer(q[INSERT INTO elsewhere.event_01 (event_id, occurred_at, event_type) VALUES (gen_random_uuid(), '2026-01-31', 'sent'); UPDATE mail.event_02 SET event_type = 'sent']);
is(changed(), '2026-01-31 01 02', 'a statement that names a partition marks its days');
exact('partitions by name');
refresh();
answer('TRUNCATE mail.event_02');
exact('a truncated partition');
refresh();
answer(q[SELECT happen('2026-02-01')]);
refresh();
answer('CREATE TABLE february AS TABLE mail.daily; ALTER TABLE mail.event DETACH PARTITION mail.event_02; DROP TABLE mail.event_02');
answer(q[CALL mail.refresh('2026-02-01', '2026-02-28')]);
answer(q[SELECT happen('2026-02-01')]);
refresh();
is(answer(q[SELECT count(*) FROM ((TABLE february EXCEPT TABLE mail.daily) UNION ALL (TABLE mail.daily EXCEPT TABLE february)) d]), '0', 'figures of a dropped partition stay');
answer(q[CREATE TABLE mail.event_03 (LIKE mail.event INCLUDING ALL); INSERT INTO mail.event_03 (event_id, occurred_at, event_type) VALUES (gen_random_uuid(), '2026-03-01', 'sent');
	ALTER TABLE mail.event ATTACH PARTITION mail.event_03 FOR VALUES FROM ('2026-03-01') TO ('2026-04-01')]);
answer(q[CALL mail.refresh('2026-03-01', '2026-03-31')]);
is(answer(q[SELECT day, sent FROM mail.daily WHERE day BETWEEN '2026-03-01' AND '2026-03-31']), '2026-03-01|1', 'and those of one that is attached are counted');
answer(q[INSERT INTO mail.event_03 (event_id, occurred_at, event_type) VALUES (gen_random_uuid(), '2026-03-01', 'sent')]);
is(answer(q[SELECT day, sent FROM mail.daily WHERE day BETWEEN '2026-03-01' AND '2026-03-31']), '2026-03-01|2', 'as is what comes later');

# A subscriber to the events counts for itself.
answer(q[SELECT ses_create_pipeline('post'); CREATE PUBLICATION post FOR TABLE post.webhook, post.event, post.problem, post.provider;
	SELECT post.receive('{"event": "open", "email": "ann@a.example", "bulkId": "b1", "timestamp": 1770091510}')]);
my $subscriber = PostgreSQL::Test::Cluster->new('subscriber');
$subscriber->init(extra => [ '--no-locale', '--encoding=UTF8' ]);
$subscriber->start;
$subscriber->safe_psql('postgres', q[CREATE EXTENSION ses_events; SELECT ses_create_pipeline('post')]);
$subscriber->safe_psql('postgres', 'CREATE SUBSCRIPTION post CONNECTION $$' . $node->connstr('postgres') . '$$ PUBLICATION post');
$subscriber->wait_for_subscription_sync($node, 'post');
is($subscriber->safe_psql('postgres', 'SELECT day, unique_opens FROM post.daily'), '2026-02-03|1', 'a subscriber has the figures of what was there');
$subscriber->safe_psql('postgres', 'CALL post.refresh()');
answer(q[SELECT post.receive('{"event": "open", "email": "ann@a.example", "bulkId": "b2", "timestamp": 1770091510}')]);
$node->wait_for_catchup('post');
is($subscriber->safe_psql('postgres', 'SELECT day, unique_opens FROM post.daily'), '2026-02-03|2', 'and of what comes');
$subscriber->safe_psql('postgres', 'DROP SUBSCRIPTION post');
$subscriber->stop;

$late->quit;
$node->stop;
done_testing();
