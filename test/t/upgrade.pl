# Pipelines of earlier versions of the extension go on after an upgrade, and become what
# a fresh one is. 0.9.0 is the script of a commit before the first release, in test/upgrade/;
# 0.8.0 is the same without the last attribute of ses_event.
use strict;
use warnings;

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

use lib "$ENV{TESTDIR}/test/t/lib";
use Pages;

my $tree = $ENV{TESTDIR};
my ($sharedir) = run_command([ 'pg_config', '--sharedir' ]);
plan skip_all => 'needs the installation of make check, which is its own' unless $ENV{WORK} && index($sharedir, "$ENV{WORK}/") == 0 && -w "$sharedir/extension";

sub install_script
{
	my ($versions, $script) = @_;
	my $file = "$sharedir/extension/ses_events--$versions.sql";

	unlink $file;
	append_to_file($file, $script);
}

my $current = slurp_file("$tree/sql/ses_events--1.0.0.sql");
my ($pipeline) = $current =~ /^(CREATE FUNCTION \@extschema\@\.ses_pipeline_source\(.*)/ms or die 'the script has no pipeline';
my ($library) = $current =~ /^(CREATE FUNCTION \@extschema\@\.ses_library\(.*?^\$source\$;\n)/ms or die 'the script has no library';
my $comments = join "\n", $current =~ /^(COMMENT ON (?:TYPE|COLUMN|FUNCTION) \@extschema\@\.\S+.*? IS\n\t'(?:[^']|'')*';)$/mg;
my $old = slurp_file("$tree/test/upgrade/ses_events--0.9.0.sql");
my $way = slurp_file("$tree/test/upgrade/ses_events--0.9.0--1.0.0.sql");
$way =~ s/^-- include pipeline$/$pipeline/m or die 'the way has no pipeline';
$way =~ s/^-- include library$/$library/m or die 'the way has no library';
$way =~ s/^-- include comments$/$comments/m or die 'the way has no comments';
my $older = $old;
$older =~ s/,\n\tdetails jsonb\n/\n/ or die 'the last attribute is another one';
$older =~ s/COMMENT ON COLUMN \@extschema\@\.ses_event\.details IS\n\t'(.*?)';// or die 'it has no comment';
install_script('0.8.0', $older);
install_script('0.8.0--0.9.0', "ALTER TYPE \@extschema\@.ses_event ADD ATTRIBUTE details jsonb CASCADE;");
install_script('0.9.0', $old);
install_script('0.9.0--1.0.0', $way);

my $node = PostgreSQL::Test::Cluster->new('upgrade');
$node->init(extra => [ '--no-locale', '--encoding=UTF8' ]);
$node->start;
$node->safe_psql('postgres', q[
	CREATE ROLE receiver;
	CREATE ROLE reader;
	CREATE EXTENSION ses_events VERSION '0.8.0';
	SELECT ses_create_pipeline('mail');
	CREATE TABLE email_event OF ses_event;
	CREATE TABLE own_webhook (payload jsonb, provider text GENERATED ALWAYS AS (ses_provider(payload)) STORED);
	CREATE INDEX own_webhook_idx ON own_webhook (ses_event_type(payload));
	CREATE VIEW own_event AS SELECT e.* FROM own_webhook w, ses_parse(w.payload) e;
	GRANT EXECUTE ON FUNCTION mail.receive(text) TO receiver;
	GRANT SELECT ON mail.suppression, mail.daily TO reader;
	GRANT EXECUTE ON FUNCTION mail.forget(text) TO receiver;
	ALTER VIEW mail.daily SET (security_barrier = true);
	CREATE SCHEMA own;
	CREATE VIEW own.bounced AS SELECT s.*, m.status FROM mail.suppression s JOIN mail.message m ON m.recipient = s.address;]);

sub answer
{
	my ($sql, $database) = @_;
	return $node->safe_psql($database // 'postgres', $sql);
}

# Compares texts of many lines, and shows those that differ.
sub is_same
{
	my ($got, $wanted, $name) = @_;
	my %count;
	$count{$_}++ foreach split /\n/, $got;
	$count{$_}-- foreach split /\n/, $wanted;
	ok($got eq $wanted, $name) or diag(join "\n", map { ($count{$_} > 0 ? '+' : '-') . $_ } grep { $count{$_} } sort keys %count);
}

sub deliver
{
	my ($recipient) = @_;
	my ($status, $out, $err) = $node->psql('postgres', qq[SELECT mail.receive('{"event": "open", "email": "$recipient", "bulkId": "b"}')]);
	is($err, '', "$recipient is stored");
}
my $columns = q[SELECT count(*) FROM pg_attribute WHERE attrelid = 'mail.event'::regclass AND attnum > 0];
my $attributes = q[SELECT count(*) FROM pg_attribute WHERE attrelid = 'ses_event'::regclass AND NOT attisdropped];
my $events = q[SELECT recipient, details->>'bulkId' FROM mail.event WHERE event_type = 'opened' ORDER BY 1];
my $rows = q[SELECT webhook_id, event_id, occurred_at, event_type, recipient FROM mail.event UNION ALL SELECT id, NULL, received_at, payload::text, zone FROM mail.webhook ORDER BY 1, 2];

deliver('before@a.example');
answer(q[SELECT mail.receive('{"event": "bounce", "bounceType": "hard_bounce", "email": "gone@a.example", "bulkId": "b"}'), mail.receive('?')]);
is(answer($columns), answer($attributes) + 1, 'the library fills a type with fewer attributes');
my $known = answer($rows);
answer('ALTER EXTENSION ses_events UPDATE');
is(answer($rows), $known, 'an upgrade changes no row');
answer(q[INSERT INTO own_webhook VALUES ('{"event": "open", "email": "own@a.example", "bulkId": "b"}')]);
is(answer('SELECT w.provider, e.recipient FROM own_webhook w, own_event e'), 'tencent_ses|own@a.example',
	'generated columns and views call functions that have more arguments now');
like(answer(q[SET enable_seqscan = off; EXPLAIN SELECT FROM own_webhook WHERE ses_event_type(payload) = 'opened']),
	qr/own_webhook_idx/, 'and an index is still used');
deliver('between@a.example');
is(answer(q[SELECT recipient FROM mail.event WHERE event_type = 'opened' ORDER BY 1]), "before\@a.example\nbetween\@a.example", 'the pipeline goes on with the columns that it has');
is(answer(q[SELECT count(*) FROM pg_attribute WHERE attrelid = 'email_event'::regclass AND attname = 'details']), '1', 'a typed table has the new attribute');

# By the functions of the version before, which call ses_update_pipeline.
is(answer('SELECT mail.reparse()'), '(0,3,0)', 'reparse() adds the columns and fills them');
is(answer($columns), answer($attributes) + 1, 'they are there');
deliver('later@a.example');
is(answer($events), "before\@a.example|b\nbetween\@a.example|b\nlater\@a.example|b", 'old events have them, and new ones');
is(answer('SELECT mail.reparse()'), '(0,0,0)', 'and nothing is left to do');
is(answer('SELECT address, reason, status FROM own.bounced'), 'gone@a.example||bounced', 'a view of the user reads what it read');
is(answer('SELECT count(*) FROM mail.attention'), '1', 'what had no event is there');

# Verdicts are there, and what was called, prepared and granted before goes on.
is(answer(q[SELECT mail.allow('GONE@a.example'); SELECT mail.may_send('gone@a.example'); SELECT count(*) FROM own.bounced; SELECT * FROM mail.setting]), "\nt\n0\nt|5|5|14 days|f",
	'an address of an old pipeline is allowed');
answer('DELETE FROM mail.verdict; ALTER TABLE mail.verdict ALTER id RESTART');
answer('CREATE DATABASE prepared');
is(answer(q[CREATE EXTENSION ses_events VERSION '0.9.0'; SELECT ses_create_pipeline('mail'); GRANT EXECUTE ON FUNCTION mail.forget(text) TO receiver;
		SELECT mail.receive('{"event": "open", "email": "ann@a.example", "bulkId": "b"}'), mail.receive('{"event": "open", "email": "bob@b.example", "bulkId": "b"}');
		PREPARE forget(text) AS SELECT f.* FROM mail.forget($1) f; EXECUTE forget('ann@a.example');
		ALTER EXTENSION ses_events UPDATE; SELECT ses_update_pipeline('mail');
		EXECUTE forget('Bob@b.example'); SET ROLE receiver; SELECT * FROM mail.forget('nobody@a.example')], 'prepared'), "\n1|2\n1|1|0\n\n1|1|0\n0|0|0",
	'a prepared call of forget() and a privilege on it stay');

# Where the way leads is what a fresh installation has: of the extension, and of a pipeline.
my $extension = q[
	SELECT pg_describe_object(classid, objid, 0), coalesce(pg_get_functiondef(p.oid), (
		SELECT string_agg(concat_ws(' ', attname, format_type(atttypid, atttypmod), col_description(attrelid, attnum)), E'\n' ORDER BY attnum)
		FROM pg_attribute WHERE attrelid = t.typrelid)), obj_description(objid, classid::regclass::name)
	FROM pg_depend d LEFT JOIN pg_proc p ON p.oid = objid AND classid = 'pg_proc'::regclass
		LEFT JOIN pg_type t ON t.oid = objid AND classid = 'pg_type'::regclass
	WHERE refobjid = (SELECT oid FROM pg_extension WHERE extname = 'ses_events') AND deptype = 'e' ORDER BY 1];
my $objects = q[
	SELECT relname, relkind, reloptions, relacl, pg_get_userbyid(relowner), obj_description(oid, 'pg_class'),
		CASE relkind WHEN 'v' THEN pg_get_viewdef(oid) WHEN 'i' THEN pg_get_indexdef(oid) ELSE (
			SELECT string_agg(concat_ws(' ', attname, format_type(atttypid, atttypmod), attnotnull, attcompression, attidentity, pg_get_expr(adbin, adrelid)), E'\n' ORDER BY attnum)
			FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum WHERE attrelid = c.oid AND attnum > 0) END
	FROM pg_class c WHERE relnamespace = 'mail'::regnamespace ORDER BY 1;
	SELECT attrelid::regclass, attname, col_description(attrelid, attnum) FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
	WHERE relnamespace = 'mail'::regnamespace AND relkind = 'v' ORDER BY relname, attnum;
	SELECT pg_get_functiondef(oid), proacl, pg_get_userbyid(proowner), obj_description(oid, 'pg_proc') FROM pg_proc WHERE pronamespace = 'mail'::regnamespace ORDER BY proname, oid::regprocedure::text;
	SELECT pg_get_triggerdef(oid), tgenabled, obj_description(oid, 'pg_trigger') FROM pg_trigger WHERE tgrelid IN ('mail.webhook'::regclass, 'mail.provider'::regclass) ORDER BY 1;
	SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'mail'::regnamespace ORDER BY 1];

answer('CREATE DATABASE fresh');
answer(q[CREATE EXTENSION ses_events; SELECT ses_create_pipeline('mail');
	GRANT EXECUTE ON FUNCTION mail.receive(text) TO receiver;
	GRANT SELECT ON mail.suppression, mail.daily TO reader;
	GRANT EXECUTE ON FUNCTION mail.forget(text) TO receiver;
	ALTER VIEW mail.daily SET (security_barrier = true);], 'fresh');
is_same(answer($extension), answer($extension, 'fresh'), 'an upgraded extension is a fresh one');
is_same(answer($objects), answer($objects, 'fresh'), 'and an updated pipeline is, with the privileges and options that it had');

# What the README says about it.
answer('CREATE DATABASE reader');
answer(q[CREATE EXTENSION ses_events VERSION '0.9.0'; SELECT ses_create_pipeline('mail')], 'reader');
answer($_->{text}, 'reader') foreach blocks_of("$tree/README.md", 'upgrade', 'sql');
is(answer($columns, 'reader'), answer($attributes) + 1, 'the upgrade that the README describes brings a pipeline up to date');
is_same(answer($extension, 'reader'), answer($extension, 'fresh'), 'and the extension');

# A pipeline that needs the extension keeps it; without it, the data stays, and a new one serves it.
my ($status, undef, $error) = $node->psql('postgres', 'DROP EXTENSION ses_events');
like($error, qr/function mail\.payload_of\(text\) depends on/, 'the extension is not dropped while a pipeline needs it');
answer('DROP EXTENSION ses_events CASCADE; CREATE EXTENSION ses_events');
is(answer(q[SELECT ses_update_pipeline('mail')]), '', 'the pipeline is brought up to date');
deliver('at-last@a.example');
is(answer(q[SELECT count(*) FROM mail.event WHERE recipient = 'at-last@a.example']), '1', 'and works');

$node->stop;
done_testing();
