# The documentation as Markdown: each link leads somewhere, and each block of code is
# run by a test, or says that it is a fragment.
use strict;
use warnings;

use File::Basename;
use PostgreSQL::Test::Utils;
use Test::More;

use lib "$ENV{TESTDIR}/test/t/lib";
use Pages;

my $tree = $ENV{TESTDIR};
my %page = map { substr($_, length "$tree/") => slurp_file($_) } markdown_pages($tree);

# What is wrong with a block of a page, given what stands behind the fence of the one before.
sub fault
{
	my ($path, $block, $before) = @_;
	my ($language, $mark, @conditions) = split / /, $block->{info};

	return 'nothing names its language, and it is no output' if !defined $language && !($block->{follows} && $before =~ /^(?:sql|sh)(?: test=|$)/);
	return undef if !defined $language || $language eq 'sql' && !defined $mark;
	return 'it is neither run nor a fragment' if !defined $mark || grep { !/^\w+=\w+$/ } @conditions;
	return undef if $mark eq 'fragment';
	return 'no test is named so' unless $mark =~ /^test=(\w+)$/ && -f "$tree/test/t/$1.pl";
	return 'the test does not read it' unless slurp_file("$tree/test/t/$1.pl") =~ /\Q$path\E/;
	return undef;
}

# As GitHub makes it from a heading.
sub anchor
{
	my ($heading) = @_;

	$heading =~ s/\[([^]]*)\]\([^)]*\)/$1/g;
	$heading = lc $heading;
	$heading =~ s/[^\w\s-]//g;
	$heading =~ s/\s/-/g;
	return $heading;
}

sub anchors
{
	my ($text) = @_;
	my %seen;

	utf8::decode($text);
	$text =~ s/^```.*?^```$//gms;
	return map { my $count = $seen{$_}++; $count ? "$_-$count" : $_ } map { anchor($_) } $text =~ /^#+ +(.*?)\s*$/mg;
}

my %anchors = map { my $path = $_; $path => { map { $_ => 1 } anchors($page{$path}) } } keys %page;

# Where a link of a page leads nowhere: the reason, or undef.
sub dead_end
{
	my ($path, $link) = @_;
	return undef if $link =~ /^https:\/\/[\w.-]+\.\w+(?:\/\S*)?$/;
	return 'it is no https' if $link =~ /^\w+:/;
	my ($file, $anchor) = $link =~ /^([^#]*)(?:#(.*))?$/;
	my $target = $file eq '' ? $path : join '/', grep { $_ ne '.' } dirname($path), $file;
	1 while $target =~ s{(?:^|(?<=/))(?!\.\./)[^/]+/\.\.(?:/|$)}{};
	$target =~ s{/$}{};

	return 'it leads out of the project' if $target =~ /^\.\.(?:\/|$)/ || $file =~ /^\//;
	return 'there is no such file' unless -e "$tree/$target";
	return undef unless defined $anchor;
	return 'there is no such heading' unless $anchors{$target}{$anchor};
	return undef;
}

cmp_ok(scalar(keys %page), '>', 20, 'there are pages');
my ($links, $blocks) = (0, 0);
foreach my $path (sort keys %page)
{
	my $text = $page{$path};
	my @faults;
	my $before = '';

	foreach my $block (blocks($text))
	{
		my $fault = fault($path, $block, $before);
		push @faults, "line $block->{line}: $fault" if defined $fault;
		$before = $block->{info};
		$blocks++;
	}
	is(join("\n", @faults), '', "each block of $path is run or a fragment");

	$text =~ s/^```.*?^```$//gms;
	my @targets = ($text =~ /\]\(([^()\s]+)\)/g, $text =~ /\b(?:src|href)="([^"]+)"/g, $text =~ /^\[[^]]+\]:\s+(\S+)/mg);
	is(join("\n", map { my $reason = dead_end($path, $_); defined $reason ? "$_: $reason" : () } @targets), '', "each link of $path leads somewhere");
	$links += @targets;
}
cmp_ok($links, '>', 150, 'there are links');
cmp_ok($blocks, '>', 80, 'there are blocks');

# The test sees what it is for.
is(fault('README.md', { info => 'sh' }, ''), 'it is neither run nor a fragment', 'a block that nobody runs is seen');
is(fault('README.md', { info => 'sql test=nothing' }, ''), 'no test is named so', 'one of a test that is not there, too');
is(fault('README.md', { info => '' }, ''), 'nothing names its language, and it is no output', 'and one that is nothing');
is(dead_end('docs/reference.md', '../README.md#nothing'), 'there is no such heading', 'a heading that is not there is seen');
is(dead_end('docs/reference.md', 'nothing.md'), 'there is no such file', 'a file, too');
is(dead_end('docs/reference.md', '../../out.md'), 'it leads out of the project', 'and what is not of the project');

done_testing();
