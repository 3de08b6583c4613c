/*
 * detection.h
 *		Of which provider a document is.
 */
#ifndef SES_DETECTION_H
#define SES_DETECTION_H

#include "event/document.h"
#include "walk/provider.h"

/* More signs than the built-in providers have, or than those of one set may have. */
#define MAX_SIGNS 200

/*
 * Providers that are given as data, beside the built-in ones.  Where both
 * recognize a document it is the built-in one's, unless one of the set has its name.
 */
typedef struct ProviderSet
{
	const Provider **providers; /* ended by NULL; those with the name of a built-in
								 * one are first */
	bool			 replaces;	/* there are such */
	bool			 is_first;	/* all are asked before the built-in ones */
	struct Detector *detector;
} ProviderSet;

/* To be called once, before any document is shown. */
extern void ses_detection_prepare(void);

/*
 * The same for a set whose other members are filled in, in the current memory
 * context.  Its signs have at most MAX_SIGNS, and JSON_KEY_SET_MAX keys.
 */
extern void ses_detection_prepare_set(ProviderSet *set);

/*
 * The provider of a document, NULL where it is unknown.  The set may be NULL.  The text
 * that was looked up last is kept in the document.
 */
extern const Provider *ses_detect(Document *document, const ProviderSet *defined);

/*
 * Whether the key of a provider's list is its own word, which begins with its name;
 * others are words that anybody uses.
 */
extern bool ses_provider_owns_list(const Provider *provider);

/*
 * The key of a provider's list of documents in an object; NULL if it has none.  Other
 * members may be beside it, but none that names an event, unless the word is its own.
 */
extern const char *ses_detect_list(const Document *document, const ProviderSet *defined);

/* The first sign by which a provider, of the set or built in, recognizes a document; NULL where it does not. */
extern const Sign *ses_detection_sign(const Provider *provider, const Document *document, const ProviderSet *defined);

#endif /* SES_DETECTION_H */
