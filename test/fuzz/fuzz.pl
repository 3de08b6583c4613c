# fuzz.pl [payloads | bodies | definitions]: asks FUZZ_N payloads, request bodies or definitions, beginning with
# number FUZZ_FROM, of seed FUZZ_SEED, whether anything is wrong with them, and shows FUZZ_SHOWN; on the
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
my $shown_at_most = $ENV{FUZZ_SHOWN} || 5;
my $folder = tempdir(CLEANUP => 1);

# What makes one, its type, what is given to us of it, and the rows that this is parsed to.
# The number chooses what is asked of a payload, of one that is made smaller too.
my %kinds = (
	payloads => { make => 'mutant', verdict => 'verdict(attempt, number)', type => 'jsonb', given => 'attempt', rows => 'ses_parse(given) e' },
	bodies => { make => 'body', verdict => 'verdict(attempt)', type => 'bytea', given => 'body_text(attempt)', rows => 'ses_parse(ses_payload(given)) e' },
	definitions => { make => 'mutant_definition', verdict => 'verdict(attempt)', type => 'jsonb', given => 'attempt',
		rows => 'samples_of(given) s, ses_parse(s, definitions => given) e' });
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

# One as a table that a verdict is asked of.
sub table
{
	my ($attempt, $number) = @_;
	return "(SELECT \$fuzz\$$attempt\$fuzz\$::$kind->{type}, ${number}::bigint) t (attempt, number)";
}

# Numbers, with what is made of them.
sub made
{
	my ($numbers) = @_;
	return "SELECT number, $kind->{make}($seed, number) AS attempt FROM ($numbers) n (number)";
}

# What is wrong with one; empty if nothing is.
sub wrong
{
	my ($attempt, $number) = @_;
	my ($answer, $said) = ask("SELECT $kind->{verdict} FROM " . table($attempt, $number));
	return defined $answer ? $answer : $said;
}

# The first number in a range that makes an error, and if the server crashes, found by halves.
sub first_failing
{
	my ($low, $high) = @_;
	my $made = made("SELECT generate_series($low, $high)");
	my ($first) = ask("SET max_parallel_workers_per_gather = 0; SELECT number FROM ($made OFFSET 0) m WHERE verdict_or_error(\$\$$kind->{verdict}\$\$, attempt, number) LIKE 'ERROR%' LIMIT 1");
	return $first if $first;
	while ($low < $high)
	{
		my $middle = int(($low + $high) / 2);
		$made = made("SELECT generate_series($low, $middle)");
		my ($answer) = ask("SELECT count($kind->{verdict}) FROM ($made) m");
		if (defined $answer) { $low = $middle + 1 }
		else { $high = $middle }
	}
	return $low;
}

# What is smaller and as wrong; empty if nothing is. All candidates are asked at once, and one by
# one only if that crashes the server.
sub smaller
{
	my ($attempt, $number) = @_;
	my $candidates = 'SELECT part, number FROM ' . table($attempt, $number) . ', smaller(attempt) part LIMIT 300';
	my ($answer) = ask("SELECT attempt FROM ($candidates) c (attempt, number) WHERE verdict_or_error(\$\$$kind->{verdict}\$\$, attempt, number) <> '' LIMIT 1");
	return $answer if defined $answer;
	($answer) = ask("SELECT part FROM ($candidates) c");
	foreach my $candidate (split /\n/, $answer // '')
	{
		return $candidate if wrong($candidate, $number) ne '';
	}
	return '';
}

# Leaves out all that it is as wrong without.
sub minimized
{
	my ($attempt, $number) = @_;
	while ((my $smaller = smaller($attempt, $number)) ne '') { $attempt = $smaller }
	return $attempt;
}

sub show
{
	my ($number) = @_;
	my ($attempt) = ask("SELECT $kind->{make}($seed, $number)");
	my $small = minimized($attempt, $number);
	print "Seed $seed, number $number: ", wrong($attempt, $number), "\n  $small\n";
	print '  that is: ', pack('H*', substr($small, 2)), "\n" if $kind->{type} eq 'bytea';
	print '  which is wrong in: ', wrong($small, $number), "\n";
}

my $found = 0;
for (my $first = $from; $first < $from + $n && $found < $shown_at_most; $first += $chunk)
{
	my $last = $first + $chunk - 1;
	$last = $from + $n - 1 if $last > $from + $n - 1;

	# In parallel, and that all plans agree: ids and all else of each event, added up. The leader
	# would plan the queries of functions as parallel ones, too, and start processes for each.
	my $sum = qq[SELECT sum(hashtextextended(e::text, 0)) FROM input, $kind->{rows}];
	my $made = made("SELECT $first + n FROM number WHERE $first + n <= $last");
	my ($answer, $said) = ask(qq[
		DROP TABLE IF EXISTS made, input;
		SET max_parallel_workers_per_gather = 4; SET parallel_leader_participation = off; SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0;
		CREATE UNLOGGED TABLE made WITH (parallel_workers = 4) AS
			$made;
		SELECT number FROM made WHERE $kind->{verdict} <> '' ORDER BY number LIMIT $shown_at_most;
		CREATE UNLOGGED TABLE input WITH (parallel_workers = 4) AS SELECT $kind->{given} AS given FROM made;
		EXPLAIN (COSTS off) $sum;
		CREATE TEMP TABLE parallel AS $sum;
		SET max_parallel_workers_per_gather = 0;
		SELECT 'plans' WHERE ($sum) IS DISTINCT FROM (TABLE parallel)]);
	if (!defined $answer)
	{
		my $number = first_failing($first, $last);
		my ($alone) = ask("SELECT $kind->{verdict} FROM (" . made("SELECT $number") . ') m');
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
