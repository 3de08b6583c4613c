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
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/resowner.h"

#include "event/event.h"
#include "json/building.h"
#include "json/reading.h"

#define SEPARATOR '\x1F'

static void
add_field(StringInfo identity, Slice field)
{
	appendStringInfoCharMacro(identity, SEPARATOR);
	if (field.length > 0)
		appendBinaryStringInfo(identity, field.data, field.length);
}

/*
 * Adds a JSON value, token for token: brackets, keys and strings, numbers as
 * far as they have a plain text, and words.
 */
static void
add_json(StringInfo identity, const JsonbValue *value)
{
	Jsonb			  *jsonb = ses_json_to_jsonb(value);
	JsonbIterator	  *iterator = JsonbIteratorInit(&jsonb->root);
	MemoryContext	   scratch = AllocSetContextCreate(CurrentMemoryContext,
													   "ses_events identity",
													   ALLOCSET_SMALL_SIZES);
	MemoryContext	   outer;
	JsonbIteratorToken token;
	JsonbValue		   part;

	while ((token = JsonbIteratorNext(&iterator, &part, false)) != WJB_DONE)
	{
		CHECK_FOR_INTERRUPTS();
		switch (token)
		{
			case WJB_BEGIN_OBJECT:
				add_field(identity, SLICE("{"));
				break;
			case WJB_END_OBJECT:
				add_field(identity, SLICE("}"));
				break;
			case WJB_BEGIN_ARRAY:
				add_field(identity, SLICE("["));
				break;
			case WJB_END_ARRAY:
				add_field(identity, SLICE("]"));
				break;
			default:
				outer = MemoryContextSwitchTo(scratch);
				add_field(identity, ses_json_text(&part));
				MemoryContextSwitchTo(outer);
				MemoryContextReset(scratch);
		}
	}
	MemoryContextDelete(scratch);
}

/* The provider's id of the event, where it is one. */
static Slice
unique_id(const Event *event)
{
	return event->dialect->has_unique_event_ids ? event->provider_event_id : NO_SLICE;
}

/*
 * Whether an event tells of no message, and not both for whom and when: a notice
 * about the account, say, or mail that came in.  All of them would be one.
 */
static bool
is_nondescript(const Event *event)
{
	return event->message_id.length == 0 && unique_id(event).length == 0 &&
		(event->recipient.length == 0 || event->occurred_at == NO_TIME);
}

/*
 * What makes an event the one it is; absent fields are empty.  Only an event
 * that would have nothing of its own is told from others by its details.
 */
static void
add_event(StringInfo identity, const Event *event)
{
	char *name = palloc(event->provider_event.length + 1);
	char  time[32] = "";

	if (event->occurred_at != NO_TIME)
		pg_lltoa(event->occurred_at, time);

	appendStringInfoString(identity, event->dialect->name);
	add_field(identity, (Slice) {name, ses_word_normalize(event->provider_event, name)});
	add_field(identity, event->message_id);
	add_field(identity, event->recipient);
	add_field(identity, slice_of(time));
	add_field(identity, event->url);
	add_field(identity, event->ip_address);
	add_field(identity, event->user_agent);
	add_field(identity, unique_id(event));
	if (event->list_id.length > 0)
		add_field(identity, event->list_id);
	if (is_nondescript(event))
		add_json(identity, &event->details);
}

/*
 * The context of all hashes of the session: making one costs as much as hashing.
 * It has an owner of its own, who outlives the transaction.
 */
static pg_cryptohash_ctx *
session_hash(void)
{
	static pg_cryptohash_ctx *hash = NULL;

	if (hash == NULL)
	{
		ResourceOwner owner = CurrentResourceOwner;
		MemoryContext context = MemoryContextSwitchTo(TopMemoryContext);

		CurrentResourceOwner = ResourceOwnerCreate(NULL, "ses_events");
		hash = pg_cryptohash_create(PG_SHA256);
		CurrentResourceOwner = owner;
		MemoryContextSwitchTo(context);
	}
	return hash;
}

/* In one piece, because each update of a hash costs more than it hashes. */
static void
digest_event(const Event *event, uint8 *digest)
{
	pg_cryptohash_ctx *hash = session_hash();
	StringInfoData	   identity;

	initStringInfo(&identity);
	add_event(&identity, event);
	if (pg_cryptohash_init(hash) < 0 ||
		pg_cryptohash_update(hash, (const uint8 *) identity.data, identity.len) < 0 ||
		pg_cryptohash_final(hash, digest, PG_SHA256_DIGEST_LENGTH) < 0)
		elog(ERROR, "could not compute SHA-256 hash: %s", pg_cryptohash_error(hash));
	pfree(identity.data);
}

void
ses_event_identify(const Event *event, pg_uuid_t *id)
{
	uint8 digest[PG_SHA256_DIGEST_LENGTH];
	int64 millis = event->occurred_at > 0 ? event->occurred_at / 1000 : 0;

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
