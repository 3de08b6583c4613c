/*
 * naming.c
 *		Loading where the names of events stand.
 */
#include "define/loader.h"

#include "json/reading.h"

/* Half of a name: a path, or the type that the envelope states. */
static void
load_half(Loader *self, LayoutDraft *layout, const JsonbValue *value, Member *half)
{
	if (value->type == jbvString && slice_equals(ses_json_text(value), SLICE(KEY_OF_TYPE)))
		*half = (Member) {PART_TYPE, KEY_OF_TYPE};
	else
		(void) ses_load_member(self, layout, value, half);
}

void
ses_load_name_path(Loader *self, const DefinitionKey *key, const JsonbValue *value, void *target)
{
	NamingDraft *draft = target;

	load_half(self, draft->layout, value, (Member *) ((char *) target + key->offset));
}

/* One of two paths with a slash between their texts. */
static void
load_pair(Loader *self, const JsonbValue *value, int index, void *target)
{
	NamingDraft *draft = target;

	load_half(self, draft->layout, value, index == 0 ? &draft->naming.word : &draft->naming.kind);
}

/* A name: a path, two paths, or an object. */
static void
load_name(Loader *self, const JsonbValue *value, int index, void *target)
{
	LayoutDraft *layout = target;
	NamingDraft	 draft = {.layout = layout};
	JsonbValue	 member;

	if (ses_json_is_object(value))
	{
		ses_load_object(self, value, OF_NAME, 0, &draft);
		if (!ses_json_get(value, "is", &member) && !ses_json_get(value, "at", &member))
			mistake(self, "A name has \"is\" or \"at\".");
	}
	else if (!ses_json_is_array(value))
		load_half(self, layout, value, &draft.naming.word);
	else if (ses_json_length(value) != 2)
		mistake(self, "A name that is put together has two paths.");
	else
		ses_load_elements(self, value, 2, load_pair, &draft);
	((Naming *) layout->layout.naming)[index] = draft.naming;
}

void
ses_load_names(Loader *self, const DefinitionKey *key, const JsonbValue *value, void *target)
{
	LayoutDraft *draft = target;

	(void) key;
	draft->layout.naming = palloc0((MAX_NAMES + 1) * sizeof(Naming));
	ses_load_elements(self, value, MAX_NAMES, load_name, draft);
}
