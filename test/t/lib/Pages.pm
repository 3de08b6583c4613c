# The pages of the documentation, and the blocks of code in them.
package Pages;

use strict;
use warnings;

use Exporter qw(import);
use File::Find;
use PostgreSQL::Test::Utils;

our @EXPORT = qw(markdown_pages blocks blocks_of);

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
# line, and whether it stands right behind the block before.
sub blocks
{
	my ($text) = @_;
	my @blocks;
	my ($is_open, $ended, $number) = (0, -9, 0);

	foreach my $line (split /\n/, $text)
	{
		$number++;
		if ($line =~ /^```(.*)$/)
		{
			push @blocks, { info => $1, text => '', line => $number, follows => $number == $ended + 2 } unless $is_open;
			$ended = $number if $is_open;
			$is_open = !$is_open;
		}
		elsif ($is_open)
		{
			$blocks[-1]{text} .= "$line\n";
		}
	}
	die 'a block has no end' if $is_open;
	return @blocks;
}

# Those of a page that are marked for a test, with the output that stands behind them.
sub blocks_of
{
	my ($page, $test) = @_;
	my @all = blocks(slurp_file($page));
	my @blocks;

	foreach my $i (0 .. $#all)
	{
		next unless $all[$i]{info} =~ / test=\Q$test\E(?: |$)/;
		my $next = $all[ $i + 1 ];
		$all[$i]{output} = $next->{text} if defined $next && $next->{info} eq '' && $next->{follows};
		push @blocks, $all[$i];
	}
	die "$page has no block for $test" unless @blocks;
	return @blocks;
}

1;
