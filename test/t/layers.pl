# The folders of src/ are layers: a file includes headers of its own folder and of
# those before it, so that a reader follows a payload downwards only.
use strict;
use warnings;

use File::Find;
use File::Path qw(make_path);
use PostgreSQL::Test::Utils;
use Test::More;

# From the lowest to the highest. Files beside the folders, which SQL calls, are above all.
my @layers = qw(base text json mail event walk verify define providers redact);
my $top = @layers;
my %level = map { $layers[$_] => $_ } 0 .. $#layers;

# What is wrong with an include in quotation marks: PostgreSQL's headers have the same form.
sub fault_of_include
{
	my ($src, $level, $header) = @_;
	my ($folder) = $header =~ m{^([^/]+)/};

	if (-f "$src/$header")
	{
		return undef if $level == $top;
		return "includes $header, which is above all folders" unless defined $folder;
		return undef if $level{$folder} <= $level;
		return "includes $header, but $folder comes later";
	}
	return "includes $header, which is not there" if defined $folder && exists $level{$folder};
	return "includes $header without its folder" if grep { -f "$src/$_/$header" } @layers;
	return undef;
}

# What is wrong with the folders of src/ and with the includes of its files.
sub faults
{
	my ($src) = @_;
	my (@faults, @files);

	find({ no_chdir => 1, wanted => sub { push @files, substr($_, length "$src/") if /\.[ch]$/ } }, $src);
	foreach my $file (sort @files)
	{
		my ($folder) = $file =~ m{^(.+)/};
		my $level = defined $folder ? $level{$folder} : $top;

		if (!defined $level)
		{
			push @faults, "$file: $folder is no layer";
			next;
		}
		foreach my $header (slurp_file("$src/$file") =~ /^\s*#\s*include\s+"([^"]+)"/mg)
		{
			my $fault = fault_of_include($src, $level, $header);
			push @faults, "$file $fault" if defined $fault;
		}
	}
	return @faults;
}

is(join("\n", faults("$ENV{TESTDIR}/src")), '', 'each folder includes only those before it');

# All of this can fail.
my $src = PostgreSQL::Test::Utils::tempdir();
make_path("$src/$_") foreach @layers, 'attic';
append_to_file("$src/text/zone.h", "#include \"postgres.h\"\n#include \"utils/jsonb.h\"\n#include \"base/slice.h\"\n");
append_to_file("$src/base/slice.h", "#include <string.h>\n");
append_to_file("$src/rows.h", "#include \"redact/cut.h\"\n#include \"rows.h\"\n");
append_to_file("$src/redact/cut.h", "#include \"text/zone.h\"\n#include \"redact/cut.h\"\n");
is(join("\n", faults($src)), '', 'includes that point down are right');
my @wrong = (
	[ 'base/slice.c', 'text/zone.h', 'base/slice.c includes text/zone.h, but text comes later' ],
	[ 'event/event.c', 'rows.h', 'event/event.c includes rows.h, which is above all folders' ],
	[ 'redact/cut.c', 'cut.h', 'redact/cut.c includes cut.h without its folder' ],
	[ 'rows.c', 'zone.h', 'rows.c includes zone.h without its folder' ],
	[ 'walk/payload.c', 'walk/missing.h', 'walk/payload.c includes walk/missing.h, which is not there' ],
	[ 'attic/old.c', 'base/slice.h', 'attic/old.c: attic is no layer' ]);
foreach my $case (@wrong)
{
	my ($file, $header, $fault) = @$case;
	append_to_file("$src/$file", "  # include \"$header\"\n");
	is(join("\n", faults($src)), $fault, "an include is reported: $file");
	unlink "$src/$file";
}

done_testing();
