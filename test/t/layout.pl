# Files and functions are short enough to be read, and lines of tests to be compared.
use strict;
use warnings;

use File::Find;
use PostgreSQL::Test::Utils;
use Test::More;

my $tree = $ENV{TESTDIR};

# Bounds in characters and in lines.
my ($longest_line, $longest_file, $longest_function) = (200, 500, 60);

# Functions that are long for a reason: a competitor in the benchmarks is one function, because
# calls cost time in PL/pgSQL; a receiver is started once, and all requests to it follow.
my %may_be_long = map { $_ => 1 } 'by_plpgsql', 'test_receiver';

# Where a function begins, with its name in the first group, and all of it. One that is not
# indented ends with its closing bracket at the beginning of a line, but in SQL with a semicolon.
my $bracketed = qr/.*?^[})]/ms;
my %function = (
	c => qr/^(\w+)\([^;{}]*\)\n\{$bracketed/m,
	sql => qr/^[ \t]*CREATE (?:OR REPLACE )?(?:FUNCTION|PROCEDURE)\s+([^\s(]+).*?(?:\sAS\s+(\$\w*\$).*?\g{-1}|\sBEGIN ATOMIC\s.*?\nEND|(?=;))[^;]*;/ims,
	sh => qr/^(\w+)\(\) [{(]\n$bracketed/m,
	pl => qr/^sub (\w+)\n\{$bracketed/m);
@function{ 'h', 'pm' } = @function{ 'c', 'pl' };

sub lines_of
{
	my ($text) = @_;
	return $text =~ tr/\n//;
}

# The functions of a text that are longer than may be.
sub long_functions
{
	my ($language, $text) = @_;
	my @found;

	while ($text =~ /$function{$language}/g)
	{
		my ($name, $lines) = ($1, lines_of($&) + 1);
		push @found, "$name has $lines lines" if $lines > $longest_function && !$may_be_long{$name};
	}
	return @found;
}

# The lines of a text that are longer than may be.
sub long_lines
{
	my ($text) = @_;
	my $number = 0;
	my @found;

	utf8::decode($text);
	foreach my $line (split /\n/, $text)
	{
		$number++;
		push @found, "line $number has " . length($line) . ' characters' if length($line) > $longest_line;
	}
	return @found;
}

# What is wrong with each file of a list.
sub faults
{
	my ($check, @files) = @_;
	return join '', map { my $file = $_; map { substr($file, length "$tree/") . ": $_\n" } $check->($file) } @files;
}

# Hand-written files: not what an installation or a test leaves, and no
# script of a version, which make builds from others.
my @files;
find({ no_chdir => 1, wanted => sub {
	$File::Find::prune = 1 if -d && /\/(?:node_modules|tmp_check|results|dist|\.git|\.cache)$/;
	push @files, $_ if -f && /\.(\w+)$/ && $function{$1} && !/\/ses_events--[^\/]*\.sql$/;
} }, $tree);
@files = sort @files;
# Scripts of the extension are read in the encoding of the database, which may be EUC_JP.
is(faults(sub { my ($file) = @_; return slurp_file($file) =~ /[^\x00-\x7f]/ ? ('characters that are not ASCII') : () },
	grep { /^\Q$tree\E\/sql\/.*\.sql$/ } @files), '', 'the SQL of the extension is ASCII');

foreach my $language ('c', 'h', 'sql', 'sh', 'pl')
{
	cmp_ok(scalar(grep { /\.$language$/ } @files), '>', 5, "there are files of $language");
}

is(faults(sub { long_lines(slurp_file($_[0])) }, sort glob "$tree/test/*.sql $tree/test/sql/*.sql $tree/expected/*.out"), '',
	"no line of a regression test or of its result is over $longest_line characters");
is(faults(sub { my $lines = lines_of(slurp_file($_[0])); $lines > $longest_file ? "it has $lines lines" : () }, @files), '',
	"no file is over $longest_file lines");
is(faults(sub { my ($language) = $_[0] =~ /(\w+)$/; long_functions($language, slurp_file($_[0])) }, @files), '',
	"no function is over $longest_function lines");

# All of this can fail.
my %long = (
	c => [ "one(int a,\n\tint b)\n{\n", "}\n" ],
	sql => [ "CREATE FUNCTION one() RETURNS int LANGUAGE sql AS \$\$\n", "\$\$;\n" ],
	sh => [ "one() {\n", "}\n" ],
	pl => [ "sub one\n{\n", "}\n" ]);
foreach my $language (sort keys %long)
{
	my ($begin, $end) = @{ $long{$language} };
	my $body = $longest_function - lines_of($begin) - lines_of($end);

	is(join(' ', long_functions($language, $begin . "\t;\n" x $body . $end . $begin . $end)), '', "a function in $language may have $longest_function lines");
	is(join(' ', long_functions($language, $begin . $end . $begin . "\t;\n" x ($body + 1) . $end)), "one has @{[ $longest_function + 1 ]} lines", 'and no more');
}
is(join(' ', long_functions('sql', "CREATE FUNCTION one() RETURNS int\nBEGIN ATOMIC\n" . "\tSELECT 1;\n" x 58 . "END;\n")), 'one has 61 lines', 'a body without quotes is seen');
is(join(' ', long_functions('sql', "CREATE FUNCTION one() RETURNS int RETURN 1;\n" . "SELECT 1;\n" x 70)), '', 'a function that is an expression ends');
is(join(' ', long_lines("\n" . "\x{c3}\x{a9}" x 200 . "\n" . 'x' x 201)), 'line 3 has 201 characters', 'a line of more characters is seen');

done_testing();
