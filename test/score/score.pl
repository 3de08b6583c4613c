# score.pl: how right the reasons and classes of labelled replies are.
#
# Use: score.pl PROGRAM FILE [--show REASON] [--groups]
#
# FILE has a JSON object a line: "status" (or null), "text", "reason", and
# perhaps "also_right" (a list of reasons) and "hard" (true, false or null).
# PROGRAM is the one of replies.c. Labels of others are often coarse: blocked
# stands for authentication and rate_limited there, connection for rate_limited.
use strict;
use warnings;

use IPC::Open2;
use JSON::PP;

my %coarse = (authentication => ['blocked'], rate_limited => [ 'blocked', 'connection' ]);

# The labelled replies of a file.
sub read_labels
{
	my ($file) = @_;
	open my $lines, '<', $file or die "$file: $!\n";
	return map { decode_json($_) } grep { /\S/ } <$lines>;
}

# What the program decides for each, in order.
sub decide
{
	my ($program, @labels) = @_;
	my @verdicts;

	my $pid = open2(my $out, my $in, $program);
	binmode $_, ':utf8' for $out, $in;
	if (my $child = fork // die "fork: $!\n")
	{
		close $in;
		while (my $line = <$out>)
		{
			chomp $line;
			my %verdict;
			@verdict{qw(code status host class reason rule group)} = split /\t/, $line, -1;
			push @verdicts, \%verdict;
		}
		waitpid $_, 0 for $child, $pid;
		return @verdicts;
	}
	for my $label (@labels)
	{
		my $text = $label->{text};
		$text =~ s/([\\\n\t])/{ "\\" => '\\\\', "\n" => '\\n', "\t" => '\\t' }->{$1}/ge;
		print $in $label->{status} // '', "\t\t$text\n";
	}
	close $in;
	close $out;
	require POSIX;
	POSIX::_exit(0);
}

sub is_right
{
	my ($label, $reason) = @_;
	my %accepted = map { $_ => 1 } $label->{reason}, @{ $label->{also_right} // [] };
	return scalar grep { $accepted{$_} } $reason, @{ $coarse{$reason} // [] };
}

sub percent { my ($part, $all) = @_; return sprintf '%.1f %%', $all ? 100 * $part / $all : 0 }

my ($show, $groups, @arguments);
while (defined(my $argument = shift @ARGV))
{
	if ($argument eq '--show') { $show = shift @ARGV }
	elsif ($argument eq '--groups') { $groups = 1 }
	else { push @arguments, $argument }
}
die "use: score.pl PROGRAM FILE [--show REASON] [--groups]\n" if @arguments != 2;
binmode STDOUT, ':utf8';

my @labels = read_labels($arguments[1]);
my @verdicts = decide($arguments[0], @labels);
die "the program decided on ", scalar @verdicts, " of ", scalar @labels, " texts\n" if @verdicts != @labels;

my (%count, %confusion, %group, %hard);
for my $i (0 .. $#labels)
{
	my ($label, $verdict) = ($labels[$i], $verdicts[$i]);
	my $reason = $verdict->{reason};
	my $result = $reason eq '' ? 'missing' : is_right($label, $reason) ? 'right' : 'wrong';

	$count{$result}++;
	my $decider = $verdict->{group} ne '' ? $verdict->{group} : (split ' ', $verdict->{rule})[0] // 'nothing';
	$group{$decider}{$result}++;
	$confusion{"$label->{reason} given " . ($reason || 'nothing')}++ if $result ne 'right';
	$hard{ $label->{hard} ? 'wanted' : 'unwanted' }{ $verdict->{class} eq 'hard' ? 'given' : 'not given' }++
		if defined $label->{hard};
	if (defined $show
		&& (($show eq 'hard' && defined $label->{hard} && (!!$label->{hard} ne !!($verdict->{class} eq 'hard')))
			|| ($result ne 'right' && ($show eq $label->{reason} || $show eq 'all'))))
	{
		printf "%s given %s, %s (%s): %s %s\n", $label->{reason}, $reason || 'nothing', $verdict->{class}, $verdict->{rule},
			$label->{status} // '-', substr($label->{text}, 0, 220) =~ s/\s+/ /gr;
	}
}

printf "%d texts: right %s, missing %s, wrong %s\n", scalar @labels, map { percent($count{$_} // 0, scalar @labels) } qw(right missing wrong);
my ($found, $false, $missed) = map { $_ // 0 } $hard{wanted}{given}, $hard{unwanted}{given}, $hard{wanted}{'not given'};
printf "hard: precision %s, recall %s of %d\n", percent($found, $found + $false), percent($found, $found + $missed), $found + $missed;
my @pairs = sort { $confusion{$b} <=> $confusion{$a} || $a cmp $b } keys %confusion;
printf "  %-48s %d\n", $_, $confusion{$_} for @pairs[ 0 .. ($#pairs < 24 ? $#pairs : 24) ];
if ($groups)
{
	printf "%-32s %3d right, %3d wrong\n", $_, $group{$_}{right} // 0, ($group{$_}{wrong} // 0) + ($group{$_}{missing} // 0) for sort keys %group;
}
