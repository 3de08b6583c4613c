/*
 * envelope.h
 *		From a payload to the documents in it.
 */
#ifndef SES_ENVELOPE_H
#define SES_ENVELOPE_H

#include "postgres.h"
#include "utils/jsonb.h"

#include "event/sink.h"
#include "walk/detection.h"
#include "walk/provider.h"
#include "walk/wrapper.h"

/* How many wrappers may be around an event. */
#define MAX_ENVELOPES 8

/*
 * Walks over a payload: takes off the wrappers, has each document read by the
 * provider that it is of, and brings what is found to a sink.
 */
extern void ses_walk(Jsonb *payload, Sink *sink);

/* What an object is that no sign recognizes; all zero: not known. */
typedef struct Found
{
	const Provider *provider;		  /* that of its siblings */
	Wrapper			wrapper;		  /* with content, if it is one */
	bool			has_decimal_keys; /* it is an array, with other members added */
} Found;

extern Found ses_find_unsigned(const Document *document, const ProviderSet *defined);

#endif /* SES_ENVELOPE_H */
