# version.pl: prints the version of the tree, if all that tell it agree; otherwise
# what each tells. Run in the top folder.
use strict;
use warnings;

use JSON::PP;

sub slurp
{
	my ($file) = @_;
	open my $handle, '<', $file or die "$file: $!\n";
	local $/;
	return scalar <$handle>;
}

sub first
{
	my ($file, $pattern) = @_;
	return slurp($file) =~ $pattern ? $1 : '';
}

my $meta = decode_json(slurp('META.json'));
my @told = (
	[ 'ses_events.control', first('ses_events.control', qr/^default_version = '([^']*)'$/m) ],
	[ 'META.json', $meta->{version} ],
	[ "META.json's provides", $meta->{provides}{ses_events}{version} ],
	[ 'CHANGELOG.md', first('CHANGELOG.md', qr/^## (\S+)/m) ],
	[ 'debian/changelog', first('debian/changelog', qr/\A\S+ \((\S+)-[^-\s]+\)/) ]);
my %versions = map { $_->[1] => 1 } @told;
my ($version) = keys %versions;
if (keys %versions > 1 || $version eq '')
{
	print STDERR "These do not agree about the version:\n", map { "  $_->[0]: $_->[1]\n" } @told;
	exit 1;
}
my $script = "sql/ses_events--$version.sql";
# Until it is released, make builds it.
my $has_script = -f $script || -f 'sql/build.sh' && slurp('.gitignore') =~ m{^/\Q$script\E$}m;
unless ($has_script && $meta->{provides}{ses_events}{file} eq $script)
{
	print STDERR "Version $version is not what META.json provides, and made by $script.\n";
	exit 1;
}
print "$version\n";
