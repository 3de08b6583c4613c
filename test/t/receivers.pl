# The receivers of examples/: real requests, to the real programs, with a real
# server behind them. Both have to pass the same tests.
use strict;
use warnings;

use IO::Socket::INET;
use POSIX ();
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use Time::HiRes qw(sleep time);

use lib "$ENV{TESTDIR}/test/t/lib";
use Receivers;

my %commands = receivers();

my $server = PostgreSQL::Test::Cluster->new('receivers');
$server->init(extra => [ '--encoding=UTF8', '--no-locale' ]);
# A receiver that leaves a transaction open shall not hold up the test.
$server->append_conf('postgresql.conf', "lock_timeout = '20s'");
$server->start;
$server->safe_psql('postgres', 'CREATE ROLE receiver LOGIN');

# Web servers end with this test, too.
my @fakes;
END
{
	local $?;
	kill 'KILL', @fakes;
	waitpid $_, 0 foreach @fakes;
}

# Where the database is.
sub database { return (PGHOST => $server->host, PGPORT => $server->port, PGUSER => 'receiver', PGDATABASE => $_[0]) }

# A session that locks webhooks away, until it is told otherwise.
sub lock_webhooks
{
	my ($database) = @_;
	my %lock = (in => "BEGIN; LOCK TABLE mail.webhook; SELECT 'locked';\n", out => '');

	$lock{run} = IPC::Run::start([ 'psql', '-X', '-q', '-A', '-t', '-d', $server->connstr($database) ], '<', \$lock{in}, '>', \$lock{out}, '2>', \my $err, IPC::Run::timer($patience));
	push @programs, \%lock;
	$lock{run}->pump until $lock{out} =~ /locked/;
	return \%lock;
}

sub unlock
{
	my ($lock) = @_;
	$lock->{in} .= "COMMIT;\n\\q\n";
	eval { $lock->{run}->finish };
	return;
}

# A web server that answers what the first part of a path says, and writes down what
# it is asked. Returns its port and that file.
sub start_fake
{
	my $file = PostgreSQL::Test::Utils::tempdir() . '/asked';
	my $listener = IO::Socket::INET->new(Listen => 50, LocalAddr => '127.0.0.1') or die $!;

	append_to_file($file, '');
	my $pid = fork // die $!;
	if ($pid == 0)
	{
		$SIG{TERM} = 'DEFAULT';
		my @silent;
		while (my $client = $listener->accept)
		{
			my $line = <$client> // '';
			while (defined(my $header = <$client>)) { last if $header =~ /^\r?\n$/ }
			append_to_file($file, $line);
			my ($status, $location) = $line =~ m{^GET /(\d+)(?:/to=(\S+))?} or push(@silent, $client), next;
			print $client "HTTP/1.1 $status Whatever\r\n", $location ? "Location: http://$location/200\r\n" : '', "Content-Length: 0\r\nConnection: close\r\n\r\n";
			close $client;
		}
		POSIX::_exit(0);
	}
	push @fakes, $pid;
	return ($listener->sockport, $file);
}

sub confirmation
{
	my ($url, $type) = @_;
	$type //= 'SubscriptionConfirmation';
	return qq({"Type": "$type", "MessageId": "1", "Token": "t", "TopicArn": "arn:aws:sns:eu-west-1:111122223333:ses", "Message": "m", "SubscribeURL": "$url"});
}

my $bounce = '{"Type": "Notification", "TopicArn": "arn:aws:sns:eu-west-1:111122223333:ses", "Message": "{\"eventType\": \"Bounce\", \"mail\": {\"messageId\": \"0100-1\"}, \"bounce\": {\"bounceType\": \"Permanent\", \"timestamp\": \"2026-02-03T04:05:09.001Z\", \"bouncedRecipients\": [{\"emailAddress\": \"ann@a.example\"}, {\"emailAddress\": \"bob@b.example\"}]}}"}';

sub test_receiver
{
	my ($name, @command) = @_;
	my $sql = sub { $server->safe_psql($name, @_) };
	my $stored = sub { $sql->('SELECT count(*) FROM mail.webhook') };
	my ($fake, $asked) = start_fake();
	my ($other_fake, $other_asked) = start_fake();
	my $closed = PostgreSQL::Test::Cluster::get_free_port();

	$server->safe_psql('postgres', qq[
		CREATE DATABASE $name;
		CREATE DATABASE ${name}_latin1 TEMPLATE template0 ENCODING LATIN1 LOCALE 'C']);
	foreach my $database ($name, "${name}_latin1")
	{
		$server->safe_psql($database, q[
			CREATE EXTENSION ses_events;
			SELECT ses_create_pipeline('mail');
			GRANT EXECUTE ON FUNCTION mail.receive(text) TO receiver]);
	}

	my $refused = start_receiver(\@command, database($name), TOKEN => '');
	ended($refused);
	is($refused->{run}->full_result >> 8, 1, "$name: does not start without a secret");
	like(log_of($refused), qr/RECEIVER_TOKEN or RECEIVER_BASIC/, "$name: and says so");

	my $program = start_receiver(\@command, database($name), TOKEN => $token, BASIC => $basic, CONNECTIONS => 3,
		MAX_BODY => 100000, CLIENT_SECONDS => 3, DATABASE_SECONDS => 2, CONFIRM => "http://*.0.0.1:$fake http://127.0.0.1:$closed");

	# These are looked at in the end.
	my %slow = (
		'a head' => dial($program, "POST /webhook?token=$token HTTP/1.1\r\nHost: "),
		'a body' => dial($program, head('Content-Length: 100') . '{"event": "open"'),
		'chunks' => dial($program, head('Transfer-Encoding: chunked') . "10\r\n{"));
	my $silent_visit = dial($program, with_length(confirmation("http://127.0.0.1:$fake/silent")));
	my $nobody = IO::Socket::INET->new(Listen => 5, LocalAddr => '127.0.0.1') or die $!;
	my $without_database = start_receiver(\@command, database($name), PGHOST => '127.0.0.1', PGPORT => $nobody->sockport, TOKEN => $token);
	my $never_connected = dial($without_database, with_length('[]'));
	wait_for('the silent visit', sub { slurp_file($asked) =~ /silent/ });
	$sql->('TRUNCATE mail.webhook, mail.problem');

	# What is stored.
	is(post($program, $bounce), 200, "$name: a webhook of SNS");
	is($sql->('SELECT event_type, recipient FROM mail.event ORDER BY recipient'), "bounced|ann\@a.example\nbounced|bob\@b.example", "$name: both events are there");
	is(post($program, 'server_composition=pro&event_type=bounces&event=%7B%22bounces%22%3A%5B%7B%22to%22%3A%22zo%C3%AB%40z.example%22%2C%22status%22%3A%225%22%7D%5D%7D',
			headers => { 'content-type' => 'application/x-www-form-urlencoded' }), 200, "$name: a form");
	is($sql->(q[SELECT recipient, reason FROM mail.event WHERE provider = 'customers_mail_cloud']), 'zoë@z.example|mailbox_full', "$name: its event is there");
	is(post($program, join "\n", map { open_event() } 1 .. 3), 200, "$name: lines of JSON");
	is(post($program, ''), 200, "$name: nothing");
	is(post($program, 'what is this'), 200, "$name: garbage");
	is($sql->('SELECT count(*), (SELECT count(*) FROM mail.event), (SELECT count(*) FROM mail.attention) FROM mail.webhook'), '5|6|2', "$name: all is stored, and typed where it can be");

	# Which bytes are text.
	my %texts = (
		"caf\xc3\xa9 \xf0\x9f\x90\x98" => 'café 🐘',
		"\xef\xbb\xbf\"x\"" => undef,
		"caf\xe9 \xc3\xa9" => "caf\xef\xbf\xbd é",
		"a\0b" => "a\xef\xbf\xbdb",
		"\xed\xa0\x80 \xe3\x81" => "\xef\xbf\xbd" x 3 . " \xef\xbf\xbd");
	foreach my $bytes (sort keys %texts)
	{
		$sql->('TRUNCATE mail.webhook');
		is(post($program, $bytes), 200, "$name: bytes " . unpack('H*', $bytes));
		is($sql->(q[SELECT payload #>> '{}' FROM mail.webhook]), $texts{$bytes} // 'x', "$name: are text");
	}
	$sql->('TRUNCATE mail.webhook, mail.event');
	is(post($program, '[{"event": "open", "email": "' . "j\xf6rg" . '@j.example", "bulkId": "m' . "\0" . '"}, {"event": "open", "email": "zoë@z.example", "bulkId": "\u0000"}]'),
		200, "$name: JSON with bytes that are no text");
	is($sql->('SELECT recipient, message_id FROM mail.event ORDER BY recipient'), "j\xef\xbf\xbdrg\@j.example|m\xef\xbf\xbd\nzoë\@z.example|\xef\xbf\xbd", "$name: its events are there");
	$sql->('TRUNCATE mail.webhook, mail.event');
	is(post($program, join "\0", open_event(), open_event(), ''), 200, "$name: zero bytes behind documents");
	is($sql->('SELECT (SELECT count(*) FROM mail.event), (SELECT count(*) FROM mail.attention)'), '2|0', "$name: which say nothing");
	is(post($program, join '', map { chr } 1 .. 255), 200, "$name: all bytes");
	is($sql->(q[SELECT payload #>> '{}' = convert_from(decode('] . unpack('H*', join '', map { chr } 1 .. 127) . q[', 'hex'), 'UTF8') || repeat(U&'\FFFD', 128) FROM mail.webhook ORDER BY id DESC LIMIT 1]), 't',
		"$name: are stored");

	# Who may.
	$sql->('TRUNCATE mail.webhook, mail.event');
	foreach my $way (
		[ 'a token in the path', "/webhook/sendgrid?a=b&token=$token" ],
		[ 'a bearer token', '/webhook', "Bearer $token" ],
		[ 'Basic', '/webhook', basic_of($basic) ],
		[ 'basic', '/webhook?token=wrong', basic_of($basic) =~ s/B/b/r ])
	{
		my ($what, $path, $header) = @$way;
		is(post($program, open_event(), path => $path, headers => { $header ? (authorization => $header) : () }), 200, "$name: $what");
	}
	foreach my $way (
		[ 'no secret', '/webhook' ], [ 'an empty token', '/webhook?token=' ], [ 'half a token', '/webhook?token=01234567' ], [ 'a longer token', "/webhook?token=${token}0" ],
		[ 'a wrong bearer token', '/webhook', 'Bearer x' ], [ 'an empty one', '/webhook', 'Bearer ' ], [ 'the password as a token', '/webhook', "Bearer $basic" ],
		[ 'a wrong password', '/webhook', basic_of('ses:open') ], [ 'a wrong user', '/webhook', basic_of('x:open sesame') ], [ 'an empty password', '/webhook', basic_of(':') ],
		[ 'the token as a password', '/webhook', basic_of($token) ], [ 'another scheme', '/webhook', "__proto__ $token" ])
	{
		my ($what, $path, $header) = @$way;
		my ($status, $headers) = post($program, open_event(), path => $path, headers => { $header ? (authorization => $header) : () });
		is($status, 401, "$name: $what");
		like($headers->{'www-authenticate'}, qr/^Basic /, "$name: is told what is wanted") if $what eq 'no secret';
	}
	is(answer_of(dial($program, "POST /webhook HTTP/1.1\r\nHost: h\r\nContent-Length: 1000\r\n\r\n")), 401, "$name: the secret is looked at before the body");
	my $busy = dial($program, "POST /webhook HTTP/1.1\r\nHost: h\r\nContent-Length: 30000000\r\n\r\n");
	ok(print({$busy} "x" x 30000000), "$name: who sends on is not cut off");
	is(answer_of($busy), 401, "$name: and sees the answer, too");
	is($stored->(), 4, "$name: nothing is stored without the secret");

	# What else is asked.
	is(post($program, undef, method => $_), 200, "$name: $_, to look whether somebody is here") foreach qw(GET HEAD OPTIONS);
	is(post($program, undef, method => 'GET', path => '/webhook'), 401, "$name: not without the secret");
	is(post($program, open_event(), method => 'PUT'), 405, "$name: PUT");
	is(post($program, open_event(), path => "$_?token=$token"), 404, "$name: $_") foreach qw(/ /webhooks /other);
	is(post($program, open_event(), headers => { 'content-encoding' => 'gzip' }), 415, "$name: a compressed body");
	is(answer_of(dial($program, head())), 411, "$name: no length");
	# aiohttp 3.9 and later give no body then.
	my $upgraded = answer_of(dial($program, head('Connection: Upgrade', 'Upgrade: websocket', 'Content-Length: 2') . '[]'));
	is($sql->(q[SELECT count(*) FROM mail.webhook WHERE payload = '[]']), $upgraded == 200 ? 1 : 0, "$name: $upgraded for a body beside the wish for a WebSocket");
	like($upgraded, qr/^(200|400|closed)$/, "$name: which is stored or refused");
	$sql->(q[DELETE FROM mail.webhook WHERE payload = '[]']);

	# How much.
	is(post($program, '[' . ' ' x 99998 . ']'), 200, "$name: a body of the greatest size");
	is($stored->(), 5, "$name: is all that was stored");
	is(post($program, '[' . ' ' x 99999 . ']'), 413, "$name: a larger one");
	is(answer_of(dial($program, head('Content-Length: 1000000000000'))), 413, "$name: one that is only promised");
	is(answer_of(dial($program, head('Content-Length: 3000000') . 'x' x 3000000)), 413, "$name: one that is sent on");
	my $chunked = head('Transfer-Encoding: chunked');
	is(answer_of(dial($program, $chunked . chunk('x' x 60000) . chunk('x' x 60000))), 413, "$name: one in chunks, before the last");
	is(answer_of(dial($program, $chunked . chunk('x' x 60000) x 50 . "0\r\n\r\n")), 413, "$name: and to the last");

	# Frames.
	is(answer_of(dial($program, with_length('x') =~ s/Length: 1/Length: $_/r)), 400, "$name: Content-Length: $_") foreach '-1', '1x', '0x1', '+1', "1\r\nContent-Length: 2", "1\r\nTransfer-Encoding: chunked";
	is(answer_of(dial($program, $chunked . "$_\r\nx\r\n0\r\n\r\n")), 400, "$name: a chunk of size $_") foreach 'x', '-1', '0x1', '1_0';
	like(answer_of(dial($program, $chunked =~ s/chunked/gzip/r . chunk('x') . "0\r\n\r\n")), qr/^(400|501|closed)$/, "$name: another transfer coding");
	foreach my $bytes (head('Content-Length: 10') . 'x', $chunked . "5\r\nx", $chunked . chunk('x'))
	{
		my $socket = dial($program, $bytes);
		shutdown $socket, 1;
		like(answer_of($socket), qr/^(400|closed)$/, "$name: a body that is cut off");
	}
	is($stored->(), 5, "$name: nothing of all this is stored");
	my $socket = dial($program, "${chunked}1;a=b\r\n[\r\n" . chunk('1') . chunk(']') . "0\r\nTrailer: x\r\n\r\n");
	is(answer_of($socket), 200, "$name: chunks");
	is($sql->(q[SELECT payload FROM mail.webhook ORDER BY id DESC LIMIT 1]), '[1]', "$name: are put together");
	print $socket with_length('[2]');
	is(answer_of($socket), 200, "$name: the connection lives on");
	print $socket with_length('[3]') . with_length('[4]');
	is(join(' ', map { answer_of($socket) } 1 .. 2), '200 200', "$name: two at once");
	is($sql->(q[SELECT string_agg(payload::text, ' ' ORDER BY id) FROM mail.webhook WHERE payload IN ('[1]', '[2]', '[3]', '[4]')]), '[1] [2] [3] [4]', "$name: all are stored");

	my $polite = dial($program, head('Content-Length: 3', 'Expect: 100-continue'));
	is(answer_of($polite), 100, "$name: a client that asks first");
	print $polite '[5]';
	is(answer_of($polite), 200, "$name: and is answered");

	# Many.
	$sql->('TRUNCATE mail.webhook, mail.event');
	my @sockets = map { dial($program, with_length(open_event())) } 1 .. 40;
	is(join(' ', map { answer_of($_) } @sockets), join(' ', ('200') x 40), "$name: forty at the same time");
	is($sql->('SELECT count(*), (SELECT count(*) FROM mail.event) FROM mail.webhook'), '40|40', "$name: are stored");
	cmp_ok($sql->(q[SELECT count(*) FROM pg_stat_activity WHERE usename = 'receiver']), '<=', 3, "$name: by so many connections as are allowed");

	# No answer before the commit.
	my $lock = lock_webhooks($name);
	my $waiting = dial($program, with_length(open_event()));
	is(answer_of($waiting, 0.4), '', "$name: no answer while it is not stored");
	unlock($lock);
	is(answer_of($waiting), 200, "$name: but then");
	$lock = lock_webhooks($name);
	my ($status, $headers) = post($program, open_event());
	is($status, 503, "$name: what is not stored in time");
	cmp_ok($headers->{'retry-after'}, '>', 0, "$name: may come again");
	unlock($lock);
	is($stored->(), 41, "$name: and is not stored");
	$sql->(q[
		CREATE FUNCTION public.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no, says the commit'; END $$;
		CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON mail.webhook DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.refuse()]);
	is(post($program, open_event()), 503, "$name: what the commit refuses");
	$sql->('DROP TRIGGER refuse ON mail.webhook');
	is($stored->(), 41, "$name: is not stored");
	is(post($program, open_event()), 200, "$name: and then all goes on");

	# A server that does not answer, and one that is gone.
	$program->{backends} = [ split /\n/, $sql->(q[SELECT pid FROM pg_stat_activity WHERE usename = 'receiver']) ];
	kill 'STOP', @{ $program->{backends} };
	is(post($program, open_event()), 503, "$name: a server that hangs");
	kill 'CONT', @{ delete $program->{backends} };
	is(post($program, open_event()), 200, "$name: and one that does not");
	$sql->('TRUNCATE mail.webhook');
	$lock = lock_webhooks($name);
	$waiting = dial($program, with_length(open_event()));
	wait_for('the lock', sub { $sql->(q[SELECT count(*) FROM pg_locks WHERE NOT granted]) > 0 });
	$server->stop('immediate');
	is(answer_of($waiting), 503, "$name: a server that is killed meanwhile");
	is(post($program, open_event()), 503, "$name: a server that is away");
	is(post($program, open_event(), path => '/webhook'), 401, "$name: nobody is told without the secret");
	is(post($program, undef, method => 'GET', path => '/health'), 503, "$name: but for the state of health");
	is(post($program, undef, method => 'GET'), 503, "$name: which GET with the secret reports, too");
	unlock($lock);
	$server->start;
	is($stored->(), 0, "$name: nothing is stored that was not acknowledged");
	is(post($program, open_event()), 200, "$name: a server that is back");
	wait_for('connections', sub { @sockets = map { dial($program, with_length(open_event())) } 1 .. 6; join(' ', map { answer_of($_) } @sockets) eq '200 200 200 200 200 200' });
	$server->restart;
	is(post($program, open_event()), 200, "$name: a restart between two webhooks is not seen at all");

	# Subscriptions.
	my $visits = sub { my $lines = slurp_file($asked) . slurp_file($other_asked); $lines =~ s/ HTTP.*//g; $lines =~ s/.*silent\n//; $lines };
	$sql->('TRUNCATE mail.webhook, mail.problem');
	is(post($program, confirmation("http://127.0.0.1:$fake/200/?Action=ConfirmSubscription&Token=t")), 200, "$name: a subscription");
	is($visits->(), "GET /200/?Action=ConfirmSubscription&Token=t\n", "$name: is confirmed");
	is(post($program, qq([{"id": "1", "topic": "/t", "subject": "", "eventType": "Microsoft.EventGrid.SubscriptionValidationEvent", "eventTime": "2026-02-03T04:13:26Z", "data": {"validationCode": "c", "validationUrl": "http://127.0.0.1:$fake/200/azure"}}])),
		200, "$name: one of Event Grid");
	is($visits->(), "GET /200/?Action=ConfirmSubscription&Token=t\nGET /200/azure\n", "$name: is confirmed, too");
	truncate $asked, 0;
	foreach my $url ("http://127.0.0.1:$other_fake/200", "http://127.0.0.1:$fake\@127.0.0.1:$other_fake/200", "http://localhost:$fake/200", "http://127.0.0.1.example:$fake/200", "http://x.127.0.0.1:$fake/200",
		"https://127.0.0.1:$fake/200", "file:///etc/passwd", "http://127.0.0.1:99999/", "http://[", 'nonsense')
	{
		is(post($program, confirmation($url)), 200, "$name: a subscription that wants a visit to $url");
	}
	is(post($program, confirmation("http://127.0.0.1:$fake/200", 'UnsubscribeConfirmation')), 200, "$name: an unsubscription");
	is(post($program, open_event() =~ s/"m"/"SubscriptionConfirmation"/r), 200, "$name: a mention of one");
	is($visits->(), '', "$name: none of these is visited");
	is(post($program, confirmation("http://127.0.0.1:$fake/302/to=127.0.0.1:$other_fake")), 200, "$name: a visit that is sent elsewhere");
	is($visits->(), "GET /302/to=127.0.0.1:$other_fake\n", "$name: does not go there");
	is(post($program, confirmation("http://127.0.0.1:$fake/500")), 200, "$name: a visit that fails");
	is(post($program, confirmation("http://127.0.0.1:$closed/")), 200, "$name: a visit to nobody");
	is(answer_of($silent_visit), 200, "$name: a visit that nobody answers");
	is($sql->('SELECT count(*), count(url) FROM mail.attention'), '16|15', "$name: all are stored");

	# Slow clients, and a server that does not even say hello.
	is(answer_of($never_connected), 503, "$name: a database that nothing is heard of");
	$without_database->{run}->signal('TERM');
	like(answer_of($slow{$_}), qr/^(408|closed)$/, "$name: $_ that does not end") foreach sort keys %slow;

	# The end.
	my @unfinished = map { dial($program, $_) } '', "POST /webhook HTTP/1.1\r\n", head('Content-Length: 3');
	my $idle = dial($program, with_length('[]'));
	is(answer_of($idle), 200, "$name: a connection that is kept");
	my $begun = dial($program, head('Content-Length: 2'));
	$sql->('TRUNCATE mail.webhook');
	$lock = lock_webhooks($name);
	$waiting = dial($program, with_length('[]'));
	wait_for('the lock', sub { $sql->(q[SELECT count(*) FROM pg_locks WHERE NOT granted]) > 0 });
	$program->{run}->signal('TERM');
	wait_for('the door to close', sub { !defined dial($program, '') });
	print $begun '[]';
	unlock($lock);
	is(answer_of($_), 200, "$name: what is under way is finished") foreach $waiting, $begun;
	ok(ended($program), "$name: and that is the end");
	is($stored->(), 2, "$name: of what is stored");

	is(slurp_file($other_asked), '', "$name: nobody ever went where it was not allowed");

	my $log = log_of($program);
	note($log);
	like($log, qr/57014/, "$name: the log tells why");
	like($log, qr/^receiver: a subscription wants a visit to \S+, which is not allowed$/m, "$name: and what it did not do");
	is(join("\n", grep { !/^receiver: / } split /\n/, $log), '', "$name: each in a line");
	unlike($log, qr/\Q$token\E|sesame|example\b.*event|Token=/, "$name: and no secret");

	# A database that has not all characters, and the usual hosts.
	my $latin1 = start_receiver(\@command, database("${name}_latin1"), BASIC => $basic);
	$sql = sub { $server->safe_psql("${name}_latin1", @_) };
	my %basic = (path => '/webhook', headers => { authorization => basic_of($basic) });
	is(post($latin1, '{"event": "open", "email": "' . "j\xc3\xb6rg" . '@j.example", "bulkId": "m"}', %basic), 200, "$name: a character that a database has");
	is($sql->(q[SELECT recipient = U&'j\00f6rg@j.example' FROM mail.event]), 't', "$name: is stored");
	is(post($latin1, "{\"a\": \"\xe3\x81\x82 \xf0\x9f\x90\x98\"}", %basic), 200, "$name: and one that it lacks");
	is($sql->(q[SELECT payload FROM mail.webhook ORDER BY id DESC LIMIT 1]), '{"a": "? ?"}', "$name: is replaced");
	is(post($latin1, "a\xe3\x81\x82\xff", %basic), 200, "$name: and one outside of JSON");
	is($sql->(q[SELECT payload #>> '{}' FROM mail.webhook ORDER BY id DESC LIMIT 1]), 'a\u3042\ufffd', "$name: is stored as JSON writes it");
	is(post($latin1, confirmation($_), %basic), 200, "$name: $_") foreach my @hosts = qw(https://sns.eu-west-1.amazonaws.com.a.example/ https://a.example/sns.eu-west-1.amazonaws.com
		https://sns.eu-west-1.amazonaws.com:8443/ http://sns.eu-west-1.amazonaws.com/ https://sns.a.b.amazonaws.com/ https://eventgrid.azure.net/ https://snsXa.amazonaws.com/);
	is(scalar(() = log_of($latin1) =~ /not allowed/g), scalar(@hosts), "$name: none is visited");
	# A region that there is not: the name of the host leads nowhere, but might be asked for.
	is(post($latin1, confirmation('https://sns.xx-nowhere-9.amazonaws.com/'), %basic), 200, "$name: a host as Amazon has it");
	like(log_of($latin1), qr/a subscription is not confirmed/, "$name: is looked for");
	is(scalar(() = log_of($latin1) =~ /not allowed/g), scalar(@hosts), "$name: because it is allowed");
	$latin1->{run}->signal('TERM');
	ended($latin1);
	return;
}

test_receiver($_, @{ $commands{$_} }) foreach sort keys %commands;

$server->stop;
done_testing();
