/*
 * envelope.h
 *		From a payload to the documents in it.
 */
#ifndef SES_ENVELOPE_H
#define SES_ENVELOPE_H

#include "postgres.h"
#include "utils/jsonb.h"

#include "event/sink.h"

/* How many wrappers may be around an event. */
#define MAX_ENVELOPES 8

/*
 * Walks over a payload: takes off the wrappers, has each document read by the
 * provider that it is of, and brings what is found to a sink.
 */
extern void ses_walk(Jsonb *payload, Sink *sink);

#endif /* SES_ENVELOPE_H */
