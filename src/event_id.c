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
#include "lib/stringinfo.h"

#include "event.h"
#include "json.h"
#include "provider.h"

#define SEPARATOR '\x1F'
#define MAX_UNIX_MILLIS ((INT64CONST(1) << 48) - 1)

static void
add_field(StringInfo identity, Slice field)
{
	appendStringInfoChar(identity, SEPARATOR);
	if (field.length > 0)
		appendBinaryStringInfo(identity, field.data, field.length);
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
write_identity(StringInfo identity, const Event *event)
{
	char	   *name = palloc(event->provider_event.length + 1);

	appendStringInfoString(identity, event->provider->name);
	add_field(identity, (Slice) {name, ses_word_normalize(event->provider_event, name)});
	add_field(identity, event->message_id);
	add_field(identity, event->recipient);
	add_field(identity, NO_SLICE);
	if (event->occurred_at != NO_TIME)
		appendStringInfo(identity, INT64_FORMAT, event->occurred_at);
	add_field(identity, event->url);
	add_field(identity, event->ip_address);
	add_field(identity, event->user_agent);
	add_field(identity, event->provider->has_unique_event_ids ? event->provider_event_id : NO_SLICE);
	if (is_nondescript(event))
	{
		Jsonb	   *details = ses_json_to_jsonb(&event->details);

		appendStringInfoChar(identity, SEPARATOR);
		JsonbToCString(identity, &details->root, VARSIZE(details));
	}
}

static void
digest_identity(const StringInfo identity, uint8 *digest)
{
	pg_cryptohash_ctx *context = pg_cryptohash_create(PG_SHA256);

	if (pg_cryptohash_init(context) < 0 ||
		pg_cryptohash_update(context, (uint8 *) identity->data, identity->len) < 0 ||
		pg_cryptohash_final(context, digest, PG_SHA256_DIGEST_LENGTH) < 0)
		elog(ERROR, "could not compute SHA-256 hash: %s", pg_cryptohash_error(context));
	pg_cryptohash_free(context);
}

void
ses_event_identify(const Event *event, pg_uuid_t *id)
{
	StringInfoData identity;
	uint8		digest[PG_SHA256_DIGEST_LENGTH];
	int64		millis = 0;

	initStringInfo(&identity);
	write_identity(&identity, event);
	digest_identity(&identity, digest);

	if (event->occurred_at > 0)
		millis = Min(event->occurred_at / 1000, MAX_UNIX_MILLIS);
	for (int i = 0; i < 6; i++)
		id->data[i] = (uint8) (millis >> (40 - 8 * i));

	/* 74 bits of the digest: 12 behind the version, 62 behind the variant. */
	id->data[6] = 0x80 | digest[0] >> 4;
	id->data[7] = (uint8) (digest[0] << 4 | digest[1] >> 4);
	id->data[8] = 0x80 | ((digest[1] << 2 | digest[2] >> 6) & 0x3F);
	for (int i = 9; i < 16; i++)
		id->data[i] = (uint8) (digest[i - 7] << 2 | digest[i - 6] >> 6);
}
