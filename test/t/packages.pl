# What is released: one version everywhere, a META.json by the PGXN Meta Spec, archives
# that hold what it takes to build and install, and a Debian package that is told the same twice.
use strict;
use warnings;

use Archive::Tar;
use File::Basename;
use File::Path;
use IO::Uncompress::Unzip qw($UnzipError);
use JSON::PP;
use PostgreSQL::Test::Utils;
use Test::More;

my $tree = $ENV{TESTDIR} || '.';
my $scratch = PostgreSQL::Test::Utils::tempdir();

# Not the repository, the make and the settings of whoever runs this.
delete @ENV{ grep { /^(GIT_|MAKE|MFLAGS|PG_UPDATECONTROL)/ } keys %ENV };
@ENV{qw(GIT_CONFIG_GLOBAL GIT_CONFIG_NOSYSTEM)} = ('/dev/null', 1);

# Runs a command in a folder; returns its exit code, and what it prints.
sub run_in
{
	my ($folder, @command) = @_;
	my $out;
	IPC::Run::run(\@command, '<', \'', '>', \$out, '2>&1', init => sub { chdir $folder or die "$folder: $!" });
	return ($? >> 8, $out);
}

# A copy of the tree, in which a file may differ.
sub copy_of_tree
{
	my ($name, $file, $change) = @_;
	my $copy = "$scratch/$name";

	mkdir $copy or die "$copy: $!";
	system("tar -C '$tree' --exclude='*.o' --exclude='*.so' --exclude=./tmp_check -cf - . | tar -C '$copy' -xf -") == 0 or die 'no copy';
	change($copy, $file, $change) if $file;
	return $copy;
}

sub change
{
	my ($folder, $file, $change) = @_;
	local $_ = -e "$folder/$file" ? slurp_file("$folder/$file") : '';
	my $before = $_;

	$change->();
	isnt($_, $before, "$file is another one") if $before ne '';
	unlink "$folder/$file";
	append_to_file("$folder/$file", $_);
}

# The version.
my ($status, $version) = run_in($tree, 'perl', 'test/tools/version.pl');
is($status, 0, 'the files agree about the version') or diag($version);
chomp $version;
my %disagreements = (
	'ses_events.control' => sub { s/default_version = '[^']*/default_version = '0.0.9/ },
	'META.json' => sub { s/"version": "\Q$version\E",\n   "maintainer/"version": "0.0.9",\n   "maintainer/ },
	'CHANGELOG.md' => sub { s/^## /## 0.0.9\n\n## /m },
	'debian/changelog' => sub { s/\(\Q$version\E-/(0.0.9-/ });
my $other = copy_of_tree('other');
foreach my $file (sort keys %disagreements)
{
	change($other, $file, $disagreements{$file});
	my ($status, $out) = run_in($other, 'perl', 'test/tools/version.pl');
	is($status, 1, "another version in $file is noticed");
	like($out, qr/^  \Q$file\E: 0\.0\.9$/m, 'and told');
	change($other, $file, sub { $_ = slurp_file("$tree/$file") });
}
unlink "$other/sql/ses_events--$version.sql" or die $!;
($status) = run_in($other, 'perl', 'test/tools/version.pl');
is($status, 0, 'a script that has yet to be built is no fault');
change($other, '.gitignore', sub { s/\Q$version\E/0.0.9/ });
($status) = run_in($other, 'perl', 'test/tools/version.pl');
is($status, 1, 'a script of another version is noticed');

# META.json: what the PGXN Meta Spec 1.0.0 wants, for the keys that are there.
my $meta = decode_json(slurp_file("$tree/META.json"));
my $term = qr{\A[^\s/\\[:cntrl:]]{2,}\z};
my $semver = qr/\A(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)(?:-[0-9A-Za-z-]+)?\z/;
my @keys = qw(name version abstract description maintainer license release_status provides prereqs generated_by tags no_index resources meta-spec);
is(join(' ', grep { my $key = $_; $key !~ /^x_/i && !grep { $_ eq $key } @keys } sort keys %$meta), '', 'META.json has no key but those of the specification');
is(join(' ', grep { !defined $meta->{$_} } qw(name version abstract maintainer license provides meta-spec)), '', 'all that are required');
is(join(' ', grep { ref $meta->{$_} || $meta->{$_} eq '' } qw(name version abstract description maintainer license generated_by)), '', 'strings where they have to be');
like($meta->{name}, $term, 'a name');
like($meta->{version}, $semver, 'a semantic version');
like($meta->{maintainer}, qr/\A[^<>]+ <[^<>@\s]+@[^<>@\s]+\.[^<>@\s]+>\z/, 'somebody to write to');
is($meta->{license}, 'postgresql', 'a licence by its name');
is_deeply($meta->{'meta-spec'}, { version => '1.0.0', url => 'https://pgxn.org/meta/spec.txt' }, 'the specification');
is(join(' ', grep { !/\A[^\/\\[:cntrl:]]{1,255}\z/ } @{ $meta->{tags} }), '', 'tags');
is_deeply([ sort keys %{ $meta->{provides} } ], ['ses_events'], 'one extension');
foreach my $name (keys %{ $meta->{provides} })
{
	my %provided = %{ $meta->{provides}{$name} };
	is(join(' ', grep { !/^(file|version|abstract|docfile)$/ } sort keys %provided), '', "$name is described by known keys");
	like($provided{version}, $semver, 'has a semantic version');
	ok(-f "$tree/$provided{$_}", "and its $_") foreach qw(file docfile);
}
foreach my $phase (sort keys %{ $meta->{prereqs} })
{
	like($phase, qr/^(configure|build|test|runtime|develop)$/, "a prerequisite of $phase");
	foreach my $relation (sort keys %{ $meta->{prereqs}{$phase} })
	{
		like($relation, qr/^(requires|recommends|suggests|conflicts)$/, $relation);
		my %prerequisites = %{ $meta->{prereqs}{$phase}{$relation} };
		is(join(' ', grep { $_ !~ $term || $prerequisites{$_} !~ $semver } sort keys %prerequisites), '', join(' ', %prerequisites));
	}
}

# debian/control is made from debian/control.in, for the version of the oldest release.
SKIP:
{
	skip 'needs pg_buildext of postgresql-common', 2 unless -x '/usr/bin/pg_buildext';
	local $ENV{PG_SUPPORTED_VERSIONS} = 15;
	my ($status, $out) = run_in($tree, 'pg_buildext', 'checkcontrol');
	is($status, 0, 'debian/control is up to date: otherwise run PG_SUPPORTED_VERSIONS=15 pg_buildext updatecontrol') or diag($out);
	local $ENV{PG_SUPPORTED_VERSIONS} = 16;
	($status) = run_in($tree, 'pg_buildext', 'checkcontrol');
	isnt($status, 0, 'and of no other version');
}

# What make dist makes.
SKIP:
{
	skip 'needs git', 1 unless grep { -x "$_/git" } split /:/, $ENV{PATH};
	my $clone = copy_of_tree('clone');
	my @commit = ('git', '-c', 'user.name=nobody', '-c', 'user.email=nobody@localhost', 'commit', '-q', '-m', 'a release');

	my ($status, $out) = run_in($clone, 'make', 'dist');
	isnt($status, 0, 'a folder that is no repository is not packed');
	run_in($clone, @$_) foreach [ 'git', 'init', '-q' ], [ 'git', 'add', '-A' ], \@commit;

	append_to_file("$clone/src/forgotten.c", "\n");
	($status, $out) = run_in($clone, 'make', 'dist');
	isnt($status, 0, 'nor one with a file that is not committed');
	like($out, qr{src/forgotten\.c}, 'which is named');
	unlink "$clone/src/forgotten.c";

	($status, $out) = run_in($clone, 'make', 'dist');
	is($status, 0, 'make dist packs what is committed') or diag($out);
	ok(-f "$clone/dist/ses_events-$version.zip", 'as a zip');
	ok(-f "$clone/dist/ses-events_$version.orig.tar.gz", 'and as a tar');
	my ($unchanged, $changes) = run_in($clone, 'git', 'status', '--porcelain');
	is($changes, '', 'and git sees nothing new');

	my @tar = sort grep { !m{/$} } map { $_->full_path . ($_->is_dir ? '/' : '') } Archive::Tar->new("$clone/dist/ses-events_$version.orig.tar.gz")->get_files;
	my %zip;
	my $zip = IO::Uncompress::Unzip->new("$clone/dist/ses_events-$version.zip") or die $UnzipError;
	for (my $more = 1; $more > 0; $more = $zip->nextStream)
	{
		my $name = $zip->getHeaderInfo->{Name};
		local $/;
		$zip{$name} = $zip->getline // '' unless $name =~ m{/$};
	}
	my (undef, $committed) = run_in($clone, 'git', 'ls-files');
	my @released = sort map { "ses_events-$version/$_" } grep { !m{^\.ci/|(^|/)\.gitattributes$} } split /\n/, $committed;
	cmp_ok(scalar(@released), '>', 100, 'a release has files');
	is(join("\n", sort keys %zip), join("\n", @released), 'the zip has all but how it is developed');
	is(join("\n", @tar), join("\n", grep { !m{^[^/]*/debian/} } @released), 'the tar has the same, but for debian/');

	my $inner = copy_of_tree('clone/dist/inner');
	($status, $out) = run_in($inner, 'make', 'dist');
	isnt($status, 0, 'a folder in a repository of something else is not packed');
	like($out, qr/^Only a clone/m, 'and that is told');

	# By somebody who has nothing but the zip.
	my $release = "$scratch/release";
	foreach my $name (sort keys %zip)
	{
		mkpath(dirname("$release/$name"));
		append_to_file("$release/$name", $zip{$name});
	}
	$release .= "/ses_events-$version";
	($status, $out) = run_in($release, 'make', '-s', '-j2', 'install', "DESTDIR=$scratch/installed", 'COPT=-O0', 'with_llvm=no');
	is($status, 0, 'it builds and installs') or diag($out);
	my (undef, $installed) = run_in("$scratch/installed", 'find', '.', '-type', 'f', '-printf', '%f\n');
	is(join(' ', sort split /\n/, $installed), "ses_events--$version.sql ses_events.control ses_events.so", 'what an extension is made of');

	# Each header rebuilds what was compiled, bitcode included; commands go together with targets of PGXS.
	my ($header) = grep { !/^\Q$release\E\/src\/[^\/]*$/ } glob("$release/src/*/*.h");
	my ($source) = glob("$release/src/*/*.c");
	my @compiled = map { substr($source, length "$release/") =~ s/c$/$_/r } 'o', 'bc';
	run_in($release, 'touch', @compiled);
	is((run_in($release, 'make', '-q', $_))[0], 0, "$_ is there") foreach @compiled;
	run_in($release, 'sh', '-c', 'sleep 1; touch "$1"', 'sh', $header);
	is((run_in($release, 'make', '-q', $_))[0], 1, "$_ is rebuilt after a change of a header") foreach @compiled;
	($status, $out) = run_in($release, 'env', 'PG_CONFIG=/nowhere/pg_config', 'make', '-n', 'check', 'docs');
	is($status, 0, 'commands need no server to be found');
	($status, $out) = run_in($release, 'make', '-n', 'clean', 'check', 'all');
	like($out, qr/^rm -f .*private\.sh check\.sh.*^\S*make .*\ball$/ms, 'make clean check all does all of it, in this order');
	($status, $version) = run_in($release, 'perl', 'test/tools/version.pl');
	is($status, 0, 'and could be released again');
	($status, $out) = run_in($release, 'env', "TESTDIR=$release", 'perl', (map { "-I$_" } @INC), 'test/t/markdown.pl');
	is($status, 0, 'its pages link to nothing that it has not') or diag($out);
}

done_testing();
