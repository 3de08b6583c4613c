/*
 * mention.h
 *		Finding an address in text, however it is spelled.
 *
 * Pure C: nothing of the server is needed here.
 */
#ifndef SES_MENTION_H
#define SES_MENTION_H

#include "base/slice.h"

/* Whether a text can be an address at all: something on both sides of an @. */
extern bool ses_mention_is_address(Slice text);

/*
 * Finds the first mention of an address in a text, in any case of its ASCII
 * letters, with any of its characters escaped as in URLs and forms (%40, and
 * %2540 in a URL within a URL), in JSON (\u0040, also in JSON inside JSON; beyond
 * ASCII, in UTF-8 only) or in quoted-printable (=40, with soft line breaks).  A
 * longer address that contains it is no mention of it: joann@a.example and
 * ann@a.example.com are none of ann@a.example.
 *
 * Returns false where there is none; else *mention is a part of the text.
 */
extern bool ses_mention_find(Slice text, Slice address, Slice *mention);

#endif /* SES_MENTION_H */
