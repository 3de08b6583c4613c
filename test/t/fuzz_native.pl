# A short run of libFuzzer on what is pure C.
use strict;
use warnings;

use PostgreSQL::Test::Utils;
use Test::More;

my $runtime = `clang -print-file-name=libclang_rt.fuzzer-\$(uname -m).a 2>/dev/null`;
chomp $runtime;
plan skip_all => 'needs a clang that brings libFuzzer' unless -f $runtime;

local %ENV = (%ENV, WORK => PostgreSQL::Test::Utils::tempdir, FUZZ_RUNS => 300000, FUZZ_SECONDS => 60, FUZZ_SEED => 20261122);
symlink $ENV{TESTDIR}, "$ENV{WORK}/tree" or die $!;
command_like([ 'sh', "$ENV{TESTDIR}/test/tools/fuzz-native.sh" ], qr/^Done \d+ runs/m, 'nothing is wrong with as many texts as there is time for');

done_testing();
