/*
 * loader.h
 *		Between the files that load a definition: from jsonb to the structs that the
 *		providers in C are written as.
 *
 * Nothing here raises on what a definition has in it: what is wrong is added to
 * the mistakes, and the provider is then not used.  All is allocated in the
 * current memory context.
 */
#ifndef SES_LOADER_H
#define SES_LOADER_H

#include "postgres.h"

#include "define/key.h"
#include "define/mistake.h"
#include "json/keys.h"
#include "walk/detection.h"
#include "walk/provider.h"

/* More than any provider has. */
#define MAX_MAPPINGS 2000 /* with subtypes, in a definition */
#define MAX_FIELDS 500	  /* of a layout */
#define MAX_LIST 200	  /* items of any other list */
#define MAX_DEPTH 3		  /* of subtypes in subtypes */
#define MAX_STEPS 10	  /* of a path */
#define MAX_TEXT 500	  /* bytes of a text */

typedef struct Loader
{
	Mistakes   *mistakes;
	const Step *step; /* where the loader is */
	int			mappings;
	int			depth; /* of subtypes */

	/* Of all definitions of a set, because their signs are looked for together. */
	JsonKeySet *known_keys;
	int		   *signs;
	bool		is_detected; /* the sign that is loaded is one of those */

	Provider *provider;
} Loader;

/* A layout, while it is loaded. */
typedef struct LayoutDraft
{
	Layout		layout;
	const Sign *sign;
	int			parts; /* that there are so far */
	int			fields;
} LayoutDraft;

/* A name, while it is loaded. */
typedef struct NamingDraft
{
	Naming		 naming;
	LayoutDraft *layout;
} NamingDraft;

/* A hint, while it is loaded. */
typedef struct HintDraft
{
	Hint		 hint;
	LayoutDraft *layout;
} HintDraft;

#define mistake(self, ...) ses_mistake_add((self)->mistakes, (self)->step, __VA_ARGS__)

/* In place of other owners: keys that are unknown were found before. */
#define ANY_OTHERS (-1)

/* Loads the keys of an object whose owner is one of some; those of other owners may be there. */
extern void ses_load_object(Loader *self, const JsonbValue *object, int owners, int others, void *target);

/* A text that is copied, with a zero at its end; NULL, and a mistake, for any other value. */
extern const char *ses_load_copy(Loader *self, const JsonbValue *value);

/* Which of some words a text is, beginning with 1; 0, and a mistake, for any other. */
extern int ses_load_word(Loader *self, const JsonbValue *value, const char *kind, const char *const *words, int count);

/* The bit of an event type; 0, and a mistake, for any other value. */
extern uint32 ses_load_type_bit(Loader *self, const JsonbValue *value);

/* The column of a field by its name; false for what is filled from no field. */
extern bool ses_load_column(Slice name, Column *column);

/* The mistake that a name is of no such column. */
extern void ses_load_refuse_column(Loader *self, Slice name);

/* A path as keys, ended by NULL: "a.b", or a list of keys.  NULL, and a mistake, for any other value. */
extern const char **ses_load_keys(Loader *self, const JsonbValue *value);

/*
 * Calls a function for each element of a list, at its own step, with the index of
 * the element; stops with a mistake after so many.
 */
typedef void (*LoadElement)(Loader *self, const JsonbValue *element, int index, void *target);
extern void ses_load_elements(Loader *self, const JsonbValue *list, int bound, LoadElement load, void *target);

/* Into a member of a part, which is added where the layout does not have it yet. */
extern bool ses_load_member(Loader *self, LayoutDraft *draft, const JsonbValue *value, Member *member);

/* The layout that has all layout keys of an object. */
extern void ses_load_layout(Loader *self, const JsonbValue *object, int others, int index);

/* Whether an object has a key of a layout. */
extern bool ses_load_has_layout(const JsonbValue *object);

#define LOAD(name) \
	extern void name(Loader *self, const DefinitionKey *key, const JsonbValue *value, void *target)

LOAD(ses_load_text);
LOAD(ses_load_flag);
LOAD(ses_load_ignored);
LOAD(ses_load_provider_name);
LOAD(ses_load_zone);
LOAD(ses_load_signs);
LOAD(ses_load_sign);
LOAD(ses_load_layout_signs);
LOAD(ses_load_name_path);
LOAD(ses_load_only);
LOAD(ses_load_hints);
LOAD(ses_load_hint_path);
LOAD(ses_load_hint_word);
LOAD(ses_load_own_keys);
LOAD(ses_load_sign_keys);
LOAD(ses_load_detected_keys);
LOAD(ses_load_sign_paths);
LOAD(ses_load_controls);
LOAD(ses_load_events);
LOAD(ses_load_event_type);
LOAD(ses_load_class);
LOAD(ses_load_reason);
LOAD(ses_load_subtypes);
LOAD(ses_load_claims);
LOAD(ses_load_names);
LOAD(ses_load_places);
LOAD(ses_load_details);
LOAD(ses_load_list_id);
LOAD(ses_load_fields);
LOAD(ses_load_place_path);
LOAD(ses_load_place_form);
LOAD(ses_load_recipients);
LOAD(ses_load_concern);
LOAD(ses_load_candidates);
LOAD(ses_load_candidates_path);
LOAD(ses_load_first_elements);
LOAD(ses_load_headers);
LOAD(ses_load_in_rates);
LOAD(ses_load_part_concern);
LOAD(ses_load_event_parts);
LOAD(ses_load_part_subtypes);
LOAD(ses_load_half_name);

#undef LOAD

#endif /* SES_LOADER_H */
