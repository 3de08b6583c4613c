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
append_key(StringInfo path, const char *key)
{
	if (key == NULL)
		return;
	if (path->len > 0)
		appendStringInfoChar(path, '.');
	appendStringInfoString(path, key);
}

static void
append_steps(StringInfo path, const Layer *layer)
{
	if (layer == NULL)
		return;
	append_steps(path, layer->outer);
	append_key(path, layer->key);
	if (layer->index >= 0)
		appendStringInfo(path, "[%d]", layer->index);
}

char *
ses_document_path(const Document *document, const char *key)
{
	StringInfoData path;

	initStringInfo(&path);
	append_steps(&path, document->layer);
	append_key(&path, key);
	if (path.len == 0)
		appendStringInfoString(&path, "The payload");
	return path.data;
}
