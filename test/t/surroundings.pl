# The surroundings decide nothing: neither functions, operators, types and tables of
# the same names earlier on the search_path, nor settings, nor locales. And nobody
# has to be superuser.
use strict;
use warnings;

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

$ENV{PG_ABS_SRCDIR} = "$ENV{TESTDIR}/test";
my $node = PostgreSQL::Test::Cluster->new('surroundings');
$node->init(extra => [ '--no-locale', '--encoding=UTF8' ]);
$node->start;
$node->safe_psql('postgres', 'CREATE ROLE tenant LOGIN; CREATE ROLE guest LOGIN');

# Webhooks to deliver, and the rows that they shall become.
$node->command_ok([ 'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-o', '/dev/null', '-d', $node->connstr('postgres'), '-f', "$ENV{PG_ABS_SRCDIR}/sql/setup.sql" ], 'fixtures are there');
my @payloads = split /\n/, $node->safe_psql('postgres', q[SELECT payload FROM fixture WHERE position < 20 ORDER BY file, position]);
my $webhooks = PostgreSQL::Test::Utils::tempdir() . '/webhooks.sql';
append_to_file($webhooks, join "\n", (map { "SELECT mail.receive(\$body\$$_\$body\$);" } @payloads),
	'BEGIN;', (map { "INSERT INTO mail.webhook (payload) VALUES (\$body\$$_\$body\$);" } @payloads), 'COMMIT;',
	"SELECT mail.receive('garbage');",
	# An event that cannot be stored, beside one that can.
	"ALTER TABLE mail.event ADD CONSTRAINT no_role_accounts CHECK (recipient OPERATOR(pg_catalog.<>) 'postmaster\@a.example');",
	'INSERT INTO mail.webhook (payload) VALUES ' . join(', ', map { qq[('{"event": "open", "email": "$_\@a.example", "bulkId": "b", "timestamp": 1770091510}')] } 'postmaster', 'hal') . ';',
	'CREATE TABLE public.stored AS TABLE mail.event;',
	"COPY mail.webhook (payload) FROM STDIN (FORMAT csv, DELIMITER E'\\x02', QUOTE E'\\x01');", @payloads, '\\.',
	(map { "SELECT t FROM mail.$_ t;" } qw(webhook event problem suppression message daily engagement feed attention), "messages('-infinity')"),
	"SELECT mail.reparse();",
	# Verdicts, without the times of the day.
	"SELECT mail.suppress('hal\@a.example', 'news', 'by phone', '2100-01-01Z'), mail.allow('hal\@a.example');",
	'DELETE FROM mail.verdict;',
	"INSERT INTO mail.verdict (address, verdict, stream, noted_at) VALUES ('Hal\@a.example', 'suppress', 'news', '2026-02-04Z'), ('ann\@a.example', 'suppress', NULL, '2026-02-04Z'),
		('bob\@b.example', 'allow', NULL, '2026-02-04Z'), ('bob\@b.example', 'allow', 'bills', '2026-02-05Z');",
	"UPDATE mail.setting SET soft_bounces = 1, unsubscribe_by_stream = true;",
	"SELECT mail.forget('ann\@a.example');",
	"SELECT mail.forget('{eve\@e.example,nobody\@n.example}'::pg_catalog.text[]);",
	"SELECT mail.expire('1000 years', 10);",
	# A definition, whose backslash is one of JSON whatever strings are.
	"INSERT INTO mail.provider SELECT * FROM public.ses_library() WHERE provider OPERATOR(pg_catalog.=) 'sweego';",
	q[INSERT INTO mail.provider VALUES ('heronmail', $j${"provider": "heronmail", "about": "a \\\\ and a '", "signs": [{"keys": ["what", "letter"]}], "names": ["what"],
		"events": {"read": "opened"}, "fields": {"message_id": "letter", "recipient": "to"}}$j$);],
	q[SELECT mail.receive('{"what": "read", "letter": "L-1", "to": "ann@a.example"}');],
	'SELECT mail.reparse();',
	"SELECT public.ses_update_pipeline('mail');",
	q[SELECT mail.receive('{"what": "read", "letter": "L-2", "to": "ann@a.example"}');]);

# What there is to know then, asked without a name that could be another's.
my $zones = q[(VALUES ('America/New_York'), ('+09:00')) z (zone)];
my %questions = (
	parsed => 'SELECT w.id, e.* FROM mail.webhook w, public.ses_parse(w.payload) e',
	in_zones => "SELECT w.id, z.zone, e.* FROM mail.webhook w, $zones, public.ses_parse(w.payload, z.zone) e",
	all_in_zones => "SELECT w.id, z.zone, e.* FROM mail.webhook w, $zones, public.ses_parse_all(w.payload, z.zone) e",
	inspected => 'SELECT w.id, i.*, public.ses_event_type(w.payload) AS of_type, public.ses_provider(w.payload) AS of_provider, public.ses_message_id(w.payload) AS of_message,
		public.ses_occurred_at(w.payload) AS at FROM mail.webhook w, public.ses_inspect(w.payload) i',
	webhooks => 'SELECT w.id, w.payload FROM mail.webhook w',
	attention => 'SELECT a.webhook_id, a.kind, a.provider, a.problem, a.url, a.payload FROM mail.attention a',
	may_send => q[SELECT a.a, mail.may_send(a.a), mail.may_send(a.a, 'news') AS news FROM (VALUES ('hal@a.example'), ('ann@a.example'), ('bob@b.example')) a (a)],
	history => q[SELECT h.* FROM (VALUES ('hal@a.example'), ('bob@b.example')) a (a), mail.history(a.a) h],
	exported => q[SELECT a.a, pg_catalog.jsonb_delete(mail.export(a.a), 'webhooks'::pg_catalog.text) AS copy FROM (VALUES ('hal@a.example'), ('bob@b.example')) a (a)],
	map { $_ => "TABLE mail.$_" } qw(event provider verdict setting suppression current_verdict message daily engagement));
my $asked = PostgreSQL::Test::Utils::tempdir() . '/questions.sql';
append_to_file($asked, join "\n", map { "CREATE TABLE public.$_ AS $questions{$_};" } sort keys %questions);

# A database of the tenant's own, whose sessions begin with settings, where he makes
# the extension and a pipeline and uses all of it; returns what he has then.
sub live
{
	my ($database, $options, %settings) = @_;
	my @psql = ('psql', '-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-U', 'tenant', '-d', $node->connstr($database));

	$node->safe_psql('postgres', "CREATE DATABASE $database OWNER tenant ENCODING 'UTF8' TEMPLATE template0 $options");
	# 19 has no strings but standard ones.
	my @refused = grep { $node->psql('postgres', "ALTER ROLE tenant IN DATABASE $database SET $_ = $settings{$_}") != 0 } sort keys %settings;
	is(join(' ', grep { !/^(standard_conforming_strings|escape_string_warning|backslash_quote)$/ } @refused), '', "$database: sessions begin with settings");
	surround($database) if $database eq 'hostile';
	plant($database) if $database eq 'planted';
	$node->command_ok([ @psql, '-c', 'CREATE EXTENSION ses_events SCHEMA public', '-c', q[SELECT public.ses_create_pipeline('mail')] ],
		"$database: the extension and a pipeline are made");
	$node->command_ok([ @psql, '-o', '/dev/null', '-f', $webhooks ], "$database: webhooks are delivered, read and cared for");
	$node->command_ok([ @psql, '-f', $asked ], "$database: questions are answered");
	return join "\n", (map { $node->safe_psql($database, qq[SELECT '$_', t FROM public.$_ t ORDER BY t::text COLLATE "C"]) } 'stored', sort keys %questions), $node->safe_psql($database, q[
		SET search_path = pg_catalog;
		SELECT proname, pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'mail'::regnamespace AND prosrc !~ 'hijacked' ORDER BY proname, pg_get_function_identity_arguments(oid);
		SELECT relname, pg_get_viewdef(oid) FROM pg_class WHERE relnamespace = 'mail'::regnamespace AND relkind = 'v' ORDER BY relname;
		SELECT indexdef FROM pg_indexes WHERE schemaname = 'mail' ORDER BY indexname]);
}

# A schema with an impostor of everything in the catalog that has a name: whoever
# calls one fails. What cannot be made by a user cannot be in the way.
sub surround
{
	my ($database) = @_;
	$node->safe_psql($database, q[
		CREATE SCHEMA impostor AUTHORIZATION tenant;
		DO $$
		DECLARE
			one record;
			statement text;
			body CONSTANT text := $b$ LANGUAGE plpgsql AS $f$ BEGIN RAISE EXCEPTION 'hijacked'; END $f$ $b$;
			made integer := 0;
		BEGIN
			FOR one IN
				-- Aggregates, too: a plain function in an aggregate's place is seen as well.
				SELECT format('CREATE FUNCTION impostor.%I(%s) RETURNS %s %s', proname,
					replace(replace((SELECT string_agg(CASE WHEN i = pronargs AND provariadic <> 0 THEN 'VARIADIC ' ELSE '' END || format_type(proargtypes[i - 1], NULL), ', ' ORDER BY i)
						FROM generate_series(1, pronargs) i), 'VARIADIC "any"', 'VARIADIC text[]'), '"any"', 'text'),
					pg_get_function_result(oid), body) AS statement
				FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace
				UNION ALL
				SELECT format('CREATE FUNCTION impostor."operator %s"(%s) RETURNS %s %s; CREATE OPERATOR impostor.%s (%s FUNCTION = impostor."operator %1$s")',
					oid, concat_ws(', ', nullif(oprleft, 0)::regtype, oprright::regtype), oprresult::regtype, body, oprname,
					CASE WHEN oprleft <> 0 THEN format('LEFTARG = %s, ', oprleft::regtype) ELSE '' END || format('RIGHTARG = %s,', oprright::regtype))
				FROM pg_operator WHERE oprnamespace = 'pg_catalog'::regnamespace
				UNION ALL
				SELECT format('CREATE FUNCTION impostor.%I(%s) RETURNS text %s', f.name, f.arguments, body)
				FROM (VALUES ('ses_parse', 'jsonb, text'), ('ses_parse', 'jsonb'), ('ses_parse_all', 'jsonb, text'), ('ses_parse_all', 'jsonb'), ('ses_payload', 'text'), ('ses_redact', 'jsonb, text'),
					('ses_parse', 'jsonb, text, jsonb'), ('ses_parse_all', 'jsonb, text, jsonb'), ('ses_redact', 'jsonb, text, jsonb'), ('ses_event_type', 'jsonb, jsonb'),
					('ses_inspect', 'jsonb'), ('ses_inspect', 'jsonb, jsonb'), ('ses_event_type', 'jsonb'), ('ses_create_pipeline', 'name'), ('ses_update_pipeline', 'name')) f (name, arguments)
				UNION ALL
				SELECT format('CREATE VIEW impostor.%I AS SELECT 1 / 0 AS hijacked', relname) FROM pg_class WHERE relnamespace = 'pg_catalog'::regnamespace AND relkind IN ('r', 'v')
				UNION ALL
				SELECT format('CREATE DOMAIN impostor.%I AS boolean', typname) FROM pg_type WHERE typnamespace = 'pg_catalog'::regnamespace AND typrelid = 0 AND typelem = 0
				UNION ALL
				SELECT 'CREATE DOMAIN impostor.ses_event AS boolean'
			LOOP
				BEGIN
					EXECUTE one.statement;
					made := made + 1;
				EXCEPTION WHEN OTHERS THEN NULL;
				END;
			END LOOP;
			IF made < 3500 THEN RAISE EXCEPTION 'only % impostors', made; END IF;
		END $$;
		GRANT ALL ON ALL TABLES IN SCHEMA impostor TO tenant;]);
}

# In the schemas of the pipeline and of the extension, functions and operators for the very
# types of arguments: these are called in place of those of pg_catalog that take any type, or
# another that the argument is cast to. There is one for each name that the project's SQL calls.
sub plant
{
	my ($database) = @_;
	my %called = map { $_ => 1 } qw(concat_ws), map { slurp_file($_) =~ /\b([a-z_]+) ?\(/g } glob("$ENV{TESTDIR}/sql/install/pipeline.sql $ENV{TESTDIR}/sql/pipeline/*/*.sql");
	my $called = join ',', sort keys %called;

	$node->safe_psql($database, 'CREATE SCHEMA mail AUTHORIZATION tenant');
	$node->safe_psql($database, qq[
		DO \$\$
		DECLARE
			kinds CONSTANT text[] := '{text,name,integer,bigint,numeric,double precision,boolean,oid,regclass,uuid,jsonb,interval,timestamp with time zone,text[],bigint[],name[],oid[]}';
			operators CONSTANT text[] := '{=,<>,<,>,<=,>=,||,->,->>,#>>,\@>,+,-,*,/,~,~~,!~~}';
			body CONSTANT text := \$b\$ LANGUAGE plpgsql AS \$f\$ BEGIN RAISE EXCEPTION 'hijacked'; END \$f\$ \$b\$;
			target text;
			one record;
			made integer := 0;
		BEGIN
			FOREACH target IN ARRAY '{mail,public}'::text[] LOOP
				FOR one IN
					WITH function AS (
						SELECT DISTINCT proname, CASE WHEN provariadic <> 0 THEN n ELSE pronargs END AS arity
						FROM pg_proc, generate_series(1, 3) n
						WHERE pronamespace = 'pg_catalog'::regnamespace AND proname = ANY ('{$called}') AND pronargs BETWEEN 1 AND 3
					), argument AS (
						SELECT 1 AS arity, a AS types FROM unnest(kinds) a
						UNION ALL SELECT 2, concat_ws(', ', a, b) FROM unnest(kinds) a, unnest(kinds) b
						UNION ALL SELECT 3, concat_ws(', ', a, b, c) FROM unnest(kinds[1:4]) a, unnest(kinds[1:4]) b, unnest(kinds[1:4]) c
					)
					SELECT format('CREATE FUNCTION %I.%I(%s) RETURNS boolean %s', target, proname, types, body) AS statement
					FROM function JOIN argument USING (arity)
					UNION ALL
					SELECT format('CREATE FUNCTION %I.planted(%s, %s) RETURNS boolean %s', target, a, b, body) FROM unnest(kinds) a, unnest(kinds) b
					UNION ALL
					SELECT format('CREATE OPERATOR %I.%s (LEFTARG = %s, RIGHTARG = %s, FUNCTION = %1\$I.planted)', target, o, a, b)
					FROM unnest(kinds) a, unnest(kinds) b, unnest(operators) o
				LOOP
					EXECUTE one.statement;
					made := made + 1;
				END LOOP;
			END LOOP;
			IF made < 20000 THEN RAISE EXCEPTION 'only % are planted', made; END IF;
		END \$\$]);
}

# What differs from what another database knows, line by line.
my $known = live('plain', '');
sub differences
{
	my @got = split /\n/, shift;
	my @wanted = split /\n/, $known;
	return join "\n", grep { defined } map { ($got[$_] // '') eq ($wanted[$_] // '') ? undef : "got:    $got[$_]\nwanted: $wanted[$_]" } 0 .. ($#got > $#wanted ? $#got : $#wanted);
}

like($known, qr/^$_\|/m, "there is something to know of $_") foreach sort keys %questions;
like($known, qr/^event\|.*\bheronmail\b.*L-$_/m, 'an event is read with a definition') foreach 1, 2;
like($known, qr/^stored\|.*\bhal\@/m, 'an event beside one that cannot be stored is stored');
like($known, qr/^attention\|.*no_role_accounts/m, 'of which the other is told');

my $path = 'impostor, pg_catalog, public';
is(differences(live('hostile', '', search_path => $path)), '', 'hostile: impostors are never called');
foreach my $hijacked ('1 + 1', 'now()', "count('x')", q['{}'::jsonb], q[ses_event_type('{}')])
{
	my ($status, undef, $error) = $node->psql('hostile', "SET search_path = $path; SELECT $hijacked");
	isnt($status, 0, "hostile: another is, who says only $hijacked");
}

is(differences(live('planted', '', search_path => 'mail, public')), '', 'planted: functions and operators for the very types of arguments are never called');
foreach my $hijacked (q[format('%s'::text, 1)], q[concat_ws(', '::text, 'a'::text)], q[to_jsonb('a'::text)], q[cardinality('{1}'::bigint[])], q[array_position('{a}'::text[], 'a'::text)],
	q['{1}'::bigint[] || '{2}'::bigint[]], q['{a}'::text[] = '{a}'::text[]], q[1.0 / 2], q[1::oid = 'pg_class'::regclass], q['{}'::jsonb->>'{}'])
{
	my ($status, undef, $error) = $node->psql('planted', "SET search_path = mail, pg_temp; SELECT $hijacked");
	like($error, qr/hijacked/, "planted: another is, who says only $hijacked");
}

is(differences(live('strange', '', TimeZone => "'Asia/Kolkata'", DateStyle => "'SQL, DMY'", IntervalStyle => 'sql_standard', standard_conforming_strings => 'off',
		backslash_quote => 'off', escape_string_warning => 'off', bytea_output => 'escape', extra_float_digits => '-15', xmlbinary => 'hex',
		transform_null_equals => 'on', array_nulls => 'off', client_encoding => 'UTF8', check_function_bodies => 'off', row_security => 'off', work_mem => "'64kB'",
		default_transaction_isolation => "'repeatable read'", "plpgsql.variable_conflict" => 'use_column', plan_cache_mode => 'force_generic_plan')), '', 'strange: settings change nothing');

# Other ideas of letters and their order.
is(differences(live('locale', "LOCALE 'C.UTF-8'")), '', 'locale: a locale changes nothing');
SKIP:
{
	skip 'this server has no ICU', 1 unless $node->safe_psql('postgres', q[SELECT count(*) FROM pg_collation WHERE collprovider = 'i']);
	is(differences(live('turkish', "LOCALE 'C.UTF-8' LOCALE_PROVIDER icu ICU_LOCALE 'tr-TR'")), '', 'turkish: another idea of i changes nothing');
}

# Each setting that a session may change, with what it may be: all words of those that
# are words, the least and the greatest number, and some texts.
my $settings = $node->safe_psql('postgres', q[
	CREATE VIEW few AS SELECT * FROM fixture WHERE position < 6;
	CREATE VIEW telling AS
		SELECT 'ses_parse' AS function, f.file, f.position, z.zone, e.*
		FROM few f, (VALUES (NULL), ('America/New_York'), ('+09:00')) z (zone), ses_parse(f.payload, z.zone) e
		UNION ALL
		SELECT 'ses_parse_all', f.file, f.position, z.zone, e.*
		FROM few f, (VALUES (NULL), ('America/New_York'), ('+09:00')) z (zone), ses_parse_all(f.payload, z.zone) e;
	CREATE VIEW explaining AS
		SELECT f.file, f.position, i.*, ses_event_type(f.payload), ses_provider(f.payload), ses_message_id(f.payload), ses_occurred_at(f.payload),
			ses_payload(f.payload::text), ses_redact(f.payload, 'ann@a.example')
		FROM few f, ses_inspect(f.payload) i;
	CREATE TABLE told AS TABLE telling;
	CREATE TABLE explained AS TABLE explaining;
	CREATE TABLE tried (name text, value text, wrong bigint);
	DO $$
	DECLARE
		setting record;
		wrong bigint;
	BEGIN
		FOR setting IN
			SELECT s.name, v.value
			FROM pg_settings s, unnest(CASE s.vartype WHEN 'bool' THEN '{on,off}' WHEN 'enum' THEN s.enumvals
				WHEN 'string' THEN CASE s.name WHEN 'TimeZone' THEN '{UTC,Asia/Kolkata,America/New_York,+14:45}' WHEN 'DateStyle' THEN '{"ISO, DMY","German, YMD","Postgres, MDY","SQL, DMY"}'
					WHEN 'timezone_abbreviations' THEN '{Default,Australia,India}' WHEN 'search_path' THEN '{"public, pg_catalog"}'
					WHEN 'lc_messages' THEN '{C,C.UTF-8}' WHEN 'lc_monetary' THEN '{C,C.UTF-8}' WHEN 'lc_numeric' THEN '{C,C.UTF-8}' WHEN 'lc_time' THEN '{C,C.UTF-8}' END::text[]
				ELSE ARRAY[s.min_val, s.max_val] END) v (value)
			WHERE s.context IN ('user', 'superuser') AND s.name NOT LIKE ALL ('{transaction\_%,%timeout,debug\_print\_%,debug\_discard%,log\_%,%\_log%,trace%,%\_memory\_limit,max_stack_depth,client_encoding,seed,zero_damaged_pages}')
		LOOP
			BEGIN
				PERFORM set_config(setting.name, setting.value, true);
			EXCEPTION WHEN OTHERS THEN
				CONTINUE;		-- this server cannot be set so
			END;
			EXECUTE 'WITH t AS MATERIALIZED (TABLE telling), e AS MATERIALIZED (TABLE explaining)
				SELECT (SELECT count(*) FROM (TABLE t EXCEPT ALL TABLE told) d) + (SELECT count(*) FROM (TABLE told EXCEPT ALL TABLE t) d)
					+ (SELECT count(*) FROM (TABLE e EXCEPT ALL TABLE explained) d) + (SELECT count(*) FROM (TABLE explained EXCEPT ALL TABLE e) d)' INTO wrong;
			PERFORM set_config('search_path', 'public', true);
			INSERT INTO tried VALUES (setting.name, setting.value, wrong);
			EXECUTE format('RESET %I', setting.name);
		END LOOP;
	END $$;
	SELECT name, value FROM tried WHERE wrong <> 0;]);
is($settings, '', 'no setting changes a row');
cmp_ok($node->safe_psql('postgres', 'SELECT count(DISTINCT name) FROM tried'), '>', 100, 'and many were tried');

# In a database that is not his own, and without a right in it, nobody makes an extension.
my ($status, undef, $error) = $node->psql('plain', 'DROP EXTENSION ses_events CASCADE; CREATE EXTENSION ses_events', extra_params => [ '-U', 'guest' ]);
like($error, qr/must be owner of extension/, 'a guest cannot drop it');
$node->safe_psql('postgres', 'CREATE DATABASE empty');
($status, undef, $error) = $node->psql('empty', 'CREATE EXTENSION ses_events', extra_params => [ '-U', 'guest' ]);
like($error, qr/permission denied to create extension/, 'nor make it');

$node->stop;
done_testing();
