# Databases whose encoding cannot hold everything: what does not fit is replaced,
# and no event is lost.
use strict;
use warnings;

use MIME::Base64 qw(encode_base64);
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

	# \u00e9 is in UTF8, LATIN1 and EUC_JP; \u30c6 is not in LATIN1. A character that the encoding
	# lacks is replaced, and so are \u0000 and half a surrogate pair: by U+FFFD, or by a question mark
	# where the encoding lacks that, too. SQL_ASCII takes text for UTF-8.
	my $replaced = $encoding =~ /^(UTF8|SQL_ASCII)$/ ? "\xef\xbf\xbd" : '?';
	my %texts = (
		'\\u00e9' => "\xc3\xa9",
		'\\u30c6' => $encoding eq 'LATIN1' ? '?' : "\xe3\x83\x86",
		'\\ud83d\\ude00' => $replaced eq '?' ? '?' : "\xf0\x9f\x98\x80",
		'\\u0000' => $replaced,
		'\\ud83d' => $replaced,
		'\\ude00\\ud83dx' => "$replaced${replaced}x",
		'\\ufffd' => $replaced);
	foreach my $escape (sort keys %texts)
	{
		is( ask($encoding, 'SELECT kind, e.subject FROM ses_inspect(payload), ses_parse(payload) e'
			=~ s/payload/sns("'" . opened($escape) . "'")/ger),
			"event|$texts{$escape}", "$escape in $encoding");
		is(ask($encoding, qq[SELECT ses_payload('{"a$escape": 1}')]), qq[{"a$texts{$escape}": 1}], "a key with $escape in $encoding");
		is(ask($encoding, qq[SELECT ses_payload('{"a": 1}{"a": "$escape"}')]), qq[[{"a": 1}, {"a": "$texts{$escape}"}]], "two documents with $escape in $encoding");
	}
	is(ask($encoding, q[SELECT ses_payload('{"\\u0000": 1, "\\udc00": 2}')]), qq[{"$replaced": 2}], "keys that become equal in $encoding");
	is(ask($encoding, 'SELECT kind FROM ses_inspect(' . sns("'" . opened('\\\\u30c6') . "'") . ')'),
		'event', "a backslash before a u is no escape in $encoding");

	# UTF-8 as base64, as Kinesis and Firehose bring it, and bytes that are not UTF-8.
	my %bytes = (
		"\xc3\xa9 \xe3\x83\x86" => "$texts{'\\u00e9'} $texts{'\\u30c6'}",
		"\xe3\x83\x86" x 200 . "\xff" => $texts{'\\u30c6'} x 200 . $replaced,
		"x\0\xe3\x83" => "x$replaced$replaced");
	foreach my $bytes (sort keys %bytes)
	{
		my $records = q[jsonb_build_object('records', jsonb_build_array(jsonb_build_object('recordId', 'r', 'data', ']
		  . encode_base64(opened($bytes), '') . q[')))];
		is( ask($encoding, "SELECT kind, e.subject FROM ses_inspect($records), ses_parse($records) e"),
			"event|$bytes{$bytes}", 'base64 of ' . unpack('H8', $bytes) . " in $encoding");
	}

	# An encoded-word that does not fit stays as it was sent.
	is( ask($encoding, q[SELECT e.subject = '=?UTF-8?B?44OG?=' FROM ses_parse('] . opened('=?UTF-8?B?44OG?=') . q[') e]),
		$encoding eq 'LATIN1' ? 't' : 'f',
		"an encoded-word of Japanese in $encoding");

	# A form with Japanese in it, with half a character, and with a zero byte.
	is(ask($encoding, q[SELECT ses_payload('a=%C3%A9%E3%83%86')]), qq[{"a": "$texts{'\\u00e9'}$texts{'\\u30c6'}"}], "a form with Japanese in $encoding");
	is(ask($encoding, q[SELECT ses_payload('a=%E3%83&b%00=%FF')]), qq[{"a": "$replaced", "b$replaced": "$replaced"}], "a form with bytes that are no text in $encoding");

	# JSON that is percent-encoded, but for some of its characters.
	my $letter = $encoding eq 'SQL_ASCII' ? 'e' : "\xc3\xa9";
	is( ask($encoding, qq[SELECT ses_payload('%7B"a":"$letter%C3%A9%E3%83%86"%7D')]),
		qq[{"a": "$letter$texts{'\\u00e9'}$texts{'\\u30c6'}"}], "percent-encoded JSON in $encoding");

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
