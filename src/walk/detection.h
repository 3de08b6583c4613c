/*
 * detection.h
 *		Of which provider a document is.
 */
#ifndef SES_DETECTION_H
#define SES_DETECTION_H

#include "event/document.h"
#include "walk/provider.h"

/* To be called once, before any document is shown. */
extern void ses_detection_prepare(void);

/* The provider of a document, NULL where nobody knows it. */
extern const Provider *ses_detect(const Document *document);

/*
 * Whether the key of a provider's list is its own word, which begins with its name;
 * others are words that anybody uses.
 */
extern bool ses_provider_owns_list(const Provider *provider);

/*
 * The key of a provider's list of documents in an object; NULL if it has none.  Other
 * members may be beside it, but none that names an event, unless the word is its own.
 */
extern const char *ses_detect_list(const Document *document);

/* The first sign by which a provider recognizes a document, NULL where it does not. */
extern const Sign *ses_detection_sign(const Provider *provider, const Document *document);

#endif /* SES_DETECTION_H */
