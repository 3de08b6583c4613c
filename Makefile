MODULE_big = ses_events
EXTENSION = ses_events
DATA = $(wildcard sql/ses_events--*.sql)
OBJS = $(patsubst %.c,%.o,$(sort $(wildcard src/*.c src/providers/*.c)))

PG_CONFIG ?= pg_config
# The server's headers are not ours to warn about.
PG_CPPFLAGS = -Isrc -isystem $(shell $(PG_CONFIG) --includedir-server)
PG_CFLAGS = -Wall -Wextra -Wno-declaration-after-statement
PGXS := $(shell $(PG_CONFIG) --pgxs)
include $(PGXS)
