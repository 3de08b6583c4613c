# fuzz.pl: asks FUZZ_N payloads, beginning with number FUZZ_FROM, of seed FUZZ_SEED,
# whether anything is wrong with them; on the server and in the database that
# PGHOST and its kin name, where fixture, payload.sql and mutants.sql are. What is
# found is printed as small as it can be made, with the seed and the number that
# made it; a crash is found as well as an error.
use strict;
use warnings;

use File::Temp qw(tempdir);

my $n = $ENV{FUZZ_N} || 1000000;
my $from = $ENV{FUZZ_FROM} || 1;
my $seed = $ENV{FUZZ_SEED} || 1;
my $chunk = 5000;				# as many as the table number has
my $shown_at_most = 5;
my $folder = tempdir(CLEANUP => 1);

# The answer of a query, and what was said beside it; undef for one that fails.
# A server that crashed is waited for.
sub ask
{
	my ($query) = @_;
	my $file = "$folder/query.sql";

	open my $out, '>:raw', $file or die "$file: $!";
	print $out "SET jit = off;\n$query;\n";
	close $out;
	my $answer = `psql -X -A -t -q -v ON_ERROR_STOP=1 -f $file 2>$file.said`;
	my $failed = $?;
	open my $in, '<:raw', "$file.said" or die;
	my $said = do { local $/; <$in> };
	if ($failed >> 8 == 2)
	{
		$said .= "\nThe server crashed.";
		sleep 1 while system('pg_isready -q') != 0;
	}
	chomp $answer;
	return ($failed ? undef : $answer, $said);
}

sub literal
{
	my ($payload) = @_;
	return "\$fuzz\$$payload\$fuzz\$::jsonb";
}

# What is wrong with a payload; empty if nothing is.
sub wrong
{
	my ($payload) = @_;
	my ($answer, $said) = ask('SELECT verdict(' . literal($payload) . ')');
	return defined $answer ? $answer : $said;
}

# The first number in a range whose payload makes an error, found by halves.
sub first_failing
{
	my ($low, $high) = @_;
	while ($low < $high)
	{
		my $middle = int(($low + $high) / 2);
		my ($answer) = ask("SELECT count(verdict(mutant($seed, i))) FROM generate_series($low, $middle) i");
		if (defined $answer) { $low = $middle + 1 }
		else { $high = $middle }
	}
	return $low;
}

# Leaves out of a payload all that it is as wrong without.
sub minimized
{
	my ($payload) = @_;
	my $smaller = 1;
	while ($smaller)
	{
		$smaller = 0;
		my ($candidates) = ask(
			'SELECT payload FROM (VALUES (' . literal($payload) . ')) v (whole), LATERAL ('
			  . 'SELECT whole #- path AS payload FROM paths(whole) path UNION SELECT whole #> path FROM paths(whole) path) p '
			  . 'WHERE length(payload::text) < length(whole::text) ORDER BY length(payload::text) LIMIT 300');
		foreach my $candidate (split /\n/, $candidates // '')
		{
			next if wrong($candidate) eq '';
			$payload = $candidate;
			$smaller = 1;
			last;
		}
	}
	return $payload;
}

sub show
{
	my ($number) = @_;
	my ($payload) = ask("SELECT mutant($seed, $number)");
	my $small = minimized($payload);
	print "Seed $seed, number $number: ", wrong($payload), "\n  $small\n";
	print '  which is wrong in: ', wrong($small), "\n";
}

my $found = 0;
for (my $first = $from; $first < $from + $n && $found < $shown_at_most; $first += $chunk)
{
	my $last = $first + $chunk - 1;
	$last = $from + $n - 1 if $last > $from + $n - 1;

	# In parallel, and that all plans agree: ids and all else of each event, added up.
	my $sum = q[SELECT sum(hashtextextended(e::text, 0)) FROM attempt a, ses_parse(a.payload) e];
	my ($answer) = ask(qq[
		DROP TABLE IF EXISTS attempt;
		SET max_parallel_workers_per_gather = 4; SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0;
		CREATE UNLOGGED TABLE attempt WITH (parallel_workers = 4) AS
			SELECT $first + n AS number, mutant($seed, $first + n) AS payload FROM number WHERE $first + n <= $last;
		SELECT a.number FROM attempt a WHERE verdict(a.payload) <> '' ORDER BY a.number LIMIT $shown_at_most;
		CREATE TEMP TABLE parallel AS $sum;
		SET max_parallel_workers_per_gather = 0;
		SELECT 'plans' WHERE ($sum) IS DISTINCT FROM (TABLE parallel)]);
	if (!defined $answer)
	{
		show(first_failing($first, $last));
		$found++;
	}
	foreach my $line (split /\n/, $answer // '')
	{
		if ($line eq 'plans') { print "Seed $seed, numbers $first to $last: a parallel plan gives other rows than a serial one\n" }
		else { show($line) }
		$found++;
	}
	print STDERR "$last\n" if -t STDERR;
}
print $found ? "Something is wrong.\n" : "$n payloads of seed $seed, and nothing is wrong.\n";
exit($found ? 1 : 0);
