/*
 * sign.h
 *		Whether a document has a sign, one by one.
 *
 * Detection asks for the signs of all providers together.  This is for the few
 * that are asked for once a document's provider is known.
 */
#ifndef SES_SIGN_H
#define SES_SIGN_H

#include "walk/provider.h"

/* Whether all members are there that a sign has paths to. */
extern bool ses_sign_has_paths(const Sign *sign, const Document *document);

/* Whether a document has a sign. */
extern bool ses_sign_is_met(const Sign *sign, const Document *document);

#endif /* SES_SIGN_H */
