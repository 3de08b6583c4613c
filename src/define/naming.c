/*
 * naming.c
 *		Loading where the names of events stand.
 */
#include "define/loader.h"

#include "json/reading.h"

/* The names of a layout, while they are loaded. */
typedef struct NamingDraft
{
	LayoutDraft *layout;
	Naming		*naming; /* that which is loaded */
} NamingDraft;

/* Half of a name: a path, or the type that the envelope states. */
static void
load_half(Loader *self, const JsonbValue *value, int index, void *target)
{
	NamingDraft *draft = target;
	Member		*half = index == 0 ? &draft->naming->word : &draft->naming->kind;

	if (value->type == jbvString && slice_equals(ses_json_text(value), SLICE(KEY_OF_TYPE)))
		*half = (Member) {PART_TYPE, KEY_OF_TYPE};
	else
		(void) ses_load_member(self, draft->layout, value, half);
}

/* {"is": name} */
static const char *
load_constant(Loader *self, const JsonbValue *object)
{
	JsonbValue name;

	if (ses_json_get(object, "is", &name) && ses_json_length(object) == 1)
		return ses_load_copy(self, &name);
	mistake(self, "The object has other keys than \"is\".");
	return NULL;
}

/* A name: a path, two paths, or a constant. */
static void
load_name(Loader *self, const JsonbValue *value, int index, void *target)
{
	NamingDraft draft = *(NamingDraft *) target;

	draft.naming += index;
	if (ses_json_is_object(value))
		draft.naming->constant = load_constant(self, value);
	else if (!ses_json_is_array(value))
		load_half(self, value, 0, &draft);
	else if (ses_json_length(value) != 2)
		mistake(self, "A name that is put together has two paths.");
	else
		ses_load_elements(self, value, 2, load_half, &draft);
}

void
ses_load_names(Loader *self, const DefinitionKey *key, const JsonbValue *value, void *target)
{
	NamingDraft draft = {target, palloc0((MAX_NAMES + 1) * sizeof(Naming))};

	(void) key;
	ses_load_elements(self, value, MAX_NAMES, load_name, &draft);
	draft.layout->layout.naming = draft.naming;
}
