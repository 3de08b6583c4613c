# All that holds events, and all that was computed from them, outlasts what databases
# go through: a dump, a replica, a subscription, a newer server.
use strict;
use warnings;

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

$ENV{PG_ABS_SRCDIR} = "$ENV{TESTDIR}/test";
my $folder = PostgreSQL::Test::Utils::tempdir;
my @cluster = (extra => [ '--data-checksums', '--no-locale', '--encoding=UTF8' ]);

sub has_amcheck
{
	my ($node) = @_;
	return $node->safe_psql('postgres', q[SELECT count(*) FROM pg_available_extensions WHERE name = 'amcheck']);
}

# A database that keeps events in every way there is.
sub fill
{
	my ($node) = @_;

	$node->safe_psql('postgres', 'CREATE DATABASE mail');
	$node->command_ok([ 'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-o', '/dev/null', '-d', $node->connstr('mail'), '-f', "$ENV{PG_ABS_SRCDIR}/sql/setup.sql" ],
		'webhooks are stored');
	$node->safe_psql('mail', q[
		SELECT ses_create_pipeline('mail');
		INSERT INTO mail.provider SELECT * FROM ses_library() WHERE provider = 'mailpace';
		SELECT mail.receive('{"event": "email.delivered", "payload": {"status": "delivered", "id": 17, "updated_at": "2026-02-03T04:05:09Z", "to": "ann@a.example", "from": "news@shop.example"}}');
		SELECT mail.receive(payload::text) FROM fixture;
		SELECT mail.suppress('nobody@n.example', 'news'), mail.allow(min(address)) FROM mail.suppression WHERE address LIKE '%@%';
		UPDATE mail.setting SET soft_bounces = 1;
		CREATE TABLE email_event OF ses_event (PRIMARY KEY (event_id));
		INSERT INTO email_event SELECT e.* FROM fixture f, ses_parse(f.payload) e ON CONFLICT (event_id) DO NOTHING;
		CREATE TABLE raw (
			id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
			payload jsonb,
			event_type text GENERATED ALWAYS AS (ses_event_type(payload)) STORED);
		INSERT INTO raw (payload) SELECT payload FROM fixture, generate_series(1, 2);
		CREATE INDEX raw_type ON raw (ses_event_type(payload));
		CREATE INDEX raw_time ON raw (ses_occurred_at(payload), ses_message_id(payload), ses_provider(payload));
		CREATE MATERIALIZED VIEW kinds AS
			SELECT e.provider, e.event_type, e.bounce_class, e.reason, count(*) FROM raw r, ses_parse(r.payload) e GROUP BY 1, 2, 3, 4;]);
	$node->safe_psql('mail', 'CREATE EXTENSION amcheck') if has_amcheck($node);
}

# All that a database knows: each relation, and what is parsed now.
sub knowledge
{
	my ($node) = @_;
	my @sources = ((map { "SELECT r FROM $_ r" } 'email_event', 'raw', 'kinds',
			map { "mail.$_" } qw(webhook event problem provider verdict setting suppression current_verdict message daily engagement attention)),
		'SELECT mail.definitions()', "SELECT e FROM mail.event e WHERE e.provider = 'mailpace'",
		'SELECT e FROM raw r, ses_parse(r.payload) e', 'SELECT i FROM raw r, ses_inspect(r.payload) i');

	return join "\n", map {
		my $source = $_;
		"$source: " . $node->safe_psql('mail', qq[SELECT count(*), md5(string_agg(t, ',' ORDER BY t COLLATE "C")) FROM ($source) s (r), CAST(r AS text) t]);
	} @sources;
}

# That an index holds what the functions say now, and gives what a scan gives.
sub check_indexes
{
	my ($node, $where) = @_;
	my $count = q[SELECT count(*) FROM raw WHERE ses_event_type(payload) = 'bounced'];

	SKIP:
	{
		skip 'this server has no amcheck', 1 unless has_amcheck($node);
		is($node->safe_psql('mail', q[SET TimeZone = 'Pacific/Chatham'; SET DateStyle = 'SQL, DMY';
				SELECT count(bt_index_check(indexrelid, true)) FROM pg_index JOIN pg_class c ON c.oid = indexrelid
				WHERE relname LIKE 'raw%' OR relnamespace = 'mail'::regnamespace AND relam = (SELECT oid FROM pg_am WHERE amname = 'btree')]) > 5, 1, "$where: indexes hold what is computed now");
	}
	like($node->safe_psql('mail', "SET enable_seqscan = off; EXPLAIN (COSTS off) $count"), qr/ raw_type/, "$where: an index is used");
	is($node->safe_psql('mail', "SET enable_seqscan = off; $count"), $node->safe_psql('mail', "SET enable_indexscan = off; SET enable_bitmapscan = off; SET enable_indexonlyscan = off; $count"),
		"$where: and gives what is there");
}

# That it goes on.
sub check_life
{
	my ($node, $where) = @_;
	my $open = q[{"event": "open", "email": "new@n.example", "bulkId": "b", "timestamp": 1770091510}];

	$node->safe_psql('mail', qq[SELECT mail.receive('$open'); INSERT INTO raw (payload) VALUES ('$open'); REFRESH MATERIALIZED VIEW kinds;]);
	is($node->safe_psql('mail', q[SELECT event_type FROM mail.event WHERE recipient = 'new@n.example' UNION ALL SELECT event_type FROM raw WHERE payload->>'email' = 'new@n.example'
			UNION ALL SELECT sum(count)::text FROM kinds]), "opened\nopened\n" . $node->safe_psql('mail', 'SELECT count(*) FROM raw r, ses_parse(r.payload)'), "$where: new webhooks are taken in");
	is($node->safe_psql('mail', 'SELECT mail.reparse()'), '(0,0,0)', "$where: what is stored is what would be parsed");
}

sub new_node
{
	my ($name, $streaming, %how) = @_;
	my $node = PostgreSQL::Test::Cluster->new($name, %how);
	$node->init(@cluster, allows_streaming => $streaming);
	$node->append_conf('postgresql.conf', 'fsync = off');
	return $node;
}

my $origin = new_node('origin', 'logical');
$origin->start;
fill($origin);
my $known = knowledge($origin);
unlike($known, qr/: 0\|/, 'there is something to lose everywhere');
check_indexes($origin, 'at first');

# Dumped, and restored by two connections at once.
$origin->command_ok([ 'pg_dump', '-Fc', '-f', "$folder/mail.dump", '-d', $origin->connstr('mail') ], 'the database is dumped');
my $restored = new_node('restored', 0);
$restored->start;
$restored->safe_psql('postgres', 'CREATE DATABASE mail');
$restored->command_ok([ 'pg_restore', '--exit-on-error', '-j', '2', '-d', $restored->connstr('mail'), "$folder/mail.dump" ], 'and restored');
is(knowledge($restored), $known, 'restored: all is there');
check_indexes($restored, 'restored');
check_life($restored, 'restored');
$restored->stop;

# A replica of all bytes answers the same, parses the same, and can take over.
$origin->backup('base');
my $replica = PostgreSQL::Test::Cluster->new('replica');
$replica->init_from_backup($origin, 'base', has_streaming => 1);
$replica->start;
$origin->safe_psql('mail', q[SELECT mail.receive('{"event": "click", "email": "late@l.example", "bulkId": "b", "timestamp": 1770091511}')]);
$known = knowledge($origin);
$origin->wait_for_catchup($replica);
is(knowledge($replica), $known, 'replica: all is there');
check_indexes($replica, 'replica');
$replica->promote;
check_life($replica, 'replica that took over');
$replica->stop;

# A subscriber to everything has everything; one to raw webhooks makes the events itself.
my $subscriber = new_node('subscriber', 'logical');
$subscriber->start;
$subscriber->safe_psql('postgres', 'CREATE DATABASE mail');
$subscriber->command_ok([ 'pg_restore', '--exit-on-error', '--schema-only', '-d', $subscriber->connstr('mail'), "$folder/mail.dump" ], 'a subscriber has the tables');
sub subscribe
{
	my ($name, $tables) = @_;
	$origin->safe_psql('mail', "CREATE PUBLICATION $name FOR TABLE $tables");
	$subscriber->safe_psql('mail', "CREATE SUBSCRIPTION $name CONNECTION \$\$" . $origin->connstr('mail') . "\$\$ PUBLICATION $name");
	$subscriber->wait_for_subscription_sync($origin, $name, 'mail');
}
subscribe('everything', 'mail.webhook, mail.event, mail.problem, mail.provider, mail.verdict, mail.setting, email_event, raw');
$origin->safe_psql('mail', q[SELECT mail.receive('{"event": "open", "email": "later@l.example", "bulkId": "b", "timestamp": 1770091512}');
	INSERT INTO raw (payload) VALUES ('{"event": "open", "email": "later@l.example", "bulkId": "b", "timestamp": 1770091512}');
	SELECT mail.suppress('Later@l.example', until => '2100-01-01Z'); DELETE FROM mail.verdict WHERE verdict = 'allow'; UPDATE mail.setting SET refusals = 2;]);
$origin->wait_for_catchup('everything');
$_->safe_psql('mail', 'REFRESH MATERIALIZED VIEW kinds') for $origin, $subscriber;
is(knowledge($subscriber), knowledge($origin), 'subscriber: all is there');
check_indexes($subscriber, 'subscriber');

# Changed definitions are used there at once, although a subscription fires no ordinary trigger.
foreach my $change (q[INSERT INTO mail.provider SELECT * FROM ses_library() WHERE provider IN ('lettermint', 'sweego')],
	q[UPDATE mail.provider SET definition = jsonb_set(definition, '{about}', '"changed"') WHERE provider = 'sweego'],
	q[DELETE FROM mail.provider WHERE provider = 'lettermint'], 'TRUNCATE mail.provider', q[INSERT INTO mail.provider SELECT * FROM ses_library() WHERE provider = 'mailpace'])
{
	$origin->safe_psql('mail', $change);
	$origin->wait_for_catchup('everything');
	is($subscriber->safe_psql('mail', 'SELECT mail.definitions()'), $origin->safe_psql('mail', 'SELECT mail.definitions()'), "subscriber: $change");
}
$subscriber->safe_psql('mail', 'DROP SUBSCRIPTION everything; TRUNCATE mail.webhook, mail.event, mail.problem, mail.provider, email_event, raw');
subscribe('webhooks', 'mail.webhook, mail.provider');
$origin->safe_psql('mail', q[SELECT mail.receive('{"event": "open", "email": "latest@l.example", "bulkId": "b", "timestamp": 1770091513}')]);
$origin->wait_for_catchup('webhooks');
$subscriber->safe_psql('mail', 'SELECT mail.reparse()');
my $events = q[SELECT md5(string_agg(e::text, ',' ORDER BY event_id)) FROM mail.event e];
is($subscriber->safe_psql('mail', $events), $origin->safe_psql('mail', $events), 'subscriber to webhooks: reparse() makes the events');

# A subscriber without the extension has the tables that views read, and the views.
my @views = qw(suppression current_verdict message daily mailbox_daily);
my @tables = qw(event verdict setting day mailbox_day domain_day domain_total stale_day);
my @parts = qw(activity changed_day counted_day counted_mailbox_day counted_domain_day current_day current_mailbox_day domain);
$subscriber->safe_psql('postgres', 'CREATE DATABASE views');
$origin->command_ok([ 'pg_dump', '-Fc', '--schema-only', '--no-publications', (map { ('--table', "mail.$_") } @tables, @views, @parts), '-f', "$folder/views.dump", '-d', $origin->connstr('mail') ],
	'tables and views are dumped');
my ($contents) = run_command([ 'pg_restore', '-l', "$folder/views.dump" ]);
append_to_file("$folder/views.list", join "\n", grep { !/ TRIGGER / } split /\n/, $contents);
$subscriber->safe_psql('views', 'CREATE SCHEMA mail');
$subscriber->command_ok([ 'pg_restore', '--exit-on-error', '-L', "$folder/views.list", '-d', $subscriber->connstr('views'), "$folder/views.dump" ],
	'and restored without triggers where the extension is not installed');
$origin->safe_psql('mail', 'CREATE PUBLICATION views FOR TABLE ' . join ', ', map { "mail.$_" } @tables);
$subscriber->safe_psql('views', 'CREATE SUBSCRIPTION views CONNECTION $$' . $origin->connstr('mail') . '$$ PUBLICATION views');
$subscriber->wait_for_subscription_sync($origin, 'views', 'views');
$origin->safe_psql('mail', 'CALL mail.refresh()');
$origin->wait_for_catchup('views');
foreach my $view (@views)
{
	my $rows = qq[SELECT count(*), md5(string_agg(v::text, ',' ORDER BY v::text COLLATE "C")) FROM mail.$view v];
	my $known = $origin->safe_psql('mail', $rows);
	unlike($known, qr/^0\|/, "$view has rows");
	is($subscriber->safe_psql('views', $rows), $known, "and the same ones without the extension");
}
$subscriber->stop;
$origin->stop;

# A server of an older version is upgraded, with its files.
SKIP:
{
	my $older = $ENV{OLDER_INSTALLATION} or skip 'no older server to upgrade from is installed', 1;
	# What newer tools set for streaming, an older server does not know.
	my $old = new_node('old', 0, install_path => $older);
	my $new = new_node('new', 0);
	my ($bindir) = run_command([ 'pg_config', '--bindir' ]);

	$old->start;
	note 'from ' . $old->safe_psql('postgres', 'SHOW server_version');
	fill($old);
	$known = knowledge($old);
	$old->stop;
	chdir $folder or die "$folder: $!";
	$new->command_ok([ 'pg_upgrade', '-b', "$older/bin", '-B', $bindir, '-d', $old->data_dir, '-D', $new->data_dir, '-p', $old->port, '-P', $new->port, '-s', $new->host ], 'a server is upgraded');
	$new->start;
	is(knowledge($new), $known, 'upgraded: all is there');
	check_indexes($new, 'upgraded');
	check_life($new, 'upgraded');
	$new->stop;
}

done_testing();
