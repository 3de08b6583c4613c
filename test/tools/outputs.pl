# outputs.pl PAGE: prints a page of the documentation with the outputs that its
# SQL has, run from the top to the bottom in the database that the environment
# names. A block of SQL that is followed by a block without a language has its
# output there; one with more words than its language is not for this. Between
# <!-- NAME.sql --> and <!-- end --> is what that script of test/docs/sections
# prints for the page. Ends with an error where a statement does.
use strict;
use warnings;

use File::Basename;
use IPC::Run;

$ENV{PGTZ} = 'UTC';

my ($page) = @ARGV;
my $name = basename($page, '.md');
my $tree = dirname(__FILE__) . '/../..';
my $sections = "$tree/test/docs/sections";
my $text = do { local (@ARGV, $/) = ($page); <> };

# A section has the extension, whether the page's own SQL creates it before, after or not at all.
my $extension = "SET client_min_messages = warning; CREATE EXTENSION IF NOT EXISTS ses_events;\n";

# What psql prints for statements.
sub output_of
{
	my ($sql, @options) = @_;
	my ($out, $err);

	IPC::Run::run([ 'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', @options ], \$sql, \$out, \$err) && $err eq ''
		or die "$page: $sql\n$err";
	return $out =~ s/\n+$/\n/r;
}

sub section
{
	my ($script) = @_;

	return output_of("BEGIN;\n$extension\\i '$sections/$script'\nROLLBACK;\n", '-A', '-t', '-v', "page=$name",
		'-v', "scripts=$tree/test/docs", '-v', "pages=$tree/docs/providers");
}

# The SQL of most pages creates it; that of the others begins with it.
output_of($extension) unless $text =~ /^CREATE EXTENSION ses_events/m;

$text =~ s{^(?:(```sql\n(.*?)^```\n)(\n```\n.*?^```\n)?|(<!--\ (\w+\.sql)\ -->\n).*?^(<!--\ end\ -->\n))}{
	my ($block, $sql, $output, $begin, $script, $end) = ($1, $2, $3, $4, $5, $6);

	if (defined $script)
	{
		$begin . section($script) . $end;
	}
	else
	{
		my $out = output_of($sql);
		$block . (defined $output ? "\n```\n$out```\n" : '');
	}
}gmsex;
print $text;
