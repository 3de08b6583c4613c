# The documentation as Markdown: each link leads somewhere, each page can be reached,
# and each block of code is run by a test, or says that it is a fragment.
use strict;
use warnings;

use File::Basename;
use PostgreSQL::Test::Utils;
use Test::More;

use lib "$ENV{TESTDIR}/test/t/lib";
use Pages;

my $tree = $ENV{TESTDIR};
my %page = map { substr($_, length "$tree/") => slurp_file($_) } markdown_pages($tree);

# What is wrong with a block of a page, given what stands behind the fence of the one
# before. An output has to be compared with what is printed.
sub fault_of_block
{
	my ($path, $block, $before) = @_;
	my ($language, $mark, @conditions) = split / /, $block->{info};

	return $block->{fault} if $block->{fault};
	return $block->{follows} && $before =~ /^(?:sql|sh test=commands)$/ ? undef : 'nothing names its language, and it is no output' unless defined $language;
	return undef if $language eq 'sql' && !defined $mark;
	return 'it is neither run nor a fragment' if !defined $mark;
	return undef if $mark eq 'fragment' && !@conditions;
	return 'no test is named so' unless $mark =~ /^test=(\w+)$/ && -f "$tree/test/t/$1.pl";
	return 'the test does not run it' unless slurp_file("$tree/test/t/$1.pl") =~ /blocks_of\("[^"]*\/\Q$path\E", '$1', [^)]*'$language'/;
	return undef;
}

# The text without blocks of code, and without what stands in backquotes.
sub prose
{
	my ($text) = @_;
	$text =~ s/^```.*?^```$//gms;
	$text =~ s/`[^`\n]*`/code/g;
	return $text;
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

# The links of a page, and what looks like one in a form that is not looked at.
sub links
{
	my $text = prose($_[0]);
	my @links;

	push @links, $1 while $text =~ s/\]\(([^()<>\s'"]+)\)/ /;
	my @strange = $text =~ /(\]\(.{0,30}|\]\[.{0,30}|^\[[^]]+\]:.{0,30}|<\w[^>]*(?:src|href).{0,30})/mg;
	return (\@links, \@strange);
}

# The file that a link of a page leads to.
sub target
{
	my ($path, $file) = @_;
	return $path if $file eq '';
	my $target = join '/', grep { $_ ne '.' } dirname($path), $file;
	1 while $target =~ s{(?:^|(?<=/))(?!\.\./)[^/]+/\.\.(?:/|$)}{};
	return $target =~ s{/$}{}r;
}

# Why a link of a page leads nowhere, or undef.
sub dead_end
{
	my ($path, $link) = @_;
	return undef if $link =~ /^https:\/\/[\w.-]+\.\w+(?:\/\S*)?$/;
	return 'it is no https' if $link =~ /^\w+:/;
	my ($file, $anchor) = $link =~ /^([^#]*)(?:#(.*))?$/;
	my $target = target($path, $file);

	return 'it leads out of the project' if $target =~ /^\.\.(?:\/|$)/ || $file =~ /^\//;
	return 'there is no such file' unless -e "$tree/$target";
	return undef unless defined $anchor;
	return 'there is no such heading' unless $anchors{$target}{$anchor};
	return undef;
}

# What make docs writes stands between two marks, each alone on its line.
sub faults_of_marks
{
	my ($text) = @_;
	my @marks = map { /^<!-- \w+\.sql -->$/ ? 'begin' : /^<!-- end -->$/ ? 'end' : 'another' } prose($text) =~ /^(.*<!--.*)$/mg;

	return join(' ', @marks) =~ /^(?:begin end ?)*$/ ? undef : "the marks are @marks";
}

cmp_ok(scalar(keys %page), '>', 20, 'there are pages');
my ($links, $blocks) = (0, 0);
my %leads_to;
foreach my $path (sort keys %page)
{
	my @faults;
	my $before = '';

	foreach my $block (blocks($page{$path}))
	{
		my $fault = fault_of_block($path, $block, $before);
		push @faults, "line $block->{line}: $fault" if defined $fault;
		$before = $block->{info};
		$blocks++;
	}
	is(join("\n", @faults), '', "each block of $path is run or a fragment");

	my ($ways, $strange) = links($page{$path});
	is(join("\n", map { my $reason = dead_end($path, $_); defined $reason ? "$_: $reason" : () } @$ways), '', "each link of $path leads somewhere");
	is(join("\n", @$strange), '', 'and each has the form [text](target)');
	$leads_to{$path} = [ map { target($path, s/#.*//r) } grep { !/^\w+:/ } @$ways ];
	$links += @$ways;

	is(faults_of_marks($page{$path}), undef, 'what make docs writes is marked');
	unlike($page{$path}, qr/\r/, 'lines end as they should');
}
cmp_ok($links, '>', 250, 'there are links');
cmp_ok($blocks, '>', 120, 'there are blocks');

my %reached = ('README.md' => 1);
my @next = 'README.md';
while (my $path = shift @next)
{
	push @next, grep { exists $page{$_} && !$reached{$_}++ } @{ $leads_to{$path} };
}
is(join(' ', grep { !$reached{$_} } sort keys %page), '', 'the README leads to each page');

# All of this can fail.
sub fault_in
{
	my ($text) = @_;
	my $before = '';
	my @faults = map { my $fault = fault_of_block('README.md', $_, $before); $before = $_->{info}; $fault // () } blocks($text);
	return "@faults";
}
is(fault_in("```sql\n1\n```\n\n```\n2\n```\n"), '', 'SQL with its output is right');
is(fault_in("```sh\nls\n```\n"), 'it is neither run nor a fragment', 'a block that nobody runs is seen');
is(fault_in("```sql test=nothing\n```\n"), 'no test is named so', 'one of a test that is not there, too');
is(fault_in("```sh test=docs\n```\n"), 'the test does not run it', 'one that the test does not look at, too');
is(fault_in("```sql\n1\n```\nis\n```\n2\n```\n"), 'nothing names its language, and it is no output', 'an output that nothing fills in, too');
is(fault_in("```sql test=upgrade\n1\n```\n\n```\n2\n```\n"), 'nothing names its language, and it is no output', 'one that the test does not compare, too');
like(fault_in($_), qr/fence/, 'a strange fence is seen') foreach "~~~sh\nls\n~~~\n", "- x\n\n  ```sh\n  ls\n  ```\n", "x\n\n    ls\n", "```sql \n1\n```\n", "```sql\n1\n``` \n```\n";
is(dead_end('docs/reference.md', '../README.md#nothing'), 'there is no such heading', 'a heading that is not there is seen');
is(dead_end('docs/reference.md', 'nothing.md'), 'there is no such file', 'a file, too');
is(dead_end('docs/reference.md', '../../out.md'), 'it leads out of the project', 'and what is not of the project');
is(scalar @{ (links($_))[1] }, 1, "a link of the form $_ is seen") foreach '[x](a.md "b")', '[x](<a b>)', '[x](a_(b).md)', '[x][y]', "<img src='a'>", "[x](\na.md)";
is(faults_of_marks("<!-- x.sql -->\n<!-- end --> \n"), 'the marks are begin another', 'a mark that is none is seen');

done_testing();
