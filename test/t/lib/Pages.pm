# The pages of the documentation, and the blocks of code in them.
package Pages;

use strict;
use warnings;

use Exporter qw(import);
use File::Find;
use IPC::Run;
use PostgreSQL::Test::Utils;

our @EXPORT = qw(markdown_pages blocks blocks_of differences);

# The files of all pages below a folder.
sub markdown_pages
{
	my ($tree) = @_;
	my @pages;

	find({ no_chdir => 1, wanted => sub {
		$File::Find::prune = 1 if -d && /\/(?:node_modules|tmp_check|\.git|\.cache)$/;
		push @pages, $_ if /\.md$/;
	} }, $tree);
	return sort @pages;
}

# The blocks of code of a page, in order: the words behind the fence, the text, the
# line, and whether it stands right behind the block before. A fence is three
# backquotes at the beginning of a line, with nothing superfluous: others have a fault.
sub blocks
{
	my ($text) = @_;
	my @blocks;
	my ($is_open, $number, $ended, $between) = (0, 0, -9, '');

	foreach my $line (split /\n/, $text)
	{
		$number++;
		if ($line =~ /^```(\S+(?: \S+)*)?$/)
		{
			push @blocks, { info => $1 // '', text => '', line => $number, follows => $number == $ended + 2 && $between eq '' } unless $is_open;
			$ended = $number if $is_open;
			$is_open = !$is_open;
		}
		elsif ($is_open)
		{
			$blocks[-1]{text} .= "$line\n";
			$blocks[-1]{fault} = 'a fence in it is none' if $line =~ /^\s*```/;
		}
		elsif ($line =~ /^\s*(?:```|~~~)/ || $line =~ /^(?: {4}|\t)/ && $between eq '')
		{
			push @blocks, { info => '', line => $number, fault => 'it has no fence of three backquotes' };
		}
		$between = $line;
	}
	$blocks[-1]{fault} = 'no fence ends it' if $is_open;
	return @blocks;
}

# Those of a page that are marked for a test, all of which have to be of one of some
# languages, with the output that stands behind them.
sub blocks_of
{
	my ($page, $test, @languages) = @_;
	my @all = blocks(slurp_file($page));
	my @blocks;

	foreach my $i (0 .. $#all)
	{
		my ($language) = $all[$i]{info} =~ /^(\w+) test=\Q$test\E(?: |$)/ or next;
		my $next = $all[ $i + 1 ];

		die "$page: the test $test does not run $language" unless grep { $_ eq $language } @languages;
		$all[$i]{output} = $next->{text} if defined $next && $next->{info} eq '' && $next->{follows};
		push @blocks, $all[$i];
	}
	die "$page has no block for $test" unless @blocks;
	return @blocks;
}

# The lines of a page that differ from what is printed now, under the file and the line of each
# place; nothing where they are alike.
sub differences
{
	my ($page, $expected, $printed) = @_;
	my $folder = PostgreSQL::Test::Utils::tempdir();
	my $diff = '';

	append_to_file("$folder/expected", $expected);
	append_to_file("$folder/printed", $printed);
	IPC::Run::run([ 'diff', "$folder/expected", "$folder/printed" ], '>', \$diff);
	$diff =~ s/^---\n//mg;
	$diff =~ s/^(\d+)(?:,\d+)?[acd].*/$page, line $1:/mg;
	$diff =~ s/^< /  expected: /mg;
	$diff =~ s/^> /  printed:  /mg;
	return $diff;
}

1;
