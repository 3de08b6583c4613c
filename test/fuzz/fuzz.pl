# fuzz.pl [payloads | bodies | definitions]: asks FUZZ_N payloads, request bodies or definitions, beginning with
# number FUZZ_FROM, of seed FUZZ_SEED, whether anything is wrong with them; on the
# server and in the database that PGHOST and its kin name, which mutants.sql, bodies.sql or
# definitions.sql prepared. What is found is printed as small as it can be made, with the
# seed and the number that made it; a crash is found as well as an error.
use strict;
use warnings;

use File::Temp qw(tempdir);

my $n = $ENV{FUZZ_N} || 1000000;
my $from = $ENV{FUZZ_FROM} || 1;
my $seed = $ENV{FUZZ_SEED} || 1;
my $chunk = 5000;				# as many as the table number has
my $shown_at_most = 5;
my $folder = tempdir(CLEANUP => 1);

# What makes one, its type, what is given to us of it, and the rows that this is parsed to.
my %kinds = (
	payloads => { make => 'mutant', type => 'jsonb', given => 'attempt', rows => 'ses_parse(given) e' },
	bodies => { make => 'body', type => 'bytea', given => 'body_text(attempt)', rows => 'ses_parse(ses_payload(given)) e' },
	definitions => { make => 'mutant_definition', type => 'jsonb', given => 'attempt', rows => 'samples_of(given) s, ses_parse(s, definitions => given) e' });
my $what = shift // 'payloads';
my $kind = $kinds{$what} or die "usage: fuzz.pl [payloads | bodies | definitions]\n";

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
		for (my $tries = 0; system('pg_isready -q') != 0; $tries++)
		{
			die "The server does not come back\n" if $tries == 60;
			sleep 1;
		}
	}
	chomp $answer;
	return ($failed ? undef : $answer, $said);
}

sub literal
{
	my ($attempt) = @_;
	return "\$fuzz\$$attempt\$fuzz\$::$kind->{type}";
}

# What is wrong with one; empty if nothing is.
sub wrong
{
	my ($attempt) = @_;
	my ($answer, $said) = ask('SELECT verdict(' . literal($attempt) . ')');
	return defined $answer ? $answer : $said;
}

# The first number in a range that makes an error, found by halves.
sub first_failing
{
	my ($low, $high) = @_;
	while ($low < $high)
	{
		my $middle = int(($low + $high) / 2);
		my ($answer) = ask("SELECT count(verdict($kind->{make}($seed, i))) FROM generate_series($low, $middle) i");
		if (defined $answer) { $low = $middle + 1 }
		else { $high = $middle }
	}
	return $low;
}

# Leaves out all that it is as wrong without.
sub minimized
{
	my ($attempt) = @_;
	my $smaller = 1;
	while ($smaller)
	{
		$smaller = 0;
		my ($candidates) = ask('SELECT part FROM smaller(' . literal($attempt) . ') part LIMIT 300');
		foreach my $candidate (split /\n/, $candidates // '')
		{
			next if wrong($candidate) eq '';
			$attempt = $candidate;
			$smaller = 1;
			last;
		}
	}
	return $attempt;
}

sub show
{
	my ($number) = @_;
	my ($attempt) = ask("SELECT $kind->{make}($seed, $number)");
	my $small = minimized($attempt);
	print "Seed $seed, number $number: ", wrong($attempt), "\n  $small\n";
	print '  that is: ', pack('H*', substr($small, 2)), "\n" if $kind->{type} eq 'bytea';
	print '  which is wrong in: ', wrong($small), "\n";
}

my $found = 0;
for (my $first = $from; $first < $from + $n && $found < $shown_at_most; $first += $chunk)
{
	my $last = $first + $chunk - 1;
	$last = $from + $n - 1 if $last > $from + $n - 1;

	# In parallel, and that all plans agree: ids and all else of each event, added up.
	my $sum = qq[SELECT sum(hashtextextended(e::text, 0)) FROM input, $kind->{rows}];
	my ($answer, $said) = ask(qq[
		DROP TABLE IF EXISTS made, input;
		SET max_parallel_workers_per_gather = 4; SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0;
		CREATE UNLOGGED TABLE made WITH (parallel_workers = 4) AS
			SELECT $first + n AS number, $kind->{make}($seed, $first + n) AS attempt FROM number WHERE $first + n <= $last;
		SELECT number FROM made WHERE verdict(attempt) <> '' ORDER BY number LIMIT $shown_at_most;
		CREATE UNLOGGED TABLE input WITH (parallel_workers = 4) AS SELECT $kind->{given} AS given FROM made;
		EXPLAIN (COSTS off) $sum;
		CREATE TEMP TABLE parallel AS $sum;
		SET max_parallel_workers_per_gather = 0;
		SELECT 'plans' WHERE ($sum) IS DISTINCT FROM (TABLE parallel)]);
	if (!defined $answer)
	{
		my $number = first_failing($first, $last);
		my ($alone) = ask("SELECT verdict($kind->{make}($seed, $number))");
		if (defined $alone) { print "Seed $seed, numbers $first to $last: $said\n" }
		else { show($number) }
		$found++;
	}
	elsif ($answer !~ /Gather/)
	{
		print "Seed $seed, numbers $first to $last: no plan is parallel\n";
		$found++;
	}
	foreach my $line (grep { /^(\d+|plans)$/ } split /\n/, $answer // '')
	{
		if ($line eq 'plans') { print "Seed $seed, numbers $first to $last: a parallel plan gives other rows than a serial one\n" }
		else { show($line) }
		$found++;
	}
	print STDERR "$last\n" if -t STDERR;
}
print $found ? "Something is wrong.\n" : "$n $what of seed $seed, and nothing is wrong.\n";
exit($found ? 1 : 0);
