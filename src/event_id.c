/*
 * event_id.c
 *		The key of an event, by which redeliveries are known.
 *
 * A UUID version 8 (RFC 9562): the event's time in front, so that inserts into
 * an index stay local, then the beginning of a SHA-256 over what makes the
 * event the one it is.  Nothing of the envelope is in it, and nothing that a
 * mapping decides.  Ids are in people's tables: this never changes in a 1.x
 * release.
 */
#include "postgres.h"

#include "common/cryptohash.h"
#include "common/sha2.h"
#include "miscadmin.h"
#include "utils/memutils.h"

#include "event.h"
#include "json.h"
#include "provider.h"

#define SEPARATOR '\x1F'

static void
add_bytes(pg_cryptohash_ctx *hash, const char *bytes, int length)
{
	if (pg_cryptohash_update(hash, (const uint8 *) bytes, length) < 0)
		elog(ERROR, "could not compute SHA-256 hash: %s", pg_cryptohash_error(hash));
}

static void
add_field(pg_cryptohash_ctx *hash, Slice field)
{
	const char	separator = SEPARATOR;

	add_bytes(hash, &separator, 1);
	if (field.length > 0)
		add_bytes(hash, field.data, field.length);
}

/*
 * Adds a JSON value, token for token: brackets, keys and strings, numbers as
 * far as they have a plain text, and words.
 */
static void
add_json(pg_cryptohash_ctx *hash, const JsonbValue *value)
{
	Jsonb	   *jsonb = ses_json_to_jsonb(value);
	JsonbIterator *iterator = JsonbIteratorInit(&jsonb->root);
	MemoryContext scratch = AllocSetContextCreate(CurrentMemoryContext,
												  "ses_events identity",
												  ALLOCSET_SMALL_SIZES);
	MemoryContext outer;
	JsonbIteratorToken token;
	JsonbValue	part;

	while ((token = JsonbIteratorNext(&iterator, &part, false)) != WJB_DONE)
	{
		CHECK_FOR_INTERRUPTS();
		switch (token)
		{
			case WJB_BEGIN_OBJECT:
				add_field(hash, SLICE("{"));
				break;
			case WJB_END_OBJECT:
				add_field(hash, SLICE("}"));
				break;
			case WJB_BEGIN_ARRAY:
				add_field(hash, SLICE("["));
				break;
			case WJB_END_ARRAY:
				add_field(hash, SLICE("]"));
				break;
			default:
				outer = MemoryContextSwitchTo(scratch);
				add_field(hash, ses_json_text(&part));
				MemoryContextSwitchTo(outer);
				MemoryContextReset(scratch);
		}
	}
	MemoryContextDelete(scratch);
}

/*
 * Whether an event tells neither of which message, nor for whom, nor when: a
 * notice about the account, say.  All of them would be one.
 */
static bool
is_nondescript(const Event *event)
{
	return event->message_id.length == 0 && event->recipient.length == 0 && event->occurred_at == NO_TIME;
}

/*
 * What makes an event the one it is; absent fields are empty.  Only an event
 * that would have nothing of its own is told from others by its details.
 */
static void
add_event(pg_cryptohash_ctx *hash, const Event *event)
{
	const Provider *provider = event->provider;
	char	   *name = palloc(event->provider_event.length + 1);
	char		time[32] = "";

	if (event->occurred_at != NO_TIME)
		snprintf(time, sizeof(time), INT64_FORMAT, event->occurred_at);

	add_bytes(hash, provider->name, strlen(provider->name));
	add_field(hash, (Slice) {name, ses_word_normalize(event->provider_event, name)});
	add_field(hash, event->message_id);
	add_field(hash, event->recipient);
	add_field(hash, slice_of(time));
	add_field(hash, event->url);
	add_field(hash, event->ip_address);
	add_field(hash, event->user_agent);
	add_field(hash, provider->has_unique_event_ids ? event->provider_event_id : NO_SLICE);
	if (is_nondescript(event))
		add_json(hash, &event->details);
}

static void
digest_event(const Event *event, uint8 *digest)
{
	pg_cryptohash_ctx *hash = pg_cryptohash_create(PG_SHA256);

	if (pg_cryptohash_init(hash) < 0)
		elog(ERROR, "could not initialize SHA-256: %s", pg_cryptohash_error(hash));
	add_event(hash, event);
	if (pg_cryptohash_final(hash, digest, PG_SHA256_DIGEST_LENGTH) < 0)
		elog(ERROR, "could not compute SHA-256 hash: %s", pg_cryptohash_error(hash));
	pg_cryptohash_free(hash);
}

void
ses_event_identify(const Event *event, pg_uuid_t *id)
{
	uint8		digest[PG_SHA256_DIGEST_LENGTH];
	int64		millis = event->occurred_at > 0 ? event->occurred_at / 1000 : 0;

	digest_event(event, digest);
	for (int i = 0; i < 6; i++)
		id->data[i] = (uint8) (millis >> (40 - 8 * i));

	/* 74 bits of the digest: 12 behind the version, 62 behind the variant. */
	id->data[6] = 0x80 | digest[0] >> 4;
	id->data[7] = (uint8) (digest[0] << 4 | digest[1] >> 4);
	id->data[8] = 0x80 | ((digest[1] << 2 | digest[2] >> 6) & 0x3F);
	for (int i = 9; i < 16; i++)
		id->data[i] = (uint8) (digest[i - 7] << 2 | digest[i - 6] >> 6);
}
