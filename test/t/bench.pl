# The benchmark, with few webhooks: that it runs, reports every case, and stops
# where a competitor gives other rows.
use strict;
use warnings;

use File::Temp qw(tempdir);
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('bench');
$node->init;
$node->append_conf('postgresql.conf', "fsync = off\nautovacuum = off\njit = off\nmax_parallel_workers_per_gather = 0");
$node->start;

local %ENV = (%ENV, PGHOST => $node->host, PGPORT => $node->port, BENCH_N => 2000, BENCH_ROUNDS => 1);

# Runs the benchmark that is in a folder, in a database of its own.
sub bench
{
	my ($folder, $database) = @_;
	my $out = tempdir(CLEANUP => 1);

	$node->safe_psql('postgres', "CREATE DATABASE $database");
	local $ENV{PGDATABASE} = $database;
	my $said = `cd $folder && sh test/bench/run.sh $out 2>&1`;
	return ($?, $said, $out);
}

my ($status, $said, $out) = bench('.', 'fair');
is($status, 0, 'the benchmark runs') or diag($said);

my $report = slurp_file("$out/benchmarks.md");
my @cases = $report =~ /^(\| .* \| (?:≤|≥) [\d.]+ \| .*)$/mg;
is(scalar @cases, 16, 'each case is in the report');
is(scalar(grep { !/ \| [\d.]+ \| [\d.]+ – [\d.]+ \| (?:yes|yes, and better|\*\*no\*\*) \|$/ } @cases),
	0, 'each with its ratio');
like($report, qr/^\| ses_parse of SNS \| [\d.]+ \|$/m, 'and so are the times');

SKIP:
{
	skip 'no gnuplot here', 1 if system('command -v gnuplot >/dev/null 2>&1') != 0;
	like(slurp_file("$out/benchmarks.svg"), qr/<svg.*ses_parse of SNS/s, 'there is a chart');
}

# A competitor that is wrong in one column of some rows.
my $unfair = tempdir(CLEANUP => 1);
system_or_bail('cp', '-R', 'test', $unfair);
my $competitors = slurp_file('test/bench/competitors.sql');
$competitors =~ s/'Click', 'click', 'clicked'/'Click', 'click', 'opened'/ or BAIL_OUT('there is no such line');
open my $file, '>', "$unfair/test/bench/competitors.sql" or die $!;
print $file $competitors;
close $file;

($status, $said, $out) = bench($unfair, 'unfair');
isnt($status, 0, 'the benchmark stops where a competitor gives other rows');
like($said, qr/by_view and ses_parse give different rows/, 'and says which');
like($said, qr/Only (?:by_view|ses_parse) gives: \{.*"event_type": "(?:opened|clicked)"/, 'and shows the first difference');
ok(!-e "$out/benchmarks.md", 'and reports nothing');

done_testing();
