# A pipeline made by an earlier version of the extension, whose ses_event has
# fewer attributes, goes on after an upgrade and gets the new ones.
use strict;
use warnings;

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

use lib "$ENV{TESTDIR}/test/t/lib";
use Pages;

my $tree = $ENV{TESTDIR};
my ($extensions) = run_command([ 'pg_config', '--sharedir' ]);
$extensions .= '/extension';
plan skip_all => 'needs an installation that may be written to' unless -w $extensions;

# A version before the first, without the last attribute, and the way from it.
my $script = slurp_file("$tree/sql/ses_events--1.0.0.sql");
$script =~ s/,\n\tdetails jsonb\n/\n/ or die 'the last attribute is another one';
$script =~ s/COMMENT ON COLUMN \@extschema\@\.ses_event\.details IS\n\t'(.*?)';// or die 'it has no comment';
my $meaning = $1;
my @versions = map { "$extensions/ses_events--$_.sql" } '0.9.0', '0.9.0--1.0.0';
unlink @versions;
append_to_file($versions[0], $script);
append_to_file($versions[1], qq[ALTER TYPE \@extschema\@.ses_event ADD ATTRIBUTE details jsonb CASCADE;
COMMENT ON COLUMN \@extschema\@.ses_event.details IS '$meaning';]);

my $node = PostgreSQL::Test::Cluster->new('upgrade');
$node->init(extra => [ '--no-locale', '--encoding=UTF8' ]);
$node->start;
$node->safe_psql('postgres', q[
	CREATE EXTENSION ses_events VERSION '0.9.0';
	SELECT ses_create_pipeline('mail');
	CREATE TABLE email_event OF ses_event;]);

sub deliver
{
	my ($recipient) = @_;
	my ($status, $out, $err) = $node->psql('postgres', qq[SELECT mail.receive('{"event": "open", "email": "$recipient", "bulkId": "b"}')]);
	is($err, '', "$recipient is stored");
}
my $columns = q[SELECT count(*) FROM pg_attribute WHERE attrelid = 'mail.event'::regclass AND attnum > 0];
my $events = q[SELECT recipient, details->>'bulkId' FROM mail.event ORDER BY 1];

deliver('before@a.example');
is($node->safe_psql('postgres', $columns), '30', 'the library fills a type with fewer attributes');
$node->safe_psql('postgres', 'ALTER EXTENSION ses_events UPDATE');
deliver('between@a.example');
is($node->safe_psql('postgres', q[SELECT recipient FROM mail.event ORDER BY 1]), "before\@a.example\nbetween\@a.example", 'the pipeline goes on with the columns that it has');
is($node->safe_psql('postgres', q[SELECT count(*) FROM pg_attribute WHERE attrelid = 'email_event'::regclass AND attname = 'details']), '1', 'a typed table has the new attribute');

is($node->safe_psql('postgres', 'SELECT mail.reparse()'), '(0,2,0)', 'reparse() adds the column and fills it');
is($node->safe_psql('postgres', $columns), '31', 'it is there');
is($node->safe_psql('postgres', q[SELECT col_description('mail.event'::regclass, attnum) FROM pg_attribute WHERE attrelid = 'mail.event'::regclass AND attname = 'details']),
	$meaning, 'with its meaning');
deliver('later@a.example');
is($node->safe_psql('postgres', $events), "before\@a.example|b\nbetween\@a.example|b\nlater\@a.example|b", 'old events have it, and new ones');
is($node->safe_psql('postgres', 'SELECT mail.reparse()'), '(0,0,0)', 'and nothing is left to do');
is($node->safe_psql('postgres', q[SELECT mail.forget('before@a.example')]), '(1,1,0)', 'forget() knows it');

# A catalog that the way led to is that of a fresh installation.
sub catalog
{
	my ($database) = @_;
	return $node->safe_psql($database, q[
		SELECT pg_describe_object(classid, objid, 0), coalesce(pg_get_functiondef(p.oid), (
			SELECT string_agg(concat_ws(' ', attname, format_type(atttypid, atttypmod), col_description(attrelid, attnum)), E'\n' ORDER BY attnum)
			FROM pg_attribute WHERE attrelid = t.typrelid)), obj_description(objid, classid::regclass::name)
		FROM pg_depend d LEFT JOIN pg_proc p ON p.oid = objid AND classid = 'pg_proc'::regclass
			LEFT JOIN pg_type t ON t.oid = objid AND classid = 'pg_type'::regclass
		WHERE refobjid = (SELECT oid FROM pg_extension WHERE extname = 'ses_events') AND deptype = 'e' ORDER BY 1]);
}
$node->safe_psql('postgres', 'CREATE DATABASE fresh');
$node->safe_psql('fresh', 'CREATE EXTENSION ses_events');
is(catalog('postgres'), catalog('fresh'), 'an upgraded extension is a fresh one');

# What the README says about it.
$node->safe_psql('postgres', 'CREATE DATABASE reader');
$node->safe_psql('reader', q[CREATE EXTENSION ses_events VERSION '0.9.0'; SELECT ses_create_pipeline('mail')]);
$node->safe_psql('reader', $_->{text}) foreach blocks_of("$tree/README.md", 'upgrade', 'sql');
is($node->safe_psql('reader', $columns), '31', 'the upgrade that the README describes brings a pipeline up to date');
is(catalog('reader'), catalog('fresh'), 'and the extension');

# Dropped and made again, it serves the pipeline that was left.
$node->safe_psql('postgres', 'DROP EXTENSION ses_events CASCADE; CREATE EXTENSION ses_events');
is($node->safe_psql('postgres', q[SELECT ses_update_pipeline('mail')]), '', 'the pipeline is brought up to date');
deliver('at-last@a.example');
is($node->safe_psql('postgres', q[SELECT count(*) FROM mail.event WHERE recipient = 'at-last@a.example']), '1', 'and works');

$node->stop;
unlink @versions;
done_testing();
