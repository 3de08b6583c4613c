# Pages, comments and messages avoid some words, because readers in a hurry stumble over them. Only
# files that test/english.txt lists are looked at.
use strict;
use warnings;

use PostgreSQL::Test::Utils;
use Test::More;

my $tree = $ENV{TESTDIR};

# At most so many of these per 1,000 words, which is about what PostgreSQL's own pages have.
my $density = 0.5;
my $avoided = qr/\b(?:
	tells? | telling | told |				# report, return, show
	gives? (?!\s+up) | gave |				# return
	(?:make|makes|made)\s+an? |				# create, build, store
	wants? | wanted |						# require, expect
	(?:is|are|was|were)\s+none |			# is not a …
	(?:its|their)\s+kin |					# names of the others
	for\s+good |							# permanently
	by\s+(?:itself|themselves) |			# alone, automatically
	at\s+the\s+door |						# when it is received
	somebody | nobody | whoever |			# any role, no user
	mend | mends | mended | mending			# fix
	)\b/xi;

# The parts of a text that are English, each with the line that it begins in. A string is a message
# if it has several words.
my $string = qr/'[^'\n]*\s[^'\n]*\s[^'\n]*' | "[^"\n]*\s[^"\n]*\s[^"\n]*"/x;
my $hash_comment = qr/(?<![^\s])\#[^\n]*/;
my %english = (
	c => qr/\/\*.*?\*\/ | "(?:[^"\\\n]|\\.)*"/sx,
	sql => qr/--[^\n]* | ^\s*(?:COMMENT\s+ON|RAISE)\b [^;]*/msx,
	txt => qr/[^\n]+/,
	sh => qr/$hash_comment | $string/x);
$english{h} = $english{c};
$english{js} = qr/$english{c} | (?<!:)\/\/[^\n]* | $string/x;
$english{$_} = $english{sh} foreach 'pl', 'pm', 'py', 'yml';

sub parts
{
	my ($language, $text) = @_;
	my @parts;

	# In a page, code is not English, but the comments of a block are.
	if ($language eq 'md')
	{
		$text =~ s{^```.*?^```$}{ my $block = $&; join "\n", map { /(?:--|#)(.*)/ ? $1 : '' } split /\n/, $block }gmes;
		$text =~ s/`[^`\n]*`/code/g;
		$language = 'txt';
	}
	push @parts, [ 1 + substr($text, 0, $-[0]) =~ tr/\n//, $& ] while $text =~ /$english{$language}/g;
	return @parts;
}

# The number of words of a text, and the avoided ones with their lines.
sub words
{
	my ($language, $text) = @_;
	my ($count, @found) = (0);

	foreach my $part (parts($language, $text))
	{
		my ($line, $english) = @$part;

		$count += () = $english =~ /\w+/g;
		push @found, 'line ' . ($line + substr($english, 0, $-[0]) =~ tr/\n//) . ": $&" while $english =~ /$avoided/g;
	}
	return ($count, @found);
}

# The avoided words of a text if they are too many.
sub too_many
{
	my ($count, @found) = words(@_);
	return @found > int($density * $count / 1000 + 0.5) ? @found : ();
}

my @patterns = grep { !/^#/ } split /\n/, slurp_file("$tree/test/english.txt");
is(join(' ', grep { !grep { -f } glob "$tree/$_" } @patterns), '', 'the list has files that exist');
my $total = 0;
foreach my $file (map { glob "$tree/$_" } @patterns)
{
	my $path = substr $file, length "$tree/";
	my ($language) = $path =~ /\.(\w+)$/;
	my $text = slurp_file($file);

	$language = 'sh' unless defined $language && ($language eq 'md' || $english{$language});
	is(join("\n", too_many($language, $text)), '', "$path avoids words");
	$total += (words($language, $text))[0];
}
cmp_ok($total, '>', 1000, 'there are words');

# All of this can fail. The samples are put together, because this file is in the list, too.
my $word = join '', 'no', 'body';
my %sample = (
	c => "int $word;\n/* one\n $word\n */", js => "let $word;\n\n// $word\n", sql => "SELECT $word;\n-- one\n-- $word\n", sh => "$word\n\n# $word\n", pl => "\$$word;\n\nis(1, '1 is $word here');\n",
	md => "`$word` is a name\n\n$word is here\n", txt => "one\ntwo\n$word\n");
is(join(' ', too_many($_, $sample{$_})), "line 3: $word", "a word in $_ is found, a name is not") foreach sort keys %sample;
is(join(' ', too_many('sql', "COMMENT ON TABLE x IS\n'$word'; SELECT '$word'")), "line 2: $word", 'as it is in the comment of an object');
is(join(' ', too_many('md', "a\n```sql\n-- $word\nSELECT $word\n```\n")), "line 3: $word", 'and in one of a block of code');
is(join(' ', too_many('txt', join(' ', 'that', 'is', "none\n"))), 'line 1: ' . join(' ', 'is', 'none'), 'words are found together');
is(join(' ', too_many('txt', 'word ' x 1000 . $word)), '', 'one in a thousand words passes');
is(scalar(my @found = too_many('txt', 'word ' x 1000 . "$word $word")), 2, 'and two do not');

done_testing();
