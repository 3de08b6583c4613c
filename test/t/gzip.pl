# Compressed content: bounded in memory and time, whatever it claims to be, and cancelled at once.
use strict;
use warnings;

use IO::Compress::Gzip qw(gzip $GzipError);
use JSON::PP;
use MIME::Base64;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use Time::HiRes qw(time);

plan skip_all => 'needs /proc' unless -r '/proc/self/status';

my $node = PostgreSQL::Test::Cluster->new('gzip');
$node->init;
$node->append_conf('postgresql.conf', "work_mem = '1MB'\njit = off");
$node->start;
$node->safe_psql('postgres', 'CREATE EXTENSION ses_events; CREATE TABLE webhook (name text, payload jsonb)');

my $json = JSON::PP->new->canonical;
my $megabyte = 1024 * 1024;
my $event = '{"eventType": "Send", "mail": {"messageId": "m-1"}}';

sub compressed
{
	my ($text) = @_;

	gzip(\$text, \my $bytes, -Level => 9) or die $GzipError;
	return encode_base64($bytes, '');
}

sub store
{
	my ($name, $payload) = @_;
	my $file = $node->basedir . '/payload.json';

	open my $handle, '>', $file or die $!;
	print $handle $json->encode($payload);
	close $handle;
	$node->safe_psql('postgres', "INSERT INTO webhook VALUES ('$name', pg_read_file('$file')::jsonb)");
}

# The result of a query on a webhook, and the most memory in MB that a new backend had for it.
sub ask
{
	my ($name, $query) = @_;
	my $answer = $node->safe_psql('postgres', qq[
		SELECT $query FROM webhook WHERE name = '$name';
		SELECT (regexp_match(pg_read_file('/proc/' || pg_backend_pid() || '/status'), 'VmHWM:\\s+(\\d+)'))[1]::int / 1024;]);
	return split /\n/, $answer;
}

my $bomb = compressed(' ' x (64 * $megabyte + 1));
my $huge = compressed(' ' x (200 * $megabyte));
store('bomb', { awslogs => { data => $bomb } });
store('huge', { awslogs => { data => $huge } });
store('nearly', { awslogs => { data => compressed(' ' x (64 * $megabyte - length $event) . $event) } });
store('many', { records => [ map { { data => $huge } } 1 .. 50 ] });
my $whole = compressed(' ' x $megabyte . $event);
store('whole', { records => [ map { { data => $whole } } 1 .. 60 ] });

my $nested = $huge;
$nested = compressed($json->encode({ awslogs => { data => $nested } })) for 1 .. 7;
store('nested', { awslogs => { data => $nested } });

my $too_much = 'decompresses to more than the 64 MB that a payload may have';
foreach my $case ([ bomb => 0 ], [ huge => 0 ], [ many => 0 ], [ nested => 0 ], [ nearly => 1 ], [ whole => 60 ])
{
	my ($name, $events) = @$case;
	my ($length, $least) = ask($name, 'length(payload::text)');
	my ($result, $megabytes) = ask($name, '(ses_inspect(payload)).event_count');

	is($result, $events, "$name: $events events");
	cmp_ok($megabytes - $least, '<', $name eq 'whole' ? 24 : 160, "$name: bounded memory ($megabytes MB, $least MB to read it)");
	next if $events > 0;
	like((ask($name, '(ses_inspect(payload)).problem'))[0], qr/\Q$too_much\E/, "$name: is explained");
}

# What is decompressed once for all members is not done again for each.
my $start = time;
ask('huge', '(ses_inspect(payload)).kind');
my $once = time - $start;
$start = time;
ask('many', '(ses_inspect(payload)).kind');
cmp_ok(time - $start, '<', 5 * $once + 2, 'fifty bombs take about as long as one');

my ($status, $output, $error) = $node->psql('postgres', q[
	SET statement_timeout = '50ms';
	SELECT count(*) FROM webhook, generate_series(1, 100) n, ses_inspect(payload) i WHERE name = 'nearly' AND i.event_count = n]);
like($error, qr/canceling statement due to statement timeout/, 'decompressing can be cancelled');

# An erasure has the same bounds.
($output) = ask('whole', q[length(ses_redact(payload, 'ann@a.example')::text) = length(payload::text)]);
is($output, 't', 'an address that is not there changes nothing');
($output) = ask('many', q[ses_redact(payload, 'ann@a.example') = payload]);
is($output, 't', 'nor does a search in bombs');
note sprintf 'took %.1f s', time - $^T;

$node->stop;
done_testing();
