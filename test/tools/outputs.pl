# outputs.pl PAGE: prints a page of the documentation with the outputs that its
# SQL has, run from the top to the bottom in the database that the environment
# names. A block of SQL that is followed by a block without a language has its
# output there. Ends with an error where a statement does.
use strict;
use warnings;

use IPC::Run;

$ENV{PGTZ} = 'UTC';

my ($page) = @ARGV;
my $text = do { local (@ARGV, $/) = ($page); <> };

$text =~ s{^(```sql\n(.*?)^```\n)(\n```\n.*?^```\n)?}{
	my ($block, $sql, $output) = ($1, $2, $3);
	my ($out, $err);

	IPC::Run::run([ 'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1' ], \$sql, \$out, \$err) && $err eq ''
		or die "$page: $sql\n$err";
	$out =~ s/\n+$/\n/;
	$block . (defined $output ? "\n```\n$out```\n" : '');
}gmse;
print $text;
