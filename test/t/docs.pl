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
	SELECT coalesce(p.proname, t.typname)
	FROM pg_depend d
	LEFT JOIN pg_proc p ON d.classid = 'pg_proc'::regclass AND d.objid = p.oid
	LEFT JOIN pg_type t ON d.classid = 'pg_type'::regclass AND d.objid = t.oid AND t.typtype = 'c'
	WHERE d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e'
		AND d.refobjid = (SELECT oid FROM pg_extension WHERE extname = 'ses_events')
		AND coalesce(p.proname, t.typname) IS NOT NULL]);
is(scalar(@objects), 15, 'the extension has fifteen objects');
like($reference, qr/^## .*\b\Q$_\E\b/m, "$_ is in docs/reference.md") foreach @objects;

# Each provider has a page, and is in the README, which counts them.
my $readme = slurp_file("$tree/README.md");
my @providers = split /\n/, $node->safe_psql('postgres', 'SELECT DISTINCT provider FROM ses_mapping()');
my $count = @providers;
is(join(' ', grep { !-f "$tree/docs/providers/$_.md" } @providers), '', 'each provider has a page');
is(join(' ', grep { index($readme, "(docs/providers/$_.md)") < 0 } @providers), '', 'which the README has a link to');
my %words = (15 => 'fifteen', 16 => 'sixteen', 17 => 'seventeen', 18 => 'eighteen', 19 => 'nineteen', 20 => 'twenty');
like($_, qr/\b(?:$count|$words{$count}) (?:e-mail )?providers/, 'and their number is told') foreach $readme =~ s/[\[\]]//gr, slurp_file("$tree/META.json");
foreach my $provider (@providers)
{
	my $page = "$tree/docs/providers/$provider.md";
	next unless -f $page;		# told above
	like(slurp_file($page), qr/^<!-- events\.sql -->$/m, "the page of $provider has its mapping");
}

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
