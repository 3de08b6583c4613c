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
	is(slurp_file($page), slurp_file($made), "docs/$name.md is up to date: otherwise run make docs");
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
cmp_ok(scalar(@objects), '>', 10, 'the extension has objects');
foreach my $heading (@objects)
{
	like($reference, qr/^## \Q$heading\E$/m, "the reference has $heading");
}

# Each provider has a page, and is in the README, which counts them.
my $readme = slurp_file("$tree/README.md");
my @providers = split /\n/, $node->safe_psql('postgres', 'SELECT DISTINCT provider FROM ses_mapping()');
my $count = @providers;
my %page = map { my $file = "$tree/docs/providers/$_.md"; $_ => -f $file ? slurp_file($file) : '' } @providers;
my %title = map { $_ => $page{$_} =~ /^# (.*)/ ? $1 : '' } @providers;
my $receiving = slurp_file("$tree/docs/receiving.md");
my $changes = slurp_file("$tree/CHANGELOG.md");
is(join(' ', grep { $title{$_} eq '' } @providers), '', 'each provider has a page, with a title');
is(join(' ', grep { index($readme, "(docs/providers/$_.md)") < 0 } @providers), '', 'which the README has a link to');
is(join(' ', grep { index($receiving, "(providers/$_.md)") < 0 } @providers), '', 'as has the page about receiving');
is(join(' ', grep { index($changes, $title{$_}) < 0 } @providers), '', 'and they are in the list of changes');
my %words = (15 => 'fifteen', 16 => 'sixteen', 17 => 'seventeen', 18 => 'eighteen', 19 => 'nineteen', 20 => 'twenty');
my @files = map { chomp; "$tree/$_" } `cd '$tree' && find . -type f ! -path './tmp_check/*' ! -path './results/*' ! -name '*.o' ! -name '*.bc' ! -name '*.so' ! -path './expected/*' ! -path './test/*'`;
my @counts = map { my $file = $_; map { [ $file, lc ] } slurp_file($file) =~ /\b((?:six|seven|eigh|nine)teen|fifteen|fourteen|thirteen|twelve|twenty)\]?\s+(?:e-mail\s+)?providers/gi } @files;
is(join("\n", map { "$_->[0]: $_->[1]" } grep { $_->[1] ne $words{$count} } @counts), '', 'wherever their number is told, it is right');
cmp_ok(scalar(@counts), '>', 5, 'and it is told');
my %has_layout = map { $_ => 1 } split /\n/, $node->safe_psql('postgres', q[
	CREATE FUNCTION pg_temp.fields(OUT provider text, OUT attribute integer, OUT path text) RETURNS SETOF record LANGUAGE C AS '$libdir/ses_events', 'ses_test_fields';
	SELECT DISTINCT provider FROM pg_temp.fields()]);
cmp_ok(scalar(keys %has_layout), '>', 10, 'most have a table of where attributes are');
foreach my $provider (@providers)
{
	like($page{$provider}, qr/^<!-- events\.sql -->$/m, "the page of $provider has its mapping");
	like($page{$provider}, qr/^<!-- fields\.sql -->$/m, 'and where the attributes are') if $has_layout{$provider};
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
	is($out, slurp_file($page), "$page shows what is printed: otherwise run make docs");
}

$node->stop;
done_testing();
