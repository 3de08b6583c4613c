/*
 * event.c
 *		Loading what the events of a provider become.
 */
#include "define/loader.h"

#include "common/hashfn.h"

#include "json/reading.h"

/* The word of a term; the first of each list has none. */
static int
load_term(Loader *self, const JsonbValue *value, const char *kind, const Term *terms, int count)
{
	const char *words[Max(Max((int) EVENT_TYPES, (int) BOUNCE_CLASSES), (int) REASONS)];

	for (int i = 0; i < count; i++)
		words[i] = terms[i].word;
	return ses_load_word(self, value, kind, words, count);
}

void
ses_load_event_type(Loader *self, const DefinitionKey *key, const JsonbValue *value, void *target)
{
	*(EventType *) ((char *) target + key->offset) =
		(EventType) load_term(self, value, "event type", ses_event_types, EVENT_TYPES);
}

uint32
ses_load_type_bit(Loader *self, const JsonbValue *value)
{
	int type = load_term(self, value, "event type", ses_event_types, EVENT_TYPES);

	return type != 0 ? TYPE_BIT(type) : 0;
}

void
ses_load_class(Loader *self, const DefinitionKey *key, const JsonbValue *value, void *target)
{
	*(BounceClass *) ((char *) target + key->offset) =
		(BounceClass) load_term(self, value, "bounce class", ses_bounce_classes, BOUNCE_CLASSES);
}

void
ses_load_reason(Loader *self, const DefinitionKey *key, const JsonbValue *value, void *target)
{
	*(Reason *) ((char *) target + key->offset) = (Reason) load_term(self, value, "reason", ses_reasons, REASONS);
}

/* in_rates: true is the same as to leave it out. */
void
ses_load_in_rates(Loader *self, const DefinitionKey *key, const JsonbValue *value, void *target)
{
	(void) self;
	*(bool *) ((char *) target + key->offset) = !value->val.boolean;
}

/* Rows of a table, while it is loaded, with a hash of each name: so that not all are compared. */
typedef struct RowList
{
	Mapping *rows;
	uint32	*hashes; /* of the names as they are compared */
	int		 count;
} RowList;

/* The row whose name differs from another only in what does not count, or NULL. */
static const Mapping *
find_equal(const RowList *list, Slice name, uint32 hash)
{
	for (int i = 0; i < list->count; i++)
	{
		if (list->hashes[i] == hash && ses_word_equals(name, list->rows[i].name))
			return &list->rows[i];
	}
	return NULL;
}

/* The name of a row, from the first character that counts. */
static const char *
load_name(Loader *self, Slice key, const RowList *list)
{
	char		  *normalized = palloc(key.length + 1);
	int			   length = ses_word_normalize(key, normalized);
	const Mapping *equal;
	int			   skipped = 0;

	if (length == 0)
	{
		mistake(self, "The name is empty.");
		return NULL;
	}
	if (key.length > MAX_TEXT)
	{
		mistake(self, "The name is longer than %d bytes.", MAX_TEXT);
		return NULL;
	}
	list->hashes[list->count] = hash_bytes((const unsigned char *) normalized, length);
	equal = find_equal(list, key, list->hashes[list->count]);
	if (equal != NULL)
	{
		mistake(self, "The name differs from \"%s\" in case, blanks, _ or - only.", ses_mistake_quote(slice_of(equal->name)));
		return NULL;
	}
	while (strchr(" _-", key.data[skipped]) != NULL)
		skipped++;
	return pnstrdup(key.data + skipped, key.length - skipped);
}

/* One row: its object, or the type alone. */
static void
load_row(Loader *self, const JsonbValue *value, Mapping *row)
{
	static const DefinitionKey type = {.offset = offsetof(Mapping, event_type)};

	if (ses_json_is_object(value))
		ses_load_object(self, value, OF_EVENT, 0, row);
	else if (value->type == jbvString)
		ses_load_event_type(self, &type, value, row);
	else
		mistake(self, "The value is neither an object nor an event type.");
}

/* A table of rows, ended by one without a name. */
static const Mapping *
load_rows(Loader *self, const JsonbValue *object, bool need_types)
{
	const Step *outer = self->step;
	const int	room = Min(ses_json_length(object), MAX_MAPPINGS) + 1;
	RowList		list = {palloc0(room * sizeof(Mapping)), palloc(room * sizeof(uint32)), 0};
	JsonScan	scan;
	JsonbValue	value;

	self->mappings += ses_json_length(object);
	if (self->mappings > MAX_MAPPINGS)
	{
		mistake(self, "There are more than %d events and subtypes.", MAX_MAPPINGS);
		return list.rows;
	}
	ses_json_scan_members(&scan, object);
	while (ses_json_scan_next(&scan, &value))
	{
		const Step step = {scan.key, -1, outer};
		Mapping	  *row = &list.rows[list.count];

		self->step = &step;
		row->name = load_name(self, scan.key, &list);
		load_row(self, &value, row);
		if (need_types && row->event_type == NO_EVENT_TYPE && ses_json_is_object(&value) &&
			!ses_json_get(&value, "type", &(JsonbValue) {0}))
			mistake(self, "The key \"type\" is missing.");
		if (row->name != NULL)
			list.count++;
		else
			memset(row, 0, sizeof(*row));
	}
	ses_json_scan_end(&scan);
	self->step = outer;
	return list.rows;
}

void
ses_load_events(Loader *self, const DefinitionKey *key, const JsonbValue *value, void *target)
{
	*(const Mapping **) ((char *) target + key->offset) = load_rows(self, value, true);
}

void
ses_load_subtypes(Loader *self, const DefinitionKey *key, const JsonbValue *value, void *target)
{
	if (self->depth == MAX_DEPTH)
	{
		mistake(self, "Subtypes are nested more than %d deep.", MAX_DEPTH);
		return;
	}
	self->depth++;
	*(const Mapping **) ((char *) target + key->offset) = load_rows(self, value, false);
	self->depth--;
}
