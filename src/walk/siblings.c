/*
 * siblings.c
 *		Of which provider a document is by those that stand beside it in a list.
 */
#include "walk/siblings.h"

#include "event/sink.h"
#include "json/reading.h"
#include "walk/detection.h"
#include "walk/registry.h"

/* Of an index: a payload has fewer elements than ten millions. */
#define MAX_DIGITS 7

bool
ses_siblings_is_index(Slice key)
{
	for (int i = 0; i < key.length; i++)
	{
		if (!is_digit(key.data[i]))
			return false;
	}
	return key.length > 0 && key.length <= MAX_DIGITS && (key.data[0] != '0' || key.length == 1);
}

static bool
has_provider(const Siblings *self, const Provider *provider)
{
	for (int i = 0; i < self->count; i++)
	{
		if (self->providers[i] == provider)
			return true;
	}
	return false;
}

/* Finds the providers of all elements, once for a list, so that its time stays linear. */
static void
read_siblings(Siblings *self)
{
	Document element = {.wrapper.type = jbvNull, .time = NO_TIME};
	JsonScan scan;

	self->is_read = true;
	if (ses_json_is_array(self->list))
		ses_json_scan_begin(&scan, self->list);
	else
		ses_json_scan_members(&scan, self->list);
	while (self->count < (int) lengthof(self->providers) && ses_json_scan_next(&scan, &element.value))
	{
		const Provider *provider = NULL;

		if (ses_json_is_object(&element.value) && (!scan.members || ses_siblings_is_index(scan.key)))
			provider = ses_detect(&element, self->defined);
		if (provider != NULL && !has_provider(self, provider))
			self->providers[self->count++] = provider;
	}
	ses_json_scan_end(&scan);
}

static bool
has_any(const JsonbValue *object, const char *const *keys)
{
	JsonbValue member;

	for (; keys != NULL && *keys != NULL; keys++)
	{
		if (ses_json_get(object, *keys, &member))
			return true;
	}
	return false;
}

static bool
has_all(const JsonbValue *object, const char *const *keys, int count)
{
	JsonbValue member;

	for (int i = 0; i < count && keys[i] != NULL; i++)
	{
		if (!ses_json_get(object, keys[i], &member))
			return false;
	}
	return true;
}

/*
 * Whether a sign fits but for the paths, or for what only code can confirm: this is the
 * document of another provider that uses the same words.
 */
static bool
is_refused(const Sign *sign, const JsonbValue *object)
{
	return (sign->confirms != NULL || sign->paths != NULL) && sign->member != NULL && sign->prefix != NULL &&
		has_all(object, sign->keys, (int) lengthof(sign->keys)) &&
		slice_starts_with(ses_json_get_text(object, sign->member), slice_of(sign->prefix));
}

/* Whether one of some providers claims a document.  A definition may have the name of a built-in one. */
static bool
has_claim(const Provider *provider, const Provider *const *others, const JsonbValue *object)
{
	for (; *others != NULL; others++)
	{
		if (has_any(object, (*others)->claims) && strcmp((*others)->dialect.name, provider->dialect.name) != 0)
			return true;
	}
	return false;
}

/* Whether something about a document says that it is not of a provider. */
static bool
is_foreign(const Siblings *self, const Provider *provider, const JsonbValue *object)
{
	if (has_claim(provider, ses_providers, object) ||
		(self->defined != NULL && has_claim(provider, self->defined->providers, object)))
		return true;
	for (const Sign *sign = provider->signs; !ses_sign_is_last(sign); sign++)
	{
		if (has_any(object, sign->foreign) || is_refused(sign, object))
			return true;
	}
	return false;
}

/*
 * Whether a layout takes from a document the name of an event that is in the
 * provider's table.
 */
static bool
has_name(const Provider *provider, const Layout *layout, const Document *document)
{
	Slice name = ses_layout_find_name(layout, document, false);

	return name.length > 0 && ses_mapping_find(provider->dialect.events, name) != NULL;
}

/* What a reading on trial finds: whether an event states whom it concerns, and when or of what message it is. */
typedef struct Trial
{
	Sink sink;
	bool is_stated;
} Trial;

static void
look_at_event(Sink *sink, const Event *event)
{
	Trial *self = (Trial *) sink;

	self->is_stated |= event->recipient.length > 0 && (event->occurred_at != NO_TIME || event->message_id.length > 0);
}

/*
 * Whether a provider finds a recipient in a document, and a time or a message: a name
 * such as "open" is in the documents of others as well.
 */
static bool
has_content(const Provider *provider, const Document *document)
{
	Trial	 trial = {.sink = {
						  .wanted = COLUMN(COL_RECIPIENT) | COLUMN(COL_OCCURRED_AT) | COLUMN(COL_MESSAGE_ID) | COLUMN(COL_RFC_MESSAGE_ID),
						  .first_only = true,
						  .take_event = look_at_event,
					  }};
	Document alone = *document;

	alone.time = NO_TIME; /* that of an envelope is not the document's */
	ses_provider_read(provider, &alone, &trial.sink);
	return trial.is_stated;
}

static bool
can_read(const Siblings *self, const Provider *provider, const Document *document)
{
	for (int i = 0; i < MAX_LAYOUTS && provider->layouts[i] != NULL; i++)
	{
		if (has_name(provider, provider->layouts[i], document))
			return !is_foreign(self, provider, &document->value) && has_content(provider, document);
	}
	return false;
}

const Provider *
ses_siblings_provider(const Document *document)
{
	Siblings *siblings = document->siblings;

	if (siblings == NULL || !ses_json_is_object(&document->value))
		return NULL;
	if (!siblings->is_read)
		read_siblings(siblings);
	for (int i = 0; i < siblings->count; i++)
	{
		if (can_read(siblings, siblings->providers[i], document))
			return siblings->providers[i];
	}
	return NULL;
}
