/*
 * redact.c
 *		A payload without what it says of an address.
 *
 * Each mention of the address is cut out of the text that it stands in,
 * whatever that text is wrapped in: JSON, base64, both.  An element of an array
 * is left out as a whole where that takes away events of the address, and of
 * nobody else: what is known of the person goes with the address.
 *
 * Nothing here knows what a payload looks like.  Whether an element may go is
 * found out by parsing the payload without it.
 */
#include "redact.h"

#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "utils/memutils.h"

#include "encoding.h"
#include "envelope.h"
#include "json.h"
#include "mention.h"
#include "sink.h"

/*
 * Text of JSON grows a little when it is written again, by blanks between its
 * tokens: in a payload beyond this it might outgrow what jsonb can hold, and
 * has its mentions cut out without being parsed.
 */
#define MAX_SIZE_TO_PARSE (64 * 1024 * 1024)

typedef struct Redaction
{
	Slice		address;
	MemoryContext context;		/* of what is made */
	bool		may_parse;		/* text may be read as JSON, and written again */
	bool		has_mention;	/* there was one in what was read last */

	/* Elements of arrays that mention the address, counted as they are found. */
	int			elements;
	const bool *left_out;		/* by that number, whether they are left out */
	int			decided;		/* of so many, this is decided; the rest stays */
} Redaction;

static JsonbValue redact_value(Redaction *self, const JsonbValue *value, int depth);
static Slice redact_text(Redaction *self, Slice text, int depth);

/*
 * Text
 */

static bool
is_base64_digit(char c)
{
	return is_digit(c) || (to_lower(c) >= 'a' && to_lower(c) <= 'z') || c == '+' || c == '/';
}

/* How long a line break is at a place, 0 where there is none. */
static int
line_break(Slice text, int at)
{
	Slice		rest = slice_from(text, at);

	if (slice_starts_with(rest, SLICE("\r\n")))
		return 2;
	return slice_starts_with(rest, SLICE("\n")) ? 1 : 0;
}

/*
 * How long a run of base64 is at the beginning of a text: a line of it, or so
 * many lines as there are without a blank one between them.
 */
static int
base64_length(Slice text, bool one_line)
{
	int			length = 0;
	int			digits = 0;

	for (int i = 0; i < text.length; i++)
	{
		if (!one_line && i > 0 && is_base64_digit(text.data[i - 1]))
			i += line_break(text, i);
		if (i >= text.length || !is_base64_digit(text.data[i]))
			break;
		digits++;
		length = i + 1;
	}
	while (digits % 4 != 0 && length < text.length && text.data[length] == '=')
	{
		digits++;
		length++;
	}
	return length;
}

/* What a run of base64 is without the address; itself where it does not mention it. */
static Slice
redact_base64(Redaction *self, Slice base64, int depth)
{
	Slice		bytes;
	Slice		redacted;

	if (base64.length < self->address.length || !ses_bytes_from_base64(base64, &bytes))
		return base64;
	redacted = redact_text(self, bytes, depth);
	return redacted.data != bytes.data ? ses_base64_from_bytes(redacted) : base64;
}

/*
 * Appends a text in which runs of base64 are without the address.  A word before
 * a line break may look like the first line of them: then each line is tried.
 */
static void
append_without_base64(Redaction *self, StringInfo result, Slice text, int depth)
{
	int			by_line = 0;	/* how much of the text is tried line by line */

	while (text.length > 0)
	{
		int			length = base64_length(text, by_line > 0);
		Slice		run = slice_until(text, length);
		Slice		redacted = redact_base64(self, run, depth);

		if (redacted.data == run.data && by_line <= 0 && slice_find(run, '\n') >= 0)
		{
			by_line = length;
			continue;
		}
		appendBinaryStringInfo(result, redacted.data, redacted.length);
		while (length < text.length && !is_base64_digit(text.data[length]))
			appendStringInfoChar(result, text.data[length++]);
		text = slice_from(text, length);
		by_line -= length;
	}
}

/* A text with the mentions cut out; itself where there are none. */
static Slice
cut_mentions(Redaction *self, Slice text, int depth)
{
	StringInfoData result;
	bool		had_mention = self->has_mention;
	Slice		rest = text;
	Slice		mention;

	initStringInfo(&result);
	self->has_mention = false;
	while (ses_mention_find(rest, self->address, &mention))
	{
		append_without_base64(self, &result, slice_until(rest, mention.data - rest.data), depth);
		rest = slice_from(rest, mention.data - rest.data + mention.length);
		self->has_mention = true;
	}
	append_without_base64(self, &result, rest, depth);

	if (self->has_mention)
		return (Slice) {result.data, result.len};
	pfree(result.data);
	self->has_mention = had_mention;
	return text;
}

/* Whether the database takes bytes as text, as they are. */
static bool
is_text(Slice bytes)
{
	Slice		text;

	return ses_text_from_utf8(bytes, &text) && text.data == bytes.data;
}

/*
 * A text of JSON without the address; false where it is none, or not for us to
 * read and write, or does not mention the address.
 */
static bool
redact_json(Redaction *self, Slice text, int depth, Slice *result)
{
	bool		had_mention = self->has_mention;
	Slice		trimmed = slice_trim(text);
	bool		has_mention;
	JsonbValue	value;
	JsonError	error;
	Jsonb	   *jsonb;

	if (!self->may_parse || depth >= JSON_MAX_NESTING || trimmed.length == 0 ||
		(trimmed.data[0] != '{' && trimmed.data[0] != '[') ||
		!is_text(text) || !ses_json_parse(text, &value, &error))
		return false;

	self->has_mention = false;
	value = redact_value(self, &value, depth + 1);
	has_mention = self->has_mention;
	self->has_mention |= had_mention;
	if (!has_mention)
		return false;
	jsonb = ses_json_to_jsonb(&value);
	*result = slice_of(JsonbToCString(NULL, &jsonb->root, VARSIZE(jsonb)));
	return true;
}

/* A text without the address; itself where it does not mention it. */
static Slice
redact_text(Redaction *self, Slice text, int depth)
{
	Slice		result;

	CHECK_FOR_INTERRUPTS();
	if (redact_json(self, text, depth, &result))
		return result;
	return cut_mentions(self, text, depth);
}

/*
 * Values
 */

static JsonbValue
redact_string(Redaction *self, const JsonbValue *string, int depth)
{
	Slice		text = ses_json_text(string);
	Slice		redacted = redact_text(self, text, depth);
	JsonbValue	result = *string;

	if (redacted.data != text.data)
		ses_json_set_string(&result, redacted);
	return result;
}

static JsonbValue
redact_object(Redaction *self, const JsonbValue *object, int depth)
{
	JsonbBuilder builder = {0};
	JsonScan	scan;
	JsonbValue	member;

	push_jsonb(&builder, WJB_BEGIN_OBJECT, NULL);
	ses_json_scan_members(&scan, object);
	while (ses_json_scan_next(&scan, &member))
	{
		JsonbValue	key;

		ses_json_set_string(&key, redact_text(self, scan.key, depth));
		member = redact_value(self, &member, depth);
		push_jsonb(&builder, WJB_KEY, &key);
		push_jsonb(&builder, WJB_VALUE, &member);
	}
	ses_json_scan_end(&scan);
	push_jsonb(&builder, WJB_END_OBJECT, NULL);
	return *builder.result;
}

static JsonbValue
redact_array(Redaction *self, const JsonbValue *array, int depth)
{
	bool		had_mention = self->has_mention;
	JsonbBuilder builder = {0};
	JsonScan	scan;
	JsonbValue	element;

	push_jsonb(&builder, WJB_BEGIN_ARRAY, NULL);
	ses_json_scan_begin(&scan, array);
	while (ses_json_scan_next(&scan, &element))
	{
		/* What is made is wanted beyond the next element. */
		MemoryContextSwitchTo(self->context);
		self->has_mention = false;
		element = redact_value(self, &element, depth);
		if (self->has_mention)
		{
			int			number = self->elements++;

			had_mention = true;
			if (number < self->decided && self->left_out[number])
				continue;
		}
		push_jsonb(&builder, WJB_ELEM, &element);
	}
	ses_json_scan_end(&scan);
	push_jsonb(&builder, WJB_END_ARRAY, NULL);
	self->has_mention = had_mention;
	return *builder.result;
}

/* What is nested deeper than text may be becomes text where it mentions the address. */
static JsonbValue
redact_deep(Redaction *self, const JsonbValue *value)
{
	Jsonb	   *jsonb = ses_json_to_jsonb(value);
	Slice		text = slice_of(JsonbToCString(NULL, &jsonb->root, VARSIZE(jsonb)));
	Slice		cut = cut_mentions(self, text, JSON_MAX_NESTING);
	JsonbValue	result = *value;

	if (cut.data != text.data)
		ses_json_set_string(&result, cut);
	return result;
}

static JsonbValue
redact_value(Redaction *self, const JsonbValue *value, int depth)
{
	if (value->type == jbvString)
		return redact_string(self, value, depth);
	if (!ses_json_is_object(value) && !ses_json_is_array(value))
		return *value;
	if (depth > JSON_MAX_NESTING)
		return redact_deep(self, value);
	if (ses_json_is_object(value))
		return redact_object(self, value, depth + 1);
	return redact_array(self, value, depth + 1);
}

/*
 * Payloads
 */

/* What of an event has to stay: one of two recipients is not to become the only one. */
typedef struct Identity
{
	pg_uuid_t	event_id;
	int32		candidates;
} Identity;

/* The events of a payload, by whose they are. */
typedef struct Events
{
	Sink		sink;
	Slice		address;
	int			of_address;
	int			of_nobody;		/* without a recipient */
	int			of_others;
	Identity   *others;			/* sorted */
	int			room;
} Events;

static void
take_event(Sink *sink, const Event *event)
{
	Events	   *self = (Events *) sink;

	if (event->recipient.length == 0)
		self->of_nobody++;
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
events_of(Jsonb *payload, Slice address)
{
	Events		self = {.sink = {.wanted = ALL_COLUMNS, .take_event = take_event}, .address = address, .room = 16};

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

/* A payload without the address, and without the elements that are to be left out. */
static Jsonb *
redact(Redaction *self, Jsonb *payload)
{
	JsonbValue	value;

	self->elements = 0;
	self->has_mention = false;
	ses_json_root(payload, &value);
	value = redact_value(self, &value, 0);
	return self->has_mention ? ses_json_to_jsonb(&value) : payload;
}

static Jsonb *
copy_jsonb(const Jsonb *jsonb)
{
	Jsonb	   *copy = palloc(VARSIZE(jsonb));

	memcpy(copy, jsonb, VARSIZE(jsonb));
	return copy;
}

/*
 * Leaves out the elements that tell of the address alone, the inner before the
 * outer, so that no more goes than must.  Where the address is cut out, what
 * was its event is nobody's: these are to become as few as they were before.
 */
static Jsonb *
leave_out_elements(Redaction *self, Jsonb *payload, Jsonb *redacted)
{
	const Events before = events_of(payload, self->address);
	const Events wanted = events_of(redacted, self->address);
	int			of_nobody = wanted.of_nobody;
	bool	   *left_out = palloc0(self->elements * sizeof(bool));
	MemoryContext old = CurrentMemoryContext;

	if (before.of_address == 0)
		return redacted;
	self->left_out = left_out;
	self->context = AllocSetContextCreate(old, "redacting", ALLOCSET_DEFAULT_SIZES);
	for (self->decided = 1; self->decided <= self->elements; self->decided++)
	{
		Jsonb	   *attempt;
		Events		events;

		CHECK_FOR_INTERRUPTS();
		MemoryContextSwitchTo(self->context);
		left_out[self->decided - 1] = true;
		attempt = redact(self, payload);
		events = events_of(attempt, self->address);
		MemoryContextSwitchTo(old);

		if (events.of_nobody < of_nobody && events.of_nobody >= before.of_nobody &&
			has_all_of_others(&events, &wanted))
		{
			of_nobody = events.of_nobody;
			redacted = copy_jsonb(attempt);
		}
		else
			left_out[self->decided - 1] = false;
		MemoryContextReset(self->context);
	}
	MemoryContextDelete(self->context);
	return redacted;
}

Jsonb *
ses_redact_payload(Jsonb *payload, Slice address)
{
	Redaction	self = {
		.address = slice_trim(address),
		.context = CurrentMemoryContext,
		.may_parse = VARSIZE(payload) <= MAX_SIZE_TO_PARSE
	};
	Jsonb	   *redacted = redact(&self, payload);

	if (self.elements > 0)
		redacted = leave_out_elements(&self, payload, redacted);
	return redacted;
}
