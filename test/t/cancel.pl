# Whatever size a payload has, whoever waits for it can stop: nothing goes on for
# seconds after a cancel.
use strict;
use warnings;

use List::Util qw(max);
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

plan skip_all => 'needs /proc' unless -r '/proc/meminfo';
my ($available) = slurp_file('/proc/meminfo') =~ /MemAvailable:\s+(\d+)/;
plan skip_all => 'needs 6 GB of memory' if $available < 6 * 1024 * 1024;

my $folder = PostgreSQL::Test::Utils::tempdir;
my $free = (split ' ', (`df -Pk $folder`)[1])[3];
plan skip_all => 'needs 3 GB on disk' if $free < 3 * 1024 * 1024;

my $node = PostgreSQL::Test::Cluster->new('cancel');
$node->init(extra => [ '--no-locale', '--encoding=UTF8' ]);
$node->append_conf('postgresql.conf', "fsync = off\nautovacuum = off\njit = off\nshared_buffers = 1200MB\ncheckpoint_timeout = 1h\nwal_level = minimal\nmax_wal_senders = 0");
$node->start;
$node->safe_psql('postgres', 'CREATE DATABASE latin1 TEMPLATE template0 ENCODING LATIN1');
foreach my $database ('postgres', 'latin1')
{
	$node->safe_psql($database, q[
		CREATE EXTENSION ses_events;
		CREATE UNLOGGED TABLE large (payload jsonb, body text);
		ALTER TABLE large ALTER payload SET STORAGE EXTERNAL, ALTER body SET STORAGE EXTERNAL]);
}

# What is wrong with a call that is to stop at a moment: an error, or seconds of work
# after it; empty if nothing is. A machine that is busy with others makes no difference.
my $ticks = `getconf CLK_TCK`;
my $longest = 0;
sub stubborn
{
	my ($database, $call, $moment) = @_;
	my ($status, $stat, $error) = $node->psql($database, qq[
		SET statement_timeout = '${moment}s';
		SELECT FROM large, $call f;
		SET statement_timeout = 0;
		SELECT pg_read_file('/proc/' || pg_backend_pid() || '/stat')], on_error_stop => 0);
	my @worked = (split / /, $stat =~ s/.*\) //r)[ 11, 12 ];
	my $beyond = ($worked[0] + $worked[1]) / $ticks - $moment;

	$longest = max($longest, $beyond);
	note sprintf '%s after %s s: %.2f s', $call, $moment, $beyond;
	return "$call after $moment seconds: $error" if $error !~ /^\S+ ERROR:  canceling statement due to statement timeout$/;
	return "$call after $moment seconds: $beyond seconds more" if $beyond > 2.5;
	return ();
}

# One large row at a time, and the calls that take long with it.
sub check
{
	my ($name, $column, $value, %calls) = @_;
	my $database = delete $calls{database} // 'postgres';
	my $rows = delete $calls{rows};

	$node->safe_psql($database, "TRUNCATE large; INSERT INTO large ($column) SELECT $value");
	is($node->safe_psql($database, 'SELECT count(*) FROM large, ses_parse(payload)'), $rows, "$name: it is an event") if defined $rows;
	foreach my $call (sort keys %calls)
	{
		is(join("\n", map { stubborn($database, $call, $_) } @{ $calls{$call} }), '', "$name: $call stops");
	}
	$node->safe_psql($database, 'TRUNCATE large');
}

my $parse = 'ses_parse(payload)';
my $redact = q[ses_redact(payload, 'ann@a.example')];
my $read = 'ses_payload(body)';

# As much as jsonb can hold of strings, and of all else.
sub bounce
{
	my ($field, $text, $length) = @_;
	return qq[jsonb_build_object('event', 'bounce', 'email', 'a\@a.example', 'bulkId', 'b', '$field', repeat('$text', $length / length('$text')))];
}
check('words of a header', 'payload', bounce('subject', '=?utf-8?q?=E3?= ', 250000000), $parse => [ 0.1, 0.5 ], $redact => [ 1 ], rows => 1);
check('what may be base64', 'payload', bounce('reason', 'a/b ', 120000000), $redact => [ 0.3, 1 ], rows => 1);
check('long string', 'payload', q[jsonb_build_object('Type', 'Notification', 'TopicArn', 't', 'Message', '"' || repeat('x', 134000000) || '"')], $redact => [ 0.1, 1 ]);
check('details of an event without a name', 'payload', q[('{"event": "bounce", "email": null, "bulkId": null, "list": [' || repeat('1,', 16700000) || '1]}')::jsonb], $parse => [ 0.5 ]);
check('events', 'payload', q[('[' || repeat('{"event":"open","email":"ann@a.example","bulkId":"b"},', 2000000) || '1]')::jsonb], $parse => [ 1 ], $redact => [ 3 ]);
check('texts', 'payload', q[('[' || repeat('"{\"event\":\"open\",\"email\":\"ann@a.example\",\"bulkId\":\"b\"}",', 1000000) || '1]')::jsonb], $redact => [ 0.3 ]);

# Bodies as long as those that are parsed, and longer.
check('lines', 'body', q[E'{}\n' || repeat(E'\n', 60000000) || '{}'], $read => [ 0.1 ]);
check('escapes', 'body', q['"' || repeat('\u00e9', 22000000) || '"'], $read => [ 0.1, 0.3 ], database => 'latin1');
check('a gigabyte', 'body', q[repeat('a=b&', 250000000)], $read => [ 0.3 ]);
note "the longest went on for $longest seconds";

$node->stop;
done_testing();
