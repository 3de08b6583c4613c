EXTENSION = ses_events
EXTVERSION := $(shell sed -n "s/^default_version *= *'\(.*\)'/\1/p" $(EXTENSION).control)
MODULE_big = ses_events
OBJS = $(patsubst %.c,%.o,$(sort $(wildcard src/*.c src/*/*.c)))

# The script of the version in ses_events.control is built, until it is released: then it is
# tracked, and neither built nor removed any more.
SCRIPT := sql/ses_events--$(EXTVERSION).sql
DATA_built := $(if $(shell git ls-files $(SCRIPT) 2>/dev/null),,$(SCRIPT))
DATA = $(filter-out $(DATA_built),$(wildcard sql/ses_events--*.sql))

REGRESS = setup $(filter-out setup,$(patsubst test/sql/%.sql,%,$(sort $(wildcard test/sql/*.sql))))
REGRESS_OPTS = --inputdir=test
ENCODING = UTF8
NO_LOCALE = 1
TAP_TESTS = 1
PROVE_TESTS = test/t/*.pl

# Commands of developers. The first find, or install, PostgreSQL themselves; the next have a
# server built; the others work in a chroot of Debian, with git or on the files alone.
PRIVATE = check check-citus check-hostile expected demo docs bench bench-pipeline fuzz fuzz-native
SANITIZED = check-assertions check-valgrind
FORMAT = format format-check
IN_CHROOTS = matrix check-package check-pages
OTHERS = dist provider score
COMMANDS = $(PRIVATE) $(SANITIZED) $(FORMAT) $(IN_CHROOTS) $(OTHERS)

ifneq (,$(filter $(COMMANDS),$(MAKECMDGOALS)))

.PHONY: $(MAKECMDGOALS)
$(PRIVATE):
	@sh test/tools/private.sh $@.sh

$(SANITIZED): check-%:
	@sh test/tools/sanitized.sh $*

$(FORMAT):
	@sh test/tools/format.sh $@

$(IN_CHROOTS):
	@sh test/tools/$@.sh $(RELEASES)

$(OTHERS):
	@sh test/tools/$@.sh

# PGXS has a rule for check that only prints an error, so its own targets are of another make.
$(filter-out $(COMMANDS),$(MAKECMDGOALS)):
	@$(MAKE) --no-print-directory $@

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
# Requests of some envelopes are compressed: a build without zlib would return other rows.
SHLIB_LINK += -lz
# Signatures by public keys: a server without OpenSSL says that it cannot verify them.
SHLIB_LINK += $(if $(shell grep -s 'define USE_OPENSSL 1' $(shell $(PG_CONFIG) --includedir-server)/pg_config*.h),-lcrypto)
PGXS := $(shell $(PG_CONFIG) --pgxs)
include $(PGXS)

# Headers are few and small: a change of one rebuilds everything.
$(OBJS) $(OBJS:.o=.bc): $(wildcard src/*.h src/*/*.h)

src/module.o src/module.bc: ses_events.control

$(DATA_built): sql/build.sh ses_events.control $(wildcard sql/install/*.sql sql/library/*.json sql/pipeline/*/*.sql)
	sh sql/build.sh $(patsubst sql/ses_events--%.sql,%,$@) >$@.new
	mv $@.new $@

ifneq (,$(filter clean,$(MAKECMDGOALS)))
.NOTPARALLEL:
endif

.PHONY: count-tests
count-tests:
	@echo $(words $(REGRESS))

endif
