EXTENSION = ses_events
EXTVERSION = $(shell sed -n "s/^default_version *= *'\(.*\)'/\1/p" $(EXTENSION).control)
MODULE_big = ses_events
DATA = $(wildcard sql/ses_events--*.sql)
OBJS = $(patsubst %.c,%.o,$(sort $(wildcard src/*.c src/*/*.c)))

REGRESS = setup $(filter-out setup,$(patsubst test/sql/%.sql,%,$(sort $(wildcard test/sql/*.sql))))
REGRESS_OPTS = --inputdir=test
ENCODING = UTF8
NO_LOCALE = 1
TAP_TESTS = 1
PROVE_TESTS = test/t/*.pl

# What a developer types daily. These find, or install, PostgreSQL themselves.
PRIVATE = check check-citus check-hostile expected demo docs bench bench-pipeline fuzz fuzz-native
SANITIZED = check-assertions check-valgrind
RELEASED = dist check-package check-pages
FORMAT = format format-check
ifneq (,$(filter $(PRIVATE) $(SANITIZED) $(RELEASED) $(FORMAT) matrix provider,$(MAKECMDGOALS)))

.PHONY: $(PRIVATE) $(SANITIZED) $(RELEASED) $(FORMAT) matrix provider
$(PRIVATE):
	@sh test/tools/private.sh $@.sh

# With a server that was built for it.
$(SANITIZED): check-%:
	@sh test/tools/sanitized.sh $*

# The style of the C files.
$(FORMAT):
	@sh test/tools/format.sh $@

# With PostgreSQL of other releases of Debian, each in a chroot.
matrix:
	@sh test/tools/matrix.sh $(RELEASES)

# The files of a new provider, to begin with: make provider NAME=acme
provider:
	@sh test/tools/provider.sh

# What others install: a release, and the package of Debian that is built of it; and what
# pages have them type.
$(RELEASED):
	@sh test/tools/$@.sh $(RELEASES)

else

PG_CONFIG ?= pg_config
# As a system folder, so that warnings are about this code only.
PG_CPPFLAGS = -Isrc -isystem $(shell $(PG_CONFIG) --includedir-server)
PG_CPPFLAGS += -DSES_EVENTS_VERSION='"$(EXTVERSION)"'
PG_CFLAGS = -Wall -Wextra -Wno-declaration-after-statement
# Calls between files need no look-up, and no other library sees our names.
PG_CFLAGS += -fvisibility=hidden
# The server's flags are those of the compiler that built it: clang has not all of gcc's.
PG_CFLAGS += $(if $(findstring clang,$(CC)),-Wno-unknown-warning-option -Wno-ignored-optimization-argument)
PGXS := $(shell $(PG_CONFIG) --pgxs)
include $(PGXS)

# Headers are few and small: any change of one builds everything.
$(OBJS): $(wildcard src/*.h src/*/*.h)

.PHONY: count-tests
count-tests:
	@echo $(words $(REGRESS))

endif
