# make provider writes a provider that compiles and whose test passes, and refuses
# a name that is taken or none.
use strict;
use warnings;

use PostgreSQL::Test::Utils;
use Test::More;

# A copy of the tree, where server.sh looks for it. Its path is short, because sockets are beside it.
my $work = PostgreSQL::Test::Utils::tempdir_short();
my $tree = "$work/tree";
mkdir $tree or die "$tree: $!";
system_or_bail('sh', '-c', "tar -C '$ENV{TESTDIR}' --exclude=./.git --exclude=./.cache --exclude=./tmp_check --exclude='*.o' --exclude='*.bc' --exclude='*.so' -cf - . | tar -C '$tree' -xf -");
delete @ENV{ grep { /^(MAKE|MFLAGS|NAME$)/ } keys %ENV };

sub run_in_tree
{
	my (@command) = @_;
	my $printed;
	IPC::Run::run(\@command, '<', \'', '>', \$printed, '2>&1', init => sub { chdir $tree or die "$tree: $!" });
	return ($? >> 8, $printed);
}

# All files of the tree that a provider has, with what is in them.
sub files
{
	return join('', map { "$_\n" . slurp_file($_) } sort glob "$tree/src/walk/registry.h* $tree/{src,docs}/providers/* $tree/test/{fixtures,sql}/* $tree/expected/*");
}

my $before = files();
my %refused = (
	'' => 'Name the provider',
	'Acme' => 'no name for a provider',
	'9lives' => 'no name for a provider',
	'a-b' => 'no name for a provider',
	'../acme' => 'no name for a provider',
	'a' x 25 => 'at most 24 characters',
	'mailtrap' => 'already: src/providers/mailtrap.c',
	'amazon_ses' => 'already: test/fixtures/amazon_ses.ndjson',
	'tencent' => 'already: src/providers/tencent.c',
	'event_begin' => 'ses_event_begin is the name of something else');
foreach my $name (sort keys %refused)
{
	my ($status, $printed) = run_in_tree('make', 'provider', "NAME=$name");
	isnt($status, 0, "\"$name\" is refused");
	like($printed, qr/\Q$refused{$name}\E/, 'with its reason');
}
is(files(), $before, 'and nothing is written');

my ($status, $printed) = run_in_tree('make', 'provider', 'NAME=north_star');
is($status, 0, 'a provider is written') or diag($printed);
like($printed, qr/^$_$/m, "it has $_") foreach 'src/providers/north_star\.c', 'test/fixtures/north_star\.ndjson', 'test/sql/north_star\.sql', 'expected/north_star\.out', 'docs/providers/north_star\.md', 'src/walk/registry\.h';
like($printed, qr/^\d\. make expected TESTS="north_star"/m, 'what comes next is printed');
unlike(slurp_file($_), qr/acme/i, "the name of the template is not in $_") foreach glob "$tree/{src,docs}/providers/north_star* $tree/test/{fixtures,sql}/north_star*";
unlike((run_in_tree('sh', 'test/tools/format.sh', 'format-check'))[1], qr/^--- .*north_star/m, 'its source is formatted');
like(slurp_file("$tree/docs/providers/north_star.md"), qr/^# North Star$/m, 'the title of its page is made of words');
($status) = run_in_tree('make', 'provider', 'NAME=north_star');
isnt($status, 0, 'a second time, it is refused');
($status, $printed) = run_in_tree('make', 'provider', 'NAME=south_star');
is($status, 0, 'a second provider has its place in the list, too') or diag($printed);

# Both compile without a warning, and their tests pass once their results are expected.
my $script = q{
	. test/tools/server.sh
	. test/tools/regress.sh
	build_installation
	start_server
	run_regression_tests north_star south_star mapping detection
	cp results/north_star.out results/south_star.out expected/
	run_regression_tests north_star south_star mapping detection
	[ "$failed" -eq 0 ]
};
{
	local @ENV{qw(WORK COPT)} = ($work, '-O0 -Wall -Wextra -Werror');
	delete local @ENV{qw(PGHOST PGPORT PGUSER PGDATABASE)};
	($status, $printed) = run_in_tree('sh', '-eu', '-c', $script);
}
is($status, 0, 'it compiles, and its test passes') or diag($printed);
my $result = slurp_file("$tree/expected/north_star.out");
like($result, qr/\bbounced\b.*\bhard\b.*\bunknown_recipient\b/s, 'its events have types, classes and reasons');
like($result, qr/\bbob\@b\.example\b/, 'and recipients');

# The name is a part of an event's id.
my $other = slurp_file("$tree/expected/south_star.out") =~ s/south/north/gr =~ s/South/North/gr;
s/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/id/g foreach $result, $other;
is($other, $result, 'the other is the same under its own name');

done_testing();
