# Databases whose encoding cannot hold everything: what does not fit is told,
# never raised, and never half stored.
use strict;
use warnings;

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('encodings');
$node->init(extra => [ '--no-locale', '--encoding=UTF8' ]);
$node->start;

# The answer of one query in a database of an encoding, the query in UTF-8.
sub ask
{
	my ($encoding, $query) = @_;
	my $answer = $node->safe_psql(lc "db_$encoding",
		$encoding eq 'SQL_ASCII' ? $query : "SET client_encoding = 'UTF8';\n$query");
	return $answer;
}

sub sns { return q[jsonb_build_object('Type', 'Notification', 'TopicArn', 't', 'Message', ] . shift . ')' }
sub opened { return q[{"event":"open","email":"a@a.example","bulkId":"b","subject":"] . shift . q["}] }

foreach my $encoding ('UTF8', 'LATIN1', 'EUC_JP', 'SQL_ASCII')
{
	$node->safe_psql('postgres',
		"CREATE DATABASE db_$encoding ENCODING '$encoding' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0");
	ask($encoding, 'CREATE EXTENSION ses_events');

	# \u00e9 is in UTF8, LATIN1 and EUC_JP; \u30c6 is not in LATIN1. SQL_ASCII
	# does not know which of its bytes they are.
	my %fits = (
		UTF8 => [ 1, 1 ],
		LATIN1 => [ 1, 0 ],
		EUC_JP => [ 1, 1 ],
		SQL_ASCII => [ 0, 0 ]);
	my @escapes = ('\\u00e9', '\\u30c6');
	foreach my $i (0, 1)
	{
		my $inspection = ask($encoding,
			'SELECT kind, problem FROM ses_inspect(' . sns("'" . opened($escapes[$i]) . "'") . ')');
		if ($fits{$encoding}[$i])
		{
			is($inspection, 'event|', "$escapes[$i] can be held in $encoding");
		}
		else
		{
			is( $inspection,
				"malformed|Message is not valid JSON near character 1: it holds a character that the database's encoding does not have.",
				"$escapes[$i] cannot be held in $encoding, and that is told");
		}
	}
	is(ask($encoding, 'SELECT kind FROM ses_inspect(' . sns("'" . opened('\\\\u30c6') . "'") . ')'),
		'event', "a backslash before a u is no escape in $encoding");

	# The same as base64 of UTF-8, as Kinesis and Firehose bring it.
	my $records = q[jsonb_build_object('records', jsonb_build_array(jsonb_build_object('recordId', 'r', 'data', ]
	  . q['eyJldmVudCI6Im9wZW4iLCJlbWFpbCI6ImFAYS5leGFtcGxlIiwiYnVsa0lkIjoiYiIsInN1YmplY3QiOiLjg4YifQ=='))) ];
	is( ask($encoding, "SELECT kind FROM ses_inspect($records)"),
		$encoding eq 'LATIN1' ? 'malformed' : 'event',
		"base64 of Japanese in $encoding");

	# An encoded-word that does not fit stays as it was sent.
	is( ask($encoding, q[SELECT e.subject = '=?UTF-8?B?44OG?=' FROM ses_parse('] . opened('=?UTF-8?B?44OG?=') . q[') e]),
		$encoding eq 'LATIN1' ? 't' : 'f',
		"an encoded-word of Japanese in $encoding");

	# A form with Japanese in it.
	is( ask($encoding, q[SELECT jsonb_typeof(ses_payload('a=%E3%83%86'))]),
		$encoding eq 'LATIN1' ? 'string' : 'object',
		"a form with Japanese in $encoding");
	is(ask($encoding, q[SELECT jsonb_typeof(ses_payload('a=%E3%83'))]), 'string', "a form with half a character in $encoding");

	# An address is taken out of text in base64 and out of text of the database; what
	# is beside it, and whose it is, stays.
	foreach my $letter ($encoding eq 'SQL_ASCII' ? ('e') : ('\\u00e9', "\xc3\xa9"))
	{
		my $list = qq['[{"event": "open", "email": "ann\@a.example", "bulkId": "b"}, {"event": "open", "email": "bob\@b.example", "bulkId": "b", "subject": "$letter"}]'];
		my $bytes = $encoding eq 'SQL_ASCII' ? "${list}::bytea" : "convert_to($list, 'UTF8')";

		foreach my $wrapped ("to_jsonb(${list}::text)", sns("${list}::text"),
			"jsonb_build_object('partitionKey', 'k', 'data', encode($bytes, 'base64'))")
		{
			is( ask($encoding, "SELECT string_agg(p.recipient || ' ' || length(p.subject), ', '), r::text LIKE '%ann\@%' FROM ses_redact($wrapped, 'Ann\@a.example') r, ses_parse(r) p GROUP BY r"),
				'bob@b.example 1|f', "ses_redact in $encoding: $wrapped");
		}
	}
}

# Bytes of any kind, where the database takes them.
is( ask('SQL_ASCII',
		q[SELECT count(jsonb_typeof(ses_payload(chr(1 + i % 127) || E'\xff{"a":"\xc3"}' || chr(1 + i / 127)))) FROM generate_series(1, 16000) i]),
	'16000', 'arbitrary bytes in SQL_ASCII');

$node->stop;
done_testing();
