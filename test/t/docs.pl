# The pages that are made from the code are what the code makes, the reference
# has all objects, and others show what is printed.
use strict;
use warnings;

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

use lib "$ENV{TESTDIR}/test/t/lib";
use Pages;

my $tree = $ENV{TESTDIR};
my $node = PostgreSQL::Test::Cluster->new('docs');
$node->init(extra => [ '--no-locale', '--encoding=UTF8' ]);
$node->start;
$node->safe_psql('postgres', 'CREATE EXTENSION ses_events');

foreach my $script (sort glob "$tree/test/docs/*.sql")
{
	my ($name) = $script =~ m{([^/]+)\.sql$};
	my $page = "$tree/docs/$name.md";
	my $made = PostgreSQL::Test::Utils::tempdir() . "/$name.md";

	$node->command_ok([ 'psql', '-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-o', $made, '-f', $script, $node->connstr('postgres') ],
		"$script runs");
	is(differences("docs/$name.md", slurp_file($page), slurp_file($made)), '', "docs/$name.md is up to date: otherwise run make docs");
}

# Each SQL object has its entry in the reference.
my $reference = slurp_file("$tree/docs/reference.md");
my @objects = split /\n/, $node->safe_psql('postgres', q[
	SELECT coalesce('Type ' || t.typname, format('%s(%s) %s %s', p.proname,
		regexp_replace(regexp_replace(pg_get_function_arguments(p.oid), '(^|, )OUT .*', ''), '::\w+', '', 'g'), U&'\2192', pg_get_function_result(p.oid)))
	FROM pg_depend d
	LEFT JOIN pg_proc p ON d.classid = 'pg_proc'::regclass AND d.objid = p.oid
	LEFT JOIN pg_type t ON d.classid = 'pg_type'::regclass AND d.objid = t.oid AND t.typtype = 'c'
	WHERE d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e'
		AND d.refobjid = (SELECT oid FROM pg_extension WHERE extname = 'ses_events')
		AND coalesce(p.proname, t.typname) IS NOT NULL]);
cmp_ok(scalar(@objects), '>', 15, 'the extension has many objects');
foreach my $heading (@objects)
{
	like($reference, qr/^## \Q$heading\E$/m, "the reference has $heading");
}

# Each provider has a page.
my $readme = slurp_file("$tree/README.md");
my @providers = split /\n/, $node->safe_psql('postgres', 'SELECT DISTINCT provider FROM ses_mapping()');
my $count = @providers;
my %page = map { my $file = "$tree/docs/providers/$_.md"; $_ => -f $file ? slurp_file($file) : '' } @providers;
my %title = map { $_ => $page{$_} =~ /^# (.*)/ ? $1 : '' } @providers;
my $receiving = slurp_file("$tree/docs/receiving.md");
my $changes = slurp_file("$tree/CHANGELOG.md");
is(join(' ', grep { $title{$_} eq '' } @providers), '', 'each provider has a page, with a title');
is(join(' ', grep { index($changes, $title{$_}) < 0 } @providers), '', 'and is in the list of changes');

# The tables of providers are made from these pages.
foreach my $fact ('webhooks', 'one request', 'retries', 'secured by', 'source')
{
	is(join(' ', grep { $page{$_} !~ /^## Receiving\n.*^\| \Q$fact\E \| \S.* \|$/ms } @providers), '', "each page says: $fact");
}
like($readme, qr/^<!-- providers\.sql -->$/m, 'the README has a table of providers');
like($receiving, qr/^<!-- receiving\.sql -->$/m, 'as has the page about receiving');

# Their number changes, and is in no text.
my $number = qr/\d+|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|(?:thir|four|fif|six|seven|eigh|nine)teen|ten|eleven|twelve/i;
my $count_of = qr/\b(?:all |the |of )?($number\]?\s+(?:e-mail\s+|known\s+)?providers)\b/i;
my @files = map { chomp; "$tree/$_" } `cd '$tree' && find . -type f ! -path './.git/*' ! -path './tmp_check/*' ! -path './results/*' ! -name '*.o' ! -name '*.bc' ! -name '*.so' ! -path './expected/*' ! -path './test/*'`;
is(join("\n", map { my $file = $_; map { "$file: $_" } slurp_file($file) =~ /$count_of/g } @files), '', 'the number of providers is in no text');
like($_, $count_of, "a count is seen: $_") foreach 'knows [fifteen providers](x)', "of twenty\ne-mail providers", '15 providers', '>sixteen providers<';
my %has_layout = map { $_ => 1 } split /\n/, $node->safe_psql('postgres', q[
	SELECT DISTINCT provider FROM ses_fields()]);
is(join(' ', grep { !$has_layout{$_} } @providers), '', 'each has a layout');
foreach my $provider (@providers)
{
	like($page{$provider}, qr/^<!-- events\.sql -->$/m, "the page of $provider has its mapping");
	like($page{$provider}, qr/^<!-- fields\.sql -->$/m, 'and where the attributes are');
}

like(slurp_file("$tree/docs/mapping.md"), qr/^<!-- event_types\.sql -->$/m, 'what each provider tells is shown');
like($reference, qr/^<!-- functions\.sql -->$/m, 'as are all functions');

# What proves a promise exists.
my @proofs = slurp_file("$tree/docs/reliability.md") =~ /\]\(\.\.\/([^)]+)\)/g;
cmp_ok(scalar(@proofs), '>', 20, 'promises have proofs');
is(join(' ', grep { !-e "$tree/$_" } @proofs), '', 'all of which exist');
my %targets = map { $_ => 1 } map { slurp_file($_) =~ /`make (?!PG_CONFIG|COPT)([\w-]+)/g } markdown_pages($tree);
cmp_ok(scalar(keys %targets), '>', 10, 'some are targets of make, as are the commands of other pages');
is(join(' ', grep { system("make -n -C '$tree' $_ >/dev/null 2>&1") != 0 } sort keys %targets), '', 'which exist, too');

# The SQL of pages that are written by hand runs, and has the outputs that they show.
my @pages = grep { slurp_file($_) =~ /^(?:```sql|<!-- \w+\.sql -->)$/m } markdown_pages($tree);
cmp_ok(scalar(@pages), '>', $count, 'pages have SQL');
foreach my $page (@pages)
{
	my $database = substr($page, length "$tree/");
	my ($out, $err);

	$node->safe_psql('postgres', qq(CREATE DATABASE "$database"));
	local %ENV = (%ENV, PGHOST => $node->host, PGPORT => $node->port, PGDATABASE => $database);
	IPC::Run::run([ 'perl', "$tree/test/tools/outputs.pl", $page ], '>', \$out, '2>', \$err);
	is($err, '', "the SQL of $page runs");
	is(differences($database, slurp_file($page), $out), '', "$page shows what is printed: otherwise run make docs");
}

# A difference is shown with its place, and with the lines of both.
is(differences('page.md', "a\nb\nc\n", "a\nB\nc\nd\n"), "page.md, line 2:\n  expected: b\n  printed:  B\npage.md, line 3:\n  printed:  d\n",
	'the lines that differ are printed');

$node->stop;
done_testing();
