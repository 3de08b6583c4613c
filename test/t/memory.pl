# An array of a million events is parsed in bounded memory.
use strict;
use warnings;

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

plan skip_all => 'needs /proc' unless -r '/proc/self/status';

my $node = PostgreSQL::Test::Cluster->new('memory');
$node->init;
$node->append_conf('postgresql.conf', "work_mem = '1MB'\njit = off\nmax_parallel_workers_per_gather = 0");
$node->start;
$node->safe_psql('postgres', q[
	CREATE EXTENSION ses_events;
	CREATE TABLE million AS SELECT ('[' || repeat('{"event":"open","email":"a@a.example","bulkId":"b","useragent":"Mozilla/5.0"},', 999999)
		|| '{"event":"open","email":"z@z.example","bulkId":"b"}]')::jsonb AS payload;
	CREATE TABLE nested AS SELECT ('[' || repeat('["1", "{\\"a\\":1}", [1, {}]],', 199999)
		|| '{"event":"open","email":"z@z.example","bulkId":"b"}]')::jsonb AS payload;
	CREATE TABLE items AS SELECT jsonb_build_object('server_composition', 'p', 'event_type', 'bounces', 'event',
		jsonb_build_object('bounces', jsonb_agg(jsonb_build_object('to', 'u' || i, 'status', 2)))) AS payload
	FROM generate_series(1, 300000) i;
]);

# The most memory, in MB, that a new backend had for a query, beyond what one
# needs that only reads the value and takes what is its own from it.
sub peak
{
	my ($query) = @_;
	my $answer = $node->safe_psql('postgres', qq[
		$query;
		SELECT (regexp_match(pg_read_file('/proc/' || pg_backend_pid() || '/status'), 'VmHWM:\\s+(\\d+)'))[1]::int / 1024;]);
	my ($count, $megabytes) = split /\n/, $answer;
	return ($count, $megabytes);
}

foreach my $case (
	[ 'million', 1000000, 'jsonb_array_length(payload)' ],
	[ 'nested', 1, 'jsonb_array_length(payload)' ],
	[ 'items', 300000, q[jsonb_array_length(payload->'event'->'bounces')] ])
{
	my ($table, $events, $length) = @$case;
	my (undef, $least) = peak("SELECT max($length) FROM $table");
	my ($count, $parse) = peak("SELECT count(*) FROM $table t, ses_parse(t.payload)");
	my ($inspected, $inspect) = peak("SELECT max((ses_inspect(payload)).event_count) FROM $table");

	is($count, $events, "$table: ses_parse gives all rows");
	is($inspected, $events, "$table: ses_inspect counts them");
	cmp_ok($parse - $least, '<', 32, "$table: ses_parse needs little memory beyond the payload's ($parse MB, $least MB to read it)");
	cmp_ok($inspect - $least, '<', 16, "$table: ses_inspect needs little memory beyond the payload's ($inspect MB, $least MB to read it)");
}

# What providers promise to send once, or for a few, is bounded where they do not.
$node->safe_psql('postgres', q[
	CREATE TABLE classes AS SELECT jsonb_build_object('msys', jsonb_object_agg('class' || i, '{"campaign_id": "x"}'::jsonb)) AS payload FROM generate_series(1, 200000) i;
	CREATE TABLE list AS SELECT jsonb_build_object('event-data', jsonb_build_object('event', 'rejected', 'log-level', 'warn', 'junk', repeat('x', 10000000),
		'message', jsonb_build_object('headers', jsonb_build_object('to', string_agg('r' || i || '@r.example', ', '))))) AS payload FROM generate_series(1, 50) i]);
foreach my $case ([ 'classes', 20, q[payload->'msys'->'class1'] ], [ 'list', 50, q[length(payload->'event-data'->>'junk')] ])
{
	my ($table, $events, $reading) = @$case;
	my (undef, $least) = peak("SELECT max(($reading)::text) FROM $table");
	my ($count, $parse) = peak("SELECT count(e.details) FROM $table t, ses_parse(t.payload) e");

	is($count, $events, "$table: ses_parse gives what there may be");
	cmp_ok($parse - $least, '<', 128, "$table: ses_parse needs little memory ($parse MB, $least MB to read it)");
}

# An address is looked for, and cut out, in one copy of what is nested deep.
$node->safe_psql('postgres', q[
	CREATE TABLE deep AS SELECT (repeat('[', 250) || '"ann@a.example"' || repeat(',1', 499999) || repeat(']', 250))::jsonb AS payload]);
foreach my $address ('ann@a.example', 'bob@b.example')
{
	my ($changed, $redact) = peak("SELECT count(*) FROM deep WHERE ses_redact(payload, '$address') <> payload");

	is($changed, $address =~ /^ann/ ? 1 : 0, "deep: ses_redact finds $address where it is");
	cmp_ok($redact, '<', 200, "deep: it needs little memory ($redact MB)");
}

# What jsonb cannot hold at all is kept as far as it can; a form of that size is none.
SKIP:
{
	my ($available) = slurp_file('/proc/meminfo') =~ /MemAvailable:\s+(\d+)/;
	skip 'needs 3 GB of memory', 1 if $available < 3 * 1024 * 1024;
	is( $node->safe_psql('postgres', q[
			SELECT string_agg(length(ses_payload(prefix || repeat('x', length))#>>'{}')::text, ' ' ORDER BY length)
			FROM (VALUES ('a=', 140000000), ('', 268435447), ('', 268435448)) b (prefix, length)]),
		'140000002 268435447 268435447', 'bodies that are larger than jsonb can be');
}

$node->stop;
done_testing();
