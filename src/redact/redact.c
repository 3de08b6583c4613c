/*
 * redact.c
 *		A payload without what it says of an address.
 *
 * Each mention of the address is cut out.  An element of an array is left out as
 * a whole where that takes away events of the address, and of nobody else: what
 * is known of the person goes with the address.  Nothing here knows what a
 * payload looks like: whether an element may go is found out by parsing the
 * payload without it.
 */
#include "redact/redact.h"

#include "miscadmin.h"
#include "utils/memutils.h"

#include "redact/cut.h"
#include "walk/envelope.h"
#include "json/building.h"
#include "json/reading.h"
#include "text/mention.h"
#include "event/sink.h"

/*
 * Text of JSON grows when it is written again, by blanks between its tokens and
 * the digits of 1e17.  In a payload beyond this it could outgrow what jsonb can
 * hold, and has its mentions cut out as it stands.
 */
#define MAX_SIZE_TO_PARSE (16 * 1024 * 1024)

/*
 * So much may be parsed in search of elements to leave out, some seconds' worth.
 * What is not found by then is cut only.
 */
#define MAX_SEARCHED ((int64) 256 * 1024 * 1024)

/* What of an event has to stay: one of two recipients is not to become the only one. */
typedef struct Identity
{
	pg_uuid_t event_id;
	int32	  candidates;
} Identity;

/* The events of a payload, by whose they are. */
typedef struct Events
{
	Sink	  sink;
	Slice	  address;
	int		  of_address;
	int		  of_nobody; /* without a recipient */
	int		  of_others;
	Identity *others; /* sorted */
	int		  room;
} Events;

/*
 * The search for the elements that tell of the address alone.  Where the address
 * is cut out, what was its event is nobody's: these are to become as few as they
 * were before.
 */
typedef struct Search
{
	Cut						  cut;
	Jsonb					 *payload;
	const struct ProviderSet *defined;
	Jsonb					 *redacted; /* so far */
	bool					 *left_out;
	MemoryContext			  attempt;	 /* of what is tried */
	Events					  before;	 /* of the payload */
	Events					  wanted;	 /* of the payload with the address cut out */
	int						  of_nobody; /* so many are in what is redacted so far */
	int64					  searched;	 /* bytes that were parsed or decompressed, and those that rows took */
} Search;

static void
take_event(Sink *sink, const Event *event)
{
	Events *self = (Events *) sink;

	if (event->recipient.length == 0)
		self->of_nobody += Max(event->without_address, 1);
	else if (slice_equals_nocase(event->recipient, self->address))
		self->of_address++;
	else
	{
		if (self->of_others == self->room)
		{
			self->room *= 2;
			self->others = repalloc_huge(self->others, self->room * sizeof(Identity));
		}
		self->others[self->of_others++] = (Identity) {event->event_id, event->candidates};
	}
}

static int
compare_identities(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(Identity));
}

static Events
events_of(Jsonb *payload, Slice address, const struct ProviderSet *defined)
{
	Events self = {
		.sink = {.wanted = ALL_COLUMNS, .defined = defined, .take_event = take_event},
		.address = address,
		.room = 16,
	};

	self.others = palloc(self.room * sizeof(Identity));
	ses_walk(payload, &self.sink);
	qsort(self.others, self.of_others, sizeof(Identity), compare_identities);
	return self;
}

/* Whether all events of others are among some. */
static bool
has_all_of_others(const Events *events, const Events *wanted)
{
	for (int i = 0; i < wanted->of_others; i++)
	{
		if (bsearch(&wanted->others[i], events->others, events->of_others,
					sizeof(Identity), compare_identities) == NULL)
			return false;
	}
	return true;
}

/* The payload with the address cut out, and without the elements that are left out. */
static Jsonb *
cut_payload(Cut *cut, Jsonb *payload)
{
	JsonbValue value;

	ses_json_root(payload, &value);
	return ses_cut_value(cut, &value, &value) ? ses_json_to_jsonb(&value) : payload;
}

static void
keep_attempt(Search *self, const Jsonb *attempt, int of_nobody)
{
	if (self->redacted != self->payload)
		pfree(self->redacted);
	self->redacted = palloc(VARSIZE(attempt));
	memcpy(self->redacted, attempt, VARSIZE(attempt));
	self->of_nobody = of_nobody;
}

/*
 * Leaves out those of a range of elements that may go.  A range without which
 * nothing is nobody's any more has none; any other is halved, down to single
 * elements, so that no more goes than must.
 */
static void
search_range(Search *self, int from, int until)
{
	MemoryContext old = MemoryContextSwitchTo(self->attempt);
	int			  middle = from + (until - from) / 2;
	Jsonb		 *attempt;
	Events		  events;
	int			  taken;
	bool		  may_go;

	CHECK_FOR_INTERRUPTS();
	self->searched += VARSIZE(self->payload);
	memset(self->left_out + from, true, until - from);
	attempt = cut_payload(&self->cut, self->payload);
	events = events_of(attempt, self->cut.address, self->defined);
	self->searched += self->cut.decompressed + events.sink.budget.decompressed + events.sink.budget.bytes;
	MemoryContextSwitchTo(old);

	/* Of several elements, each has to take an event away. */
	taken = self->of_nobody - events.of_nobody;
	may_go = taken > 0 && (until - from == 1 || taken >= until - from) &&
		events.of_nobody >= self->before.of_nobody && has_all_of_others(&events, &self->wanted);
	if (may_go)
		keep_attempt(self, attempt, events.of_nobody);
	else
		memset(self->left_out + from, false, until - from);
	MemoryContextReset(self->attempt);

	if (taken > 0 && !may_go && until - from > 1 && self->searched < MAX_SEARCHED)
	{
		search_range(self, from, middle);
		search_range(self, middle, until);
	}
}

Jsonb *
ses_redact_payload(Jsonb *payload, Slice address, const struct ProviderSet *defined)
{
	Search self = {
		.cut = {.address = slice_trim(address), .may_parse = VARSIZE(payload) <= MAX_SIZE_TO_PARSE},
		.payload = payload,
		.defined = defined};
	int elements;

	if (!ses_mention_is_address(self.cut.address))
		return payload;
	self.redacted = cut_payload(&self.cut, payload);
	elements = self.cut.elements;
	if (elements == 0)
		return self.redacted;

	self.before = events_of(payload, self.cut.address, defined);
	if (self.before.of_address == 0)
		return self.redacted;

	self.wanted = events_of(self.redacted, self.cut.address, defined);
	self.of_nobody = self.wanted.of_nobody;
	self.left_out = palloc0(elements * sizeof(bool));
	self.cut.left_out = self.left_out;
	self.attempt = AllocSetContextCreate(CurrentMemoryContext, "redacting", ALLOCSET_DEFAULT_SIZES);
	search_range(&self, 0, elements);
	MemoryContextDelete(self.attempt);
	return self.redacted;
}
