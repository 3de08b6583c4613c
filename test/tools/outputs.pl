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
my $sections = dirname(__FILE__) . '/../docs/sections';
my $text = do { local (@ARGV, $/) = ($page); <> };

# The extension is there, whether the page's own SQL has made it before or not.
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
	my $sql = do { local (@ARGV, $/) = ("$sections/$script"); <> };

	return output_of($extension . $sql, '-A', '-t', '-v', "page=$name");
}

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
