/*
 * document.c
 *		Telling where in a payload a document was found.
 */
#include "event/document.h"

#include "lib/stringinfo.h"
#include "miscadmin.h"

/* Layers are linked from the inside out, and told from the outside in. */

static void
append_names(StringInfo envelope, const Layer *layer)
{
	if (layer == NULL)
		return;
	append_names(envelope, layer->outer);
	if (layer->name != NULL)
	{
		if (envelope->len > 0)
			appendStringInfoChar(envelope, '>');
		appendStringInfoString(envelope, layer->name);
	}
}

char *
ses_document_envelope(const Document *document)
{
	StringInfoData envelope;

	initStringInfo(&envelope);
	append_names(&envelope, document->layer);
	return envelope.len > 0 ? envelope.data : NULL;
}

static void
append_key(StringInfo place, const char *key)
{
	if (key == NULL)
		return;
	if (place->len > 0)
		appendStringInfoChar(place, '.');
	appendStringInfoString(place, key);
}

static void
append_steps(StringInfo place, const Layer *layer)
{
	if (layer == NULL)
		return;
	append_steps(place, layer->outer);
	append_key(place, layer->key);
	if (layer->position >= 0)
		appendStringInfo(place, "[%d]", layer->position);
}

char *
ses_document_place(const Document *document, const char *key)
{
	StringInfoData place;

	initStringInfo(&place);
	append_steps(&place, document->layer);
	append_key(&place, key);
	if (place.len == 0)
		appendStringInfoString(&place, "The payload");
	return place.data;
}
