# What replies mean: each case of a table, how right labelled replies are, and the time of long ones.
use strict;
use warnings;

use PostgreSQL::Test::Utils;
use Test::More;
use Time::HiRes qw(time);

my $folder = "$ENV{TESTDIR}/test/score";
my $program = PostgreSQL::Test::Utils::tempdir . '/replies';

command_ok([ 'sh', "$folder/build.sh", $program ], 'the program is built without a warning');

# What the program writes for its input, a line for each.
sub verdicts
{
	my ($input) = @_;
	my $file = PostgreSQL::Test::Utils::tempdir . '/input';
	open my $lines, '>', $file or die "$file: $!";
	print $lines $input;
	close $lines;
	open my $out, '-|', "$program <$file" or die $!;
	my @verdicts = <$out>;
	close $out or die "the program failed: $?";
	chomp @verdicts;
	return @verdicts;
}

# The columns of a case as the program writes them: "550 5.1.1 -" stands for three.
sub columns
{
	my (@fields) = map { $_ eq '' ? '-' : $_ } @_;
	return "@fields[0 .. 2] | @fields[3, 4] | $fields[5]";
}

open my $table, '<', "$folder/cases.txt" or die $!;
my @cases;
while (my $line = <$table>)
{
	chomp $line;
	push @cases, [ map { s/^\s+|\s+$//gr } split /\|/, $line ] unless $line =~ /^#|^$/;
}
close $table;
my @verdicts = verdicts(join '', map { join("\t", @$_[ 0 .. 2 ]) . "\n" } @cases);
is(scalar @verdicts, scalar @cases, 'each case has a verdict');
for my $i (0 .. $#cases)
{
	my $case = $cases[$i];
	is(columns(split /\t/, $verdicts[$i], -1), join(' | ', @$case[ 3 .. 5 ]), "$case->[0] | $case->[1] | $case->[2]");
}

# The bounds are those of the labelled replies here, which are of our own making.
my $score = `perl "$folder/score.pl" "$program" "$folder/replies.jsonl"`;
my ($right, $wrong) = $score =~ /right ([\d.]+) %, missing [\d.]+ %, wrong ([\d.]+) %/;
my ($precision, $recall) = $score =~ /precision ([\d.]+) %, recall ([\d.]+) %/;
ok($right >= 95 && $wrong <= 4, "reasons: $right % right, $wrong % wrong");
ok($precision >= 97 && $recall >= 97, "hard: precision $precision %, recall $recall %");

# Each of these is the worst for one of the loops.
for my $text ('user ', 'user.', 'smtp;550 ', 'host a.b[1 ', '<a@b ', '5.1.1 ', 'said: ', "\xE9\x82\xAE", ' 550-')
{
	my $start = time;
	my ($long) = verdicts("\t\t" . $text x (1_000_000 / length $text) . "\n");
	ok(defined $long && time - $start < 1, "1 MB of \"$text\" is decided in less than a second");
}

done_testing();
