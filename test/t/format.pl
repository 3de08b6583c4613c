# The C files are in PostgreSQL's style, as clang-format has it.
use strict;
use warnings;

use File::Copy;
use PostgreSQL::Test::Utils;
use Test::More;

# What make format-check prints in a folder, after its status.
sub format_check
{
	my ($tree) = @_;
	my $printed = `sh '$tree/test/tools/format.sh' format-check 2>&1`;
	return ($?, $printed);
}

my ($status, $printed) = format_check($ENV{TESTDIR});
plan skip_all => $printed if $printed =~ /^Skipped/;
is($status, 0, 'the C files are formatted') or diag($printed);

# A file in another style is reported, and a formatted one is not.
my $tree = PostgreSQL::Test::Utils::tempdir;
system_or_bail('mkdir', '-p', "$tree/src", "$tree/test/tools", "$tree/test/fuzz");
copy("$ENV{TESTDIR}/$_", "$tree/$_") or die "$_: $!" foreach '.clang-format', 'test/tools/format.sh';
append_to_file("$tree/src/one.c", "int\none(void)\n{\n\treturn 1;\n}\n");
is((format_check($tree))[0], 0, 'a file in the style passes');
append_to_file("$tree/src/two.c", "int two(void) {\n  return 2;\n}\n");
($status, $printed) = format_check($tree);
isnt($status, 0, 'a file in another style fails');
like($printed, qr/^--- src\/two\.c\n.*^\+int\n\+two\(void\)\n/ms, 'and is shown');
unlike($printed, qr/one\.c/, 'without the other');

done_testing();
