# A short run of the fuzzer, and that it finds what is wrong.
use strict;
use warnings;

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('fuzz');
$node->init(extra => [ '--no-locale', '--encoding=UTF8' ]);
$node->append_conf('postgresql.conf', "fsync = off\nautovacuum = off\nrestart_after_crash = on");
$node->start;

local %ENV = (%ENV, PGHOST => $node->host, PGPORT => $node->port, PGDATABASE => 'postgres', PG_ABS_SRCDIR => "$ENV{TESTDIR}/test");

# Runs a script of the tests in the database that is asked.
sub prepare
{
	my ($script) = @_;
	$node->command_ok([ 'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-d', $ENV{PGDATABASE}, '-o', '/dev/null', '-f', "test/$script" ], "$script prepares $ENV{PGDATABASE}");
}

sub fuzz
{
	my ($seed, $n, $what) = @_;
	local %ENV = (%ENV, FUZZ_SEED => $seed, FUZZ_N => $n, FUZZ_FROM => 1, FUZZ_SHOWN => 1);
	my $said = `perl test/fuzz/fuzz.pl $what 2>&1`;
	return ($?, $said);
}

prepare('sql/setup.sql');
prepare('fuzz/mutants.sql');
my ($status, $said) = fuzz(20261121, 2000, 'payloads');
is($status, 0, 'nothing is wrong with some thousand payloads') or diag($said);

# The same seed and number make the same payload, in any session.
my $made = $node->safe_psql('postgres', 'SELECT md5(string_agg(mutant(1, i)::text, $$,$$ ORDER BY i)) FROM generate_series(1, 200) i');
is($made, $node->safe_psql('postgres', 'SELECT md5(string_agg(mutant(1, i)::text, $$,$$ ORDER BY i)) FROM generate_series(1, 200) i'),
	'payloads follow from their seed');
isnt($made, $node->safe_psql('postgres', 'SELECT md5(string_agg(mutant(2, i)::text, $$,$$ ORDER BY i)) FROM generate_series(1, 200) i'),
	'and another seed makes others');

# A bug that one in some hundred payloads meets: an error, and then a wrong answer.
$node->safe_psql('postgres', q[
	ALTER FUNCTION violation(jsonb) RENAME TO true_violation;
	CREATE FUNCTION violation(payload jsonb) RETURNS text LANGUAGE plpgsql STABLE AS $$
	BEGIN
		IF payload @> '{"eventType": "Quarantine"}' THEN RAISE EXCEPTION 'planted'; END IF;
		RETURN true_violation(payload);
	END $$]);
($status, $said) = fuzz(1, 1000, 'payloads');
isnt($status, 0, 'an error is found');
like($said, qr/^Seed 1, number \d+: .*planted/m, 'and told with its seed and number');
like($said, qr/^  \{"eventType": "Quarantine"\}$/m, 'and with the smallest payload that makes it');

$node->safe_psql('postgres', q[
	CREATE OR REPLACE FUNCTION violation(payload jsonb) RETURNS text LANGUAGE plpgsql STABLE AS $$
	BEGIN
		RETURN CASE WHEN payload @> '{"event": "spamreport"}' THEN 'planted' ELSE true_violation(payload) END;
	END $$]);
($status, $said) = fuzz(1, 2000, 'payloads');
isnt($status, 0, 'a wrong answer is found');
like($said, qr/^  \{"event": "spamreport"\}$/m, 'and made as small');

# Each rule finds what breaks it.
$node->safe_psql('postgres', q[
	DROP FUNCTION violation(jsonb);
	ALTER FUNCTION true_violation(jsonb) RENAME TO violation;
	ALTER FUNCTION ses_parse RENAME TO true_parse;
	ALTER FUNCTION ses_redact RENAME TO true_redact;
	ALTER FUNCTION ses_payload RENAME TO true_payload;
	CREATE FUNCTION ses_redact(payload jsonb, address text) RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT payload';
	CREATE FUNCTION ses_payload(body text) RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT true_payload(replace(body, '\u0000', '')) $$]);
my $parsed = 'SELECT e FROM true_parse(payload) e';
my @faults = (
	[ 'an envelope that is not read', 'changed_by_envelope(payload, events(payload), id)',
		"$parsed WHERE NOT coalesce(payload ? 'specversion', false)", qr/0 events instead of \d+ in the envelope CloudEvents/ ],
	[ 'an array that loses its last document', 'changed_by_order(payload, events(payload), id)',
		q[SELECT e FROM true_parse(CASE jsonb_typeof(payload) WHEN 'array' THEN payload - (-1) ELSE payload END) e], qr/other events behind a neighbour/ ],
	[ 'an event that ses_parse has alone', 'verdict(payload, id)', "$parsed UNION ALL $parsed", qr/ses_parse_all has other rows/ ],
	[ 'an address that is left', 'left_by_redaction(payload, events(payload))', $parsed, qr/an address is left in the payload, an address is left in an event/ ],
	[ 'a zero that is left out', 'broken_by_zero(payload, id)', $parsed, qr/a zero is not replaced/ ],
	[ 'a recipient that is there twice', 'changed_by_repetition(payload, events(payload), id)',
		qq[$parsed, generate_series(1, CASE WHEN payload::text ~ '"[A-Z0-9.]+@[A-Z0-9.]+"' THEN 2 ELSE 1 END)], qr/2 events instead of 1 where addresses are twice/ ]);
foreach my $fault (@faults)
{
	my ($what, $rule, $planted, $words) = @$fault;
	$node->safe_psql('postgres', "CREATE OR REPLACE FUNCTION ses_parse(payload jsonb) RETURNS SETOF ses_event LANGUAGE sql IMMUTABLE PARALLEL SAFE AS \$\$ $planted \$\$");
	like($node->safe_psql('postgres', "SELECT string_agg(DISTINCT $rule, ', ') FROM seedling WHERE id % 10 = 0"), $words, "$what is found");
}

# Request bodies, in databases whose text is of different bytes.
foreach my $encoding ('UTF8', 'LATIN1', 'SQL_ASCII')
{
	$ENV{PGDATABASE} = "db_$encoding";
	$node->safe_psql('postgres', "CREATE DATABASE \"db_$encoding\" ENCODING '$encoding' TEMPLATE template0");
	prepare('fuzz/bodies.sql');
	($status, $said) = fuzz(20261122, 1000, 'bodies');
	is($status, 0, "nothing is wrong with some thousand bodies in $encoding") or diag($said);
}
# What each of the kinds of bodies may lose.
my @losses = (
	[ 'a character', q[true_payload(replace(body, '%', ''))], qr/25/ ],
	[ 'a document', q[CASE WHEN body LIKE '{%' AND jsonb_typeof(true_payload(body)) = 'array' THEN true_payload(body) - (-1) ELSE true_payload(body) END], qr/7b[0-9a-f]{2,70}/ ],
	[ 'the end of a value in a form', q[CASE WHEN body ~ '^[a-z]' AND jsonb_typeof(true_payload(body)) = 'object'
		THEN (SELECT jsonb_object_agg(key, left(value, -1)) FROM jsonb_each_text(true_payload(body))) ELSE true_payload(body) END], qr/..3d../ ]);
$node->safe_psql($ENV{PGDATABASE}, 'ALTER FUNCTION ses_payload RENAME TO true_payload');
foreach my $loss (@losses)
{
	my ($what, $planted, $smallest) = @$loss;
	$node->safe_psql($ENV{PGDATABASE}, "CREATE OR REPLACE FUNCTION ses_payload(body text) RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE AS \$\$ SELECT $planted \$\$");
	($status, $said) = fuzz(1, 60, 'bodies');
	isnt($status, 0, "$what that is lost is found");
	like($said, qr/^Seed 1, number \d+: .*a part is lost\n  \\x$smallest$/m, 'and made as small');
}

# Definitions, mutated as payloads are.
$ENV{PGDATABASE} = 'definitions';
$node->safe_psql('postgres', 'CREATE DATABASE definitions');
prepare('sql/setup.sql');
prepare('fuzz/definitions.sql');
($status, $said) = fuzz(20261123, 2000, 'definitions');
is($status, 0, 'nothing is wrong with some thousand definitions') or diag($said);
my $valid = $node->safe_psql('definitions', 'SELECT count(*) FROM generate_series(1, 1000) i WHERE NOT EXISTS (SELECT FROM ses_check_definition(mutant_definition(20261123, i)))');
ok($valid > 100 && $valid < 900, "some of them have mistakes, and some have not: $valid of 1000");
$node->safe_psql('definitions', q[
	ALTER FUNCTION verdict(jsonb) RENAME TO true_verdict;
	CREATE FUNCTION verdict(definition jsonb) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
		SELECT CASE WHEN jsonb_path_exists(definition, '$.** ? (@.as == "reply")') THEN 'planted' ELSE '' END
	$$]);
($status, $said) = fuzz(1, 5, 'definitions');
isnt($status, 0, 'a wrong answer is found');
like($said, qr/^  \{"as": "reply"\}$/m, 'and made as small');

done_testing();
