/*
 * document.h
 *		A part of a payload that a provider may know, and where it was found.
 */
#ifndef SES_DOCUMENT_H
#define SES_DOCUMENT_H

#include "postgres.h"

#include "base/slice.h"
#include "json/reading.h"
#include "utils/jsonb.h"

/* One step into a payload, from what is around to what is inside. */
typedef struct Layer
{
	const char		   *name;  /* of the wrapper that ends here: "sqs"; NULL
								 * where the step only leads into one */
	const char		   *key;   /* the member that was entered, NULL if none */
	int					index; /* the element that was entered, -1 if none */
	const struct Layer *outer; /* NULL: the payload itself */
} Layer;

/* The text of a member; no member: none. */
typedef struct KnownText
{
	const char *member;
	Slice		text;
} KnownText;

typedef struct Document
{
	JsonbValue	 value;
	KnownText	 known; /* of the value, so that signs, layouts and names, which ask for one
								 * member after the other, look it up once; another value
								 * has to begin with none */
	const Layer *layer; /* the innermost; NULL: the payload itself */

	/* The list that it is an element of; NULL: none. */
	struct Siblings *siblings;

	JsonbValue wrapper; /* the innermost, that is the object which has
								 * this in it; a JSON null if there is none */

	/* What it says of its content: */
	Slice source; /* who sent it: "aws.ses" */
	Slice type;	  /* what it is: "Email Bounced" */

	Slice link; /* a URL that has to be visited, where it is a
								 * message about the set-up */
	int64 time; /* when the innermost wrapper was made that tells,
								 * or NO_TIME */
} Document;

static inline bool
ses_document_knows(const Document *document, const char *member)
{
	const char *known = document->known.member;

	return known != NULL && (known == member || strcmp(known, member) == 0);
}

/* The text of a member, empty where it has none. */
static inline Slice
ses_document_text(const Document *document, const char *member)
{
	return ses_document_knows(document, member) ? document->known.text : ses_json_get_text(&document->value, member);
}

/* The same, to be asked for again. */
static inline Slice
ses_document_keep_text(Document *document, const char *member)
{
	if (!ses_document_knows(document, member))
		document->known = (KnownText) {member, ses_json_get_text(&document->value, member)};
	return document->known.text;
}

/* The names of the wrappers from the outside in, "sqs>sns"; NULL if there are none. */
extern char *ses_document_envelope(const Document *document);

/* Where in the payload the document is, "Records[1].body"; "The payload" for the whole. */
extern char *ses_document_path(const Document *document, const char *key);

#endif /* SES_DOCUMENT_H */
