# make demo FILE=…: lines of request bodies, one JSON document on several lines, and
# files that are neither.
use strict;
use warnings;

use File::Temp qw(tempdir);
use JSON::PP;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $tree = $ENV{TESTDIR} || '.';
my $node = PostgreSQL::Test::Cluster->new('demo');
$node->init(extra => [ '--encoding=UTF8', '--no-locale' ]);
$node->start;
my $number = 0;

# What the demonstration prints for a file, in a database of its own.
sub demo
{
	my ($text) = @_;
	my $folder = tempdir(CLEANUP => 1);
	my $database = 'demo' . ++$number;

	append_to_file("$folder/webhooks.ndjson", $text);
	$node->safe_psql('postgres', "CREATE DATABASE $database");
	IPC::Run::run([ 'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-d', $node->connstr($database), '-f', "$tree/test/demo/demo.sql" ],
		'<', \'', '>', \my $out, '2>', \my $err, init => sub { chdir $folder or die $! });
	is($err, '', 'no error');
	return $out;
}

# How many bodies it says that it received first.
sub received { return $_[0] =~ /^ received \n-+\n +(\d+)$/m ? $1 : -1 }

my @events = map { +{ event => 'open', email => "r$_\@r.example", bulkId => 'm', timestamp => 1770091510 + $_ } } 1 .. 3;
my $lines = join '', map { JSON::PP->new->canonical->encode($_) . "\n" } @events;
my $pretty = JSON::PP->new->canonical->pretty;

my $out = demo($lines);
is(received($out), 3, 'each line is a request body');
is(scalar(() = $out =~ /^ \S+ \S+ \| opened /mg), 3, 'with its event');
is(received(demo("\n\n$lines\n")), 3, 'empty lines are not');
is(received(demo("server_composition=pro&event_type=deliveries&event=%7B%7D\n" . $lines)), 4, 'a form is');

foreach my $document ({ Records => \@events }, \@events, $events[0])
{
	$out = demo($pretty->encode($document));
	is(received($out), 1, 'a document on several lines is one request body');
	is(scalar(() = $out =~ /^ \S+ \S+ \| opened /mg), $document eq $events[0] ? 1 : 3, 'with its events');
}
is(received(demo("\n  " . $pretty->encode($events[0]))), 1, 'wherever it begins');

$out = demo($pretty->encode($events[0]) =~ s/\}\s*$//r);
is(received($out), 1, 'a document that is cut off is one, too');
like($out, qr/^ +1 \| malformed +\|/m, 'and its problem is reported');
unlike($out, qr/^ +2 \| \w+ +\| /m, 'once');
$out = demo("neither JSON nor a form\n" . $lines);
is(received($out), 4, 'a line that is neither is one');
like($out, qr/^ +1 \| unrecognized /m, 'and its problem is reported');
is(scalar(() = $out =~ /^ \S+ \S+ \| opened /mg), 3, 'beside the events of others');

$node->stop;
done_testing();
