# ses_verify with keys that are created anew by node and openssl, in databases of several
# encodings, with bodies of up to a gigabyte, in parallel workers, and while it is cancelled.
use strict;
use warnings;

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use Time::HiRes qw(time);

plan skip_all => 'needs node' if system('node --version >/dev/null 2>&1') != 0;
plan skip_all => 'needs openssl' if system('openssl version >/dev/null 2>&1') != 0;

my $node = PostgreSQL::Test::Cluster->new('verify');
$node->init(extra => [ '--no-locale', '--encoding=UTF8' ]);
$node->start;

# What the verification of requests should be, where it is not.
my $differences = q[
	SELECT format('%s, %s: %s', provider, r.name, v)
	FROM request r, ses_verify(provider, headers, body, key, url) v
	WHERE (v.verified, v.covers, v.signed_at, v.problem) IS DISTINCT FROM (r.problem IS NULL, r.covers, r.signed_at, r.problem)];
my $columns = 'name text, provider text, headers jsonb, body text, key text, url text, covers text, signed_at timestamptz, problem text';

# Loads requests that have a text in them into a database of an encoding.
sub create_requests
{
	my ($encoding, $text) = @_;
	my $database = lc "db_$encoding";
	my $client = $encoding eq 'SQL_ASCII' ? '' : "SET client_encoding = 'UTF8';\n";
	open my $pipe, '-|', 'node', "$ENV{TESTDIR}/test/tools/signatures.mjs", $text or die $!;
	my @requests = <$pipe>;
	close $pipe or die "signatures.mjs: $?";

	$node->safe_psql('postgres', "CREATE DATABASE $database ENCODING '$encoding' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0");
	$node->safe_psql($database, "${client}CREATE EXTENSION ses_events;\nCREATE TABLE request ($columns);\n" . join '',
		map { chomp; "INSERT INTO request SELECT * FROM jsonb_to_record(\$json\$$_\$json\$) AS r ($columns);\n" } @requests);
	return $database;
}

my %texts = (
	UTF8 => "Caf\xc3\xa9 \xe2\x98\x95 \xe3\x83\x86",
	LATIN1 => "Caf\xc3\xa9 \xc3\xb1\xc3\xbf",
	EUC_JP => "\xe3\x83\x86\xe3\x82\xb9\xe3\x83\x88",
	SQL_ASCII => "Caf\xc3\xa9 \xe2\x98\x95 \xe3\x83\x86");
foreach my $encoding (sort keys %texts)
{
	my $database = create_requests($encoding, $texts{$encoding});

	cmp_ok($node->safe_psql($database, 'SELECT count(*) FROM request WHERE problem IS NULL'), '>', 50, "there are requests in $encoding");
	is($node->safe_psql($database, $differences), '', "new keys, new requests, in $encoding");

	# More than is converted at once.
	is($node->safe_psql($database, q[
		SELECT count(*) FROM generate_series(65530, 65540) n,
			request r, ses_verify(provider, headers, repeat('x', n) || body, key) v
		WHERE r.provider = 'mailtrap' AND v.problem = 'The signature does not match.']), 22, "long bodies in $encoding");
}

# An escape may stand for a character that the encoding lacks: then the message is not what was signed.
is($node->safe_psql('db_latin1', q[
	SELECT v.problem FROM request r, ses_verify(provider, headers, replace(body, '"Message":"', '"Message":"\u30c6'), key) v
	WHERE r.provider = 'amazon_ses' AND r.name = 'notification, subject']),
	'The signature does not match, or the encoding of the database lacks a character of the body.', 'an escape that LATIN1 lacks');
is($node->safe_psql('db_latin1', q[
	SELECT DISTINCT v.verified FROM request r, ses_verify(provider, headers, replace(body, convert_from('\xe9', 'LATIN1'), '\u00e9'), key) v
	WHERE r.provider LIKE 'amazon%' AND r.name <> 'header' AND r.problem IS NULL]), 't', 'one that it has');

# Workers.
my $parallel = $node->safe_psql('db_utf8', "SELECT name FROM pg_settings WHERE name IN ('force_parallel_mode', 'debug_parallel_query')");
is($node->safe_psql('db_utf8', "SET $parallel = on; SET parallel_setup_cost = 0; $differences"), '', 'in a parallel worker');
like($node->safe_psql('db_utf8', "SET $parallel = on; EXPLAIN (COSTS OFF) $differences"), qr/Gather/, 'there is one');

# A gigabyte: hashed in pieces, and refused where it would have to be read. The series keeps the planner from
# computing the body as a constant.
sub huge { return q[generate_series(] . $_[0] . ', ' . $_[0] . q[) n, repeat('0123456789abcdef', n) huge, request r] }
is($node->safe_psql('db_utf8', q[SELECT v.problem FROM ] . huge(67000000) . q[, ses_verify(provider, headers, huge, key) v
	WHERE r.provider = 'mailtrap' AND r.name = 'header']), 'The signature does not match.', 'a body of a gigabyte');
is($node->safe_psql('db_utf8', q[SELECT r.name, v.problem FROM ] . huge(9000000) . q[, ses_verify(provider, headers, '{"a": "' || huge || '"}', key) v
	WHERE (r.provider, r.name) IN (('mailpace', 'PEM'), ('amazon_ses', 'subscription'), ('mailgun', 'signature'), ('mandrill', 'form')) GROUP BY 1, 2 ORDER BY 1, 2]),
	"PEM|The signature does not match.\nform|The argument url is missing: the signature covers the URL.\nsignature|The body is not a JSON object.\nsubscription|The body is not a JSON object.",
	'144 MB by other schemes');

# A cancelled call leaves nothing behind.
my ($code, $out, $err) = $node->psql('db_utf8', q[
	SET statement_timeout = '400ms';
	SELECT v.problem FROM generate_series(1, 1000), ] . huge(1000000) . q[, ses_verify(provider, headers, huge, key) v WHERE r.provider IN ('mailtrap', 'sendgrid', 'mailpace');
	RESET statement_timeout;] . $differences, on_error_stop => 0);
like($err, qr/canceling statement due to statement timeout/, 'a call is cancelled');
is($out, '', 'and the next ones are right');
unlike(slurp_file($node->logfile), qr/WARNING|leak|PANIC/, 'nothing was leaked');

$node->stop;

# A policy of the system may forbid algorithms; this one forbids all that are not of a FIPS module, which is not there.
# It even forbids to read the 32 bytes of a key of Ed25519.
SKIP:
{
	skip 'needs OpenSSL 3', 2 if `openssl version` !~ /^OpenSSL [3-9]/;
	my $configuration = PostgreSQL::Test::Utils::tempdir() . '/openssl.cnf';
	my ($printed, $errors);

	append_to_file($configuration, "openssl_conf = init\n[init]\nalg_section = evp\n[evp]\ndefault_properties = fips=yes\n");
	local $ENV{OPENSSL_CONF} = $configuration;
	IPC::Run::run([ 'postgres', '--single', '-D', $node->data_dir, 'db_utf8' ], \q[
SELECT v.problem, bool_or(v.verified) AS verified FROM request r, ses_verify(provider, headers, body, key, url) v WHERE r.problem IS NULL AND r.covers <> 'secret' AND r.name <> ALL ('{32 bytes,asymmetric}') GROUP BY v.problem;
], \$printed, \$errors);
	like($printed, qr/problem = "The server's cryptographic library refuses the algorithm of the signature\."/, 'an algorithm that is forbidden');
	unlike($printed . $errors, qr/ERROR|problem = "(?!The server's)|verified = "t"/, 'is a problem, for all schemes');
}

done_testing();
