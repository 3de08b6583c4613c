# Whatever size a payload has, whoever waits for it can stop: nothing goes on for
# seconds after a cancel.
use strict;
use warnings;

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use Time::HiRes qw(time);

plan skip_all => 'needs /proc' unless -r '/proc/meminfo';
my ($available) = slurp_file('/proc/meminfo') =~ /MemAvailable:\s+(\d+)/;
plan skip_all => 'needs 6 GB of memory' if $available < 6 * 1024 * 1024;

my $node = PostgreSQL::Test::Cluster->new('cancel');
$node->init(extra => [ '--no-locale', '--encoding=UTF8' ]);
$node->append_conf('postgresql.conf', "fsync = off\nautovacuum = off\njit = off\nmax_wal_size = '8GB'\nwal_level = minimal\nmax_wal_senders = 0");
$node->start;

# Strings of many megabytes and a million of everything else.
$node->safe_psql('postgres', <<'SQL');
	CREATE EXTENSION ses_events;
	CREATE UNLOGGED TABLE large (name text, payload jsonb);
	ALTER TABLE large ALTER payload SET STORAGE EXTERNAL;
	INSERT INTO large
	SELECT name, jsonb_build_object('eventType', 'Bounce', 'mail', jsonb_build_object('messageId', 'm', 'destination', '["a@a.example"]'::jsonb), 'bounce',
		jsonb_build_object('bouncedRecipients', jsonb_build_array(jsonb_build_object('emailAddress', 'a@a.example', 'diagnosticCode', repeat(text, 60000000 / length(text))))))
	FROM (VALUES ('reply of codes', 'smtp; 550-5.1.1 no '), ('reply of signs', '<'), ('reply of digits', '5')) v (name, text);
	INSERT INTO large
	SELECT name, jsonb_build_object('event', 'bounce', 'bulkId', 'b', field, repeat(text, 60000000 / length(text)))
	FROM (VALUES ('subject of words', 'subject', '=?utf-8?q?=E3?= '), ('subject of beginnings', 'subject', '=?utf-8?q?'), ('address of quotes', 'email', '"\\'),
		('address of angles', 'email', '<'), ('digits in time', 'timestamp', '9'), ('mentions', 'reason', 'ann@a.example '), ('links', 'link', 'https://a.example/%40=40=3D')) v (name, field, text);
	INSERT INTO large
	SELECT name, jsonb_build_object('Type', 'Notification', 'TopicArn', 't', 'Message', repeat(text, 60000000 / length(text)))
	FROM (VALUES ('blanks', ' '), ('brackets', '['), ('numbers', '1'), ('quotes', '"'), ('escapes', '"\u00e9'), ('words', 'a=b&')) v (name, text);
	INSERT INTO large
	SELECT name, jsonb_build_object('Type', 'Notification', 'TopicArn', 't', 'Message', text)
	FROM (VALUES ('long string', '"' || repeat('x', 120000000) || '"'), ('escaped string', '"' || repeat('\u00e9', 20000000) || '"'), ('long number', repeat('1', 120000000)),
		('members', '{' || repeat('"a":1,', 1000000) || '"a":1}'), ('list', '[' || repeat('[],', 1000000) || '1]')) v (name, text);
	INSERT INTO large VALUES
		('records', jsonb_build_object('records', jsonb_build_array(jsonb_build_object('recordId', 'r', 'data', repeat('eyJh', 15000000))))),
		('events', ('[' || repeat('{"event":"open","email":"ann@a.example","bulkId":"b"},', 1000000) || '1]')::jsonb),
		('texts', ('[' || repeat('"{\"event\":\"open\",\"email\":\"ann@a.example\",\"bulkId\":\"b\"}",', 1000000) || '1]')::jsonb),
		('destinations', jsonb_build_object('eventType', 'Open', 'mail', jsonb_build_object('destination', (SELECT jsonb_agg(i || '@a.example') FROM generate_series(1, 1000000) i)))),
		('headers', jsonb_build_object('eventType', 'Open', 'mail', jsonb_build_object('destination', '["a@a.example"]'::jsonb, 'headers', (
			SELECT jsonb_agg(jsonb_build_object('name', 'h' || i, 'value', 'x')) FROM generate_series(1, 1000000) i)))),
		('keys', (SELECT ('{"event": "open", "email": "a@a.example", "bulkId": "b"' || string_agg(', "key' || i || '": 1', '') || '}')::jsonb FROM generate_series(1, 1000000) i));
SQL

# What is wrong with queries that are to stop after a moment: an error, or a time of
# seconds; empty if nothing is.
my $longest = 0;
sub stubborn
{
	my @wrong;
	foreach my $query (@_)
	{
		my $start = time;
		my (undef, undef, $error) = $node->psql('postgres', "SET statement_timeout = '100ms'; $query");
		my $elapsed = time - $start;

		$longest = $elapsed if $elapsed > $longest;
		push @wrong, "$query: $error" if $error ne '' && $error !~ /canceling statement due to statement timeout/;
		push @wrong, "$query: $elapsed seconds" if $elapsed > 5;
	}
	return join "\n", @wrong;
}

my @calls = ('ses_parse(payload)', 'ses_inspect(payload)', q[ses_redact(payload, 'ann@a.example')], 'ses_event_type(payload)', 'ses_occurred_at(payload)');
foreach my $name (split /\n/, $node->safe_psql('postgres', 'SELECT name FROM large'))
{
	is(stubborn(map { "SELECT count(*) FROM large, $_ f WHERE name = '$name'" } @calls), '', "$name: every function stops");
}
foreach my $text (q['x'], q[' '], q['{'], q['[1]' || chr(10)], q['a=b&'], q['%41'], q['"\'])
{
	is(stubborn("SELECT ses_payload(repeat($text, 1000000000 / length($text))) IS NULL"), '', "a gigabyte of $text: ses_payload stops");
}
note "the longest took $longest seconds";

$node->stop;
done_testing();
