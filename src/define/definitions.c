/*
 * definitions.c
 *		Providers that are given as data.
 */
#include "define/definitions.h"

#include "access/detoast.h"
#include "utils/memutils.h"

#include "define/loader.h"
#include "json/reading.h"
#include "text/timestamp.h"
#include "text/zone.h"
#include "walk/registry.h"

/* As long as a name in PostgreSQL. */
#define MAX_PROVIDER_NAME 63

void
ses_load_provider_name(Loader *self, const DefinitionKey *key, const JsonbValue *value, void *target)
{
	const char *name = ses_load_copy(self, value);

	(void) key;
	if (name == NULL)
		return;
	((Provider *) target)->dialect.name = name;
	for (const char *c = name; *c != '\0'; c++)
	{
		if (!is_digit(*c) && *c != '_' && (!is_letter(*c) || to_lower(*c) != *c))
		{
			mistake(self, "The name has other characters than lower case letters, digits and _.");
			return;
		}
	}
	if (strlen(name) > MAX_PROVIDER_NAME)
		mistake(self, "The name is longer than %d bytes.", MAX_PROVIDER_NAME);
}

void
ses_load_zone(Loader *self, const DefinitionKey *key, const JsonbValue *value, void *target)
{
	const char *name = ses_load_copy(self, value);
	Dialect	   *dialect = &((Provider *) target)->dialect;

	(void) key;
	if (name == NULL)
		return;
	if (ses_zone_find(name) == NULL)
		mistake(self, "The time zone \"%s\" does not exist.", ses_mistake_quote(slice_of(name)));
	else if (*name != '+' && *name != '-')
		dialect->home_zone = ses_zone_find(name);
	else
		(void) ses_timestamp_parse_offset(slice_of(name), &dialect->home_offset);
}

/* The layouts of the list, behind that of the definition itself. */
static void
load_layouts(Loader *self, const JsonbValue *list, int count)
{
	const Step *outer = self->step;
	const Step	lists = {SLICE("layouts"), -1, outer};
	JsonScan	scan;
	JsonbValue	element;

	self->step = &lists;
	if (ses_json_length(list) + count > MAX_LAYOUTS)
	{
		mistake(self, "There are more than %d layouts.", MAX_LAYOUTS);
		self->step = outer;
		return;
	}
	ses_json_scan_light(&scan, list);
	while (ses_json_scan_next(&scan, &element))
	{
		const Step step = {NO_SLICE, scan.index, &lists};

		self->step = &step;
		if (!ses_json_is_object(&element))
			mistake(self, "The value is not an object.");
		else
		{
			ses_load_layout(self, &element, 0, count + scan.index);
			if (self->provider->layout_signs[count + scan.index] == NULL)
				mistake(self, "The key \"sign\" is missing: which documents have this layout.");
		}
	}
	self->step = outer;
}

/* Whether a layout says where something stands that refines an event. */
static bool
has_subtypes(const Layout *layout)
{
	bool any = layout->subtypes[0].key != NULL;

	for (const EventPart *own = layout->event_parts; own != NULL && own->event != NULL; own++)
		any |= own->subtypes[0] != NULL;
	return any;
}

static bool
has_field(const Layout *layout, Column column)
{
	const Field *field = layout->fields;

	while (field->key != NULL && field->column != column)
		field++;
	return field->key != NULL;
}

/* What would have no effect, because no layout has what it needs. */
static void
check_layouts(Loader *self)
{
	const Provider *provider = self->provider;
	bool			any_subtypes = false;
	bool			any_id = false;

	for (int i = 0; i < MAX_LAYOUTS && provider->layouts[i] != NULL; i++)
	{
		any_subtypes |= has_subtypes(provider->layouts[i]);
		any_id |= has_field(provider->layouts[i], COL_PROVIDER_EVENT_ID);
	}
	for (const Mapping *row = provider->dialect.events; row->name != NULL && !any_subtypes; row++)
	{
		if (row->subtypes == NULL)
			continue;
		mistake(self, "The event \"%s\" has subtypes, but the key \"subtypes\" is missing: where they stand.",
				ses_mistake_quote(slice_of(row->name)));
		break;
	}
	if (provider->dialect.has_unique_event_ids && !any_id)
		mistake(self, "Event ids are unique, but there is no field provider_event_id.");
}

/* One definition; NULL where it has a mistake. */
static const Provider *
load_definition(Loader *self, const JsonbValue *definition)
{
	static const Mapping no_events = {0};
	static const Sign	 no_signs = {0};
	const int			 mistakes = self->mistakes->count;
	JsonbValue			 list;
	int					 count = 0;

	if (!ses_json_is_object(definition))
	{
		mistake(self, "A definition is an object.");
		return NULL;
	}
	self->provider = palloc0(sizeof(Provider));
	self->provider->dialect.events = &no_events;
	self->provider->signs = &no_signs;
	self->mappings = 0;
	ses_load_object(self, definition, OF_DEFINITION, OF_LAYOUT, self->provider);
	if (ses_load_has_layout(definition) || !ses_json_get(definition, "layouts", &list))
		ses_load_layout(self, definition, ANY_OTHERS, count++);
	if (ses_json_get(definition, "layouts", &list) && ses_json_is_array(&list))
		load_layouts(self, &list, count);
	if (self->mistakes->count == mistakes)
		check_layouts(self);
	return self->mistakes->count == mistakes ? self->provider : NULL;
}

static bool
is_built_in(const char *name)
{
	for (const Provider *const *provider = ses_providers; *provider != NULL; provider++)
	{
		if (strcmp((*provider)->dialect.name, name) == 0)
			return true;
	}
	return false;
}

/* Adds a provider to a set, those with the name of a built-in one in front. */
static void
add_provider(Loader *self, ProviderSet *set, int count, const Provider *provider)
{
	const char *name = provider->dialect.name;

	for (int i = 0; i < count; i++)
	{
		if (strcmp(set->providers[i]->dialect.name, name) == 0)
		{
			mistake(self, "There is another definition of \"%s\" before.", name);
			return;
		}
	}
	if (is_built_in(name))
	{
		memmove(set->providers + 1, set->providers, count * sizeof(Provider *));
		set->providers[0] = provider;
		set->replaces = true;
	}
	else
		set->providers[count] = provider;
}

ProviderSet *
ses_definitions_load(Jsonb *definitions, Mistakes *mistakes)
{
	JsonKeySet	*known_keys = palloc0(sizeof(JsonKeySet));
	int			 signs = 0;
	Loader		 self = {.mistakes = mistakes, .known_keys = known_keys, .signs = &signs};
	ProviderSet *set = palloc0(sizeof(ProviderSet));
	int			 count = 0;
	JsonScan	 scan;
	JsonbValue	 root;
	JsonbValue	 element;

	ses_json_root(definitions, &root);
	if (VARSIZE(definitions) > MAX_DEFINITIONS_SIZE)
		mistake(&self, "The definitions are larger than %d bytes.", MAX_DEFINITIONS_SIZE);
	else if (ses_json_list_length(&root) > MAX_DEFINITIONS)
		mistake(&self, "There are more than %d definitions.", MAX_DEFINITIONS);
	else if (!ses_json_is_object(&root) && !ses_json_is_array(&root))
		mistake(&self, "A definition is an object.");
	if (mistakes->count > 0)
		return NULL;

	set->providers = palloc0((ses_json_list_length(&root) + 1) * sizeof(Provider *));
	ses_json_scan_light(&scan, &root);
	while (ses_json_scan_next(&scan, &element))
	{
		const Step		step = {NO_SLICE, scan.index, NULL};
		const Provider *provider;

		self.step = ses_json_is_array(&root) ? &step : NULL;
		provider = load_definition(&self, &element);
		if (provider != NULL)
			add_provider(&self, set, count, provider);
		count += set->providers[count] != NULL;
	}
	if (count == 0)
		return NULL;
	ses_detection_prepare_set(set);
	return set;
}

/*
 * The cache: what was loaded last is in front.  An entry has a memory context of
 * its own, with a copy of what it was loaded from.
 */

#define MAX_CACHED 8

typedef struct Cached
{
	MemoryContext context; /* NULL: the entry is empty, and those behind it */
	void		 *stored;  /* the definitions as they were given */
	ProviderSet	 *set;
} Cached;

static Cached cache[MAX_CACHED];
uint64		  ses_definitions_dropped = 0;

/* Moves an entry to the front, behind which those before it follow. */
static void
move_to_front(int index)
{
	Cached first = cache[index];

	memmove(cache + 1, cache, index * sizeof(Cached));
	cache[0] = first;
}

/* Loads definitions into a context that goes with the caller's, as long as that may fail. */
static Cached
load_cached(struct varlena *definitions)
{
	Cached		  entry;
	MemoryContext outer;

	entry.context = AllocSetContextCreate(CurrentMemoryContext, "ses_events definitions", ALLOCSET_SMALL_SIZES);
	outer = MemoryContextSwitchTo(entry.context);
	entry.stored = palloc(VARSIZE_ANY(definitions));
	memcpy(entry.stored, definitions, VARSIZE_ANY(definitions));
	entry.set = ses_definitions_load((Jsonb *) detoast_attr(definitions), palloc0(sizeof(Mistakes)));
	MemoryContextSwitchTo(outer);
	MemoryContextSetParent(entry.context, TopMemoryContext);
	return entry;
}

/*
 * All that differ in size do so at once, and most others in the first bytes: so a
 * hash, for which all bytes have to be read, would cost more than it spares.  What
 * is compressed is compared so, because decompressing takes longer than parsing.
 */
const ProviderSet *
ses_definitions_find(struct varlena *definitions)
{
	Cached entry;

	if (toast_raw_datum_size(PointerGetDatum(definitions)) > MAX_DEFINITIONS_SIZE)
		return NULL;
	if (VARATT_IS_EXTERNAL(definitions))
		definitions = detoast_external_attr(definitions);
	for (int i = 0; i < MAX_CACHED && cache[i].context != NULL; i++)
	{
		if (VARSIZE_ANY(cache[i].stored) == VARSIZE_ANY(definitions) &&
			memcmp(cache[i].stored, definitions, VARSIZE_ANY(definitions)) == 0)
		{
			if (i > 0)
				move_to_front(i);
			return cache[0].set;
		}
	}
	entry = load_cached(definitions);
	if (cache[MAX_CACHED - 1].context != NULL)
	{
		ses_definitions_dropped++;
		MemoryContextDelete(cache[MAX_CACHED - 1].context);
	}
	cache[MAX_CACHED - 1] = entry;
	move_to_front(MAX_CACHED - 1);
	return cache[0].set;
}
